/** Which state may follow which, and whose promise it breaks when another one does. */
import type { Note, Step } from '../../../src/judge/linear.ts'
import { sum } from '../money.ts'
import {
  isOver,
  margin,
  type Deed,
  type Entry,
  type Refund,
  type State,
  type Status,
  type Told,
} from '../deed.ts'
import type { World } from '../model.ts'
import { breaks, counted, isIdle, isOpen, told, waiting } from './outcome.ts'

/** The payment as it was found, and the promises that it kept. */
export interface Turn {
  entry: Entry
  stakes: string[]
  notes: Note[]
}

/** Holds the state that an inquiry tells against the last one. */
export function turned(world: World, entry: Entry, deed: Deed): Turn | Step<State> {
  const to = deed.state!
  const { cancelled, cancelling, status } = entry
  if (cancelled) return afterCancel(entry, deed, to)
  if (cancelling === 'promised' && to === '05') return carriedOut(entry, deed)
  if (status === '05' || status === '06') return ended(entry, deed, to)
  if (status === '00' || status === '04') return afterPaid(world, entry, deed, to)
  return whileOpen(world, entry, deed, to)
}

/** The last word was a notification's, or an answer's that promised something. */
const keeper = ({ via, cause }: Entry): string =>
  cause ?? (via === 'notice' ? 'states.agree' : 'states.monotone')

function afterCancel(entry: Entry, deed: Deed, to: Status): Turn | Step<State> {
  const { wasPaid, both } = entry.cancelled!
  if (both) return afterBoth(to)
  // Whoever treats a voided payment as one that was paid back says so.
  if (to === '05' || (to === '04' && wasPaid))
    return seen(entry, deed, [
      'states.monotone',
      ...(entry.cause === 'cancels.repeat' ? ['cancels.repeat'] : []),
    ])
  return breaks(uncancelled(entry, deed), 'the state 05: it was cancelled', found(to))
}

/** A cancellation that was answered 202 has been carried out. */
function carriedOut(entry: Entry, deed: Deed): Turn {
  const done = asCancelled(entry)
  return seen(done, deed, [
    'cancels.time',
    done.cancelled?.wasPaid === true ? 'cancels.paid' : 'cancels.unpaid',
  ])
}

/** The payment once the promise to cancel it was kept. */
export function asCancelled(entry: Entry): Entry {
  const { cancelling: _done, ...rest } = entry
  const wasPaid = entry.status === '00' || (isIdle(entry) ? false : 'maybe')
  return { ...rest, cancelled: { time: '', wasPaid, confirmed: true } }
}

/** Whose promise it breaks that a cancelled payment has another state. */
export function uncancelled({ cancelled, cause }: Entry, { state: to, paid }: Deed): string {
  const { time, wasPaid, confirmed } = cancelled!
  if (confirmed && cause === 'cancels.repeat') return cause
  if (to === '06' || to === '04') return 'cancels.time'
  const wasMaybe = wasPaid === 'maybe' && !confirmed && !isOpen(to!) && !isAfter(paid, time)
  return wasPaid === true || wasMaybe ? 'cancels.paid' : 'cancels.unpaid'
}

/** A payment that was paid after its cancellation was not paid before it. */
const isAfter = (paid: string | undefined, cancelled: string): boolean =>
  Date.parse(paid ?? '') > Date.parse(cancelled)

/** Cancelled and paid back at once, and both were answered with success. */
const afterBoth = (to: Status): Step<State> =>
  to === '05'
    ? breaks('cancels.refunded', 'a payment that was cancelled or paid back, not both')
    : breaks('cancels.paid', 'the state 05: it was cancelled', found(to))

const found = (to: Status) => ({ received: `the state ${to}` })

function ended(entry: Entry, deed: Deed, to: Status): Turn | Step<State> {
  if (to === entry.status) return seen(entry, deed, ['states.monotone'])
  // Found failed before its time, then paid: the promise of an answer that left the outcome open.
  const early = entry.via === 'status' && entry.cause === undefined ? waiting(entry) : undefined
  return breaks(early ?? keeper(entry), `${told(entry)} for good`, found(to))
}

function afterPaid(world: World, entry: Entry, deed: Deed, to: Status): Turn | Step<State> {
  const isDone = to === '00' || to === '04'
  if (to === '05' && entry.cancelling) return seen(entry, deed, [])
  if (!isDone) return breaks(keeper(entry), `${told(entry)}`, found(to))
  const wrong = entry.amount === undefined ? undefined : wrongBalance(world, entry, deed, to)
  if (wrong) return wrong
  const back = sum(counted(entry).map(({ amount }) => amount))
  const about = back === 0n ? [] : back === entry.amount ? ['refunds.full'] : ['refunds.partial']
  return seen(entry, deed, ['states.monotone', ...about, ...causes(entry)], hasty(world, entry, deed, to))
}

/** 04 in the very answer whose history tells that a part is still on its way. */
function hasty({ profile }: World, entry: Entry, deed: Deed, to: Status): Note[] {
  const history = historyOf(deed) ?? []
  const made = sum(history.flatMap(({ state, amount }) => (state === '00' ? (amount ?? 0n) : [])))
  const isWaiting = history.some(({ state }) => state === '03') && made < (entry.amount ?? 0n)
  if (to !== '04' || !isWaiting || profile['partialRefundStatus'] === '04') return []
  return entry.refunds.length === 0
    ? []
    : [{ rule: 'refunds.pending', expected: 'the state 00: a refund is still pending' }]
}

/** What a promise is about that was given since the last look. */
const causes = ({ cause }: Entry): string[] => (cause === undefined ? [] : [cause])

/** 04 says that the payment was paid back, 00 that it was not, or not whole. */
function wrongBalance({ profile }: World, entry: Entry, deed: Deed, to: Status): Step<State> | undefined {
  const live = counted(entry).filter(({ number }) => !isTold(deed, number, '06'))
  const most = sum(live.map(({ amount }) => amount))
  const least = sum(live.filter((one) => isMade(one.state, one.number, deed)).map(({ amount }) => amount))
  const isPartly = profile['partialRefundStatus'] === '04'
  if (to === '04' && (most === 0n || (most < entry.amount! && !isPartly)))
    return breaks(entry.refunds.length === 0 ? keeper(entry) : 'refunds.partial', 'the state 00', found(to))
  if (to === '04' || least === 0n) return undefined
  if (least >= entry.amount!)
    return breaks(unfinished(entry, live, deed), 'the state 04: all was paid back', found(to))
  return isPartly ? breaks('refunds.partial', 'the state 04: part was paid back', found(to)) : undefined
}

/** Whose promise it breaks that all is told as paid back, and the payment is not: a refund was not made, or not yet. */
function unfinished({ takes = 0 }: Entry, live: Refund[], deed: Deed): string {
  const history = historyOf(deed) ?? []
  const isMissing = ({ number }: Refund) => !history.some((one) => one.number === number)
  if (live.some((one) => one.cause === 'refunds.no-amount' && isMissing(one))) return 'refunds.no-amount'
  const isEarly = ({ later, waited, state, at }: Refund) =>
    later && !waited && state === '03' && deed.at < at + takes
  return live.some(isEarly) ? 'refunds.pending' : 'refunds.full'
}

/** The history tells of this refund, and every time that it has this state. */
function isTold(deed: Deed, number: string, state: string): boolean {
  const told = toldOf(deed, number)
  return told.length > 0 && told.every((one) => one.state === state)
}

/** What the history tells of a refund. */
const toldOf = (deed: Deed, number: string): Told[] =>
  historyOf(deed)?.filter((one) => one.number === number) ?? []

const historyOf = ({ history }: Deed): Told[] | undefined => (history === 'garbled' ? undefined : history)

/** Made for sure: the history may tell later of what was accepted, and of what is pending. */
function isMade(state: string, number: string, deed: Deed): boolean {
  if (state === '00') return true
  return toldOf(deed, number).length === 0 ? state === '?' : isTold(deed, number, '00')
}

function whileOpen(world: World, entry: Entry, deed: Deed, to: Status): Turn | Step<State> {
  const { status, expires } = entry
  const isPast = expires !== undefined && deed.at > expires + margin
  if (to === '04') return breaks(keeper(entry), 'another state: nothing was paid back', found(to))
  if (status !== '?' && status !== '01' && to === '01')
    return breaks(keeper(entry), `another state than 01 after ${status}`, found(to))
  const wrong = isIdle(entry)
    ? (unkept(world, entry, deed, to) ?? untouched(entry, deed, to, isPast))
    : undefined
  if (wrong) return wrong
  if (isPast && to === '00' && isPaidLate(entry, deed))
    return breaks('expiry.expires', 'no payment after its expiry', found(to))
  const late = overdue(world, entry, deed, to)
  if (late) return late
  return seen(entry, deed, stakesOf(entry, to, isPast), notesOf(world, entry, deed, isPast))
}

/** A cancellation that was answered 202 and is not carried out within the time of the profile. */
function unkept({ profile }: World, { promised, cancelling }: Entry, deed: Deed, to: Status) {
  const seconds = Number(profile['notifySeconds'])
  const isDue = promised !== undefined && isOver(promised + seconds * 1000, deed)
  return isDue && cancelling === 'promised' && isOpen(to)
    ? breaks('cancels.unpaid', `the cancellation that was promised, within ${seconds} seconds`, found(to))
    : undefined
}

/** Nobody does anything about this payment: it waits as it is, until it is cancelled or expires. */
function untouched(entry: Entry, deed: Deed, to: Status, isPast: boolean): Step<State> | undefined {
  const { status, expires, cancelling } = entry
  if (to === '00' && (isPast || status === '01'))
    return breaks(isPast ? 'expiry.expires' : keeper(entry), 'no payment: nobody has paid', found(to))
  const isEarly = expires !== undefined && deed.at < expires - margin
  if ((to === '05' || to === '06') && isEarly && !cancelling)
    return breaks('expiry.expires', 'a payment that waits: its validUpTo is still to come', found(to))
  if ((to === '05' || to === '06') && isUnmoved(entry, deed))
    return breaks('states.unmoved', `the state ${status}: what was asked for was refused`, found(to))
  const isMoved = (status === '01' && isOpen(to) && to !== '01') || (status === '02' && to === '03')
  return isMoved
    ? breaks('status.read-only', `the state ${status}: nobody did anything`, found(to))
    : undefined
}

/** Milliseconds within which nobody else ends a payment that waits. */
const calm = 30_000

/** Nothing ends it of its own accord so soon after something was refused. */
const isUnmoved = ({ unmoved, cancelling, expires }: Entry, { at }: Deed): boolean =>
  unmoved !== undefined && !cancelling && at < unmoved + calm && at < (expires ?? Infinity) - margin

/** Whatever was on its way before the expiry may arrive after it. */
function isPaidLate({ answered, inFlight, expires, seenOpen }: Entry, { paid }: Deed): boolean {
  if (inFlight || answered !== 'success') return false
  const instant = Date.parse(paid ?? '')
  if (!Number.isNaN(instant)) return instant > expires! + margin
  return seenOpen !== undefined && seenOpen > expires! + margin
}

/** Cards whose payments end by themselves. */
const ending = ['pending', 'pendingfail', 'timeout', 'timeoutfail']

/** An end that does not come within the time of the profile. */
function overdue({ profile }: World, entry: Entry, deed: Deed, to: Status): Step<State> | undefined {
  const rule = waiting(entry)
  const due = entry.at + (entry.takes ?? 0) + Number(profile['notifySeconds']) * 1000
  if (!rule || !isOpen(to) || !ending.includes(entry.data ?? '') || !isOver(due, deed)) return undefined
  return breaks(rule, `the end of the payment within ${String(profile['notifySeconds'])} seconds`, found(to))
}

function stakesOf(entry: Entry, to: Status, isPast: boolean): string[] {
  const rule = waiting(entry)
  return [
    'states.monotone',
    ...(rule ? [rule] : []),
    ...(isPast && to !== '00' ? ['expiry.expires'] : []),
    ...(isPast && entry.inFlight ? ['expiry.in-flight'] : []),
    ...(entry.unmoved !== undefined && to === '01' ? ['states.unmoved'] : []),
    ...causes(entry),
  ]
}

function notesOf({ profile }: World, entry: Entry, deed: Deed, isPast: boolean): Note[] {
  const to = deed.state!
  if (!isPast) return []
  if (entry.inFlight && entry.data === 'pending' && (to === '05' || to === '06'))
    return [{ rule: 'expiry.in-flight', expected: 'the end that the payer brought about' }]
  // Whoever ends payments in the background has the time to find that the clock was moved.
  if (!isIdle(entry) || (isOpen(to) && !isOver(entry.expires!, deed))) return []
  const wanted = String(profile['expiryStatus'])
  return to === wanted ? [] : [{ rule: 'expiry.expires', expected: `the state ${wanted}: it has expired` }]
}

function isOnItsWay({ inFlight, expires }: Entry, { state, at }: Deed): boolean {
  return inFlight === true || ((state === '02' || state === '03') && at < (expires ?? Infinity) + margin)
}

/** The payment as it was found. */
function seen(entry: Entry, deed: Deed, stakes: string[], notes: Note[] = []): Turn {
  const to = deed.state!
  const isSame = to === entry.status
  const { cause: _proved, unmoved: _kept, ...rest } = entry
  return {
    entry: {
      ...rest,
      status: to,
      via: isSame ? entry.via : 'status',
      ...(rest.cancelled && to === '05' ? { cancelled: { ...rest.cancelled, confirmed: true } } : {}),
      ...(isOpen(to) ? { seenOpen: deed.at } : {}),
      ...(isOnItsWay(entry, deed) ? { inFlight: true } : {}),
      ...(deed.paid ? { paid: entry.paid ?? deed.paid } : {}),
    },
    stakes: entry.via === 'notice' ? [...stakes, 'states.agree'] : stakes,
    notes,
  }
}
