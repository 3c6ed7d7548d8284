/** What was asked and said about payments, exchange by exchange, in the words of the document. */
import { isoInstant } from '../../src/contract/iso-time.ts'
import { hasForm } from '../../src/contract/codes.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, wordIn, type Reading } from '../../src/wire/reading.ts'
import { asked, isOrderly, isThrottled, mixedUpWith, sayingOf } from '../common/premises.ts'
import type { Said, Status, Told } from './deed.ts'
import { unitsOf } from './money.ts'

/** A request and its answer, or a notification: what was asked is empty in a notification. */
export interface Heard {
  exchange: Exchange
  operation: string
  partner: string
  external: string
  /** Names of the payment that it is about, '' for none. */
  reference: string
  transaction: string
  said: Said
  code: string
  ask: (field: string) => string
  tell: (field: string) => string
  /** A name that is told, '' for what no name can be: the rules about fields judge that. */
  name: (field: string) => string
}

/** The message that tells of a payment: an answer, or the notification itself. */
const messageIn = ({ from, request, response }: Exchange): Reading | undefined =>
  from === 'gateway' ? request.read : response?.read

const services = ['payment', 'status', 'cancel', 'refund']

/** The requests about payments, in the order in which they left. */
export const calls = premise((evidence: Evidence): Heard[] =>
  evidence.exchanges
    .filter(({ from, operation }) => from === 'client' && services.includes(operation ?? ''))
    .map((exchange) => hear(evidence, exchange))
    .sort((a, b) => a.exchange.began - b.exchange.began),
)

/** The notifications that could be read. */
export const notices = premise((evidence: Evidence): Heard[] =>
  evidence.exchanges
    .filter(({ from, request }) => from === 'gateway' && request.read.ok)
    .map((exchange) => hear(evidence, exchange)),
)

function hear(evidence: Evidence, exchange: Exchange): Heard {
  const { places } = evidence.contract
  const isCall = exchange.from === 'client'
  const ask = (field: string) => (isCall ? asked(exchange, field).trim() : '')
  const tell = (field: string) => (text(messageIn(exchange), field) ?? '').trim()
  const name = (field: string) => nameAt(messageIn(exchange), field)
  const named = isCall ? ask : tell
  const isPayment = exchange.operation === 'payment'
  return {
    exchange,
    operation: exchange.operation ?? '',
    partner: isCall ? ask(places['partner']!) : asked(exchange, places['partner']!),
    external: ask(places['external']!),
    reference: isPayment ? ask(places['reference']!) : named(places['originalReference']!),
    transaction: isPayment
      ? ''
      : isCall
        ? ask(places['originalTransaction']!)
        : name(places['originalTransaction']!),
    said: saidBy(evidence, exchange),
    code: tell(evidence.contract.outcome.at),
    ask,
    tell,
    name,
  }
}

function nameAt(read: Reading | undefined, field: string): string {
  const value = wordIn(read, field)
  return value.length <= 64 ? value.trim() : ''
}

const names = ['partnerReferenceNo', 'originalPartnerReferenceNo', 'partnerRefundNo', 'originalReferenceNo']

/** Refusals of whoever asks and how he asks: they say nothing of the payment. */
const turning = ['401##', '403##01', '403##04', '403##16', '404##16', '409##00', '429##', '405##00']

function saidBy(evidence: Evidence, exchange: Exchange): Said {
  if (names.some((name) => mixedUpWith(evidence, exchange, name) !== undefined)) return 'open'
  const code = text(messageIn(exchange), evidence.contract.outcome.at) ?? ''
  if (isThrottled(exchange)) return 'turned'
  if (code.startsWith('5')) return 'open'
  const said = sayingOf(evidence, exchange)
  if (said === 'unclear') return 'open'
  if (said === 'refusal' && turning.some((form) => hasForm(code.slice(0, form.length), form))) return 'turned'
  return said
}

/** True when nothing was heard that tells how it went. */
export const isUnheard = ({ exchange, said, code }: Heard): boolean =>
  exchange.ended === undefined || (said === 'open' && !/^5\d{6}$/.test(code))

/** A request as usual: in order, written plainly, with nothing in it that is not everyday. */
export function isPlain(evidence: Evidence, { exchange }: Heard): boolean {
  const { read, body, headers } = exchange.request
  if (!isOrderly(evidence, exchange) || !read.ok || !('utf8' in body)) return false
  const type = headers.filter(([name]) => name === 'Content-Type')
  return (
    read.flaws.length === 0 &&
    /^[\x21-\x5b\x5d-\x7e]*$/.test(body.utf8) &&
    type.length === 1 &&
    type[0]![1] === 'application/json' &&
    Object.keys(read.fields).every((place) => everyday.test(place))
  )
}

const everyday =
  /^(header:|original|partner|amount|refundAmount|merchantId$|chargeToken$|bankCardToken$|validUpTo$|serviceCode$|reason$|urlParam)/

const states: readonly string[] = ['00', '01', '02', '03', '04', '05', '06']

/** The state that an inquiry or a notification tells; 07 is none. */
export function stateIn({ tell }: Heard): Status | undefined {
  const state = tell('latestTransactionStatus')
  return states.includes(state) ? (state as Status) : undefined
}

/** How an inquiry says that there is no such payment. */
export function missingIn({ said, code, tell }: Heard): 'code' | 'state' | undefined {
  if (said === 'success' && tell('latestTransactionStatus') === '07') return 'state'
  return said === 'refusal' && /^404\d{4}$/.test(code) ? 'code' : undefined
}

/** The entries of refundHistory; `garbled` where they cannot be read, or one of them is of nobody. */
export function historyIn({ exchange, name, tell }: Heard): Told[] | 'garbled' | undefined {
  const read = messageIn(exchange)
  const list = read?.ok ? read.fields['refundHistory'] : undefined
  if (!Array.isArray(list)) return list === undefined || list === null ? undefined : 'garbled'
  const entries = list.map((_entry, index) => {
    const at = `refundHistory[${index}].`
    const amount = unitsOf(tell(`${at}refundAmount.value`))
    return {
      number: name(`${at}partnerRefundNo`),
      id: name(`${at}refundNo`),
      state: name(`${at}refundStatus`),
      ...(amount === undefined ? {} : { amount }),
    }
  })
  const isClear = ({ number, state }: Told) => number !== '' && ['00', '03', '06'].includes(state)
  return entries.every(isClear) ? entries : 'garbled'
}

/** Instant of an ISO time with an offset. */
export const instantIn = (value: string): number | undefined => (value === '' ? undefined : isoInstant(value))
