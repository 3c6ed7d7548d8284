/** Waits until a payment has come to its end at the target, which may take its time. */
import type { Hand } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { askUntil } from '../../common/asking-until.ts'
import { answered } from '../../common/premises.ts'
import { at } from '../asked.ts'
import { heard, look, type Bought } from '../orders.ts'

/** Waits for the notifications of an order, where somebody listens, and for the state that a payment makes. */
export async function settled(hand: Hand, bought: Bought, count = 1): Promise<void> {
  if (hand.callbackUrl !== undefined) await heard(hand, bought, { count })
  await endOf(hand, bought)
}

/** Asks for the state of a code until it waits no more, for as long as whoever works in the background may take. */
export const endOf = (hand: Hand, { invoice }: Bought): Promise<Exchange> =>
  askUntil(hand, {
    ask: () => look(hand, invoice),
    hasEnded: (answer) => answered(answer, at.state) !== 'PENDING',
    rests: [50, 100, 200, 400, 800, 1600],
  })
