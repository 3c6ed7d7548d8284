/** How a client took the successes that it was answered: it went on, or did as if there had been no answer. */
import { shapeOf } from '../../src/contract/shape.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Read } from '../../src/wire/reading.ts'
import { answered, asked, sayingOf } from '../common/premises.ts'
import { sameKey, sent } from './client-sent.ts'

/** What is unusual about an answer; every one of them is legal. */
export type Oddity =
  'words' | 'prefix' | 'header' | 'namespace' | 'unknown-element' | 'optional-absent' | 'order' | 'several'

/** A success that was answered in time, in order, and with the client's own identifiers. */
export interface Taken {
  exchange: Exchange
  oddity?: Oddity
  /** What the client did next: the payment of an offer, the reversal of a payment. */
  next?: Exchange
  /** It took the success for one. */
  went: boolean
}

/** Milliseconds within which every client still waits for an answer. */
export const promptMs = 1000

/** The successes of a trace that a client had to take for successes. */
export const taken = premise((evidence: Evidence): Taken[] => {
  const { inquiries, payments, reversals } = sent(evidence)
  const isPlainly = (exchange: Exchange) => isLegible(evidence, exchange) && isOwn(evidence, exchange)
  const offers = inquiries.filter(isPlainly).map((exchange) => {
    const next = payments.find(
      (payment) =>
        payment.began > exchange.began && asked(payment, 'PaymentCode') === asked(exchange, 'PaymentCode'),
    )
    return takenOf(evidence, exchange, next, next !== undefined)
  })
  const receipts = payments.filter(isPlainly).map((exchange) => {
    const next = reversals.find((reversal) => reversal.began > exchange.began && sameKey(reversal, exchange))
    return takenOf(evidence, exchange, next, next === undefined)
  })
  return [...offers, ...receipts]
})

function takenOf(evidence: Evidence, exchange: Exchange, next: Exchange | undefined, went: boolean): Taken {
  const found = odditiesOf(evidence, exchange)
  const oddity = found.length > 1 ? 'several' : found[0]
  return { exchange, went, ...(next ? { next } : {}), ...(oddity ? { oddity } : {}) }
}

function isLegible(evidence: Evidence, exchange: Exchange): boolean {
  const { contract, profile } = evidence
  const { response, elapsedMs, operation } = exchange
  if (!response?.read.ok || elapsedMs > promptMs || sayingOf(evidence, exchange) !== 'success') return false
  const spec = contract.messages[contract.operations[operation!]!.response!]!
  const complaints = shapeOf(contract, spec, profile).check(response.read.fields)
  return (
    response.status === 200 &&
    response.read.flaws.length === 0 &&
    complaints.every(({ level }) => level !== 'must')
  )
}

/** Whether an answer repeats what tells its request from others. */
export function isOwn({ profile }: Evidence, exchange: Exchange): boolean {
  const fields = ['TrackingRef', 'StoreID', ...(profile['messageId'] === 'fresh' ? [] : ['MessageID'])]
  return fields.every((field) => answered(exchange, field).trim() === asked(exchange, field).trim())
}

function odditiesOf(evidence: Evidence, exchange: Exchange): Oddity[] {
  const read = exchange.response!.read as Read
  const wording = text(read, evidence.contract.outcome.text) ?? ''
  return [
    ...(/success/i.test(wording) ? [] : ['words' as const]),
    ...envelopeOddities(exchange, read),
    ...fieldOddities(evidence, exchange, read),
  ]
}

function envelopeOddities({ request }: Exchange, { soap }: Read): Oddity[] {
  const asking = request.read.ok ? request.read.soap : undefined
  if (!soap || !asking) return []
  const isForeign =
    soap.payloadNs !== asking.payloadNs || soap.leafNs.some((ns) => !asking.leafNs.includes(ns))
  const isUnusual =
    soap.version !== asking.version || soap.cdata || soap.comments || soap.bom || soap.encoding !== 'utf-8'
  return [
    ...(soap.prefix === 'soap' ? [] : ['prefix' as const]),
    ...(soap.header ? ['header' as const] : []),
    ...(isForeign ? ['namespace' as const] : []),
    ...(isUnusual || soap.encoded || soap.nil.length > 0 ? ['several' as const, 'several' as const] : []),
  ]
}

function fieldOddities({ contract }: Evidence, { operation }: Exchange, { order, fields }: Read): Oddity[] {
  const spec = contract.messages[contract.operations[operation!]!.response!]!
  const known = new Set(spec.fields.map(({ name }) => name))
  const optional = spec.fields.filter(({ presence, onSuccess }) => presence !== 'M' && onSuccess !== 'M')
  const isTurned = order.includes('MinAmount') && order.indexOf('Amount') < order.indexOf('MinAmount')
  return [
    ...(order.some((name) => !known.has(name)) ? ['unknown-element' as const] : []),
    ...(optional.some(({ name }) => name in fields) ? [] : ['optional-absent' as const]),
    ...(isTurned ? ['order' as const] : []),
  ]
}
