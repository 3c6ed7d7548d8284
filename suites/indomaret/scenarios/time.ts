/** What only time shows: constants where clocks are promised, late reversals, expiry. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { inquiry, open, paid, payment, reversal } from '../messages.ts'

export const later = scenario({
  id: 'later',
  says: 'Inquire now and again when more than two seconds have passed.',
  role: 'server',
  exercises: ['clocks.own'],
  patient: true,
  plans: ({ can }) => (can.clock ? [] : [undefined]),
  async act(_plan, hand) {
    const { code } = await hand.share('payable')
    await hand.send(inquiry(hand, code))
    await hand.wait(2100)
    await hand.send(inquiry(hand, code))
  },
})

export const lateReversal = scenario<{ hours: number }>({
  id: 'late-reversal',
  says: 'Repeat and reverse a payment hours after it, and reverse another after its code has expired.',
  role: 'server',
  exercises: ['reversal.undo', 'inquiry.expired', 'payment.expired', 'clocks.own'],
  exclusive: true,
  plans: () => [{ hours: 2 }, { hours: 30 }],
  async act({ hours }, hand) {
    const { code, amount, reference } = await paid(hand)
    const unpaid = await open(hand)
    await hand.advance(hours * 3600)
    if (hours < 24) await hand.send(payment(hand, code, amount, { TrackingRef: reference }))
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
    await hand.send(inquiry(hand, unpaid.code))
    await hand.send(payment(hand, unpaid.code, unpaid.amount))
  },
})
