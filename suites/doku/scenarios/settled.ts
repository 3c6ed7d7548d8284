/** Waits until a payment has come to its end at the target, which may take its time. */
import type { Hand } from '../../../src/stimulate/scenario.ts'
import { text } from '../../../src/wire/reading.ts'
import { at } from '../asked.ts'
import { heard, look, type Bought } from '../orders.ts'

/** Waits for the notifications of an order, where somebody listens, and for the state that a payment makes. */
export async function settled(hand: Hand, bought: Bought, count = 1): Promise<void> {
  if (hand.callbackUrl !== undefined) await heard(hand, bought, { count })
  await endOf(hand, bought)
}

/** Asks for the state of a code until it waits no more, for as long as whoever works in the background may take. */
export async function endOf(hand: Hand, { invoice }: Bought): Promise<void> {
  for (const pause of [50, 100, 200, 400, 800, 1600, 0]) {
    const { response } = await look(hand, invoice)
    if (text(response?.read, at.state) !== 'PENDING') return
    await hand.wait(pause)
  }
}
