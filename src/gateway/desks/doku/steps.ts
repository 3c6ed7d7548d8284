/** The decisions of the gateway, in order. The honest ones are in honest.ts; a defect replaces some. */
import type { Sealed } from '../../../dialects/dialect.ts'
import type { SignatureVerdict } from '../../../wire/exchange.ts'
import type { Fields } from '../../../wire/reading.ts'
import type { CommonCall, CommonSteps } from '../../pipeline.ts'
import type { Reply } from '../../reply.ts'
import type { CommonTill } from '../../till.ts'
import type { Ledger, Merchant, Order, Payment } from './ledger.ts'

export type Operation = 'generate' | 'status'
export type State = 'PENDING' | 'SUCCESS' | 'EXPIRED' | 'FAILED'

/** Everything that the desk works with; one for each gateway. */
export interface Till extends CommonTill<Ledger> {
  /** First requests by merchant and Request-Id. */
  claims: Map<string, Claim>
}

/** The first request with a Request-Id. */
export interface Claim {
  content: string
  answer: Promise<Outcome>
}

/** What a request is answered with: a status, and an error or members. */
export interface Outcome {
  status: number
  error?: { code: string; message: string }
  fields?: Fields
}

/** One request on its way through the steps. */
export interface Call extends CommonCall<Operation, Till, Steps> {
  /** Whose request it is, once that is known. */
  merchant?: Merchant
}

export interface Steps extends CommonSteps<Call, Outcome> {
  /** Refuses missing and malformed headers. */
  checkHeaders(call: Call): Outcome | undefined
  /** The merchant that a request names. */
  merchantOf(call: Call): Promise<Merchant | undefined>
  /** Judges the signature over the bytes. */
  signatureOf(call: Call, merchant: Merchant): SignatureVerdict
  /** Says whether Request-Timestamp is near enough to the clock. */
  isTimely(call: Call): boolean
  /** Name that a Request-Id is kept under, and what has to be the same in a repetition. */
  claimOf(call: Call): string
  contentOf(call: Call): string
  /** Does the work unless its Request-Id was used. */
  once(call: Call, work: () => Promise<Outcome>): Promise<Outcome>
  /** Answers a request that comes again. */
  repeat(call: Call, first: Promise<Outcome>, isSame: boolean): Promise<Outcome>
  /** Refuses texts beyond the lengths that are agreed on. */
  checkLengths(call: Call): Outcome | undefined
  /** Does what is asked for. */
  generate(call: Call): Promise<Outcome>
  status(call: Call): Promise<Outcome>
  /** Does work on one invoice number at a time. */
  serialise<T>(till: Till, order: Pick<Order, 'merchant' | 'invoice'>, work: () => Promise<T>): Promise<T>
  /** The order whose invoice number a new one has. */
  known(call: Call): Promise<Order | undefined>
  /** Refuses a code that is not even made; it leaves its invoice number free. */
  admit(call: Call): Promise<Outcome | undefined>
  amountOf(call: Call): number
  /** Minutes that a code can be paid. */
  minutesOf(call: Call): number
  isReusable(call: Call): boolean
  /** A payment code that there was not before. */
  newCode(till: Till): string
  /** Makes a code and keeps it. */
  open(call: Call): Promise<Order>
  /** Has paid by itself what is paid by itself. */
  begin(call: Call, order: Order): Promise<void>
  /** The times of a code, as answers write them. */
  timesOf(order: Order, till: Till): Fields
  /** Members of the answer to a request for a code. */
  codeFields(call: Call, order: Order): Fields
  /** The order that an inquiry names, of this merchant. */
  find(call: Call): Promise<Order | undefined>
  stateOf(order: Order, till: Till): State
  /** Members of the answer to an inquiry. */
  statusFields(call: Call, order: Order): Fields
  /** Says whether a counter may take money for a code. */
  isPayable(order: Order, till: Till): boolean
  /** Takes money for a code at the counter of a store; false where it may not. */
  pay(order: Order, till: Till, steps: Steps): Promise<boolean>
  /** Tells of a payment. */
  notify(order: Order, payment: Payment, till: Till, steps: Steps): Promise<void>
  /** Where a notification goes. */
  targetOf(order: Order, merchant: Merchant, till: Till): string | undefined
  /** Members of a notification. */
  notice(order: Order, payment: Payment, till: Till): Fields
  /** The bytes of a notification to an address; its Request-Id stays, its time is new. */
  compose(fields: Fields, id: string, merchant: Merchant, url: string, till: Till): Sealed
  /** Seconds from each attempt to the next. */
  schedule(): readonly number[]
  /** Says whether an answer ends the attempts. */
  isAcknowledged(reply: Reply): boolean
  /** The signature of an answer; undefined where there is none. */
  sign(call: Call, fields: Fields, body: Uint8Array): string | undefined
}
