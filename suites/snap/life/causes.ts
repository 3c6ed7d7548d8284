/** Why a request had to be refused, as far as the history of its payment tells: situations of the table of codes. */
import { premise, type Evidence } from '../../../src/judge/rule.ts'
import type { Placed } from '../../../src/judge/linear.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { searched } from '../../common/lifecycle.ts'
import { margin, type Deed, type State } from '../deed.ts'
import { histories } from '../histories.ts'
import { counted, differ, isOtherAmount, isPaid, restOf } from './outcome.ts'

/** The one search of each history that the promises are views of, too. */
export const outcomes = searched(histories)

/** Situations of requests that their payments leave no room for. */
export const causes = premise((evidence: Evidence): Map<Exchange, string> => {
  const found = outcomes(evidence).flatMap(({ history: { acts }, outcome }) =>
    outcome.kind === 'inconclusive' || acts.some(isUncertain) ? [] : outcome.order.flatMap(causeIn),
  )
  return new Map(found)
})

/** It may have been done or not, so that nobody knows how things stand after it. */
const isUncertain = ({ kind, said, raced, ended, code }: Deed): boolean =>
  kind !== 'status' && (raced || ended === undefined || (said === 'open' && !/^50[01]/.test(code)))

function causeIn({ op, state }: Placed<State, Deed>): [Exchange, string][] {
  const cause = op.spoilt || op.said === 'turned' ? undefined : causeOf(state, op)
  return cause === undefined || op.exchange === undefined ? [] : [[op.exchange, cause]]
}

function causeOf(state: State, deed: Deed): string | undefined {
  if (deed.kind === 'cancel') return ofCancel(state, deed)
  if (deed.kind === 'refund') return ofRefund(state, deed)
  const isFirst = deed.kind === 'payment' && state.entry === undefined
  return isFirst && deed.expires !== undefined && deed.expires < deed.at - margin
    ? 'expired-before'
    : undefined
}

function ofCancel({ entry }: State, deed: Deed): string | undefined {
  if (!entry) return undefined
  if (isOtherAmount(entry, deed)) return entry.status === '01' ? 'cancel-amount' : undefined
  if (counted(entry).length > 0) return 'cancel-refunded'
  if (entry.status === '05') return 'cancel-final'
  return isPaid(entry) ? 'cancel-paid' : undefined
}

function ofRefund({ entry }: State, deed: Deed): string | undefined {
  if (!entry || deed.elsewhere || entry.refunds.some(({ number }) => number === deed.number)) return undefined
  if (entry.status !== '00') return undefined
  if (differ(deed.currency, entry.currency)) return 'refund-currency'
  const rest = restOf(entry)
  if (rest === undefined || rest <= 0n || deed.amount === undefined) return undefined
  return deed.amount > rest ? 'refund-over' : undefined
}
