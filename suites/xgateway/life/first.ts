/** The first request under a trx_id, and the first after its 24 hours. */
import type { Step } from '../../../src/judge/linear.ts'
import type { Deed, Entry, State } from '../deed.ts'
import { anything, breaks, differ, keeps, opened, withEntry } from './outcome.ts'

/** Codes of requests that never become a transaction. */
const unborn = ['01', '02', '31', '33']

export function first(state: State, deed: Deed): Step<State> {
  const crossed = state.query ? ['purchase.cross'] : []
  if (deed.ended === undefined) return { ...anything(state), next: [state, withEntry(state, opened(deed))] }
  if (state.query && isOfQuery(state.query, deed))
    return breaks('purchase.cross', 'a purchase or a refusal, not what the query was answered')
  if (deed.said === 'refusal' && unborn.includes(deed.code)) return refusedBefore(state, deed, crossed)
  const next = [{ ...withEntry(state, opened(deed)), cause: causeOf(deed) }]
  if (state.rejected !== '02') return keeps(crossed, 'anything', next)
  const expected = 'a purchase: a request that was refused with 02 leaves its trx_id free'
  const rule = 'accounts.no-consume'
  if (deed.said !== 'refusal') return keeps([rule, ...crossed], expected, next)
  return deed.vouched ? keeps([rule, ...crossed], expected, next, [{ rule, expected }]) : anything(next[0]!)
}

/** What the books would show broken, were there more than one purchase in them. */
const causeOf = ({ raced, again }: Deed): string =>
  raced ? 'purchase.parallel' : again ? 'purchase.repeat' : ''

function refusedBefore(state: State, deed: Deed, crossed: string[]): Step<State> {
  const expected = 'a purchase: a request that was refused with 02 leaves its trx_id free'
  const rule = 'accounts.no-consume'
  if (state.rejected === '02' && deed.vouched && !deed.spoilt)
    return keeps([rule, ...crossed], expected, [state], [{ rule, expected }])
  return keeps(crossed, 'anything', [{ ...state, rejected: deed.code }])
}

/** The answer is that of a query. */
function isOfQuery(query: NonNullable<State['query']>, { said, phrase, serial, transaction }: Deed): boolean {
  if (said !== 'success') return false
  return (
    phrase?.verb === 'QUERY' || (serial === '' && transaction !== '' && transaction === query.transaction)
  )
}

/** A request whose trx_id was first sent more than 24 hours ago. */
export function afterwards(state: State, entry: Entry, deed: Deed, stuck: boolean): Step<State> {
  const paid = entry.status === 'failed' || entry.status === 'refunded' ? 0 : 1
  const renewed = { ...withEntry(state, opened(deed)), before: state.before + paid, reused: true as const }
  if (deed.ended === undefined) return { ...anything(state), next: [state, renewed] }
  const rule = entry.repeated && !stuck ? 'purchase.anchor' : 'purchase.after'
  const expected = 'a new transaction: its first sending is more than 24 hours ago'
  if (deed.code !== '04' && !isSame(entry, deed)) return keeps([rule], expected, [renewed])
  if (rule === 'purchase.anchor') return breaks(rule, expected)
  // Who frees no trx_id at all shows nothing of when the time begins.
  const rules = entry.repeated ? [rule, 'purchase.anchor'] : [rule]
  return keeps(rules, expected, [state], [{ rule, expected }])
}

function isSame(entry: Entry, { transaction, isDerived, serial, code }: Deed): boolean {
  // What has no id of its own shows by what it sold; a failure that comes again can be the old one or another.
  if (entry.transaction === '' || transaction === '' || isDerived)
    return serial !== '' && code === entry.code && serial === entry.serial
  return !differ(entry.transaction, transaction)
}
