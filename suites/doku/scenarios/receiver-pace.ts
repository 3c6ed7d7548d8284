/** How long a receiver takes to book what it has acknowledged: it may do the work afterwards. */
import type { Booking } from '../../../src/judge/trace.ts'
import type { Hand } from '../../../src/stimulate/scenario.ts'
import { notice, waiting } from './receivers.ts'

/** Milliseconds after which the books are read again. */
const pauses = [20, 30, 50, 100, 200, 400, 800, 1600]

const isPaid = (lines: Booking[] | undefined): boolean =>
  lines === undefined || lines.some(({ state }) => state === 'paid')

/** Reads books until they have a payment; tells how long that took, 0 where none came. */
async function timePaid(hand: Hand, code: string): Promise<number> {
  const began = performance.now()
  for (const pause of pauses) {
    if (isPaid(await hand.audit(code))) return performance.now() - began
    await hand.wait(pause)
  }
  return 0
}

/** Of each run, what was found out once. */
const paces = new WeakMap<object, Promise<number>>()

/** Waits as long as this receiver takes to book a payment, which is found out with an order of its own. */
export async function settle(hand: Hand): Promise<void> {
  const known = paces.get(hand.credentials) ?? measured(hand)
  paces.set(hand.credentials, known)
  await hand.wait(Math.min(2000, 50 + 2 * (await known)))
}

async function measured(hand: Hand): Promise<number> {
  const order = await waiting(hand)
  await hand.send(notice(hand, order))
  return timePaid(hand, order.code)
}
