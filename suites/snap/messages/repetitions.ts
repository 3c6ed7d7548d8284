/** Requests that come again: under the same X-EXTERNAL-ID, the same reference, the same number of a refund. */
import type { Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { refundBefore, stateBefore } from './last-told.ts'
import { isServed } from '../../common/odd-rules.ts'
import { isOrderly, isThrottled, offsetAt } from '../../common/premises.ts'

/** The situation of a repetition, undefined for what comes for the first time. */
export function repetitionOf(evidence: Evidence, exchange: Exchange): string | undefined {
  const { external = '', reference = '', refund = '' } = evidence.contract.places
  const before = (place: string) => earlier(evidence, exchange, place)
  if (before(external).some((other) => isSameDay(evidence, exchange, other))) return 'external-id-again'
  if (exchange.operation === 'payment') {
    const paid = before(reference).filter((other) => isSuccess(evidence, other))
    if (paid.length > 0 && isPaid(evidence, exchange, paid))
      return paid.every((other) => isSame(evidence, exchange, other))
        ? 'payment-again'
        : 'payment-inconsistent'
  }
  if (exchange.operation === 'refund') {
    const made = before(refund).filter((other) => isServed(evidence, other))
    if (made.length > 0 && !mayHaveFailed(evidence, exchange, made))
      return made.every((other) => isSame(evidence, exchange, other)) ? 'refund-again' : 'refund-inconsistent'
  }
  return undefined
}

/** Orderly requests of the same partner with the same value that were over before. */
function earlier(evidence: Evidence, exchange: Exchange, place: string): Exchange[] {
  const { partner = '' } = evidence.contract.places
  const value = text(exchange.request.read, place)
  if (value === undefined) return []
  return evidence.exchanges.filter(
    (other) =>
      other !== exchange &&
      (other.ended ?? Infinity) < exchange.began &&
      text(other.request.read, place) === value &&
      text(other.request.read, partner) === text(exchange.request.read, partner) &&
      !isThrottled(other) &&
      isOrderly(evidence, other),
  )
}

/** Without a clock that was moved between them: then they may be of different days. */
const isSameDay = (evidence: Evidence, exchange: Exchange, other: Exchange): boolean =>
  offsetAt(evidence, exchange.began) === offsetAt(evidence, other.began)

const isSuccess = (evidence: Evidence, exchange: Exchange): boolean =>
  isServed(evidence, exchange) && exchange.response?.status === 200

/** Paid as far as anybody told: of a payer who was sent to a page, the answer alone tells nothing. */
function isPaid(evidence: Evidence, exchange: Exchange, paid: Exchange[]): boolean {
  const reference = text(exchange.request.read, evidence.contract.places['reference'] ?? '') ?? ''
  const state = stateBefore(evidence, exchange, reference)
  if (state !== undefined) return state === '00' || state === '04'
  return paid.every(({ response }) =>
    ['webRedirectUrl', 'appRedirectUrl'].every((place) => text(response?.read, place) === undefined),
  )
}

/** A refund that was pending, and that nobody told to stand, may be refused when it comes again. */
function mayHaveFailed(evidence: Evidence, exchange: Exchange, made: Exchange[]): boolean {
  const { refund = '', originalReference = '' } = evidence.contract.places
  const [number, reference] = [refund, originalReference].map(
    (place) => text(exchange.request.read, place) ?? '',
  ) as [string, string]
  const isLater = made.some(({ response }) => response?.status !== 200)
  return isLater && refundBefore(evidence, exchange, { reference, number }) !== '00'
}

/** The same body, whatever its layout. */
function isSame({ contract }: Evidence, exchange: Exchange, other: Exchange): boolean {
  const [mine, its] = [exchange.request.read, other.request.read]
  if (!mine.ok || !its.ok) return false
  const members = contract.messages[contract.operations[exchange.operation!]!.request]!.fields.map(
    ({ name }) => name,
  ).filter((name) => !name.startsWith('header:') && !/[.[]/.test(name))
  return members.every((name) => text(mine, name) === text(its, name))
}
