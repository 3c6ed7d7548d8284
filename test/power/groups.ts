/**
 * Variants of a gateway in groups: one gateway plays several at once. Where it conforms without a word, none of its
 * freedoms is punished; where it breaks what its defects name and nothing else, each of them is caught by what it names.
 * Where neither is so, the group is halved until it is known who it is.
 */
import type { AnyBend, Bend } from '../../src/gateway/defect.ts'
import { deskModule, type Oddity } from '../../src/gateway/desk.ts'
import type { Profile } from '../../src/contract/contract.ts'
import { loadContract } from '../../src/contract/load.ts'
import type { AnySteps } from './shadow.ts'

type Playable = Oddity & { steps: Bend<AnySteps>; message?: string; breaks?: string[] }

/** Variants in one gateway, at most. */
const most = 8

/** Groups of a protocol's freedoms, by id: none of a group hides another, or agrees on something else than another. */
export async function groupsOf(protocol: string): Promise<string[][]> {
  const { freedoms } = await playables(protocol)
  return packed(freedoms, takenBy)
}

/**
 * Groups of defects that spoil fields of one message each, by id: of a group all spoil the same message, none the field of
 * another, and none breaks what another does. Defects of any other kind are in none.
 */
export async function spoiltGroupsOf(protocol: string): Promise<string[][]> {
  const { defects } = await playables(protocol)
  const { at } = loadContract(protocol).outcome
  // Without the outcome nobody knows what else an answer has to say.
  const spoiling = defects.filter((one) => isSpoiling(one) && fieldOf(one) !== at)
  return [...new Set(spoiling.map(({ message }) => message))]
    .flatMap((message) =>
      packed(
        spoiling.filter((one) => one.message === message),
        spoiltBy,
      ),
    )
    .filter(({ length }) => length > 1)
}

/** Every rule that it breaks says at which place. */
const isSpoiling = ({ message, breaks = [], profile, clock }: Playable): boolean =>
  message !== undefined &&
  profile === undefined &&
  clock === undefined &&
  breaks.every((one) => one.includes('@'))

/** The field, what it is part of or has as parts, and what must notice. */
const spoiltBy = (one: Playable): string[] => [fieldOf(one).split(/[.[]/)[0]!, ...(one.breaks ?? [])]

const fieldOf = ({ id, message }: Playable): string => id.slice(message!.length + 1, id.lastIndexOf(':'))

/** Each with the first of the groups in which nobody takes what it takes. */
function packed(some: Playable[], takes: (one: Playable) => string[]): string[][] {
  const groups: { ids: string[]; taken: Set<string> }[] = []
  for (const one of some) {
    const wants = takes(one)
    const free = groups.find(({ ids, taken }) => ids.length < most && wants.every((what) => !taken.has(what)))
    const group = free ?? { ids: [], taken: new Set<string>() }
    if (!free) groups.push(group)
    group.ids.push(one.id)
    for (const what of wants) group.taken.add(what)
  }
  return groups.map(({ ids }) => ids)
}

/** What two freedoms cannot both have: a step, or a switch of the profile. */
function takenBy({ steps, profile = {} }: Playable): string[] {
  const asked: AnySteps = new Proxy({}, { get: () => () => undefined })
  return [
    ...Object.keys(steps(asked)).map((step) => `step ${step}`),
    ...Object.keys(profile).map((key) => `switch ${key}`),
  ]
}

/** How a gateway plays several variants of one kind. */
export async function usingAll(
  protocol: string,
  ids: readonly string[],
): Promise<{ bend: AnyBend; profile: Profile }> {
  const { defects, freedoms } = await playables(protocol)
  const used = [...defects, ...freedoms].filter(({ id }) => ids.includes(id))
  const bend = (honest: AnySteps): AnySteps =>
    used.reduce((steps, one) => ({ ...steps, ...(one.steps(steps) as AnySteps) }), honest)
  return {
    bend: bend as unknown as AnyBend,
    profile: Object.assign({}, ...used.map(({ profile }) => profile)) as Profile,
  }
}

const playables = async (protocol: string): Promise<{ defects: Playable[]; freedoms: Playable[] }> =>
  (await deskModule(protocol)) as unknown as { defects: Playable[]; freedoms: Playable[] }
