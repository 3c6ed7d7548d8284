/** What a receiver does about a notification, in order. The honest steps are in honest.ts; a defect replaces some. */
import type { Profile } from '../../../contract/contract.ts'
import type { Arrival, Reply } from '../../serving.ts'
import type { Books, Order } from '../books.ts'
import type { Signed } from '../sign.ts'

/** What a receiver understands of a notification. */
export interface Notice {
  invoice: string
  amount: number
  status: string
  /** What tells one payment from another: its time, and what the store says of it. */
  event: string
  /** Payment code and Request-Id of the order, as it tells them. */
  code: string
  request: string
  /** Request-Id of the notification. */
  id: string
}

export type Members = { [name: string]: unknown }

/** What a receiver works with. */
export interface Counter {
  profile: Profile
  books: Books
  /** Its Client-Id and the secret key. */
  credentials: { [name: string]: string }
  /** Its clock, in milliseconds. */
  now(): number
  steps: ReceiverSteps
}

export interface ReceiverSteps {
  /** Refuses what is not looked at: other methods, other media types. */
  admit(arrival: Arrival, counter: Counter): Reply | undefined
  headerAt(arrival: Arrival, name: string): string
  /** What has to be signed. */
  signed(arrival: Arrival, counter: Counter): Signed
  isRight(signature: string, wanted: string, counter: Counter): boolean
  /** Refuses what is not rightly signed, or for somebody else. */
  authenticate(arrival: Arrival, counter: Counter): Reply | undefined
  read(arrival: Arrival): Members | undefined
  /** Refuses bodies that it does not like. */
  objectTo(members: Members): Reply | undefined
  understand(members: Members, arrival: Arrival, counter: Counter): Notice | undefined
  find(notice: Notice, counter: Counter): Order | undefined
  /** Answers a notification about nothing that is known. */
  stranger(notice: Notice, counter: Counter): Reply
  /** Says whether it contradicts its order. */
  contradicts(notice: Notice, order: Order): boolean
  isPaid(notice: Notice): boolean
  /** Says whether it was booked before. */
  isKnown(notice: Notice, order: Order): boolean
  /** Books it. */
  book(notice: Notice, order: Order, counter: Counter): Promise<void>
  acknowledge(notice: Notice): Reply
}
