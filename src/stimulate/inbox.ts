/** Callbacks by what they are about, for cases that wait for them. */
import { deadline } from '../wire/deadline.ts'
import type { Exchange } from '../wire/exchange.ts'

/** Which callbacks a case waits for. */
export interface Callbacks {
  count?: number
  withinMs?: number
}

export interface Inbox {
  put(reference: string, exchange: Exchange): void
  /** The callbacks about a reference that nobody has taken, once `count` of them are there or the time is over. */
  take(reference: string, count: number, withinMs: number): Promise<Exchange[]>
  /** Those that nobody has taken yet. */
  left(): Exchange[]
}

interface Waiter {
  reference: string
  count: number
  done: () => void
}

/** Waits in vain after which a target that has never told what it calls back about is believed to be silent. */
const patience = 2
/** How long such a target is still waited for, in milliseconds. */
const shortly = 150

export function createInbox(): Inbox {
  const boxes = new Map<string, Exchange[]>()
  const waiters = new Set<Waiter>()
  let named = 0
  let vain = 0
  const size = (reference: string) => boxes.get(reference)?.length ?? 0
  return {
    put(reference, exchange) {
      if (reference !== '') named++
      boxes.set(reference, [...(boxes.get(reference) ?? []), exchange])
      for (const waiter of waiters)
        if (waiter.reference === reference && size(reference) >= waiter.count) waiter.done()
    },
    async take(reference, count, withinMs) {
      const most = named === 0 && vain >= patience ? Math.min(shortly, withinMs) : withinMs
      if (size(reference) < count)
        await new Promise<void>((resolve) => {
          const done = () => {
            callOff()
            waiters.delete(waiter)
            resolve()
          }
          const waiter: Waiter = { reference, count, done }
          const callOff = deadline(most, done)
          waiters.add(waiter)
        })
      const taken = boxes.get(reference) ?? []
      boxes.delete(reference)
      if (taken.length === 0) vain++
      return taken
    },
    left: () => [...boxes.values()].flat(),
  }
}
