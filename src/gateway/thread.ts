/** The reference gateway in a thread of its own, so that whoever speaks with it has a processor for himself. */
import { Worker } from 'node:worker_threads'
import { moduleSuffix } from '../contract/home.ts'
import type { Control } from './control.ts'
import { ControlError } from './desk.ts'
import type { Gateway, GatewayOptions } from './gateway.ts'

/** What may be asked of a gateway elsewhere: what goes from thread to thread. */
export type PlainOptions = Omit<GatewayOptions, 'bend' | 'ticks' | 'onExchange'>

/** A gateway that listens, as far as one needs to see of it to drive it. */
export interface Driven {
  url: string
  profiles: Gateway['profiles']
  /** By this clock of the process and what the gateway's own was moved by. */
  clock: { now(): number }
  control: Control
  /** Of each desk whether it can tell a balance, as anything that is there. */
  desks: readonly { protocol: string; credentials?: { [name: string]: string }; balance?: unknown }[]
  close(): Promise<void>
}

/** What a thread tells when its gateway listens. */
export type Told = Pick<Driven, 'url' | 'profiles' | 'desks'> & { now: number }

/** A question to a control function, and its answer. */
export interface Asked {
  id: number
  act: keyof Control
  given: unknown[]
}
export interface Answered {
  id: number
  result?: unknown
  failure?: { says: string; status: number }
}

/** Starts a gateway beside this thread, on a free port. Throws ControlError as createGateway does. */
export async function startGateway(options: PlainOptions): Promise<Driven> {
  // Sources that run as they are have no compiled module that a thread could load.
  return moduleSuffix === '.ts' ? here(options) : beside(options)
}

async function here(options: PlainOptions): Promise<Driven> {
  const { createGateway } = await import('./gateway.ts')
  const gateway = await createGateway(options)
  await gateway.listen()
  const { clock, control, close } = gateway
  return { ...toldOf(gateway), clock, control, close }
}

/** What there is to tell of a gateway that listens. */
export const toldOf = ({ url, profiles, desks, clock }: Gateway): Told => ({
  url,
  profiles,
  desks: desks.map(({ protocol, credentials, balance }) => ({
    protocol,
    ...(credentials && { credentials }),
    ...(balance && { balance: true }),
  })),
  now: clock.now(),
})

/** A thread that has begun to load and waits for a gateway to be asked for. */
let spare: Worker | undefined

/** Begins to load what a gateway of a protocol needs, for whoever knows that one will be asked for soon. */
export function warmUp(protocol: string): void {
  if (moduleSuffix === '.ts') return
  spare ??= startThread(protocol)
  // Nobody waits for it until it is taken.
  spare.unref()
}

const startThread = (protocol?: string): Worker =>
  new Worker(new URL('./thread-worker.js', import.meta.url), { workerData: protocol })

async function beside(options: PlainOptions): Promise<Driven> {
  const worker = spare ?? startThread()
  spare = undefined
  worker.ref()
  const waiting = new Map<number, (answer: Answered) => void>()
  const fail = (error: Error) =>
    waiting.forEach((done, id) => done({ id, failure: { says: error.message, status: 500 } }))
  const first = new Promise<Told | Answered>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  worker.postMessage(options)
  const told = await first
  if ('id' in told) throw refused(told.failure)
  worker.on('error', fail)
  worker.on('message', (answer: Answered) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  let count = 0
  let ahead = told.now - Date.now()
  const ask = async (act: keyof Control, ...given: unknown[]): Promise<unknown> => {
    const id = ++count
    const { result, failure } = await new Promise<Answered>((resolve) => {
      waiting.set(id, resolve)
      worker.postMessage({ id, act, given } satisfies Asked)
    })
    if (failure) throw refused(failure)
    return result
  }
  const control = {
    provision: (...given) => ask('provision', ...given) as never,
    async clock(wish) {
      const answer = (await ask('clock', wish)) as { now: string }
      ahead = Date.parse(answer.now) - Date.now()
      return answer
    },
    ledger: (...given) => ask('ledger', ...given) as never,
    balance: (...given) => ask('balance', ...given) as never,
    async reset() {
      await ask('reset')
      ahead = told.now - Date.now()
    },
    switchDefect: (id) => void ask('switchDefect', id),
  } satisfies Control
  const { now: _now, ...known } = told
  return {
    ...known,
    clock: { now: () => Date.now() + ahead },
    control,
    close: () => worker.terminate().then(() => undefined),
  }
}

const refused = (failure: Answered['failure']): ControlError =>
  new ControlError(failure?.says ?? 'The gateway gave no answer.', failure?.status ?? 500)
