/** What a callback tells of a transaction, and what the books prove about it. */
import type { Step } from '../../../src/judge/linear.ts'
import type { Deed, Entry, State } from '../deed.ts'
import type { World } from '../model.ts'
import { statusOf } from './again.ts'
import { anything, breaks, differ, ended, keeps, withEntry } from './outcome.ts'

export function reported(state: State, deed: Deed): Step<State> {
  const { entry } = state
  if (!entry || deed.said === 'pending' || deed.said === 'unclear') return anything(state)
  const told = ended(entry, deed, 'callback')
  // The purchase of an earlier day may be told of late.
  if (state.before > 0 && differ(entry.transaction, deed.transaction)) return anything(state)
  if (state.before > 0 && deed.isDerived) return { ...anything(state), next: [state, withEntry(state, told)] }
  if (entry.status === 'open' || entry.status === 'pending')
    return keeps([], 'anything', [withEntry(state, told)])
  if (!entry.wasPending || told.status === entry.status) return anything(state)
  // A refund may follow a success.
  if (told.status === 'refunded') return anything(withEntry(state, told))
  return breaks(contradicted(entry), `the end that was told before: ${statusOf(entry)}`)
}

/** A status check that spoke too early is to blame, or one of two callbacks. */
const contradicted = ({ via, status }: Entry): string =>
  via === 'check' && status === 'failed' ? 'purchase.pending' : 'callbacks.consistent'

/** No more purchases stand in the books than were answered for. */
export function books({ usual, weighed }: World, state: State, { standing = 0 }: Deed): Step<State> {
  const { entry, before, cause } = state
  if (!entry || cause === '' || (weighed && cause !== 'purchase.parallel')) return anything(state)
  if (entry.status === 'failed' || entry.status === 'refunded') return anything(state)
  const most = (before + 1) * usual
  if (standing <= most) return keeps([cause], 'one purchase', [state])
  return breaks(cause, `${most === 1 ? 'one purchase' : `${most} purchases`} under this trx_id in the books`)
}
