import { parentPort } from 'node:worker_threads'
import { tryOut, type Variant } from './trial.ts'

parentPort!.on('message', (variant: Variant) => {
  tryOut(variant).then(
    (trial) => parentPort!.postMessage({ trial }),
    (error: Error) => parentPort!.postMessage({ failure: `${variant.id}: ${error.stack ?? error.message}` }),
  )
})
