/** What a notification tells of a payment, and what the books prove about it. */
import type { Step } from '../../../src/judge/linear.ts'
import { amountOf } from '../money.ts'
import type { Deed, Entry, State } from '../deed.ts'
import { anything, breaks, differ, isOpen, keeps, told, waiting, withEntry } from './outcome.ts'
import { asCancelled, uncancelled } from './turned.ts'

const rule = 'states.agree'

/** A notification tells of an end that was there before it was sent; what it says of an open payment may be late. */
export function notice(state: State, deed: Deed): Step<State> {
  const { entry } = state
  const to = deed.state
  if (!entry || to === undefined || isOpen(to)) return anything(state)
  if (differ(entry.transaction, deed.transaction) && !entry.weak)
    return breaks('references.stable', `the referenceNo ${entry.transaction}`, { received: deed.transaction })
  if (entry.amount !== undefined && deed.toldAmount !== undefined && deed.toldAmount !== entry.amount)
    return breaks(rule, amountOf(entry.amount), { received: amountOf(deed.toldAmount) })
  if (isOpen(entry.status) && !entry.cancelling) {
    const { cause: _settled, ...rest } = entry
    return keeps([], 'anything', [withEntry(state, { ...rest, status: to, via: 'notice' })])
  }
  if (entry.cancelling === 'promised' && !entry.cancelled && to === '05')
    return keeps([], 'anything', [withEntry(state, { ...asCancelled(entry), status: to, via: 'notice' })])
  if (isAgreed(entry, deed)) return keeps([rule], 'anything', [state])
  const early = entry.via === 'status' ? waiting(entry) : undefined
  const broken = entry.cancelled ? uncancelled(entry, deed) : (early ?? rule)
  return breaks(broken, `${told(entry)}, as it was told before`, {
    received: `a notification of ${to}`,
  })
}

/** A payment that was paid back or voided may be told as paid, by a notification from before. */
function isAgreed({ status, cancelled, cancelling }: Entry, { state: to }: Deed): boolean {
  if (to === status || cancelling) return true
  const wasPaid =
    status === '04' || (status === '05' && cancelled !== undefined && cancelled.wasPaid !== false)
  return (wasPaid && to === '00') || (status === '00' && to === '04')
}

/** No money is taken but that of one payment, and none of a payment that was not made. */
export function books(state: State, deed: Deed): Step<State> {
  const { entry, cause, refused } = state
  const standing = deed.standing ?? 0
  if (!entry) {
    if (!refused || state.absent) return anything(state)
    const expected = 'no debit: the payment was refused'
    return standing === 0 ? keeps(['states.refused'], expected, [state]) : breaks('states.refused', expected)
  }
  if ((deed.taken ?? 0) > 1) return breaks(cause || 'payments.repeat', 'one debit in the books')
  const unmade = unmadeBy(entry)
  if (unmade && standing > 0) return breaks(unmade, `no debit that stands: it is ${told(entry)}`)
  return keeps([...(cause ? [cause] : []), ...(unmade ? [unmade] : [])], 'anything', [state])
}

/** The promise that leaves no debit standing. */
function unmadeBy({ status, cancelled, expires, inFlight }: Entry): string | undefined {
  if (status !== '05' && status !== '06') return undefined
  if (cancelled?.wasPaid === true) return 'cancels.paid'
  return expires !== undefined && inFlight && !cancelled ? 'expiry.in-flight' : 'states.monotone'
}
