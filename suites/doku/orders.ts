/** Requests that nothing is wrong with, and what follows them: what scenarios send, or change one thing of. */
import type { Callbacks } from '../../src/stimulate/inbox.ts'
import type { Hand, Letter, Sending } from '../../src/stimulate/scenario.ts'
import { Skipped } from '../../src/stimulate/scenario.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Fields } from '../../src/wire/reading.ts'
import { at } from './asked.ts'
import { resultOf } from './paid.ts'

/** The members of a request for a code; the hand fills the headers. */
export function order(hand: Hand, fields: Fields = {}): Fields {
  return {
    [at.invoice]: hand.fresh(at.invoice),
    [at.amount]: 150_000,
    [at.lifetime]: 60,
    [at.reusable]: false,
    'online_to_offline_info.info': 'Thanks',
    [at.name]: 'Taufik',
    [at.email]: 'taufik@example.com',
    [at.description]: 'ORDER',
    'indomaret_info.receipt.footer_message': 'Bye',
    ...fields,
  }
}

/** A code that was asked for. */
export interface Bought {
  exchange: Exchange
  letter: Letter
  invoice: string
  id: string
  /** The payment code, '' without one. */
  code: string
  fields: Fields
}

/** Asks for a code, with some fields otherwise. */
export async function buy(hand: Hand, fields: Fields = {}, sending?: Sending): Promise<Bought> {
  const whole = order(hand, fields)
  const letter = hand.seal('generate', whole, sending)
  return boughtBy(letter, await hand.send(letter), whole)
}

/** Asks again: under the same Request-Id, with the same body, at a new time. */
export function repeat(hand: Hand, { id, fields }: Bought): Promise<Exchange> {
  return hand.send(hand.seal('generate', { ...fields, [at.id]: id, [at.time]: hand.now(1) }))
}

/** What came of a letter that asked for a code. */
export function boughtBy(letter: Letter, exchange: Exchange, fields: Fields): Bought {
  return {
    exchange,
    letter,
    fields,
    invoice: String(fields[at.invoice]),
    id: text(exchange.request.read, at.id) ?? '',
    code: text(exchange.response?.read, at.code) ?? '',
  }
}

/** Asks for a code that the case cannot do without. */
export async function buyForSure(hand: Hand, fields?: Fields, sending?: Sending): Promise<Bought> {
  const bought = await buy(hand, fields, sending)
  if (bought.code === '') throw new Skipped('not-reached', 'No payment code was given out.')
  return bought
}

/** Asks for the state of a transaction by its invoice number or Request-Id. */
export function look(hand: Hand, name: string, sending?: Sending): Promise<Exchange> {
  return hand.send(hand.seal('status', { id: name }, sending))
}

/** Has a code paid at a counter; false where no money was taken. Throws Skipped where the target cannot. */
export async function pay(hand: Hand, { code, invoice }: Bought): Promise<boolean> {
  return resultOf(await hand.need('payment', { code, invoice, paymentCode: code })) !== 'refused'
}

/** Takes the notifications of an order into the case, known by its invoice number or by its payment code. */
export function heard(hand: Hand, { invoice, code }: Bought, wanted: Callbacks = {}): Promise<Exchange[]> {
  return hand.callbacks(invoice, { ...wanted, other: code })
}

/** A second merchant, as senders of messages are named. */
export async function neighbour(hand: Hand): Promise<{ [name: string]: string }> {
  const { code, secret } = await hand.share('othermerchant', 'neighbour')
  return { client: code, secret: String(secret) }
}
