/** What was asked and said, exchange by exchange, in the words of the document. */
import { phraseOf, type Garbled, type Phrase } from '../../src/dialects/xgateway-phrase.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Provided } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { faultOf, text } from '../../src/wire/reading.ts'
import { grouped } from '../common/grouped.ts'
import {
  asked,
  isOrderly,
  mixedUpWith,
  outcomeIn,
  provided,
  sayingOf,
  type Saying,
} from '../common/premises.ts'

/** A request and its answer, or a callback: what was asked is empty in a callback. */
export interface Heard {
  exchange: Exchange
  operation: string
  method: string
  account: string
  reference: string
  pin: string
  number: string
  product: string
  isQuery: boolean
  said: Saying
  /** '' where the answer is no answer of the business. */
  code: string
  transaction: string
  serial: string
  /** There is no member SN. */
  mute: boolean
  phrase: Phrase | Garbled | undefined
  /** The answer belongs to another request in flight. */
  mixedUp: boolean
}

/** Kind of a product: a token of its two forms, or anything else. */
export type Family = 'pulsa' | 'pln' | 'plna'

export function familyOf(product: string): Family {
  if (/^PLNA\d+$/.test(product)) return 'plna'
  return /^PLN\d+$/.test(product) ? 'pln' : 'pulsa'
}

/** The requests of clients that name an operation, in the order in which they left. */
export const calls = premise((evidence: Evidence): Heard[] =>
  evidence.exchanges
    .filter(({ from, operation }) => from === 'client' && operation !== undefined)
    .map((exchange) => hear(evidence, exchange))
    .sort((a, b) => a.exchange.began - b.exchange.began),
)

/** The callbacks that could be read. */
export const callbacks = premise((evidence: Evidence): Heard[] =>
  evidence.exchanges
    .filter(({ from, request }) => from === 'gateway' && request.read.ok)
    .map((exchange) => hear(evidence, exchange)),
)

function hear(evidence: Evidence, exchange: Exchange): Heard {
  const isCall = exchange.from === 'client'
  const own = (field: string) => (isCall ? asked(exchange, field) : '')
  const read = outcomeIn(evidence.contract, exchange)
  const told = (field: string) => (read?.ok && !faultOf(read) ? (text(read, field) ?? '') : '')
  const message = told('MESSAGE')
  const mixedUp = isCall && mixedUpWith(evidence, exchange, 'REQUESTID') !== undefined
  const said = mixedUp ? 'unclear' : sayingOf(evidence, exchange)
  return {
    exchange,
    operation: exchange.operation ?? '',
    method: exchange.request.read.ok ? exchange.request.read.name : '',
    account: own('MSISDN'),
    reference: isCall ? own('REQUESTID') : told('REQUESTID'),
    pin: own('PIN'),
    number: own('NOHP'),
    product: own('NOM'),
    isQuery: exchange.operation === 'query',
    said,
    code: said === 'unclear' ? '' : told('RESPONSECODE'),
    transaction: idIn(evidence, told('TRANSACTIONID')),
    serial: told('SN').trim(),
    mute: !(read?.ok && read.order.includes('SN')),
    phrase: message.trim() === '' ? undefined : phraseOf(message, evidence.contract.phrases!),
    mixedUp,
  }
}

/** An id in the form of ids: any other is the business of the rules about forms, and identifies nothing. */
function idIn(evidence: Evidence, text: string): string {
  return idForm(evidence).test(text.trim()) ? text.trim() : ''
}

const idForm = premise(({ contract }: Evidence) => new RegExp(contract.formats['alphanumeric']!.pattern, 'u'))

/** The PIN of each account: what test data says, else the first that was served. */
export const pins = premise((evidence: Evidence): Map<string, string> => {
  const known = new Map<string, string>()
  for (const [code, { item }] of provided(evidence))
    if (typeof item['pin'] === 'string') known.set(code, item['pin'])
  for (const { account, pin, said, code } of calls(evidence))
    if (!known.has(account) && said !== 'unclear' && !['', '01', '02'].includes(code)) known.set(account, pin)
  return known
})

/** Who sends what he may not: by his PIN, his name or his address. Undefined for a partner as it is to be. */
export type Intruder = 'user' | 'pin' | 'address'

export function intruderOf(evidence: Evidence, { account, pin, exchange }: Heard): Intruder | undefined {
  if (provided(evidence).get(account)?.data === 'nobody') return 'user'
  const right = pins(evidence).get(account)
  if (right !== undefined && pin !== right) return 'pin'
  return exchange.stranger ? 'address' : undefined
}

/** Kinds of accounts that are refused for what they are. */
const troubled = ['blocked', 'poor', 'nobody']

/** A request in order, of a partner in order. */
export function isProper(evidence: Evidence, one: Heard): boolean {
  return (
    isOrderly(evidence, one.exchange) &&
    intruderOf(evidence, one) === undefined &&
    !troubled.includes(provided(evidence).get(one.account)?.data ?? '')
  )
}

const supplies = premise((evidence: Evidence): Map<string, Provided[]> =>
  grouped(
    evidence.trace.entries.filter((entry) => entry.kind === 'provided'),
    ({ item }) => item.code,
  ),
)

/** What was last supplied about a number when a request was sent. */
export function supplyOf(evidence: Evidence, { number, exchange }: Heard): Provided | undefined {
  return supplies(evidence)
    .get(number)
    ?.findLast(({ tick }) => tick < exchange.began)
}

/** Kind of test data that a request is about, if its product is the one that was supplied for it. */
export function dataOf(evidence: Evidence, one: Heard): string | undefined {
  const known = supplyOf(evidence, one)
  return known?.item['product'] === one.product ? known.data : undefined
}

/** Kinds of test data that a purchase succeeds for. */
const good = ['pulsa', 'slow', 'pln', 'plna', 'ampersand', 'comma']

/** Test data vouches for it: a purchase in order succeeds. */
export const isVouched = (evidence: Evidence, one: Heard): boolean =>
  good.includes(dataOf(evidence, one) ?? '')

/** Kinds of test data that are pending for a while, and then end. */
const waiting = ['pending', 'pendingfail', 'refunded', 'plnpending']

/** Test data vouches for it: a purchase in order is taken, and pending at first. */
export const isWaiting = (evidence: Evidence, one: Heard): boolean =>
  waiting.includes(dataOf(evidence, one) ?? '')

/** Refusals that have nothing to do with the request: deposit, account, maintenance, the biller's troubles. */
const misfortunes = ['02', '03', '06', '08', '09', '12', '13', '14', '18', '22', '23', '33', '35', '36']

export const isMisfortune = (code: string): boolean => misfortunes.includes(code)

/** Earlier requests under the same trx_id of the same partner; a query stands in the way of no purchase. */
export const earlier = premise((evidence: Evidence): Map<Heard, Heard[]> => {
  const found = new Map<Heard, Heard[]>()
  const groups = grouped(calls(evidence), ({ account, reference }) => `${account} ${reference}`)
  for (const group of groups.values())
    for (const [index, one] of group.entries())
      found.set(
        one,
        group.slice(0, index).filter(({ isQuery }) => one.isQuery || !isQuery),
      )
  return found
})

/** Nothing was sent before under its trx_id, not even in vain. */
export const isFirst = (evidence: Evidence, one: Heard): boolean =>
  (earlier(evidence).get(one) ?? []).length === 0

export const isServed = ({ said }: Heard): boolean => said === 'success' || said === 'pending'

/** How a story tells an answer. */
export function told({ said, code, transaction, serial, exchange }: Heard): string {
  if (code === '')
    return said === 'refusal' ? 'a fault' : `no business answer (HTTP ${exchange.response?.status ?? 'none'})`
  const parts = [
    ...(transaction === '' ? [] : [`TRANSACTIONID ${transaction}`]),
    ...(serial === '' ? [] : [`SN ${serial}`]),
  ]
  return parts.length === 0 ? code : `${code} with ${parts.join(' and ')}`
}

/** Another request under its trx_id was sent before it was answered: nobody knows which of them is the repetition. */
export function isSole(evidence: Evidence, one: Heard): boolean {
  return calls(evidence).every(
    (other) =>
      other === one ||
      other.account !== one.account ||
      other.reference !== one.reference ||
      other.exchange.began > (one.exchange.ended ?? Infinity),
  )
}

/** The same was bought before: what is refused now may be refused for that. */
export function isBoughtBefore(evidence: Evidence, one: Heard): boolean {
  return calls(evidence).some(
    (other) =>
      other !== one &&
      !other.isQuery &&
      other.number === one.number &&
      other.product === one.product &&
      other.exchange.began < one.exchange.began &&
      isServed(other),
  )
}

/** A top-up under the name by which top-ups are usually bought in this trace. */
export const isUsual = (evidence: Evidence, { operation, method }: Heard): boolean =>
  operation === 'topup' && method === usualMethod(evidence)

const usualMethod = premise(
  (evidence: Evidence): string | undefined =>
    calls(evidence).find(({ operation }) => operation === 'topup')?.method,
)

/** Both are answers about one transaction. */
export const areOne = (a: Heard, b: Heard): boolean =>
  a.transaction !== '' && a.transaction === b.transaction && a.serial === b.serial
