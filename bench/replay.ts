/** The limit of a run's speed: a bare keep-alive client that sends the same bytes and reads what comes back. */
import { Pool } from 'undici'
import type { Entry } from '../src/judge/trace.ts'
import { bytesOf, type Exchange } from '../src/wire/exchange.ts'

export interface Packet {
  method: 'POST'
  path: string
  headers: string[]
  body: Buffer
}

/** Every request of a run in the order in which they left. */
export function packetsOf(entries: Entry[]): Packet[] {
  return entries
    .filter((entry): entry is Exchange => entry.kind === 'exchange' && entry.from === 'client')
    .sort((a, b) => a.began - b.began)
    .map(packetOf)
}

function packetOf({ request }: Exchange): Packet {
  const { pathname, search } = new URL(request.url)
  return {
    method: request.method as 'POST',
    path: pathname + search,
    headers: request.headers.flat(),
    body: bytesOf(request.body),
  }
}

/** Sends all of them, so many in flight; races and replies lost on purpose are requests like any other. */
export async function replay(url: string, packets: Packet[], inFlight: number): Promise<void> {
  const pool = new Pool(url, { connections: inFlight })
  const queue = packets.values()
  const worker = async () => {
    for (const packet of queue) await (await pool.request(packet)).body.arrayBuffer()
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  await pool.close()
}
