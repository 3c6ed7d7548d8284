/** What happened, in order, as plain JSON: exchanges, and what was learnt beside the wire. */
import type { Profile, Role } from '../contract/contract.ts'
import type { Exchange } from '../wire/exchange.ts'

/** A piece of test data as its origin describes it: amounts in rupiah, `expires` as ISO 8601 instant. */
export interface Item {
  code: string
  amount?: number
  minAmount?: number
  fee?: number
  expires?: string
  reusable?: boolean
  /** Further wishes that were granted, such as `biller: slow`. */
  [wish: string]: unknown
}

/** Test data that the target was given, or that its declaration names. */
export interface Provided {
  kind: 'provided'
  tick: number
  /** Kind of data of the contract: `payable`, `expired`, `unknown`... */
  data: string
  /** `strange`: made up because the target has none, so that it was never told of it. */
  origin: 'hook' | 'pool' | 'made-up' | 'strange'
  item: Item
}

/** The target's clock was moved: its time is the suite's plus `offsetMs`. */
export interface ClockMoved {
  kind: 'clock'
  tick: number
  offsetMs: number
  /** When it was moved, by the suite's clock, in ISO 8601; absent where it is only told again. */
  at?: string
}

/** What the target's own books said about a code. */
export interface LedgerRead {
  kind: 'ledger'
  began: number
  ended: number
  code: string
  payments: Booking[]
}

/** One line of the target's books: `pending` and `failed` are what a merchant knows of a sale. */
export interface Booking {
  reference: string
  /** Absent where the protocol is one without sums and the books tell none. */
  amount?: number
  state: 'paid' | 'reversed' | 'pending' | 'failed'
  receipt?: string
}

/** What the target said is left on an account, in whole rupiah; negative on credit. */
export interface BalanceRead {
  kind: 'balance'
  began: number
  ended: number
  account: string
  balance: number
}

/** It was waited for callbacks about a reference: without this, silence proves nothing. */
export interface Listened {
  kind: 'listened'
  began: number
  ended: number
  reference: string
  heard: number
  /** Milliseconds that it was to be waited for at most, and that it was waited for. */
  withinMs: number
  waitedMs: number
  /** Wall clock of the suite at the end, ISO 8601 in UTC. */
  until: string
}

/** A client was put into a situation: context for the reader of a report, never evidence. */
export interface Situated {
  kind: 'situation'
  tick: number
  situation: string
  /** The key of the transaction that was given it. */
  thread: string
}

/** Requests that were released together. */
export interface Raced {
  kind: 'race'
  tick: number
  exchanges: string[]
  skewMicros: number
}

export type Entry = Exchange | Provided | ClockMoved | LedgerRead | BalanceRead | Listened | Raced | Situated

export interface Trace {
  protocol: string
  /** Who is on trial. */
  role: Role
  profile: Profile
  /** What the target declared that it can do and what was supplied beside the wire. */
  declared?: { signature?: boolean; ledger?: boolean; wsdl?: boolean; callbacks?: boolean; balance?: boolean }
  entries: Entry[]
}

export function exchangesOf(trace: Trace): Exchange[] {
  return trace.entries.filter((entry): entry is Exchange => entry.kind === 'exchange')
}
