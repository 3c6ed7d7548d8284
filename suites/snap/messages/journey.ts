/** A payment from its beginning to its refund: every service once, nothing unusual. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { cancellation, inquire, pay, refund } from '../orders.ts'

export const journey = scenario<string>({
  id: 'journey',
  says: 'Pay, ask, refund in part, ask again, try to cancel.',
  role: 'server',
  exercises: ['fields.present', 'fields.format', 'fields.length', 'codes.format', 'codes.described'],
  plans: () => ['card'],
  async act(data, hand) {
    const { reference } = await pay(hand, {}, data)
    await inquire(hand, reference)
    await hand.send(refund(hand, reference, '4000.00'))
    await inquire(hand, reference)
    await hand.send(cancellation(hand, reference))
  },
})
