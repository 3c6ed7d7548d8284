/** What a receiver does about a callback, in order. The honest steps are in honest.ts; a defect replaces some. */
import type { Profile } from '../../../contract/contract.ts'
import type { Arrival, Reply } from '../../serving.ts'
import type { Books, Entry, State } from '../books.ts'

export type Fields = { [name: string]: string }

/** What a receiver works with. */
export interface Counter {
  profile: Profile
  books: Books
  /** Public key of the platform; its own keys. */
  credentials: { [name: string]: string }
  steps: ReceiverSteps
}

export interface ReceiverSteps {
  admit(arrival: Arrival): Reply | undefined
  read(arrival: Arrival): Fields | undefined
  /** The text that has to be signed. */
  text(fields: Fields): string
  /** The key that it has to be signed with. */
  key(credentials: Counter['credentials']): string
  /** Puts the blocks of a signature together. */
  join(blocks: Buffer[]): string
  isRight(signature: string, fields: Fields, counter: Counter): boolean
  /** Answers a wrong signature. */
  refuse(fields: Fields, counter: Counter): Reply
  find(fields: Fields, counter: Counter): Entry | undefined
  /** Answers a callback about nothing that is known. */
  stranger(fields: Fields, counter: Counter): Reply
  /** What a callback says of its order. */
  stateIn(fields: Fields): State
  contradicts(fields: Fields, entry: Entry): boolean
  book(entry: Entry, state: State, fields: Fields): Promise<void>
  acknowledge(entry: Entry, wasFinal: boolean): Reply
}
