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

/** Seconds after which a store still reverses, and after which every code of a day has expired. */
const hours = { late: 2 * 3600, tooLate: 28 * 3600 }

export const lateReversal = scenario({
  id: 'late-reversal',
  says: 'Repeat and reverse a payment hours after it, and reverse another after its code has expired.',
  role: 'server',
  exercises: ['reversal.undo', 'inquiry.expired', 'payment.expired', 'clocks.own'],
  exclusive: true,
  async act(_plan, hand) {
    const [first, second, unpaid] = await Promise.all([paid(hand), paid(hand), open(hand)])
    await hand.advance(hours.late)
    await hand.send(payment(hand, first.code, first.amount, { TrackingRef: first.reference }))
    await hand.send(reversal(hand, first.code, first.amount, first.reference))
    await hand.audit(first.code)
    await hand.advance(hours.tooLate)
    const undo = () => hand.send(reversal(hand, second.code, second.amount, second.reference))
    const inquireLate = () => hand.send(inquiry(hand, unpaid.code))
    await Promise.all([undo(), inquireLate()])
    await Promise.all([hand.audit(second.code), hand.send(payment(hand, unpaid.code, unpaid.amount))])
    await hand.send(inquiry(hand, second.code))
  },
})
