/** In which order the cases of a run are acted, and beside which others. */
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
const casesFor = (inFlight: number): number => (inFlight === 1 ? 1 : 2 * inFlight)

/** Acts jobs: those that wait and those that are alone apart from the others. */
export async function explore(run: Run, jobs: Job[], inFlight: number): Promise<void> {
  const explorer = createExplorer(run, jobs.length)
  const kind = (of: (scenario: Scenario) => boolean) => jobs.filter(({ scenario }) => of(scenario))
  const patient = kind(({ patient: waits, exclusive }) => Boolean(waits) && !exclusive).map((job) =>
    explorer.act(job),
  )
  await explorer.actAll(
    kind(({ patient: waits, exclusive }) => !waits && !exclusive),
    casesFor(inFlight),
  )
  run.bench.others.end()
  const { provision, clock } = run.options.target.hooks
  if (clock) run.bench.tide.hasten(helpedAlong)
  await Promise.all(patient)
  run.bench.tide.hasten(0)
  // Where cases have no test data of their own, one could spoil what the other proves.
  const isShared = ({ exclusive }: Scenario) => exclusive === 'together' && Boolean(provision && clock)
  await explorer.actAll(kind(isShared), jobs.length)
  await explorer.actAll(
    kind((scenario) => Boolean(scenario.exclusive) && !isShared(scenario)),
    1,
  )
  const left = [...(run.bench.listener?.left() ?? []), ...run.strays]
  if (left.length > 0)
    await explorer.weighLeft([...run.entries.filter(({ kind }) => kind === 'clock'), ...left])
}
