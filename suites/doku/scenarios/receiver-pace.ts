/** How long a receiver of DOKU's notifications takes to book a payment. */
import type { Hand } from '../../../src/stimulate/scenario.ts'
import { timePaid, waitToBook } from '../../common/booking-pace.ts'
import { notice, waiting } from './receivers.ts'

/** Waits as long as this receiver takes to book a payment, which is found out with an order of its own. */
export const settle = (hand: Hand): Promise<void> => waitToBook(hand, 50, () => measured(hand))

async function measured(hand: Hand): Promise<number> {
  const order = await waiting(hand)
  await hand.send(notice(hand, order))
  return timePaid(hand, order.code)
}
