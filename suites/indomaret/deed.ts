/** What is done to a payment code, and what is known of it: the words of the model. */
import type { Act } from '../common/lifecycle.ts'

/** Something done to a code, or read of it. */
export interface Deed extends Act {
  kind: 'inquiry' | 'payment' | 'reversal' | 'elsewhere' | 'ledger'
  reference: string
  store: string
  message: string
  amount?: number
  /** The amount was written with decimals. */
  decimals: boolean
  /** Target's time of the request, milliseconds since 1970. */
  at: number
  said: 'success' | 'refusal' | 'unclear'
  receipt: string
  /** Amounts of an inquiry's answer. */
  quoted?: { amount?: number; minimum?: number; fee?: number }
  /** Expiry that the answer printed, in the declared zone. */
  quotedExpiry?: number
  /** The request broke its own contract: whatever it was answered is another rule's business. */
  spoilt: boolean
  /** The one legal peculiarity of the request, as the rule that protects it; `several` when there are more. */
  odd?: string
  /** In flight together with another payment or reversal of the code. */
  raced: boolean
  /** A payment or reversal of the code is still without an answer, and may still be under way. */
  pending: boolean
  /** Its reference is also used for another code. */
  shared: boolean
  /** Another code was paid under a reference that gives the same letters, when code and reference are joined. */
  joined: boolean
  /** Its message id is that of the message before it, as in the samples of the document. */
  asShown: boolean
  /** Its receipt is that of the other code's payment. */
  copied: boolean
  /** What the ledger hook said. */
  standing?: { reference: string; amount?: number }[]
}

export interface Transaction {
  state: 'paid' | 'reversed' | 'early' | 'declined'
  amount?: number
  store: string
  receipt: string
  message: string
  /** A reversal came before the payment and was refused. */
  refusedEarly?: boolean
}

/** What is known of a code. */
export interface Bill {
  /** false: certainly does not exist. undefined: may or may not. */
  exists?: boolean
  amount?: number
  minimum?: number
  fee?: number
  /** What test data says of it, whatever an inquiry said since. */
  due?: { amount: number; minimum?: number | undefined; fee?: number | undefined }
  /** Milliseconds since 1970, from test data only: a zone misread in an answer must not blame anybody. */
  expires?: number
  reusable: boolean
  /** Another spelling of a code that exists: leading zeros or the case of letters differ. */
  variant?: boolean
  /** Its biller is troubled on purpose: any honest refusal is right. */
  troubled: boolean
  /** Expiry that an inquiry printed, where test data says none; in a zone that may be misread. */
  quotedExpiry?: number
  /** Time of the first request about it. */
  seenAt?: number
  /** Nobody vouches for the code: what was seen of it holds for ten minutes, milliseconds since 1970. */
  trustedUntil?: number
}

export interface State extends Bill {
  /** Nothing can be said any more: an unlawful request was honoured. */
  lost: boolean
  inquired: string[]
  paidBy?: string
  wasReversed: boolean
  refusedAgain: boolean
  /** Legal peculiarities that were refused, by operation: guilty if a plain twin is accepted. */
  suspects: { [operation: string]: { rule: string; place?: string } }
  /** The promise that the last change of books rests on. */
  cause: string
  /** What has happened since that must not have changed anything. */
  disturbed?: string
  transactions: { [reference: string]: Transaction }
}
