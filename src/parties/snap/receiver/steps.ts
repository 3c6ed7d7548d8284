/** What a receiver does about a notification, in order. The honest steps are in honest.ts; a defect replaces some. */
import type { Profile } from '../../../contract/contract.ts'
import type { Arrival, Reply as Answer } from '../../serving.ts'
import type { Books, Order, State } from '../books.ts'
import type { Scheme, Signed } from '../sign.ts'
import type { Members, Notice, Objection } from './notice.ts'

/** An answer as it goes over HTTP. */
export type Reply = Required<Answer>

/** What a receiver works with. */
export interface Counter {
  profile: Profile
  books: Books
  /** The provider's public key, its own secret, and the like. */
  credentials: { [name: string]: string }
  steps: ReceiverSteps
  /** Milliseconds since 1970, by its own clock. */
  now(): number
  /** X-EXTERNAL-IDs of what was taken. */
  seen: Map<string, number>
}

/** An answer: HTTP status, case, and what stands in its text. */
export interface Word {
  status: number
  case: string
  about?: string
}

export interface ReceiverSteps {
  /** Refuses what is not looked at: other methods, other media types. */
  admit(arrival: Arrival, counter: Counter): Word | undefined
  headerAt(arrival: Arrival, name: string): string | undefined
  /** Refuses missing and malformed headers. */
  checkHeaders(arrival: Arrival, counter: Counter): Word | undefined
  /** Says whether X-TIMESTAMP is near enough to its clock. */
  isTimely(timestamp: string, counter: Counter): boolean
  /** What has to be signed. */
  signed(arrival: Arrival, counter: Counter): Signed
  text(scheme: Scheme, signed: Signed): string
  isRight(scheme: Scheme, text: string, key: string, signature: string, counter: Counter): boolean
  /** Says whether it is meant for this receiver. */
  isMine(arrival: Arrival, counter: Counter): boolean
  /** Refuses what is not rightly signed. */
  authenticate(arrival: Arrival, counter: Counter): Word | undefined
  read(arrival: Arrival): Members | undefined
  objectTo(members: Members): Objection | undefined
  find(notice: Notice, counter: Counter): Order | undefined
  /** Answers a notification about nothing that is known. */
  stranger(notice: Notice, counter: Counter): Word
  /** Says whether it contradicts its order, and in what. */
  contradiction(notice: Notice, order: Order): Word | undefined
  /** Books it. */
  store(notice: Notice, order: Order, counter: Counter): Promise<void>
  apply(order: Order, state: State, notice: Notice): void
  acknowledge(notice: Notice): Word
  /** The answer on the wire. */
  write(word: Word, counter: Counter): Reply
}
