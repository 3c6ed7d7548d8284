/** How long a receiver takes to book what it has acknowledged: it may do the work afterwards. */
import type { Booking } from '../../src/judge/trace.ts'
import type { Hand } from '../../src/stimulate/scenario.ts'

const isPaid = (lines: Booking[] | undefined): boolean =>
  lines === undefined || lines.some(({ state }) => state === 'paid')

/** Reads books until they have a payment, pausing so many milliseconds in between; tells how long that took, 0 where none came. */
export async function timePaid(hand: Hand, code: string, pauses: readonly number[]): Promise<number> {
  const began = performance.now()
  for (const pause of pauses) {
    if (isPaid(await hand.audit(code))) return performance.now() - began
    await hand.wait(pause)
  }
  return 0
}

/** Of each run, what was found out once. */
const paces = new WeakMap<object, Promise<number>>()

/** Waits as long as this receiver takes to book a payment, which `measure` finds out once a run; `least` milliseconds more. */
export async function waitToBook(hand: Hand, least: number, measure: () => Promise<number>): Promise<void> {
  const known = paces.get(hand.credentials) ?? measure()
  paces.set(hand.credentials, known)
  await hand.wait(Math.min(2000, least + 2 * (await known)))
}
