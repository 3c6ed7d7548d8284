/** One exchange as the gateway itself saw it, for whoever judges its callers. */
import type { Headers } from '../wire/exchange.ts'
import type { Reply } from './reply.ts'

export interface Heard {
  protocol: string
  /** Who sent the request: a caller, or the gateway itself, which then is answered. */
  from: 'client' | 'gateway'
  request: { method: string; url: string; headers: Headers; body: Buffer }
  /** Absent when no whole answer was sent, or none came back to a callback. */
  reply?: Reply
  /** Logical ticks: the request had begun to arrive, the answer was sent. */
  began: number
  ended?: number
  /** Wall clock when the whole request was there, ISO 8601 in UTC. */
  sentAt: string
  elapsedMs: number
}

/** Told of every exchange of a protocol, after it is over. */
export type Hear = (heard: Heard) => void
