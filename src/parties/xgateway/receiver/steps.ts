/** What a receiver does about a callback, in order. The honest steps are in honest.ts; a defect replaces some. */
import type { Contract } from '../../../contract/contract.ts'
import type { Reading } from '../../../wire/reading.ts'
import type { Books, Sale, State } from '../books.ts'
import type { Arrival, Reply } from '../../serving.ts'
import type { Notice } from '../notice.ts'

/** What a receiver works with. */
export interface Counter {
  contract: Contract
  books: Books
  steps: ReceiverSteps
}

export interface ReceiverSteps {
  /** Refuses what is not looked at: other methods, other callers. */
  admit(arrival: Arrival): Reply | undefined
  read(arrival: Arrival): Reading
  understand(reading: Reading): Notice | undefined
  /** Answers what could not be understood. */
  refuse(arrival: Arrival): Reply
  find(notice: Notice, counter: Counter): Sale | undefined
  /** Answers a callback about nothing that is known. */
  stranger(notice: Notice, counter: Counter): Reply
  /** It is about this sale in every respect. */
  fits(notice: Notice, sale: Sale): boolean
  /** Answers a callback that is about another sale than it says. */
  contradict(): Reply
  /** Books it. */
  store(notice: Notice, sale: Sale, counter: Counter): Promise<void>
  apply(sale: Sale, state: State, notice: Notice): void
  acknowledge(notice: Notice): Reply
}
