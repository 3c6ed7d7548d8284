/** How much longer a run takes than sending its requests, with a target of another process. */
import { loadContract } from '../src/contract/load.ts'
import { exchangesOf, type Entry, type Provided, type Trace } from '../src/judge/trace.ts'
import { certify } from '../src/stimulate/certify.ts'
import { loadSuite } from '../src/stimulate/suite.ts'
import { inTurns, timed, type Compared } from './measure.ts'
import { packetsOf, replay } from './replay.ts'
import { startReceiver } from './receiver.ts'
import { rowOf, type Row } from './row.ts'
import { startTarget, type Started } from './start.ts'

const inFlight = 8

export interface Overheads {
  rows: Row[]
  /** The last run, for measurements that need a real one. */
  trace: Trace
}

export async function overheads(protocol: string): Promise<Overheads> {
  const near = await overhead(protocol, 0, 11)
  const far = await overhead(protocol, 20, 5)
  const row = (ms: number, ratio: number, { compared }: Overhead): Row[] => {
    const what = `${protocol}, run of ${exchangesOf(near.trace).length} requests, ${ms} ms latency`
    return compared ? [rowOf({ what, limit: 'bare client', budget: { ratio } }, compared)] : []
  }
  return { rows: [...row(0, 1.5, near), ...row(20, 1.15, far)], trace: near.trace }
}

interface Overhead {
  /** Absent where nobody can send the requests of a run once more. */
  compared?: Compared
  trace: Trace
}

/** A run and its replay in turns, each on a target that has forgotten the one before. */
async function overhead(protocol: string, latencyMs: number, rounds: number): Promise<Overhead> {
  const started = await startTarget(protocol, latencyMs)
  const { reference } = loadContract(protocol).places
  let entries: Entry[] = []
  const run = async () => {
    await started.target.hooks.reset!()
    entries = []
    return timed(() => act(started, entries))
  }
  const again = async () => {
    const packets = packetsOf(entries, reference)
    const receiver = await startReceiver(portOf(entries))
    await restore(started, entries, receiver.url)
    const ms = await timed(() => replay(started.url, packets, inFlight, receiver))
    receiver.close()
    return ms
  }
  try {
    const compared = hasDeeds(protocol) ? undefined : await inTurns(rounds, run, again)
    if (!compared) await run()
    return { ...(compared && { compared }), trace: traceOf(started, entries) }
  } finally {
    await started.close()
  }
}

function traceOf({ target: { protocol, role, profile } }: Started, entries: Entry[]): Trace {
  return { protocol, role, profile, declared: { signature: true, ledger: true }, entries }
}

async function act({ target }: Started, entries: Entry[]): Promise<void> {
  const { verdict, errors } = await certify({
    contract: loadContract(target.protocol),
    suite: await loadSuite(target.protocol),
    target,
    seed: 1,
    concurrency: inFlight,
    emit: (event) => void (event.event === 'recorded' && entries.push(event.entry)),
  })
  if (verdict !== 'conforms') throw new Error(`The run ended in «${verdict}». ${errors.join(' ')}`)
}

/** The test data of the run once more, so that the same requests meet the same bills and get the same answers. */
async function restore({ target: { hooks } }: Started, entries: Entry[], callbackUrl: string): Promise<void> {
  await hooks.reset!()
  const made = entries.filter(isMade)
  const items = new Map(made.map(({ data, item }) => [item.code, { data, item }]))
  await Promise.all(
    [...items.values()].map(({ data, item }) => hooks.provision!(data, { ...item, callbackUrl })),
  )
}

/** Where the run took callbacks: requests may tell of it. */
function portOf(entries: Entry[]): number {
  const callback = entries.find((entry) => entry.kind === 'exchange' && entry.from === 'gateway')
  return callback?.kind === 'exchange' ? Number(new URL(callback.request.url).port) : 0
}

const isMade = (entry: Entry): entry is Provided => entry.kind === 'provided' && entry.origin === 'hook'

/** Payments at a counter are made in the middle of a run, and cannot be made before it. */
const hasDeeds = (protocol: string): boolean =>
  Object.values(loadContract(protocol).data).some(({ wish = {} }) => 'taken' in wish)
