/** What is done about one payment of one partner, and what is known of it: the words of the model. */
import type { Act } from '../common/lifecycle.ts'

/** States of a payment; 07 is none, it only says that there is no payment. */
export type Status = '00' | '01' | '02' | '03' | '04' | '05' | '06'

/**
 * What an answer says: `open` leaves the outcome to be asked for (504, 5xx, no answer), `turned` refuses whoever asks
 * or how he asks, and says nothing of the payment.
 */
export type Said = 'success' | 'pending' | 'refusal' | 'open' | 'turned'

/** An entry of refundHistory. */
export interface Told {
  number: string
  id: string
  amount?: bigint
  state: string
}

/** A request about the payment, a notification of it, or what the books say. */
export interface Deed extends Act {
  kind: 'payment' | 'status' | 'cancel' | 'refund' | 'notice' | 'books'
  /** Target's time, milliseconds since 1970. */
  at: number
  /** The target had time since its clock was last moved; undefined where nobody moved it. */
  rested?: boolean
  said: Said
  code: string
  /** The request breaks the contract or comes from nobody who may send it: another rule judges its answer. */
  spoilt: boolean
  /** Its names are those of two payments, or of one and of none. */
  torn?: boolean
  /** Nothing about the request is unusual, so that only the payment can be the reason of a refusal. */
  plain: boolean
  /** In flight together with another request of its kind about the payment. */
  raced: boolean
  /** Money that is asked for. */
  amount?: bigint
  currency: string
  merchant: string
  /** Payment: kind of the test data that pays, where that is known. */
  data?: string
  /** Payment: milliseconds that it takes to end by itself, where that was wished for. */
  takes?: number
  /** Payment: when it expires. */
  expires?: number
  /** referenceNo, of the answer or the notification. */
  transaction: string
  /** Status: names that the payment was asked for by. */
  by?: 'reference' | 'transaction' | 'both'
  /** Status and notification: the state. */
  state?: Status
  /** Status: there is no such payment, in whichever of the two ways. */
  missing?: 'code' | 'state'
  paid?: string
  /** Status: paidTime and originalReferenceNo are there, whatever they are. */
  whole?: boolean
  /** Amount of the payment as a status or notification tells it, or of the refund as its answer does. */
  toldAmount?: bigint
  history?: Told[] | 'garbled'
  /** Cancellation: cancelTime. */
  cancelled?: string
  /** Refund: partnerRefundNo, and refundNo of the answer. */
  number: string
  refundId: string
  /** Refund: its answer has a refundAmount, whatever that is. */
  hasAmount?: boolean
  /** Refund: the number was used for another payment. */
  elsewhere?: boolean
  /** Books: debits that stand, and with those that are under way. */
  standing?: number
  taken?: number
}

/** Money that is paid back, or is to be. */
export interface Refund {
  number: string
  /** Undefined: whatever was left. */
  asked?: bigint
  amount: bigint
  currency: string
  id: string
  /** `?`: accepted, and nobody has told yet how it stands. */
  state: '?' | '00' | '03' | '06'
  /** It was answered 202. */
  later: boolean
  /** It was told as pending since. */
  waited?: boolean
  at: number
  /** The promise that a second entry of it would break. */
  cause?: string
  /** Another refund could only be made if this one had failed. */
  presumed?: boolean
}

/** How a payment was cancelled. */
export interface Cancelled {
  time: string
  /** It was paid then; `maybe` where nobody can tell. */
  wasPaid: boolean | 'maybe'
  /** It was found cancelled since. */
  confirmed?: boolean
  /** It was paid back at the same time. */
  both?: boolean
}

/** What a reference stands for. */
export interface Entry {
  /** `?`: accepted, or sent and never answered; nobody has told yet how it stands. */
  status: Status | '?'
  /** How its first request was answered. */
  answered: Said
  transaction: string
  /** The transaction was told to a repetition alone, of a payment whose own answer was lost. */
  weak?: boolean
  /** A repetition was sent that was answered with no name. */
  blind?: boolean
  amount?: bigint
  /** Amount of a repetition that was another one. */
  other?: bigint
  currency: string
  merchant: string
  data?: string
  at: number
  takes?: number
  expires?: number
  paid?: string
  /** Who told the state last. */
  via: 'answer' | 'status' | 'notice'
  /** It was found open, and on its way, at this time. */
  seenOpen?: number
  inFlight?: boolean
  /** Something was refused at this time of a payment that nobody acts on. */
  unmoved?: number
  cancelled?: Cancelled
  /** A cancellation may be carried out later: one that was answered 202, or of which nobody heard. */
  cancelling?: 'promised' | 'unheard'
  /** It was answered 202 at this time. */
  promised?: number
  refunds: Refund[]
  /** The promise that another state than the last would break. */
  cause?: string
}

export interface State {
  /** Nothing can be said any more: what had to be refused was honoured. */
  lost: boolean
  entry?: Entry
  /** The reference was refused, and by what. */
  refused?: 'declined' | 'otherwise'
  /** It was not found although it may have been made. */
  absent?: boolean
  /** Something that had to be refused was, for reasons that say nothing of the payment. */
  touched?: boolean
  /** Refunds that were refused, and the promise that it would break if they moved money all the same. */
  rejected: { number: string; rule: string }[]
  /** The promise that a second debit would break. */
  cause: string
}

/** Milliseconds to either side of an expiry within which nothing is demanded. */
export const margin = 5_000

/** An instant is over for certain, and whoever had to do something by then has had the time to. */
export const isOver = (instant: number, { at, rested = true }: Deed): boolean =>
  at > instant + margin && rested
