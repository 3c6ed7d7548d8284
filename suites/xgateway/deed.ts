/** What is done under one trx_id of one partner, and what is known of it: the words of the model. */
import type { Phrase } from '../../src/dialects/xgateway-phrase.ts'
import type { Act } from '../common/lifecycle.ts'
import type { Saying } from '../common/premises.ts'

/** A request under the trx_id, a callback about it, or what the books say. */
export interface Deed extends Act {
  kind: 'query' | 'purchase' | 'callback' | 'books'
  number: string
  product: string
  /** Target's time, milliseconds since 1970. */
  at: number
  said: Saying
  code: string
  transaction: string
  /** Its TRANSACTIONID is made of the trx_id, so that it is no other one on another day. */
  isDerived: boolean
  serial: string
  phrase?: Phrase
  /** The request breaks the contract or comes from nobody who may send it: another rule judges its answer. */
  spoilt: boolean
  /** Test data vouches for its success. */
  vouched: boolean
  /** Something was sent under the trx_id before, whether it arrived or not. */
  again: boolean
  /** The answer has no member SN at all. */
  mute: boolean
  /** In flight together with another request under the trx_id. */
  raced: boolean
  /** Purchases that stand in the books. */
  standing?: number
}

/** What a trx_id stands for. */
export interface Entry {
  /** `open`: sent, and nobody knows what came of it. */
  status: 'open' | 'pending' | 'success' | 'failed' | 'refunded'
  code: string
  transaction: string
  serial: string
  number: string
  product: string
  /** What MESSAGE called them when it was first told. */
  named?: string
  /** What MESSAGE of the success said that it costs. */
  price?: string
  /** Target's time of the first sending. */
  at: number
  /** It was sent again since. */
  repeated: boolean
  /** Requests for it were in flight together. */
  raced: boolean
  /** It was answered 68 at some time. */
  wasPending: boolean
  /** How its end became known. */
  via: 'answer' | 'check' | 'callback'
}

export interface State {
  /** Nothing can be said any more: what had to be refused was honoured. */
  lost: boolean
  entry?: Entry
  /** The TRANSACTIONID of a query under the same trx_id. */
  query?: { transaction: string }
  /** The code that refused it before it became a transaction. */
  rejected?: string
  /** Purchases of earlier days under the trx_id, also those whose end nobody knows. */
  before: number
  /** It stood for another transaction on an earlier day. */
  reused?: true
  /** The promise that the books would show broken. */
  cause: string
}

export const day = 86_400_000
/** What the row of code 04 says. */
export const hour = 3_600_000
/** Half a minute to either side of the 24 hours nothing is demanded. */
export const margin = 30_000
