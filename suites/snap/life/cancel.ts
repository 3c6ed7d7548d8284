/** What a cancellation may be answered, and what it makes of the payment. */
import type { Note, Step } from '../../../src/judge/linear.ts'
import type { Deed, Entry, State } from '../deed.ts'
import type { World } from '../model.ts'
import {
  anything,
  breaks,
  counted,
  differ,
  isIdle,
  isOtherAmount,
  isPaid,
  keeps,
  lost,
  told,
  withEntry,
} from './outcome.ts'

export function cancel(_world: World, state: State, deed: Deed): Step<State> {
  const { entry } = state
  if (deed.said === 'turned') return anything(state)
  if (!entry) return ofNothing(state, deed)
  if (counted(entry).length > 0) return ofRefunded(state, entry, deed)
  if (entry.status === '05') return ofCancelled(state, entry, deed)
  if (entry.status === '04' || entry.status === '06') return anything(state)
  if (deed.ended === undefined) return anything(...done(state, entry, deed, 'pending'))
  if (deed.said === 'open') return anything(...done(state, entry, deed, 'pending'), state)
  if (deed.said === 'refusal') return refused(state, entry, deed)
  return accepted(state, entry, deed)
}

function ofNothing(state: State, deed: Deed): Step<State> {
  if (state.touched && deed.said !== 'refusal') return anything(lost(state))
  if (state.refused || state.absent || deed.raced || deed.said === 'open') return anything(state)
  const expected = 'a refusal: there is no such payment'
  if (deed.said === 'refusal' || deed.ended === undefined)
    return keeps(['cancels.unknown'], expected, [state])
  return breaks('cancels.unknown', expected)
}

function ofRefunded(state: State, entry: Entry, deed: Deed): Step<State> {
  const rule = 'cancels.refunded'
  const expected = `a refusal: money was paid back of ${told(entry)}`
  const kept = withEntry(state, { ...entry, cause: rule })
  if (deed.said === 'refusal' || deed.said === 'open' || deed.ended === undefined)
    return keeps([rule], expected, [kept])
  if (!deed.raced || deed.said === 'pending') return breaks(rule, expected)
  const cancelled = { time: deed.cancelled ?? '', wasPaid: true, both: true }
  return anything(withEntry(state, { ...entry, status: '05', cancelled }))
}

/** Cancelled again: the same cancelTime, or a refusal. */
function ofCancelled(state: State, entry: Entry, deed: Deed): Step<State> {
  const { cancelled } = entry
  if (!cancelled) return anything(state)
  const rule = 'cancels.repeat'
  const expected = `a refusal, or the cancelTime ${cancelled.time || 'of the first answer'}`
  const time = cancelled.time || (deed.said === 'success' ? (deed.cancelled ?? '') : '')
  const kept = withEntry(state, { ...entry, cancelled: { ...cancelled, time }, cause: rule })
  if (deed.ended === undefined || deed.said !== 'success') return keeps([rule], expected, [kept])
  if (differ(cancelled.time, deed.cancelled ?? '') && !deed.raced) return breaks(rule, expected)
  return keeps([rule], expected, [kept])
}

/** A refusal leaves the state; one of a payment that nobody has begun to pay has no reason. */
function refused(state: State, entry: Entry, deed: Deed): Step<State> {
  if (isPaid(entry))
    return keeps(['cancels.paid'], 'anything', [withEntry(state, { ...entry, cause: 'cancels.paid' })])
  const isWrong = isOtherAmount(entry, deed)
  const isDue = entry.status === '01' && isIdle(entry) && !isWrong && deed.plain && !deed.raced
  if (isDue && !entry.cancelling)
    return breaks('cancels.unpaid', 'success, or 202: nobody has begun to pay the payment')
  return keeps(isWrong ? ['cancels.amount'] : [], 'anything', [state])
}

function accepted(state: State, entry: Entry, deed: Deed): Step<State> {
  const rule = isPaid(entry) ? 'cancels.paid' : 'cancels.unpaid'
  const said = deed.said === 'success' ? 'success' : 'pending'
  const notes: Note[] = isOtherAmount(entry, deed)
    ? [{ rule: 'cancels.amount', expected: 'a refusal: the payment has another amount' }]
    : []
  const stakes = [rule, ...notes.map((note) => note.rule)]
  return keeps(stakes, 'anything', done(state, entry, deed, said), notes)
}

/** Milliseconds by which a payer may be early or late. */
const jitter = 10

/** Its payer may have paid before the cancellation came. */
function maybePaid(entry: Entry, { at }: Deed): 'maybe' | false {
  const { takes = 0 } = entry
  return !isIdle(entry) && at >= entry.at + takes - jitter ? 'maybe' : false
}

/** The payment once it is cancelled, or is to be. */
function done(state: State, entry: Entry, deed: Deed, said: 'success' | 'pending'): [State] {
  if (said === 'pending') {
    const cancelling = deed.said === 'pending' ? 'promised' : (entry.cancelling ?? 'unheard')
    const promised = deed.said === 'pending' ? { promised: entry.promised ?? deed.at } : {}
    return [withEntry(state, { ...entry, cancelling, ...promised })]
  }
  const cancelled = { time: deed.cancelled ?? '', wasPaid: isPaid(entry) || maybePaid(entry, deed) }
  const { cause: _earlier, ...rest } = entry
  return [withEntry(state, { ...rest, status: '05', via: 'answer', cancelled })]
}
