/** What clients asked for, one transaction after the other, and what each was told of its own accord. */
import type { Exchange } from '../../src/wire/exchange.ts'

/** Everything about one reference of one client. */
export interface Thread {
  reference: string
  /** Its requests, in order; the first one began it. */
  asked: [Exchange, ...Exchange[]]
  /** Callbacks about it. */
  told: Exchange[]
}

/** Which client and which transaction a request is of; a request that names none is of none. */
interface Naming {
  owner(request: Exchange): string
  reference(request: Exchange): string
}

/** The transactions of some requests, in the order in which they were begun. */
export function threadsIn(requests: Exchange[], naming: Naming): Thread[] {
  const found = new Map<string, Thread>()
  for (const request of requests) {
    const reference = naming.reference(request)
    if (reference === '') continue
    const key = `${naming.owner(request)} ${reference}`
    const thread = found.get(key)
    if (thread) thread.asked.push(request)
    else found.set(key, { reference, asked: [request], told: [] })
  }
  return [...found.values()]
}

/** The same transactions with the callbacks that name them. */
export const withCallbacks = (
  threads: Thread[],
  callbacks: Exchange[],
  referenceOf: (callback: Exchange) => string,
): Thread[] =>
  threads.map((thread) => ({
    ...thread,
    told: callbacks.filter((callback) => referenceOf(callback) === thread.reference),
  }))
