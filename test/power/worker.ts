import { parentPort } from 'node:worker_threads'
import { tryOut, type Variant } from './trial.ts'

parentPort!.on('message', ({ id, variant }: { id: number; variant: Variant }) => {
  tryOut(variant).then(
    (trial) => parentPort!.postMessage({ id, trial }),
    (error: Error) =>
      parentPort!.postMessage({ id, failure: `${variant.id}: ${error.stack ?? error.message}` }),
  )
})
