/** Which queries came before a purchase, and what they can have opened. */
import type { Evidence } from '../../src/judge/rule.ts'
import { provided } from '../common/premises.ts'
import { calls, type Heard } from './heard.ts'

/** The queries that had been answered when a purchase was sent, of the same partner for the same number. */
export function queriesBefore(evidence: Evidence, one: Heard): Heard[] {
  return allQueriesBefore(evidence, one).filter((query) => isLinked(evidence, query, one))
}

/** The profile says what belongs together: the number, or the trx_id. */
function isLinked({ profile }: Evidence, query: Heard, one: Heard): boolean {
  return (
    query.account === one.account &&
    (profile['plnLinkBy'] === 'requestId' ? query.reference === one.reference : query.number === one.number)
  )
}

/** All queries of the trace that had been answered by then, of whatever partner for whatever number. */
export function allQueriesBefore(evidence: Evidence, one: Heard): Heard[] {
  return calls(evidence).filter(
    (query) =>
      query.isQuery && query.exchange.ended !== undefined && query.exchange.ended < one.exchange.began,
  )
}

/** A query that may have opened the way: no answer is known, or it was still under way. */
export function isUnsure(evidence: Evidence, one: Heard): boolean {
  return calls(evidence).some(
    (query) =>
      query.isQuery &&
      isLinked(evidence, query, one) &&
      query.exchange.began < (one.exchange.ended ?? Infinity) &&
      (query.said === 'unclear' ||
        query.exchange.ended === undefined ||
        query.exchange.ended >= one.exchange.began),
  )
}

/** Nobody can have queried it before this trace: number or partner was made for it. */
export function isUntouched(evidence: Evidence, { number, account }: Heard): boolean {
  return [number, account].some((code) => provided(evidence).get(code)?.origin === 'hook')
}

/** A query that succeeded has opened the way, and no purchase has gone through it since: how many may is left open. */
export function isOpened(evidence: Evidence, one: Heard, product?: string): boolean {
  const last = queriesBefore(evidence, one).findLast(
    (query) => query.said === 'success' && (product === undefined || query.product === product),
  )
  if (!last) return false
  return calls(evidence).every(
    (other) =>
      other.operation !== 'purchase' ||
      other === one ||
      (other.exchange.ended ?? Infinity) < last.exchange.began ||
      other.exchange.began > one.exchange.began ||
      !isLinked(evidence, last, other),
  )
}
