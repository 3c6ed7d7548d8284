/** How much longer a run takes than sending its requests, with a target of another process. */
import { loadContract } from '../src/contract/load.ts'
import type { Entry, Provided } from '../src/judge/trace.ts'
import { certify } from '../src/stimulate/certify.ts'
import { loadSuite } from '../src/stimulate/suite.ts'
import { inTurns, timed, type Compared } from './measure.ts'
import { packetsOf, replay } from './replay.ts'
import { protocol, startTarget, type Started } from './start.ts'

const inFlight = 8

export interface Overhead extends Compared {
  requests: number
}

/** A run and its replay in turns, each on a target that has forgotten the one before. */
export async function overhead(latencyMs: number, rounds: number): Promise<Overhead> {
  const started = await startTarget(latencyMs)
  let entries: Entry[] = []
  const run = async () => {
    await started.target.hooks.reset!()
    entries = []
    return timed(() => act(started, entries))
  }
  const again = async () => {
    const packets = packetsOf(entries)
    await restore(started, entries)
    return timed(() => replay(started.url, packets, inFlight))
  }
  try {
    const compared = await inTurns(rounds, run, again)
    return { ...compared, requests: packetsOf(entries).length }
  } finally {
    await started.close()
  }
}

async function act({ target }: Started, entries: Entry[]): Promise<void> {
  const contract = loadContract(protocol)
  const { verdict, errors } = await certify({
    contract,
    suite: await loadSuite(protocol),
    target,
    seed: 1,
    concurrency: inFlight,
    emit: (event) => void (event.event === 'recorded' && entries.push(event.entry)),
  })
  if (verdict !== 'conforms') throw new Error(`The run ended in «${verdict}»: ${errors.join(' ')}`)
}

/** The test data of the run once more, so that the same requests meet the same bills. */
async function restore({ target: { hooks } }: Started, entries: Entry[]): Promise<void> {
  await hooks.reset!()
  const made = entries.filter((entry): entry is Provided => entry.kind === 'provided' && entry.origin === 'hook')
  const items = new Map(made.map(({ data, item }) => [item.code, { data, item }]))
  await Promise.all([...items.values()].map(({ data, item }) => hooks.provision!(data, item)))
}
