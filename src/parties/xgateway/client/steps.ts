/** What a client does to sell something, in order. The honest steps are in honest.ts; a defect replaces some. */
import type { Heard, Letter } from '../../posting.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { Reading } from '../../../wire/reading.ts'
import type { Books, Order, Sale, State } from '../books.ts'
import type { Notice } from '../notice.ts'

/** What a client works with. */
export interface Shop {
  contract: Contract
  books: Books
  url: string
  credentials: { [name: string]: string }
  steps: ClientSteps
  /** Milliseconds since 1970, by the client's own clock. */
  now(): number
  /** What is left of the deposit, as the gateway told last. */
  balance?: number
}

export interface Question {
  operation: 'query' | Order['operation']
  reference: string
  number: string
  product: string
}

/** What an answer says of a sale; `unknown` when it says nothing. */
export type Word = State | 'unknown'

export interface ClientSteps {
  /** A trx_id that no other transaction has. */
  reference(shop: Shop): string
  method(question: Question): string
  members(question: Question, shop: Shop): [name: string, value: string][]
  /** The document of a request. */
  write(method: string, members: [string, string][]): string
  pack(document: string, shop: Shop): Letter
  post(letter: Letter): Promise<Heard>
  read(heard: Heard): Reading
  understand(reading: Reading, heard: Heard): Notice | undefined
  /** Whether an answer is about what was asked. */
  answers(notice: Notice, question: Question): boolean
  judge(notice: Notice | undefined, shop: Shop, heard: Heard): Word
  pairs(message: string): { [key: string]: string }
  /** Keeps the balance that an answer tells. */
  weigh(told: string, shop: Shop): void
  /** Books an answer. */
  note(sale: Sale, word: Word, notice: Notice | undefined, shop: Shop): void
  /** Whether a token may be bought after this word about its query. */
  isReady(query: Word | undefined): boolean
  /** Whether a meter is queried before its token is bought with PLNPrepaidTopup. */
  queries(): boolean
  /** Whether a sale that this word was heard of is asked about once more. */
  asksOn(sale: Sale, word: Word): boolean
  /** Whether a trx_id is young enough to be asked about. */
  isFresh(sale: Sale, shop: Shop): boolean
  /** The sale under which it is asked about again. */
  again(sale: Sale, heard: Heard, shop: Shop): Sale
  /** The trx_id under which a sale that failed is tried anew; undefined when it is not. */
  renew(sale: Sale, code: string, attempt: number, shop: Shop): string | undefined
  /** Milliseconds between two questions about one sale. */
  pause: number
}
