/**
 * Freedoms of a gateway in groups: one gateway uses several at once, and where it conforms without a word none of them
 * is punished. Where it does not, the group is halved until it is known who is.
 */
import type { AnyBend, Bend } from '../../src/gateway/defect.ts'
import { deskModule, type Oddity } from '../../src/gateway/desk.ts'
import type { Profile } from '../../src/contract/contract.ts'
import type { AnySteps } from './shadow.ts'

type Playable = Oddity & { steps: Bend<AnySteps> }

/** Freedoms in one gateway, at most. */
const most = 8

/** Groups of a protocol's freedoms, by id: none of a group hides another, or agrees on something else than another. */
export async function groupsOf(protocol: string): Promise<string[][]> {
  const groups: { ids: string[]; taken: Set<string> }[] = []
  for (const one of await playables(protocol)) {
    const wants = takenBy(one)
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

/** How a gateway uses several freedoms. */
export async function usingAll(
  protocol: string,
  ids: readonly string[],
): Promise<{ bend: AnyBend; profile: Profile }> {
  const used = (await playables(protocol)).filter(({ id }) => ids.includes(id))
  const bend = (honest: AnySteps): AnySteps =>
    used.reduce((steps, one) => ({ ...steps, ...(one.steps(steps) as AnySteps) }), honest)
  return {
    bend: bend as unknown as AnyBend,
    profile: Object.assign({}, ...used.map(({ profile }) => profile)) as Profile,
  }
}

const playables = async (protocol: string): Promise<Playable[]> =>
  (await deskModule(protocol)).freedoms as Playable[]
