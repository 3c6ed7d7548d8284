/** What a receiver was sent, each notification with what is peculiar in it, and what its books say of an order. */
import { premise, type Case, type Evidence } from '../../src/judge/rule.ts'
import type { Booking, Item, Provided } from '../../src/judge/trace.ts'
import { textOf, type Exchange } from '../../src/wire/exchange.ts'
import { lastBooks } from '../common/books.ts'
import { isAcknowledged } from '../common/callbacks.ts'
import { asked } from '../common/premises.ts'
import { heeding } from '../common/strangers.ts'
import { at } from './asked.ts'
import { isCompact } from './peculiar.ts'

/** A notification that the suite sent. */
export interface Call {
  exchange: Exchange
  invoice: string
  state: string
  /** The order that it is about, where the receiver has one. */
  order: Item | undefined
  /** What is wrong or unusual in it; `plain` for nothing. */
  kind: string
  isTaken: boolean
}

const isHeeded = heeding(isAcknowledged)

/** The orders that the receiver has, by their invoice number. */
export const orders = premise((evidence: Evidence): Map<string, Item> => {
  const found = evidence.trace.entries.filter(
    (entry): entry is Provided =>
      entry.kind === 'provided' && entry.data === 'order' && isHeeded(evidence, entry, 'notify'),
  )
  return new Map(found.map(({ item }) => [item.code, item]))
})

/** The notifications of a trace, in their order. */
export const calls = premise((evidence: Evidence): Call[] =>
  evidence.exchanges
    .filter(({ from }) => from === 'gateway')
    .map((exchange) => {
      const invoice = asked(exchange, at.invoice)
      const order = orders(evidence).get(invoice)
      return {
        exchange,
        invoice,
        state: asked(exchange, at.state),
        order,
        kind: kindOf(evidence, exchange, order),
        isTaken: isAcknowledged(exchange),
      }
    })
    .sort((a, b) => a.exchange.began - b.exchange.began),
)

/** The rule that speaks about a notification, without `receiver.`; `plain` where nothing is unusual. */
function kindOf(evidence: Evidence, exchange: Exchange, order: Item | undefined): string {
  const wrong = signatureKind(evidence, exchange)
  if (wrong) return wrong
  if (isForeign(evidence, exchange)) return 'addressee'
  if (othersIn([...orders(evidence).values()], exchange).length > 0) return 'own'
  if (!order) return 'unknown'
  if (asked(exchange, at.state) !== 'SUCCESS') return 'failure'
  if (order.amount !== undefined && Number(asked(exchange, at.amount)) !== order.amount) return 'amount'
  if (!isCompact(exchange)) return 'bytes'
  return isUnusual(evidence, exchange) ? 'tolerant' : isTurned(exchange) ? 'case' : 'plain'
}

/** What a number is made longer by, so that it is another one that begins alike. */
export const tail = '1'

/** The number with another letter at its end. */
export const withOtherEnd = (code: string): string => code.slice(0, -1) + (code.endsWith('X') ? 'Y' : 'X')

/** Numbers that nobody has made, and that are nearly the one of an order. */
const isNearly = (code: string, invoice: string): boolean =>
  invoice === code + tail || invoice === withOtherEnd(code) || isInOtherLetters(code, invoice)

/** One number in capital letters, and the other in small ones. */
export const isInOtherLetters = (code: string, invoice: string): boolean =>
  invoice !== code && invoice.toLowerCase() === code.toLowerCase()

/** Orders that something in a notification is of, though it names another one. */
export function othersIn(orders: Item[], exchange: Exchange): Item[] {
  const [invoice, code, id] = [at.invoice, at.code, at.original].map((place) => asked(exchange, place))
  const named = orders.find((order) => order.code === invoice)
  const [isOdd, isOddId] = [named?.['paymentCode'] !== code, named?.['requestId'] !== id]
  return orders.filter(
    (order) =>
      order !== named &&
      ((!named && isNearly(order.code, invoice!)) ||
        (isOdd && order['paymentCode'] === code) ||
        (isOddId && order['requestId'] === id)),
  )
}

function signatureKind({ exchanges }: Evidence, exchange: Exchange): string | undefined {
  const { signature, signatureFault } = exchange
  const text = asked(exchange, at.signature)
  if (signature === 'none' || text === '') return 'unsigned'
  if (signature !== 'bad') return undefined
  if (!/^HMACSHA256=[A-Za-z0-9+/]{20,100}={0,2}$/.test(text)) return 'unsigned'
  const differs = signatureFault?.differs ?? 'unknown'
  if (differs === 'letters') return 'exact'
  if (differs === 'encoding') return 'unsigned'
  if (differs === 'key' || differs === 'path') return differs
  const isElsewhere = exchanges.some(
    (other) =>
      other !== exchange && asked(other, at.signature) === text && other.request.url !== exchange.request.url,
  )
  return isElsewhere || asked(exchange, at.target) !== '' ? 'path' : 'tampered'
}

/** Another Client-Id than that of the first notification. */
function isForeign({ exchanges }: Evidence, exchange: Exchange): boolean {
  const own = exchanges.find(({ from }) => from === 'gateway')
  return own !== undefined && asked(own, at.client) !== asked(exchange, at.client)
}

function isUnusual({ contract }: Evidence, { request }: Exchange): boolean {
  if (!request.read.ok) return false
  const rows = new Set(
    contract.messages[contract.operations['notify']!.request]!.fields.map(({ name }) => name),
  )
  const names = Object.keys(request.read.fields)
  const isUnknown = names.some(
    (place) =>
      !place.startsWith('header:') &&
      !place.endsWith(']') &&
      !place.startsWith('additional_info') &&
      !rows.has(place.replace(/\[\d+\]/g, '[]')),
  )
  const isBare = !names.some((place) => place.startsWith('online_to_offline_payment'))
  return isUnknown || isBare || Object.keys(request.read.json?.aliases ?? {}).length > 0
}

const usual = ['Client-Id', 'Request-Id', 'Request-Timestamp', 'Signature']

const isTurned = ({ request }: Exchange): boolean =>
  !usual.every((name) => request.headers.some(([other]) => other === name))

/** A reading of the books about an order, and the notifications that came before. */
export interface Booked extends Case {
  order: Item
  heard: Call[]
  lines: Booking[]
  /** The rule that speaks about it, without `receiver.`. */
  kind: string
}

/** The last readings of a receiver's books about orders that notifications came for: what is booked late is booked. */
export const booked = premise((evidence: Evidence): Booked[] =>
  [...orders(evidence).values()].flatMap((order) => {
    const entry = lastBooks(evidence, order.code)
    const heard = calls(evidence).filter(
      ({ invoice, exchange }) => invoice === order.code && entry && exchange.began < entry.began,
    )
    if (!entry || heard.length === 0) return []
    const exchanges = heard.map(({ exchange }) => exchange)
    const lines = paidLines(evidence, order.code)
    return [{ order, heard, lines, kind: sortOf(evidence, order, heard), exchanges }]
  }),
)

/** Payments of an invoice number in the books, as they were read last. */
export const paidLines = (evidence: Evidence, code: string): Booking[] =>
  lastBooks(evidence, code)?.payments.filter(({ state }) => state === 'paid') ?? []

function sortOf(evidence: Evidence, order: Item, heard: Call[]): string {
  const success = heard.filter(({ state }) => state === 'SUCCESS')
  if (isAfresh(heard)) return 'afresh'
  if (isPaidAgain(order, heard)) return 'reusable'
  const odd = heard.find(({ kind }) => kind !== 'plain' && kind !== 'failure')
  if (odd) return odd.kind
  if (success.length === 0) return 'failure'
  if (heard.some(({ kind }) => kind === 'failure')) return orderOf(heard)
  if (success.length === 1) return 'plain'
  if (paymentsIn(success) > 1) return 'mixed'
  if (eventsOf(success) > 1) return 'events'
  return isRaced(evidence, success) ? 'parallel' : 'idempotent'
}

/** Forged first, and then as it is to be. */
const isAfresh = (heard: Call[]): boolean =>
  heard.length === 2 && ['tampered', 'key'].includes(heard[0]!.kind) && heard[1]!.kind === 'plain'

/** Payments of a reusable code, told in full or without what may be missing. */
const isPaidAgain = (order: Item, heard: Call[]): boolean =>
  order.reusable === true &&
  heard.length > 1 &&
  heard.every(({ kind }) => ['plain', 'tolerant'].includes(kind))

/** States that are no end, before SUCCESS. */
const open = ['PENDING', 'FAILED', 'TIMEOUT']

/** A success before something else, or after it. */
function orderOf(heard: Call[]): string {
  if (heard[0]!.kind === 'plain') return 'final'
  const isLater = heard.length === 2 && open.includes(heard[0]!.state) && heard[1]!.kind === 'plain'
  return isLater ? 'later' : 'mixed'
}

const idOf = ({ exchange }: Call): string => asked(exchange, at.id)

/** Different notifications: by Request-Id. */
const eventsOf = (all: Call[]): number => new Set(all.map(idOf)).size

/** Payments of different moments, by what notifications say of them. */
export const momentsIn = (all: Call[]): number =>
  new Set(all.map(({ exchange }) => asked(exchange, at.date))).size

/** Different payments, by what notifications say of them. */
export const paymentsIn = (all: Call[]): number =>
  new Set(all.map(({ exchange }) => textOf(exchange.request.body))).size

const isRaced = ({ trace }: Evidence, all: Call[]): boolean =>
  trace.entries.some(
    (entry) => entry.kind === 'race' && all.every(({ exchange }) => entry.exchanges.includes(exchange.id)),
  )
