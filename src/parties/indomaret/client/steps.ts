/** The decisions of a store client, in order. The honest ones are in honest.ts; a defect replaces some. */
import type { Contract, Profile } from '../../../contract/contract.ts'
import type { Dialect, Keys, Style } from '../../../dialects/dialect.ts'
import type { Headers } from '../../../wire/exchange.ts'
import type { Fields, Reading } from '../../../wire/reading.ts'
import type { PartyOddity } from '../../party.ts'

export type Operation = 'inquiry' | 'payment' | 'reversal'

/** Everything that the client works with. */
export interface Counter {
  contract: Contract
  profile: Profile
  dialect: Dialect
  keys: Keys
  /** Where the partner is. */
  url: string
}

/** One sale of a store: what is bought, and under which reference. */
export interface Sale {
  code: string
  reference: string
  /** What is sold, in words. */
  what: string
  /** Rupiah that were paid. */
  amount: number
  /** Rupiah that whoever began it took it to cost. */
  supposed?: number
  /** What the store was told of it. */
  state: 'pending' | 'paid' | 'failed'
  /** MessageID of its payment. */
  messageId?: string
}

/** A message of a sale before it is written. */
export interface Draft {
  operation: Operation
  /** How often this message was sent before in the sale. */
  attempt: number
  fields: Fields
}

/** A message as it goes over HTTP. */
export interface Letter {
  method: string
  headers: Headers
  body: Buffer
}

/** What came back, as bytes; undefined when nothing whole did. */
export type Answer = { status: number; headers: Headers; body: Buffer } | undefined

/** What came back, with the request that it answers. */
export interface Said {
  draft: Draft
  answer: Answer
  /** Undefined when there is no answer to read. */
  reading: Reading | undefined
}

/** What a bill costs, as its offer says. */
export interface Offer {
  least: string
  most: string
  fee: string
}

export type Verdict = 'success' | 'refusal' | 'unclear'

/** A sale that is being worked on. */
export interface Work {
  sale: Sale
  counter: Counter
  steps: Steps
}

export interface Steps {
  /** The code as the client keeps it. */
  codeOf(said: string): string
  /** A tracking reference that no other sale of the store has. */
  reference(): string
  messageId(draft: Draft, sale: Sale): string
  /** The present as the contract writes it. */
  stamp(now: number, counter: Counter): string
  store(draft: Draft): string
  /** The amount to pay for an offer. */
  amount(offer: Offer, counter: Counter, sale: Sale): string
  /** What an inquiry says beside the common fields. */
  extras(sale: Sale): Fields
  /** The amount that a reversal names. */
  amountToReverse(payment: Draft, offer: Offer): string
  /** The reference that a reversal names. */
  referenceToReverse(sale: Sale): string
  /** The message before it is signed. */
  draft(draft: Draft): Fields
  /** How the message is written. */
  style(counter: Counter, draft: Draft): Style
  seal(draft: Draft, counter: Counter, style: Style): Letter
  /** Last touch before the letter goes out. */
  dress(letter: Letter, draft: Draft): Letter
  post(letter: Letter, counter: Counter): Promise<Answer>
  read(answer: Answer, counter: Counter): Reading | undefined
  /** Asks what a code stands for. */
  inquire(work: Work): Promise<Said>
  offerIn(said: Said): Offer
  /** Whether an answer is to this request. */
  isOwn(said: Said, counter: Counter): boolean
  /** What an answer says, once it is known to be the client's own. */
  outcome(said: Said): Verdict
  /** What becomes of a request. */
  verdict(said: Said, work: Work): Verdict
  /** What the store is told of a payment. */
  tell(verdict: Verdict, sale: Sale): void
  /** After an inquiry that was not a success. */
  declined(work: Work, offer: Offer): Promise<void>
  /** After a payment whose outcome is not known. */
  unsettled(work: Work, payment: Draft, offer: Offer): Promise<void>
  /** After a payment that was a success. */
  settled(work: Work, payment: Draft, offer: Offer): Promise<void>
  /** Whether a reversal goes out once more. */
  insists(verdict: Verdict, attempt: number): boolean
  /** Before each reversal. */
  pause(attempt: number): Promise<void>
}

/** A client with one step done wrong, or unusually. */
export interface Variant extends PartyOddity {
  steps: (honest: Steps) => Partial<Steps>
}
