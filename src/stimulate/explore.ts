/** In which order the cases of a run are acted, and beside which others. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Run } from './certify.ts'
import { createExplorer } from './explorer.ts'
import type { Job } from './jobs.ts'
import type { Scenario } from './scenario.ts'

/** Seconds by which the clock is moved, at most, so that nobody has to wait for what is due after a few of them. */
const helpedAlong = 6

/**
 * Cases that are acted beside each other: more than requests that may be in flight, which the driver sees to, since cases
 * also wait for hooks and for their turn to race. Whoever asks for one request at a time sees one case after the other.
 */
const casesFor = (inFlight: number): number => (inFlight === 1 ? 1 : 3 * inFlight)

/**
 * Acts jobs: the ordinary ones, beside them those that wait, then those that share the moves of the clock, and last those
 * that are alone. The clock stands still for all who have begun, so whoever shares it begins while others still end.
 */
export async function explore(run: Run, jobs: Job[], inFlight: number): Promise<void> {
  const explorer = createExplorer(run, jobs.length)
  const { tide, others, listener } = run.bench
  const letters = () => listener?.left() ?? []
  const { provision, clock } = run.options.target.hooks
  // Where cases have no test data of their own, one could spoil what the other proves.
  const isShared = ({ exclusive }: Scenario) => exclusive === 'together' && Boolean(provision && clock)
  const kind = (of: (scenario: Scenario) => boolean) => jobs.filter(({ scenario }) => of(scenario))
  const begin = (some: Job[]) => Promise.all(some.map((job) => explorer.act(job)))

  const patient = begin(kind(({ patient: waits, exclusive }) => Boolean(waits) && !exclusive))
  let isWaiting = true
  const over = () => void (isWaiting = false)
  void patient.then(over, over)
  const shared = kind(isShared)
  let early: Promise<unknown> | undefined
  // Nobody knows how long a wait is: what is good for a minute may not grow old over it.
  const last = () => void (early = isWaiting ? undefined : begin(shared))
  const ordinary = kind(({ patient: waits, exclusive }) => !waits && !exclusive)
  await explorer.actAll(endingWith(ordinary, casesFor(inFlight), last), casesFor(inFlight))
  others.end()
  const rest = async () => {
    if (clock && isWaiting) tide.hasten(helpedAlong)
    await patient
    tide.hasten(0)
    await (early ?? begin(shared))
  }
  // Most of what comes too late is there by now, and the others mostly wait.
  await beside(rest(), () => explorer.weighLate(letters()))
  const alone = kind((scenario) => Boolean(scenario.exclusive) && !isShared(scenario))
  await explorer.actAll(alone.values(), 1)
  await explorer.weighLate(letters())
  await explorer.weighBeside([...letters().map(({ exchange }) => exchange), ...run.strays])
}

/** Milliseconds after which it is worth while to look again for what has come. */
const often = 100

/** Does something again and again until others are over, and does not keep them waiting. */
async function beside(others: Promise<void>, act: () => Promise<void>): Promise<void> {
  const over = others.then(() => true)
  // It is told below, once what is being done is done.
  over.catch(() => undefined)
  do await act()
  while (!(await Promise.race([over, pause(often, false, { ref: false })])))
}

/** The jobs, and what is done once no more than so many of them are left. */
function* endingWith(jobs: Job[], few: number, end: () => void): Generator<Job> {
  const rest = Math.max(0, jobs.length - few)
  yield* jobs.slice(0, rest)
  end()
  yield* jobs.slice(rest)
}
