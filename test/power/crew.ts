/** Tries variants out on as many threads as the machine has cores. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { moduleSuffix } from '../../src/contract/home.ts'
import type { Trial, Variant } from './trial.ts'

/** Trials in the order of the variants. Throws when a trial could not be made at all. */
export async function tryAll(
  variants: Variant[],
  onTrial: (trial: Trial) => void,
  threads = Math.min(4, availableParallelism()),
): Promise<Trial[]> {
  const trials = new Map<Variant, Trial>()
  const queue = variants.values()
  const work = async () => {
    const worker = new Worker(new URL(`./worker${moduleSuffix}`, import.meta.url))
    for (const variant of queue) {
      const trial = await ask(worker, variant)
      trials.set(variant, trial)
      onTrial(trial)
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: threads }, work))
  return variants.map((variant) => trials.get(variant)!)
}

function ask(worker: Worker, variant: Variant): Promise<Trial> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', ({ trial, failure }: { trial?: Trial; failure?: string }) => {
      worker.removeAllListeners('error')
      if (trial) resolve(trial)
      else reject(new Error(failure))
    })
    worker.postMessage(variant)
  })
}
