/** How long a receiver takes to book what it has acknowledged: it may do the work afterwards. */
import type { Booking } from '../../src/judge/trace.ts'
import type { Hand } from '../../src/stimulate/scenario.ts'
import { askUntil } from './asking-until.ts'

const isPaid = (lines: Booking[] | undefined): boolean =>
  lines === undefined || lines.some(({ state }) => state === 'paid')

/** Milliseconds after which books are read again: some six seconds in all, since the first payment may wait in a queue. */
const rests = [20, 30, 50, 100, 200, 400, 800, 1600, 3200]

/** Reads books until they have a payment; tells how long that took, 0 where none came. */
export async function timePaid(hand: Hand, code: string): Promise<number> {
  const began = performance.now()
  const lines = await askUntil(hand, { ask: () => hand.audit(code), hasEnded: isPaid, rests })
  return isPaid(lines) ? performance.now() - began : 0
}

/** Of each run, what was found out once. */
const paces = new WeakMap<object, Promise<number>>()

/** How long this receiver takes to book a payment, which `measure` finds out once a run. */
export function paceOf(hand: Hand, measure: () => Promise<number>): Promise<number> {
  const known = paces.get(hand.credentials) ?? measure()
  paces.set(hand.credentials, known)
  return known
}

/** Waits as long as this receiver takes to book a payment, and `least` milliseconds more. */
export async function waitToBook(hand: Hand, least: number, measure: () => Promise<number>): Promise<void> {
  await hand.wait(Math.min(5000, least + 2 * (await paceOf(hand, measure))))
}

/** Milliseconds to book from which on a receiver may have a queue, in which one payment waits for others. */
const queued = 100

/** Reads books that ought to have something by now; those of a receiver with a queue again, for as long as they have nothing. */
export async function auditBooked(hand: Hand, code: string, measure: () => Promise<number>): Promise<void> {
  const isQueued = (await paceOf(hand, measure)) > queued
  await askUntil(hand, {
    ask: () => hand.audit(code),
    hasEnded: (lines) => !isQueued || lines === undefined || lines.length > 0,
    rests: rests.slice(3, -1),
  })
}
