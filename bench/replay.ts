/**
 * The limit of a run's speed: a bare keep-alive client that sends the same bytes, reads what comes back, and waits for
 * nothing but the target.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Entry, Listened } from '../src/judge/trace.ts'
import { bytesOf, type Exchange } from '../src/wire/exchange.ts'
import { text } from '../src/wire/reading.ts'
import type { Receiver } from './receiver.ts'

export interface Packet {
  method: 'POST'
  path: string
  headers: string[]
  body: Buffer
  /** It asks after what a callback was to tell, and leaves when that has come in, or has had the time that it took. */
  awaits?: { reference: string; withinMs: number }
}

/** Every request of a run in the order in which they left; `at` is the field that a reference stands in. */
export function packetsOf(entries: Entry[], at = ''): Packet[] {
  const told = callbacksOf(entries)
  return entries
    .filter((entry): entry is Exchange => entry.kind === 'exchange' && entry.from === 'client')
    .sort((a, b) => a.began - b.began)
    .map((exchange) => ({ ...packetOf(exchange), ...awaited(exchange, told, at) }))
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

/** Callbacks that came of themselves; those for which the clock was moved, nobody waits for who does not move it. */
function callbacksOf(entries: Entry[]): Listened[] {
  const moved = entries.findIndex(({ kind }) => kind === 'clock')
  return entries
    .slice(0, moved < 0 ? undefined : moved)
    .filter((entry): entry is Listened => entry.kind === 'listened' && entry.heard > 0)
}

function awaited({ request, began }: Exchange, told: Listened[], at: string): Pick<Packet, 'awaits'> {
  const reference = text(request.read, at)
  const before = told.find((one) => one.reference === reference && one.ended < began)
  return before ? { awaits: { reference: before.reference, withinMs: before.waitedMs } } : {}
}

/** Sends all of them, so many in flight; races and replies lost on purpose are requests like any other. */
export async function replay(
  url: string,
  packets: Packet[],
  inFlight: number,
  receiver?: Receiver,
): Promise<void> {
  const pool = new Pool(url, { connections: inFlight })
  const send = async (packet: Packet) => (await pool.request(packet)).body.arrayBuffer()
  const queue = packets.filter(({ awaits }) => awaits === undefined).values()
  const worker = async () => {
    for (const packet of queue) await send(packet)
  }
  const late = packets.map(async (packet) => {
    if (packet.awaits === undefined) return
    const { reference, withinMs } = packet.awaits
    if (receiver) await Promise.race([receiver.told(reference), pause(withinMs, undefined, { ref: false })])
    await send(packet)
  })
  await Promise.all([...Array.from({ length: inFlight }, worker), ...late])
  await pool.close()
}
