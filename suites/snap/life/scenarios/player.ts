/** Acts out the life of one payment, step by step: what scenarios list, and what is drawn. */
import type { Hand, Letter } from '../../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../../src/wire/exchange.ts'
import type { Fields } from '../../../../src/wire/reading.ts'
import { cancellation, inquiry, money, order, refund } from '../../orders.ts'
import { inZone } from './times.ts'
import { cancelledIn, paidIn, prompt } from '../../settling.ts'

/** A request about the payment. */
export type Request =
  /** `merchant` is a kind of test data: the payment is for that merchant. */
  | { do: 'pay'; amount?: string; currency?: string; merchant?: string; more?: Fields }
  | { do: 'ask'; by?: 'transaction' | 'both' }
  | { do: 'cancel'; amount?: string }
  /** Without an amount where that is null; `number` is the place in the row of numbers, a new one by default. */
  | { do: 'refund'; amount: string | null; number?: number; currency?: string; more?: Fields }

/** A step of the life of a payment. */
export type Step =
  | Request
  | { do: 'race'; requests: Request[] }
  | { do: 'lose'; request: Request }
  | { do: 'books' }
  | { do: 'wait'; ms: number }
  /** Moves the clock of the target forward. */
  | { do: 'pass'; seconds: number }
  /** Waits for a notification, where somebody listens. */
  | { do: 'hear'; withinMs?: number }

/** A whole life. */
export interface Life {
  /** Kind of the test data that pays. */
  data: string
  /** What else it is to do, where a hook makes it. */
  wish?: { [key: string]: unknown }
  amount: string
  /** Fields of the payment beside the usual ones. */
  more?: Fields
  /** Seconds that it can be paid for, told as validUpTo. */
  lasts?: number
  steps: Step[]
}

interface Player {
  hand: Hand
  fields: Fields
  /** referenceNo of the last answer that had one. */
  transaction: string
  numbers: string[]
  /** Its payer pays at once. */
  isPrompt: boolean
}

/** Acts out a life from its first payment on. */
export async function live(hand: Hand, { data, wish, amount, more = {}, lasts, steps }: Life): Promise<void> {
  const payer = wish && hand.plenty(data) ? payerFrom((await hand.need(data, wish)).code) : {}
  const until: Fields = lasts === undefined ? {} : { validUpTo: inZone(hand.now(lasts), '+07:00') }
  const fields = await order(hand, data, { ...payer, amount: money(amount), ...until, ...more })
  const isPrompt = prompt.includes(data)
  const player: Player = { hand, fields, transaction: '', numbers: [], isPrompt }
  for (const step of steps) await act(player, step)
}

/** A payer of this life alone. */
export const payerFrom = (code: string): Fields => ({ bankCardToken: code, chargeToken: code.slice(0, 40) })

async function act(player: Player, step: Step): Promise<void> {
  const { hand } = player
  const reference = referenceOf(player)
  if (step.do === 'wait') return hand.wait(step.ms)
  if (step.do === 'pass') return void (await hand.advance(step.seconds))
  if (step.do === 'books') return void (await hand.audit(reference))
  if (step.do === 'hear') return hear(player, reference, step.withinMs)
  if (step.do === 'lose') return void (await hand.lose(letter(player, step.request), 'after-request'))
  if (step.do === 'race')
    return void (await hand.race(step.requests.map((request) => letter(player, request))))
  const exchange = await hand.send(letter(player, await forMerchant(hand, step)))
  learn(player, exchange, step.do === 'pay' ? 'referenceNo' : 'originalReferenceNo')
  if (step.do === 'cancel') await cancelledIn(hand, exchange, reference)
  const settled = step.do === 'pay' && player.isPrompt ? await paidIn(hand, exchange, reference) : undefined
  if (settled) learn(player, settled, 'originalReferenceNo')
}

/** A payment with the merchant that it is to be for. */
async function forMerchant(hand: Hand, step: Request): Promise<Request> {
  if (step.do !== 'pay' || step.merchant === undefined) return step
  const { code } = await hand.share(step.merchant)
  return { ...step, more: { ...step.more, merchantId: code } }
}

/** Keeps the name that an answer tells of the payment. */
function learn(player: Player, { response }: Exchange, place: string): void {
  const told = response?.read.ok ? response.read.fields[place] : undefined
  if (typeof told === 'string' && isName(told)) player.transaction = told
}

/** What can be asked by: a name in the form of names. */
export const isName = (text: string): boolean => /^[!-~]{1,64}$/.test(text)

const referenceOf = ({ fields }: Player): string => String(fields['partnerReferenceNo'])

/** Milliseconds until a notification is to be there that nothing is in the way of. */
const soon = 1500

async function hear({ hand }: Player, reference: string, withinMs = soon): Promise<void> {
  if (hand.callbackUrl !== undefined) await hand.callbacks(reference, { withinMs })
}

function letter(player: Player, request: Request): Letter {
  const { hand, fields, transaction } = player
  const reference = referenceOf(player)
  switch (request.do) {
    case 'pay':
      return hand.seal('payment', { ...fields, ...changed(fields, request), ...request.more })
    case 'ask':
      return inquiry(hand, reference, namesFor(request.by, transaction))
    case 'cancel':
      return cancellation(hand, reference, request.amount ? { amount: money(request.amount) } : {})
    case 'refund':
      return refund(hand, reference, request.amount, {
        partnerRefundNo: numberOf(player, request.number),
        ...(request.currency && request.amount
          ? { refundAmount: { value: request.amount, currency: request.currency } }
          : {}),
        ...request.more,
      })
  }
}

function changed({ amount }: Fields, { amount: value, currency }: Request & { do: 'pay' }): Fields {
  if (value === undefined && currency === undefined) return {}
  const usual = amount as { value: string; currency: string }
  return { amount: { value: value ?? usual.value, currency: currency ?? usual.currency } }
}

/** By the name of the provider alone, or by both; where no answer told it, by that of the consumer. */
function namesFor(by: 'transaction' | 'both' | undefined, transaction: string): Fields {
  if (by === undefined || transaction === '') return {}
  const own: Fields = by === 'transaction' ? { originalPartnerReferenceNo: null } : {}
  return { ...own, originalReferenceNo: transaction }
}

/** A new number, or the one at that place in the row. */
function numberOf({ hand, numbers }: Player, at = numbers.length): string {
  return (numbers[at] ??= hand.fresh('partnerRefundNo'))
}
