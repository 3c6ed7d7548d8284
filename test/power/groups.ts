/**
 * Variants of a gateway in groups: one gateway plays several at once. Where it conforms without a word, none of its
 * freedoms is punished; where it breaks what its defects name and nothing else, each of them is caught by what it names.
 * Where neither is so, the group is halved until it is known who it is.
 */
import type { AnyBend, Bend } from '../../src/gateway/defect.ts'
import { deskModule, type Oddity } from '../../src/gateway/desk.ts'
import type { Profile } from '../../src/contract/contract.ts'
import { loadContract } from '../../src/contract/load.ts'
import type { Reach } from './reach.ts'
import type { AnySteps } from './shadow.ts'

type Playable = Oddity & { steps: Bend<AnySteps>; message?: string; breaks?: string[] }

/** Variants in one gateway, at most. */
const most = 16

/**
 * Groups of a protocol's freedoms, by id: none of a group hides another, or agrees on something else than another. The
 * more is known of the cases in which they show, the fewer they are.
 */
export async function groupsOf(protocol: string, reach: Reach = new Map()): Promise<string[][]> {
  const { freedoms } = await playables(protocol)
  const shown = ({ id }: Playable) => reach.get(id)?.cases
  return packed(freedoms, (one, other) => {
    if (share(switchesOf(one), switchesOf(other))) return true
    return share(stepsOf(one), stepsOf(other)) && share(shown(one), shown(other))
  })
}

const switchesOf = ({ profile = {} }: Playable): Set<string> => new Set(Object.keys(profile))

function stepsOf({ steps }: Playable): Set<string> {
  const asked: AnySteps = new Proxy({}, { get: () => () => undefined })
  return new Set(Object.keys(steps(asked)))
}

/** Both have something; of what nobody knows everything may be the other's too. */
const share = (one: Set<string> | undefined, other: Set<string> | undefined): boolean =>
  !one || !other || [...one].some((what) => other.has(what))

/**
 * Groups of defects that spoil fields of one message each, by id: of a group all spoil the same message, none the field of
 * another, and none breaks what another does. Defects of any other kind are in none.
 */
export async function spoiltGroupsOf(protocol: string): Promise<string[][]> {
  const { defects } = await playables(protocol)
  const { at } = loadContract(protocol).outcome
  // Without the outcome nobody knows what else an answer has to say.
  const spoiling = defects.filter((one) => isSpoiling(one) && fieldOf(one) !== at)
  const groups = packed(
    spoiling,
    (one, other) =>
      one.message !== other.message ||
      isWithin(fieldOf(one), fieldOf(other)) ||
      isWithin(fieldOf(other), fieldOf(one)) ||
      share(new Set(one.breaks), new Set(other.breaks)),
  )
  return groups.filter(({ length }) => length > 1)
}

/** Every rule that it breaks says at which place. */
const isSpoiling = ({ message, breaks = [], profile, clock }: Playable): boolean =>
  message !== undefined &&
  profile === undefined &&
  clock === undefined &&
  breaks.every((one) => one.includes('@'))

const fieldOf = ({ id, message }: Playable): string => id.slice(message!.length + 1, id.lastIndexOf(':'))

/** A field is within itself and within what it is part of. */
const isWithin = (field: string, whole: string): boolean =>
  field === whole || field.startsWith(`${whole}.`) || field.startsWith(`${whole}[`)

/** Each with the first of the groups in which it clashes with nobody. */
function packed(some: Playable[], clash: (one: Playable, other: Playable) => boolean): string[][] {
  const groups: Playable[][] = []
  for (const one of some) {
    const free = groups.find((group) => group.length < most && !group.some((other) => clash(one, other)))
    if (free) free.push(one)
    else groups.push([one])
  }
  return groups.map((group) => group.map(({ id }) => id))
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
