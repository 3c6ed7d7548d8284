/** Which situation of the table of accepted codes a refused request is in, as far as the trace alone tells it. */
import { premise, type Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { isHeader } from '../../../src/contract/tree.ts'
import { grouped } from '../../common/grouped.ts'
import { isForeign } from '../../common/headers.ts'
import { isServed } from '../../common/odd-rules.ts'
import { isOrderly, provided, requests } from '../../common/premises.ts'
import { spoilt } from '../../common/spoilt.ts'
import { causes } from '../life/causes.ts'
import { hasBadToken } from '../access/tokens-known.ts'
import { repetitionOf } from './repetitions.ts'

/** Id of the situation, undefined where another rule or nobody knows it. */
export function situationOf(evidence: Evidence, exchange: Exchange): string | undefined {
  if (exchange.request.method !== 'POST') return 'method'
  const flaw = flaws(evidence).get(exchange)
  if (flaw !== undefined) return flaw
  const isToken = exchange.operation === 'token' || exchange.operation === 'customerToken'
  const message = requests(evidence).get(exchange)
  const isWhole =
    message?.complaints.every(({ level }) => level !== 'must') && message.read.flaws.length === 0
  if (isWhole && exchange.signature === 'bad') return isToken ? 'token-signature' : 'wrong-signature'
  if (!isOrderly(evidence, exchange) || isToken) return undefined
  if (isForeign(evidence, exchange)) return 'wrong-client'
  // Who is let in is asked before all else, and has rules of its own.
  if (exchange.response?.status === 401 || hasBadToken(evidence, exchange)) return undefined
  // The merchant may be looked at first, or the reference.
  if (merchantOf(evidence, exchange) !== undefined && isAgain(evidence, exchange)) return undefined
  return (
    repetitionOf(evidence, exchange) ??
    payerOf(evidence, exchange) ??
    lookupOf(evidence, exchange) ??
    causes(evidence).get(exchange)
  )
}

const flaws = premise((evidence: Evidence): Map<Exchange, string> => {
  const { places } = evidence.contract
  const missing: { [place: string]: string } = {
    [places['token'] ?? '']: 'missing-token',
    [places['customerToken'] ?? '']: 'wrong-customer-token',
    [places['signature'] ?? '']: 'missing-signature',
    grantType: 'grant',
  }
  const wrong: { [place: string]: string } = {
    [places['token'] ?? '']: 'wrong-token',
    [places['customerToken'] ?? '']: 'wrong-customer-token',
    [places['signature'] ?? '']: 'wrong-signature',
    'header:Content-Type': 'unreadable',
    grantType: 'grant',
  }
  return new Map(
    spoilt(evidence).flatMap(({ exchange, complaint, place }) => {
      if (isBroken(exchange) && (complaint.constraint === 'type' || place === places['address'])) return []
      const isMissing = complaint.constraint === 'required'
      const usual = isMissing ? (isHeader(place) ? 'missing-header' : 'missing-field') : 'wrong-format'
      return [[exchange, (isMissing ? missing : wrong)[place] ?? usual] as const]
    }),
  )
})

const isBroken = ({ response }: Exchange): boolean => (response?.status ?? 500) >= 500

/** What the test data of a payment brings about. */
const fates: { [data: string]: string } = {
  poor: 'poor',
  limited: 'over-limit',
  declined: 'declined',
  blocked: 'declined',
  stale: 'declined',
  fraud: 'declined',
}

const merchants: { [data: string]: string } = {
  blacklisted: 'blacklisted-merchant',
  unknownmerchant: 'unknown-merchant',
}

/** Kind of the test data that a payment names at a place. */
const kindAt = (evidence: Evidence, { request }: Exchange, place = ''): string =>
  provided(evidence).get(text(request.read, place) ?? '')?.data ?? ''

const merchantOf = (evidence: Evidence, exchange: Exchange): string | undefined =>
  exchange.operation === 'payment'
    ? merchants[kindAt(evidence, exchange, evidence.contract.places.merchant)]
    : undefined

function payerOf(evidence: Evidence, exchange: Exchange): string | undefined {
  if (exchange.operation !== 'payment') return undefined
  const fate = () => fates[kindAt(evidence, exchange, evidence.contract.places.code)]
  return merchantOf(evidence, exchange) ?? (isAgain(evidence, exchange) ? undefined : fate())
}

/** Of a reference that comes again its first payment may be told: a repetition may be answered by what became of it. */
export function isAgain(evidence: Evidence, exchange: Exchange): boolean {
  const [first] = under(evidence).get(nameIn(evidence, exchange)) ?? []
  return first !== undefined && first.began < exchange.began
}

/** What was sent under each reference, by when it left. */
const under = premise((evidence: Evidence) => {
  const ordered = [...evidence.exchanges].sort((a, b) => a.began - b.began)
  return grouped(ordered, (exchange) => nameIn(evidence, exchange))
})

const nameIn = ({ contract }: Evidence, { request }: Exchange): string | undefined =>
  text(request.read, contract.places['reference'] ?? '')

/** The payment of an inquiry, a cancellation or a refund, where there never was one of that name. */
function lookupOf(evidence: Evidence, exchange: Exchange): string | undefined {
  const { originalReference = '', originalTransaction = '', partner = '' } = evidence.contract.places
  const named = text(exchange.request.read, originalReference)
  const unknown = { status: 'status-unknown', cancel: 'cancel-unknown', refund: 'refund-unknown' }[
    exchange.operation ?? ''
  ]
  if (unknown === undefined || named === undefined) return undefined
  if (text(exchange.request.read, originalTransaction) !== undefined) return undefined
  const own = text(exchange.request.read, partner)
  const payments = (under(evidence).get(named) ?? []).filter(
    ({ operation, request }) => operation === 'payment' && text(request.read, partner) === own,
  )
  if (payments.length === 0) return unknown
  if (exchange.operation !== 'refund' || payments.some((one) => !isIdle(evidence, one))) return undefined
  return 'refund-unpaid'
}

/** Nobody ever pays such a payment. */
function isIdle(evidence: Evidence, payment: Exchange): boolean {
  const code = text(payment.request.read, evidence.contract.places['code'] ?? '') ?? ''
  return isServed(evidence, payment) && provided(evidence).get(code)?.data === 'idle'
}
