/** Where the target's callbacks arrive: a small HTTP server of the suite that records each as an exchange. */
import type { Headers } from '../wire/exchange.ts'

/** Which callbacks a case waits for. */
export interface Callbacks {
  count?: number
  withinMs?: number
}

/** How one callback is answered. */
export interface ListenerReply {
  status?: number
  headers?: Headers
  body?: string
  /** Milliseconds before the answer. */
  delayMs?: number
  /** The connection is closed without an answer. */
  drop?: boolean
}
