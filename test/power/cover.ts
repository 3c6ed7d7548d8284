/**
 * The fewest cases that let every rule speak which any of the cases could make speak: test-suite minimisation, greedy
 * and weighed by what a case costs.
 */
import { covers } from '../../src/judge/tally.ts'

/** What a case is worth: the requests that it costs, and what rules find to judge in it. */
export interface Worth {
  requests: number
  judged: Judged
}

/** Places by rule. */
export type Judged = ReadonlyMap<string, ReadonlySet<string>>

interface Candidate {
  name: string
  /** What is still new in it, for each request; that only falls while others are chosen. */
  gain: number
}

/**
 * Of these cases some in which every rule speaks that speaks in any of them, a rule that is to be broken at every
 * place.
 */
export function coverOf(cases: ReadonlyMap<string, Worth>, breaks: readonly string[]): Set<string> {
  const wants = new Map([...cases].map(([name, { judged }]) => [name, wantedOf(judged, breaks)]))
  const spoken = new Set<string>()
  const gainOf = (name: string): number =>
    wants.get(name)!.filter((what) => !spoken.has(what)).length / Math.max(1, cases.get(name)!.requests)
  const left = [...cases.keys()].sort().map((name): Candidate => ({ name, gain: gainOf(name) }))
  const chosen = new Set<string>()
  for (let best = bestOf(left, gainOf); best !== undefined; best = bestOf(left, gainOf)) {
    chosen.add(best)
    for (const what of wants.get(best)!) spoken.add(what)
  }
  return chosen
}

function wantedOf(judged: Judged, breaks: readonly string[]): string[] {
  return [...judged].flatMap(([rule, places]) => {
    const own = breaks.filter((one) => one.startsWith(rule))
    const broken = [...places].filter((place) => own.some((one) => covers(one, rule, place)))
    return [rule, ...broken.map((place) => `${rule}@${place}`)]
  })
}

/** Takes the case that adds most out of the candidates, or none when none adds anything. */
function bestOf(left: Candidate[], gainOf: (name: string) => number): string | undefined {
  left.sort((one, other) => one.gain - other.gain)
  for (let best = left.pop(); best !== undefined; best = left.pop()) {
    const gain = gainOf(best.name)
    if (gain === 0) continue
    if (gain >= (left.at(-1)?.gain ?? 0)) return best.name
    left.splice(left.findLastIndex((one) => one.gain <= gain) + 1, 0, { name: best.name, gain })
  }
  return undefined
}
