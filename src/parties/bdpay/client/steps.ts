/** What a client does about an order or a payout. The honest steps are in honest.ts; a defect replaces some. */
import type { Profile } from '../../../contract/contract.ts'
import type { Headers } from '../../../wire/exchange.ts'
import type { Heard, Letter } from '../../posting.ts'
import type { Books, Entry, State } from '../books.ts'
import type { ReceiverSteps } from '../receiver/steps.ts'
import type { Values } from '../sign.ts'

export type Operation = 'pay' | 'prepaidOrder' | 'cash' | 'query' | 'bankAccountVerify'

/** What is wanted: an order of a payer, or a payout to an account. */
export interface Wish {
  operation: 'pay' | 'prepaidOrder' | 'cash'
  code: string
  amount: number
  name: string
  bankCode: string
}

/** What a client works with. */
export interface Shop {
  profile: Profile
  books: Books
  /** Where requests go, and where callbacks and payers come back to. */
  url: string
  notifyUrl: string
  credentials: { [name: string]: string }
  steps: ClientSteps
  now(): number
}

/** An answer that was understood. */
export interface Told {
  status: number
  members: Values
  code: string
  /** Its signature is there and right. */
  isSigned: boolean
}

/** What an answer means: accepted, refused, an end, or nothing yet. */
export type Word = 'accepted' | 'refused' | 'unknown' | State

export interface ClientSteps {
  number(shop: Shop): string
  dateTime(shop: Shop): string
  body(wish: Wish, entry: Entry, shop: Shop): Values
  queryBody(entry: Entry, shop: Shop): Values
  verifyBody(wish: Wish, shop: Shop): Values
  /** The text that is signed. */
  text(body: Values): string
  sign(text: string, privateKey: string): string
  write(body: Values): string
  path(operation: Operation): string
  headers(operation: Operation): Headers
  encode(text: string): Buffer
  method: string
  send(letter: Letter): Promise<Heard>
  understand(heard: Heard, operation: Operation, shop: Shop): Told | undefined
  /** Says whether an answer may be believed. */
  isTrusted(told: Told): boolean
  judge(told: Told | undefined, entry: Entry, steps: ClientSteps): Word
  judgeQuery(told: Told | undefined, entry: Entry, steps: ClientSteps): Word
  note(entry: Entry, word: Word, told: Told | undefined): void
  /** Begins a payout anew when nothing is known. */
  again(wish: Wish, entry: Entry, shop: Shop): Promise<void>
  /** Takes callbacks. */
  callbacks: ReceiverSteps
  /** Books what a visit of the payer to its page means. */
  visited(entry: Entry): void
  /** Verifies an account before it pays to it. */
  verifiesAccounts: boolean
  /** Milliseconds between questions, and how many there are at most. */
  pause: number
  questions: number
}
