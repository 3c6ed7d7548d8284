import { parentPort } from 'node:worker_threads'
import type { Question, Task } from './crew.ts'
import { reachOf } from './reach.ts'
import { tryOut, tryTogether } from './trial.ts'

parentPort!.on('message', ({ id, task }: Question) => {
  done(task).then(
    (result) => parentPort!.postMessage({ id, result }),
    (error: Error) =>
      parentPort!.postMessage({ id, failure: `${nameOf(task)}: ${error.stack ?? error.message}` }),
  )
})

function done(task: Task): Promise<unknown> {
  if (task.do === 'watch') return reachOf(task.protocol)
  return task.do === 'try' ? tryOut(task.variant, task.cases) : tryTogether(task.variants, task.cases)
}

function nameOf(task: Task): string {
  if (task.do === 'watch') return task.protocol
  return task.do === 'try' ? task.variant.id : task.variants.map(({ id }) => id).join(', ')
}
