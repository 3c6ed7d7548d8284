/** Takes callbacks for the bare client: acknowledges each at once, and remembers what it was about. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Receiver {
  url: string
  /** Resolves when a callback has come in that names the reference. */
  told(reference: string): Promise<void>
  close(): void
}

interface Waiter {
  reference: string
  done: () => void
}

/** A receiver on the loopback interface: at a port that requests tell of, or at any. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const waiters = new Set<Waiter>()
  const bodies: string[] = []
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    response.end('OK')
    bodies.push(body)
    for (const { reference, done } of waiters) if (body.includes(reference)) done()
  }
  const server = createServer((request, response) => void take(request, response))
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    told: (reference) =>
      new Promise((resolve) => {
        if (bodies.some((body) => body.includes(reference))) return resolve()
        const waiter = { reference, done: () => resolve(void waiters.delete(waiter)) }
        waiters.add(waiter)
      }),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
