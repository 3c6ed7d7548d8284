/** What a client does to get something paid, in order. The honest steps are in honest.ts; a defect replaces some. */
import type { Heard, Letter } from '../../posting.ts'
import type { Profile } from '../../../contract/contract.ts'
import type { Headers } from '../../../wire/exchange.ts'
import type { Books, Order, State } from '../books.ts'
import type { Scheme, Signed } from '../sign.ts'

export type Operation = 'payment' | 'status' | 'cancel' | 'refund' | 'token' | 'customerToken'

/** What is wanted of a client. */
export interface Wish {
  operation: 'payment' | 'status' | 'cancel' | 'refund'
  /** Token of the card that pays. */
  card: string
  /** Seconds that a token is said to be good for, where it is watched how one is renewed. */
  tokenSeconds?: number
  /** What a customer who consented handed over. */
  authCode?: string
  /** The tokens of customers are what is tried: all services are called with one. */
  isTried?: boolean
}

/** A payment on its way, or a refund of it. */
export interface Deal {
  order: Order
  card: string
  /** The refund, once one is wanted. */
  refund?: Order
  /** Token of the customer, and what renews it. */
  customer?: { token: string; refresh: string }
  /** Until when the payer may pay; a repetition has to say the same. */
  validUpTo?: string
  /** X-EXTERNAL-ID of the request that the payment was answered to. */
  externalId?: string
}

/** A token and when it ends, by the client's own clock. */
export interface Pass {
  token: string
  ends: number
}

/** What a client works with. */
export interface Shop {
  profile: Profile
  books: Books
  /** The gateway's URL, and where it sends notifications. */
  url: string
  notifyUrl: string
  credentials: { [name: string]: string }
  steps: ClientSteps
  /** Milliseconds since 1970, by the client's own clock. */
  now(): number
  /** The token in use, or the one that is being fetched. */
  pass?: Promise<Pass | undefined>
  /** Tokens of customers by what they consented with, in use or being fetched. */
  customers: Map<string, Promise<Deal['customer']>>
  /** Instant at which the client was opened. */
  openedAt: number
}

export type Body = { [member: string]: unknown }

/** An answer of the business: HTTP status, case, and all members. */
export interface Told {
  status: number
  /** The last two digits of the code. */
  case: string
  members: Body
}

/** What an answer says; `unknown` when it says nothing that can be relied on, `again` when nothing was done. */
export type Word = State | 'unknown' | 'again'

/** What comes next: the same request again, a status inquiry, or nothing. */
export type Turn = 'again' | 'ask' | 'rest'

/** What a request is about, for whoever writes its headers. */
export interface Attempt {
  operation: Operation
  deal?: Deal
  token: string
}

export interface ClientSteps {
  /** A partnerReferenceNo or partnerRefundNo that no other has. */
  reference(shop: Shop): string
  /** An X-EXTERNAL-ID that no other request has. */
  externalId(attempt: Attempt, shop: Shop): string
  timestamp(attempt: Attempt, shop: Shop): string
  paymentBody(deal: Deal, shop: Shop): Body
  statusBody(deal: Deal, shop: Shop): Body
  cancelBody(deal: Deal, shop: Shop): Body
  refundBody(deal: Deal, shop: Shop): Body
  tokenBody(shop: Shop): Body
  /** Asks for the token of a customer, by what he handed over or by what renews it. */
  customerBody(by: { authCode: string } | { refreshToken: string }): Body
  path(operation: Operation, shop: Shop): string
  /** Headers but X-SIGNATURE. */
  headers(attempt: Attempt, shop: Shop): Headers
  write(body: Body, operation: Operation): string
  encode(text: string): Buffer
  text(scheme: Scheme, signed: Signed): string
  /** The whole letter, as it goes. */
  pack(letter: Letter, shop: Shop): Letter
  post(letter: Letter): Promise<Heard>
  /** What an answer says of the business; undefined where it is none, or contradicts itself. */
  understand(heard: Heard, operation: Operation, deal?: Deal): Told | undefined
  /** Whether a token is still to be used. */
  isFresh(pass: Pass, shop: Shop): boolean
  /** Whether an answer refuses the token. */
  isTokenRefused(told: Told | undefined): boolean
  /** How often a refused token is replaced. */
  refreshes: number
  judgePayment(told: Told | undefined, heard: Heard, shop: Shop): Word
  judgeStatus(told: Told | undefined, deal: Deal, heard: Heard): Word
  judgeRefund(told: Told | undefined, heard: Heard): Word
  judgeCancel(told: Told | undefined, heard: Heard): Word
  /** Books a word of an order. */
  note(order: Order, word: Word): void
  afterPayment(order: Order, word: Word): Turn
  afterStatus(order: Order, word: Word): Turn
  afterRefund(refund: Order, word: Word): Turn
  afterCancel(order: Order, word: Word): Turn
  /** The deal under which it goes on after this answer to its payment or refund. */
  renew(deal: Deal, heard: Heard, told: Told | undefined, shop: Shop): Deal
  /** Milliseconds between two requests about one order. */
  pause: number
}
