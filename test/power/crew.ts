/** Tries variants out on as many threads as the machine has cores. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { moduleSuffix } from '../../src/contract/home.ts'
import type { Trial, Variant } from './trial.ts'

/** A client or receiver on trial waits most of the time, so that one thread can try several. */
const lanes = { server: 1, party: 4 }

/** Trials in the order of the variants. Throws when a trial could not be made at all. */
export async function tryAll(
  variants: Variant[],
  onTrial: (trial: Trial) => void,
  threads = Math.min(4, availableParallelism()),
): Promise<Trial[]> {
  const trials = new Map<Variant, Trial>()
  const workers = Array.from({ length: threads }, startWorker)
  const tryThose = async (some: Variant[], perWorker: number) => {
    const queue = some.values()
    const work = async ({ ask }: Crew) => {
      for (const variant of queue) {
        const trial = await ask(variant)
        trials.set(variant, trial)
        onTrial(trial)
      }
    }
    await Promise.all(workers.flatMap((worker) => Array.from({ length: perWorker }, () => work(worker))))
  }
  await tryThose(
    variants.filter(({ role }) => role === 'server'),
    lanes.server,
  )
  await tryThose(
    variants.filter(({ role }) => role !== 'server'),
    lanes.party,
  )
  await Promise.all(workers.map(({ end }) => end()))
  return variants.map((variant) => trials.get(variant)!)
}

/** A thread that tries what it is asked to. */
interface Crew {
  ask(variant: Variant): Promise<Trial>
  end(): Promise<unknown>
}

interface Answer {
  id: number
  trial?: Trial
  failure?: string
}

function startWorker(): Crew {
  const worker = new Worker(new URL(`./worker${moduleSuffix}`, import.meta.url))
  const waiting = new Map<number, { resolve(trial: Trial): void; reject(error: Error): void }>()
  let count = 0
  worker.on('error', (error) => waiting.forEach(({ reject }) => reject(error)))
  worker.on('message', ({ id, trial, failure }: Answer) => {
    const asker = waiting.get(id)
    waiting.delete(id)
    if (trial) asker?.resolve(trial)
    else asker?.reject(new Error(failure))
  })
  return {
    ask: (variant) =>
      new Promise((resolve, reject) => {
        waiting.set(++count, { resolve, reject })
        worker.postMessage({ id: count, variant })
      }),
    end: () => worker.terminate(),
  }
}
