/** The thread of startGateway: a gateway that listens, driven by messages. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Control } from './control.ts'
import { loadContract } from '../contract/load.ts'
import { deskModule } from './desk.ts'
import { createGateway } from './gateway.ts'
import { toldOf, type Answered, type Asked, type PlainOptions } from './thread.ts'

const port = parentPort!

const failureOf = (error: unknown): Answered['failure'] => ({
  says: (error as Error).message,
  status: (error as { status?: number }).status ?? 500,
})

async function answer(control: Control, { id, act, given }: Asked): Promise<Answered> {
  try {
    const step = control[act] as (...given: unknown[]) => unknown
    return { id, result: await step(...given) }
  } catch (error) {
    return { id, failure: failureOf(error) }
  }
}

async function play(options: PlainOptions): Promise<void> {
  try {
    const gateway = await createGateway(options)
    await gateway.listen()
    port.on('message', (asked: Asked) => {
      void answer(gateway.control, asked).then((answered) => port.postMessage(answered))
    })
    port.postMessage(toldOf(gateway))
  } catch (error) {
    port.postMessage({ id: 0, failure: failureOf(error) } satisfies Answered)
  }
}

/** What every gateway of a protocol needs is loaded before anybody says which one is wanted. */
function prepare(protocol: string): void {
  loadContract(protocol)
  void deskModule(protocol)
}

port.once('message', (options: PlainOptions) => void play(options))
const protocol = workerData as string | undefined
if (protocol !== undefined) prepare(protocol)
