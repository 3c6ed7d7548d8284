/** What only time shows: constants where clocks are promised, late reversals, expiry. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { inquiry, isApproved, open, paid, payment, reversal } from '../messages.ts'

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

export const remembered = scenario({
  id: 'remembered',
  says: 'Pay, reverse and reverse early at the beginning; look at it again when everything else has been sent.',
  role: 'server',
  exercises: ['inquiry.paid', 'reversal.undo', 'reversal.pay-again', 'reversal.tombstone'],
  patient: true,
  plans: ({ has }) => (has('payable') === 'freely' ? [undefined] : []),
  async act(_plan, hand) {
    const [standing, undone, early] = await Promise.all([paid(hand), paid(hand), open(hand)])
    const late = hand.fresh('TrackingRef')
    await Promise.all([
      hand.send(reversal(hand, undone.code, undone.amount, undone.reference)),
      hand.send(reversal(hand, early.code, early.amount, late)),
    ])
    await hand.others()
    const again = (code: string, amount: string, TrackingRef: string) =>
      hand.send(payment(hand, code, amount, { TrackingRef }))
    await Promise.all([
      hand.send(inquiry(hand, standing.code)),
      again(undone.code, undone.amount, undone.reference),
      again(early.code, early.amount, late),
    ])
    await hand.send(reversal(hand, standing.code, standing.amount, standing.reference))
  },
})

export const lastHour = scenario({
  id: 'last-hour',
  says: 'Inquire and pay a code that expires within the hour.',
  role: 'server',
  exercises: ['inquiry.payable', 'payment.success'],
  plans: ({ has }) => (has('payable') === 'freely' ? [undefined] : []),
  async act(_plan, hand) {
    const { code, amount = 50_000 } = await hand.need('payable', { expiresIn: 3600 })
    await hand.send(inquiry(hand, code))
    await hand.send(payment(hand, code, String(amount)))
  },
})

/** Seconds until a code expires, and until it is paid after its inquiry. */
const minutes = { expiry: 600, payment: 900 }

export const expiring = scenario({
  id: 'expiring',
  says: 'Inquire a code minutes before it expires, and pay it minutes after.',
  role: 'server',
  exercises: ['payment.expired'],
  exclusive: true,
  plans: ({ has, can }) => (can.clock && has('payable') === 'freely' ? [undefined] : []),
  async act(_plan, hand) {
    const { code, amount = 50_000 } = await hand.need('payable', { expiresIn: minutes.expiry })
    await hand.send(inquiry(hand, code))
    await hand.advance(minutes.payment)
    await hand.send(payment(hand, code, String(amount)))
    await hand.audit(code)
  },
})

/** Seconds after which a store still reverses, and after which every code of a day has expired. */
const hours = { late: 2 * 3600, tooLate: 28 * 3600 }

export const lateReversal = scenario({
  id: 'late-reversal',
  says: 'Repeat, reverse and pay what was reversed hours later, reverse a payment of a code that has expired, and pay on another day.',
  role: 'server',
  exercises: [
    'reversal.undo',
    'reversal.pay-again',
    'reversal.tombstone',
    'inquiry.expired',
    'payment.expired',
    'payment.receipt-unique',
    'clocks.own',
  ],
  exclusive: true,
  async act(_plan, hand) {
    const [first, second, undone, unpaid] = await Promise.all([
      paid(hand),
      paid(hand),
      paid(hand),
      open(hand),
    ])
    const early = hand.fresh('TrackingRef')
    const [, buried] = await Promise.all([
      hand.send(reversal(hand, undone.code, undone.amount, undone.reference)),
      hand.send(reversal(hand, unpaid.code, unpaid.amount, early)),
    ])
    await hand.advance(hours.late)
    const again = (code: string, amount: string, TrackingRef: string) =>
      hand.send(payment(hand, code, amount, { TrackingRef }))
    await Promise.all([
      again(first.code, first.amount, first.reference),
      again(undone.code, undone.amount, undone.reference),
      ...(isApproved(buried) ? [again(unpaid.code, unpaid.amount, early)] : []),
    ])
    await hand.send(reversal(hand, first.code, first.amount, first.reference))
    await hand.audit(first.code)
    await hand.advance(hours.tooLate)
    const undo = () => hand.send(reversal(hand, second.code, second.amount, second.reference))
    const inquireLate = () => hand.send(inquiry(hand, unpaid.code))
    await Promise.all([undo(), inquireLate()])
    await Promise.all([hand.audit(second.code), hand.send(payment(hand, unpaid.code, unpaid.amount))])
    await hand.send(inquiry(hand, second.code))
    // The first payment of another day, whose receipt is a new one too.
    if (hand.plenty('payable')) await paid(hand)
  },
})
