/** Numbers that a busy machine cannot bend much: what is compared takes turns, and the median speaks. */

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Milliseconds that something took. */
export async function timed(act: () => unknown): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}

export interface Compared {
  /** Medians, in milliseconds. */
  ms: number
  limitMs: number
  /** Median of the ratios of neighbours, so that a slow spell of the machine weighs on both. */
  ratio: number
  /** Ratio of the first round, in which nothing is warm. */
  first: number
}

/** What is measured: each turn gives its milliseconds. */
export type Turn = () => number | Promise<number>

/** Milliseconds of both, taken in turns: A B A B. */
export async function inTurns(rounds: number, one: Turn, other: Turn): Promise<Compared> {
  const ours: number[] = []
  const limits: number[] = []
  for (let round = 0; round < rounds; round++) {
    ours.push(await one())
    limits.push(await other())
  }
  const ratios = ours.map((ms, round) => ms / limits[round]!)
  return { ms: median(ours), limitMs: median(limits), ratio: median(ratios), first: ratios[0]! }
}

/** The same for work without waiting, once each before it counts. */
export function worked(rounds: number, one: () => unknown, other: () => unknown): Promise<Compared> {
  one()
  other()
  return inTurns(
    rounds,
    () => timed(one),
    () => timed(other),
  )
}
