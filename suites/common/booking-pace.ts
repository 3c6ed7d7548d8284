/** How long a receiver takes to book what it has acknowledged: it may do the work afterwards. */
import type { Booking } from '../../src/judge/trace.ts'
import type { Hand } from '../../src/stimulate/scenario.ts'
import { askUntil } from './asking-until.ts'

const isPaid = (lines: Booking[] | undefined): boolean =>
  lines === undefined || lines.some(({ state }) => state === 'paid')

/** Milliseconds after which books are read again: some three seconds in all. */
const rests = [20, 30, 50, 100, 200, 400, 800, 1600]

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
