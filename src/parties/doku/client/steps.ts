/** What a client does about an order, in order. The honest steps are in honest.ts; a defect replaces some. */
import type { Profile } from '../../../contract/contract.ts'
import type { Headers } from '../../../wire/exchange.ts'
import type { Heard, Letter } from '../../posting.ts'
import type { Books, Order } from '../books.ts'
import type { Signed } from '../sign.ts'

export type Operation = 'generate' | 'status'

export type Body = { [name: string]: unknown }

/** What a client works with. */
export interface Shop {
  profile: Profile
  books: Books
  /** Where requests go, and where notifications are taken. */
  url: string
  notifyUrl: string
  /** Path of payment codes below the URL. */
  codePath: string
  credentials: { [name: string]: string }
  steps: ClientSteps
  /** Milliseconds since 1970, by its own clock. */
  now(): number
  /** Orders that have a code and no end yet, with the time of the code. */
  open: Map<Order, number>
}

/** An answer that was understood. */
export interface Told {
  status: number
  members: Body
  /** Its signature is there and right. */
  isSigned: boolean
}

/** What an answer means for an order: its code, no code for good, or nothing yet. */
export type Word = { code: string } | 'refused' | 'unknown'

export interface ClientSteps {
  invoice(wish: { [key: string]: unknown }, shop: Shop): string
  requestId(shop: Shop): string
  timestamp(shop: Shop): string
  body(order: Order, shop: Shop): Body
  write(body: Body): string
  /** Path of a state below the target. */
  statusPath(invoice: string): string
  /** What is signed for a request. */
  signed(signed: Signed, operation: Operation): Signed
  text(signed: Signed): string
  signature(text: string, secret: string): string
  headers(headers: Headers, operation: Operation, shop: Shop): Headers
  send(letter: Letter): Promise<Heard>
  understand(heard: Heard, letter: Letter, shop: Shop): Told | undefined
  /** Says whether a code may be taken from an answer. */
  isTrusted(told: Told, order: Order): boolean
  judge(told: Told | undefined, order: Order, steps: ClientSteps): Word
  /** The code as it is kept. */
  keep(code: string): string
  /** Says whether the code of an answer cannot be paid any more. */
  isExpired(told: Told, shop: Shop): boolean
  /** What is sent when there is a code: nothing more. */
  more(order: Order, shop: Shop): Letter | undefined
  /** What is sent when nothing was heard: the same, or another request. */
  again(letter: Letter, order: Order, shop: Shop): Letter | undefined
  /** Seconds after the code until the state is asked for. */
  patience: number
  /** Milliseconds between attempts. */
  pause: number
  /** What a state means. */
  judgeState(told: Told | undefined, order: Order): 'paid' | 'failed' | 'open'
  /** Says whether there is nothing more to ask about an order. */
  isDone(order: Order): boolean
  /** Books the payment that a state tells of. */
  credit(order: Order): void
  /** Says whether an order is over, so that nothing is booked for it any more. */
  isOver(order: Order): boolean
  /** Asks for the state when nothing came of an order. */
  asksWhenLost: boolean
}
