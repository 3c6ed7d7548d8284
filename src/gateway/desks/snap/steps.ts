/** The decisions of the gateway, in order. The honest ones are in honest.ts; a defect replaces some. */
import type { Sealed } from '../../../dialects/dialect.ts'
import type { SignatureVerdict } from '../../../wire/exchange.ts'
import type { Fields } from '../../../wire/reading.ts'
import type { CommonCall, CommonSteps } from '../../pipeline.ts'
import type { Reply } from '../../reply.ts'
import type { CommonTill } from '../../till.ts'
import type { Card, Ledger, Merchant, Partner, Payment, Refund, State } from './ledger.ts'
import type { Pair } from './pairs.ts'
import type { Tokens } from './tokens.ts'

export type Operation = 'payment' | 'status' | 'cancel' | 'refund' | 'token' | 'customerToken'

/** Everything that the desk works with; one for each gateway. */
export interface Till extends CommonTill<Ledger> {
  tokens: Tokens
  /** The gateway's own keys, which sign notifications. */
  pair(): Pair
  /** Requests by partner, day and X-EXTERNAL-ID. */
  claims: Map<string, Claim>
}

/** The first request with an X-EXTERNAL-ID on a day. */
export interface Claim {
  /** Its path and its bytes. */
  content: string
  answer: Promise<Outcome>
}

/** What a request is answered with. */
export interface Outcome {
  /** Row of the table of codes: `404##01`. */
  form: string
  /** What stands in its text for the field or the reason. */
  about?: string
  /** Members beside the code and its text. */
  fields?: Fields
}

/** One request on its way through the steps. */
export interface Call extends CommonCall<Operation, Till, Steps> {
  /** Whose request it is, once that is known. */
  partner?: Partner
  /** Whose token it carries, where it carries a customer's. */
  customer?: string
}

/** What an issuer says: how the payment is answered, its state, and how and when that ends. */
export interface Decision extends Pick<Outcome, 'form' | 'about'> {
  state: State
  later?: { state: State; seconds: number }
}

export interface Steps extends CommonSteps<Call, Outcome> {
  /** Refuses missing and malformed headers. */
  checkHeaders(call: Call): Outcome | undefined
  /** The partner that a request names. */
  partnerOf(call: Call): Promise<Partner | undefined>
  /** Judges the signature over the bytes. */
  signatureOf(call: Call, partner: Partner): SignatureVerdict
  isTokenGood(call: Call, partner: Partner): boolean
  isCustomerGood(call: Call, partner: Partner): boolean
  /** Says whether X-TIMESTAMP is near enough to the clock. */
  isTimely(call: Call): boolean
  /** The day that an X-EXTERNAL-ID is used up for. */
  dayOf(call: Call): string
  /** Name that an X-EXTERNAL-ID is kept under. */
  claimOf(call: Call): string
  /** Does the work unless its X-EXTERNAL-ID is used up. */
  once(call: Call, work: () => Promise<Outcome>): Promise<Outcome>
  merchantOf(call: Call): Promise<Merchant | undefined>
  /** Refuses merchants that are unknown, suspended or another partner's. */
  checkMerchant(call: Call): Promise<Outcome | undefined>
  /** Does what is asked for. */
  payment(call: Call): Promise<Outcome>
  status(call: Call): Promise<Outcome>
  cancel(call: Call): Promise<Outcome>
  refund(call: Call): Promise<Outcome>
  token(call: Call): Promise<Outcome>
  customerToken(call: Call): Promise<Outcome>
  /** The customer who consented with a code, to the partner who asks; it is used up then. */
  consentedBy(call: Call, authCode: string): Promise<string | undefined>
  /** The customer whose token may be renewed with a refresh token. */
  renewedBy(call: Call, refreshToken: string): string | undefined
  /** Does work on one payment at a time. */
  serialise<T>(
    till: Till,
    payment: Pick<Payment, 'partner' | 'reference'>,
    work: () => Promise<T>,
  ): Promise<T>
  /** The payment whose reference a new one has. */
  known(call: Call): Promise<Payment | undefined>
  /** What has to be the same in a repetition. */
  contentOf(call: Call): string
  /** Answers a reference that comes again. */
  repeat(call: Call, payment: Payment): Promise<Outcome>
  /** Refuses a payment that is not even begun; it leaves its reference free. */
  admit(call: Call, card: Card | undefined): Outcome | undefined
  cardOf(call: Call): Promise<Card | undefined>
  /** Instant that a payment expires at, where the request names one. */
  expiryOf(call: Call): number | undefined
  /** Opens a payment and keeps it. */
  open(call: Call, card: Card | undefined): Promise<Payment>
  askIssuer(call: Call, payment: Payment, card: Card | undefined): Promise<Decision>
  /** Takes the money of a payment; false where there is not enough. */
  charge(payment: Payment, till: Till): Promise<boolean>
  /** Books what was decided, and waits for the end of what is not final. */
  settle(call: Call, payment: Payment, decision: Decision): Promise<Outcome>
  /** Brings a payment to an end that came later, unless it has one. */
  conclude(payment: Payment, state: State, till: Till, steps: Steps): Promise<void>
  /** Ends a payment that nobody paid in time. */
  expire(payment: Payment, till: Till, steps: Steps): Promise<void>
  /** A referenceNo or refundNo that there was not before. */
  newId(till: Till): string
  /** Members of the answer to a payment. */
  paymentFields(call: Call, payment: Payment): Fields
  /** The payment that a request names, of this partner, where all identifiers agree. */
  find(call: Call): Promise<Payment | undefined>
  /** Says whether a request contradicts its payment. */
  contradicts(call: Call, payment: Payment): boolean
  /** Members of the answer to an inquiry. */
  statusFields(call: Call, payment: Payment): Fields
  /** A refund as the answer to an inquiry tells of it. */
  historyOf(call: Call, payment: Payment, refund: Refund): Fields
  /** Says why a payment cannot be cancelled, where it cannot. */
  refuseCancel(call: Call, payment: Payment): Outcome | undefined
  /** Cancels a payment, or says why not. */
  cancelPayment(call: Call, payment: Payment): Promise<Outcome>
  /** Members of the answer to a cancellation. */
  cancelFields(call: Call, payment: Payment): Fields
  /** Says whether a payment was paid, so that it can be paid back. */
  isRefundable(payment: Payment): boolean
  /** Pays back, or says why not. */
  refundPayment(call: Call, payment: Payment): Promise<Outcome>
  /** Answers a refund number that comes again. */
  repeatRefund(call: Call, payment: Payment, refund: Refund, content: string): Outcome | Promise<Outcome>
  /** What of a payment is neither paid back nor about to be. */
  restOf(payment: Payment): bigint
  /** How a refund ends that is not made at once, and after how many seconds. */
  endOfRefund(card: Card | undefined): { state: '00' | '06'; seconds: number } | undefined
  /** State of a payment after a refund. */
  stateAfter(payment: Payment, till: Till): State
  /** Ends a refund. */
  concludeRefund(
    payment: Payment,
    refund: Refund,
    state: '00' | '06',
    till: Till,
    steps: Steps,
  ): Promise<void>
  refundFields(call: Call, payment: Payment, refund: Refund): Fields
  /** Tells how a payment ended. */
  notify(payment: Payment, till: Till, steps: Steps): Promise<void>
  /** Where a notification goes. */
  targetOf(payment: Payment, partner: Partner, till: Till): string | undefined
  /** Headers and members of a notification. */
  notice(payment: Payment, till: Till): Fields
  /** The bytes of a notification to an address. */
  compose(fields: Fields, partner: Partner, url: string, till: Till): Sealed
  /** Says whether an answer ends the attempts. */
  isAcknowledged(reply: Reply): boolean
  /** Text of an outcome. */
  say(outcome: Outcome, till: Till): string
}
