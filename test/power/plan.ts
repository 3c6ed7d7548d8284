/** How gateways are tried: in groups where that tells as much, else alone. */
import { groupsOf, spoiltGroupsOf } from './groups.ts'
import type { Reach } from './reach.ts'
import type { Variant } from './trial.ts'

/** Variants that one gateway plays at once. */
export interface Together {
  do: 'together'
  variants: Variant[]
  /** Cases to try them in, of which each has its own; absent stands for all of them. */
  cases?: ReadonlySet<string>
}

export interface Alone {
  variant: Variant
  /** Cases to try it in, one set after the other until it shows exactly what it names. */
  attempts: Attempts
}

/** Sets of cases; undefined stands for all of them. */
export type Attempts = (ReadonlySet<string> | undefined)[]

export interface Plan {
  /** Freedoms of gateways. */
  freedoms: Together[]
  /** Gateways that spoil a field each. */
  spoilt: Together[]
  servers: Alone[]
}

/** What is known of each protocol's variants. */
export type Reaches = ReadonlyMap<string, Reach>

const everything: Attempts = [undefined]

/** A variant in the cases in which it can show. */
export const alone = (variant: Variant, reaches: Reaches): Alone => ({
  variant,
  attempts: attemptsOf(variant, reaches) ?? everything,
})

const attemptsOf = ({ protocol, id }: Variant, reaches: Reaches) => reaches.get(protocol)?.get(id)?.attempts

/** Every gateway by itself in every case. */
export const wholePlan = (servers: Variant[]): Plan => ({
  freedoms: [],
  spoilt: [],
  servers: servers.map((one) => alone(one, new Map())),
})

/** How these gateways are tried, once it is known where they can show. */
export async function planOf(servers: Variant[], reaches: Reaches): Promise<Plan> {
  const freedoms = servers.filter(({ kind }) => kind === 'freedom')
  const known = servers.filter((one) => one.kind === 'defect' && attemptsOf(one, reaches))
  const groups = await grouped(freedoms, (protocol) => groupsOf(protocol, reaches.get(protocol)))
  const spoilt = (await grouped(known, spoiltGroupsOf)).filter(({ length }) => length > 1)
  const taken = new Set([...freedoms, ...spoilt.flat()])
  return {
    freedoms: groups.map((some) => ({ do: 'together', variants: some })),
    spoilt: spoilt.map((some) => ({
      do: 'together',
      variants: some,
      cases: new Set(some.flatMap((one) => [...attemptsOf(one, reaches)![0]!])),
    })),
    servers: servers.filter((one) => !taken.has(one)).map((one) => alone(one, reaches)),
  }
}

export const isServer = ({ role }: Variant): boolean => role === 'server'

/** Variants in the groups of their protocols. */
async function grouped(
  variants: Variant[],
  groupsIn: (protocol: string) => Promise<string[][]>,
): Promise<Variant[][]> {
  const protocols = [...new Set(variants.map(({ protocol }) => protocol))]
  const groups = await Promise.all(
    protocols.map(async (name) => {
      const own = variants.filter(({ protocol }) => protocol === name)
      return (await groupsIn(name)).map((ids) => own.filter(({ id }) => ids.includes(id)))
    }),
  )
  return groups.flat().filter(({ length }) => length > 0)
}
