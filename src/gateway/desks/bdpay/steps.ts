/** The decisions of the gateway, in order. The honest ones are in honest.ts; a defect replaces some. */
import type { Keys, Sealed } from '../../../dialects/dialect.ts'
import type { SignatureVerdict } from '../../../wire/exchange.ts'
import type { Fields } from '../../../wire/reading.ts'
import type { PairOf } from '../../pairs.ts'
import type { CommonCall, CommonSteps } from '../../pipeline.ts'
import type { Reply } from '../../reply.ts'
import type { CommonTill } from '../../till.ts'
import type {
  Account,
  Ledger,
  Merchant,
  Order,
  OrderState,
  Payer,
  Payment,
  Payout,
  PayoutState,
} from './ledger.ts'

export type Operation =
  'pay' | 'prepaidOrder' | 'staticVa' | 'query' | 'cash' | 'account' | 'bankAccountVerify'
export type RespCode = 'SUCCESS' | 'UNKNOWN' | 'ERROR' | 'FAIL' | 'NOTEXIST'

/** Everything that the desk works with; one for each gateway. */
export interface Till extends CommonTill<Ledger> {
  pairOf: PairOf
}

/** What a request is answered with. */
export interface Decision {
  code: RespCode
  message: string
  fields?: Fields
}

/** One request on its way through the steps. */
export interface Call extends CommonCall<Operation, Till, Steps> {
  /** Whose request it is, once that is known. */
  merchant?: Merchant
}

/** Something that is to happen to a payout, in seconds after it. */
export interface Turn {
  state: PayoutState
  seconds: number
}

export interface Steps extends CommonSteps<Call, Decision> {
  merchantOf(call: Call): Promise<Merchant | undefined>
  /** Judges the signature over the values. */
  signatureOf(call: Call, merchant: Merchant): SignatureVerdict
  /** Does what is asked for. */
  pay(call: Call): Promise<Decision>
  prepaidOrder(call: Call): Promise<Decision>
  staticVa(call: Call): Promise<Decision>
  query(call: Call): Promise<Decision>
  cash(call: Call): Promise<Decision>
  account(call: Call): Promise<Decision>
  bankAccountVerify(call: Call): Promise<Decision>
  /** Does work on one name at a time. */
  serialise<T>(till: Till, name: string[], work: () => Promise<T>): Promise<T>
  /** The order whose number a new one has, and what has to be the same in a repetition. */
  known(call: Call): Promise<Order | undefined>
  contentOf(call: Call): string
  /** Answers a number that comes again. */
  repeat(call: Call, order: Order): Decision
  /** Refuses an order that is not even made; it leaves its number free. */
  admit(call: Call, kind: Order['kind']): Promise<Decision | undefined>
  /** Says whether a method is open for the merchant. */
  isOpen(call: Call, method: string): Promise<boolean>
  amountOf(call: Call): number
  /** Seconds that an order can be paid. */
  secondsOf(call: Call, kind: Order['kind']): number
  /** Makes an order and keeps it. */
  open(call: Call, kind: Order['kind']): Promise<Order>
  /** platOrderNum that there was not before, and a number to pay to. */
  newId(till: Till): string
  newVa(till: Till): string
  payFeeOf(money: number): number
  payerOf(call: Call): Promise<Payer | undefined>
  /** Has happen what the payer does, and the end of the time. */
  await(call: Call, order: Order, payer: Payer | undefined): void
  /** Takes a payment of an instant, unless the order cannot be paid any more. */
  settle(order: Order, at: number, till: Till, steps: Steps): Promise<void>
  /** Ends an order that nobody paid. */
  end(order: Order, state: OrderState, till: Till, steps: Steps): Promise<void>
  isPayable(order: Order, at: number): boolean
  orderFields(call: Call, order: Order): Fields
  /** What an inquiry names, of this merchant. */
  findOrder(call: Call): Promise<Order | undefined>
  findPayout(call: Call): Promise<Payout | undefined>
  orderStateFields(call: Call, order: Order): Fields
  payoutStateFields(call: Call, payout: Payout): Fields
  /** The payout whose number a new one has. */
  knownPayout(call: Call): Promise<Payout | undefined>
  repeatPayout(call: Call, payout: Payout): Decision
  /** Refuses a payout that is not even made. */
  admitPayout(call: Call, account: Account | undefined): Decision | undefined
  accountOf(call: Call): Promise<Account | undefined>
  /** Says whether a name is that of an account. */
  isNamed(account: Account, name: string): boolean
  payoutFeeOf(money: number): number
  /** What leaves the balance, and what gets to the account. */
  debitOf(payout: Pick<Payout, 'money' | 'fee' | 'feeType'>): number
  creditOf(payout: Pick<Payout, 'money' | 'fee' | 'feeType'>): number
  isCovered(merchant: Merchant, amount: number): boolean
  /** Takes money off the balance; false where there is not enough. */
  debit(till: Till, payout: Payout, steps: Steps): Promise<boolean>
  giveBack(till: Till, payout: Payout, steps: Steps): Promise<void>
  /** Keeps a payout. */
  openPayout(call: Call): Promise<Payout>
  /** How a payout goes on, and how it is answered. */
  turnsOf(account: Account): Turn[]
  answerOf(account: Account): RespCode
  /** Brings a payout to a state, unless it has its end. */
  turn(payout: Payout, state: PayoutState, till: Till, steps: Steps): Promise<void>
  payoutFields(call: Call, payout: Payout): Fields
  balanceFields(call: Call): Promise<Fields>
  /** Tells of a payment, or of the end of a payout. */
  tellPayment(order: Order, payment: Payment, till: Till, steps: Steps): Promise<void>
  tellPayout(payout: Payout, till: Till, steps: Steps): Promise<void>
  paymentNotice(order: Order, payment: Payment, till: Till): Fields
  payoutNotice(payout: Payout, till: Till): Fields
  /** Where a callback goes. */
  targetOf(one: { notifyUrl: string }, till: Till): string | undefined
  /** Posts a callback, again until it is taken. */
  deliver(told: Told, till: Till, steps: Steps): Promise<void>
  /** Seconds until the first attempt, and from each attempt to the next. */
  schedule(till: Till): readonly number[]
  /** Says whether an answer ends the attempts. */
  isAcknowledged(reply: Reply, till: Till): boolean
  /** Keys that the platform signs with, and verifies a merchant with. */
  keysFor(merchant: Merchant | undefined, till: Till): Keys
  compose(told: Told, till: Till, steps: Steps): Promise<Sealed>
  /** What comes in place of a callback when it comes again; undefined: the same bytes. */
  again(told: Told, till: Till, steps: Steps): Promise<Sealed | undefined>
  /** HTTP status of an answer. */
  statusOf(call: Call, decision: Decision): number
}

/** A callback before it is sealed. */
export interface Told {
  operation: 'paymentCallback' | 'payoutCallback'
  merchant: string
  url: string
  fields: Fields
}
