/** Reversals of everything that can be reversed, and of what cannot. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { inquiry, isApproved, open, paid, payment, reversal } from '../messages.ts'

export const early = scenario<{ amount: 'the same' | 'another' }>({
  id: 'early-reversal',
  says: 'Reverse before the payment arrives, pay late and once more, and reverse again if that was accepted.',
  role: 'server',
  exercises: ['reversal.tombstone', 'reversal.late', 'reversal.unknown'],
  plans: () => [{ amount: 'the same' }, { amount: 'another' }],
  async act(plan, hand) {
    const { code, amount } = await open(hand)
    const reference = hand.fresh('TrackingRef')
    const undone = plan.amount === 'another' ? String(Math.max(1, Number(amount) - 1)) : amount
    await hand.send(reversal(hand, code, undone, reference))
    const late = payment(hand, code, amount, { TrackingRef: reference })
    if (!isApproved(await hand.send(late))) await hand.send(late)
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount))
  },
})

export const unrelated = scenario({
  id: 'unrelated-reversal',
  says: 'Reverse what was never paid, then inquire and pay the code.',
  role: 'server',
  exercises: ['reversal.unknown'],
  async act(_plan, hand) {
    const { code, amount } = await open(hand)
    await hand.send(reversal(hand, code, amount, hand.fresh('TrackingRef')))
    await hand.send(inquiry(hand, code))
    await hand.send(payment(hand, code, amount))
    await hand.audit(code)
  },
})

export const twice = scenario({
  id: 'reversal-twice',
  says: 'Reverse twice and pay under that key; then pay under a new reference and reverse the old one once more.',
  role: 'server',
  exercises: ['reversal.twice', 'reversal.pay-again'],
  async act(_plan, hand) {
    const { code, amount, reference } = await paid(hand)
    await hand.send(reversal(hand, code, amount, reference))
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount, { TrackingRef: reference }))
    await hand.send(payment(hand, code, amount))
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount))
  },
})

export const payAgain = scenario<{ how: 'same bytes' | 'new message id' | 'other amount' }>({
  id: 'pay-after-reversal',
  says: 'Reverse a payment, then pay once more under its key.',
  role: 'server',
  exercises: ['reversal.pay-again', 'reversal.undo'],
  plans: () => [{ how: 'new message id' }, { how: 'same bytes' }, { how: 'other amount' }],
  async act({ how }, hand) {
    const { code, amount, minimum, reference, letter } = await paid(hand)
    await hand.send(reversal(hand, code, amount, reference))
    const pays = how === 'other amount' ? String(Math.max(1, minimum)) : amount
    const again = how === 'same bytes' ? letter : payment(hand, code, pays, { TrackingRef: reference })
    if (!isApproved(await hand.send(again)) && how === 'same bytes') await hand.send(again)
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
  },
})

export const wrongReference = scenario<{ reference: 'another' | 'a near one' }>({
  id: 'wrong-reference',
  says: 'Reverse a paid code under another reference, or under ones that differ in a zero, in case or at their end.',
  role: 'server',
  exercises: ['reversal.wrong-reference'],
  plans: () => [{ reference: 'another' }, { reference: 'a near one' }],
  async act({ reference }, hand) {
    // As long as a reference may be, so that it is kept whole or not at all.
    const TrackingRef = `${`0${hand.fresh('TrackingRef')}`.padEnd(19, 'z')}A`
    const { code, amount } = await open(hand)
    await hand.send(payment(hand, code, amount, { TrackingRef }))
    const wrong =
      reference === 'another'
        ? [hand.fresh('TrackingRef')]
        : [TrackingRef.slice(1), TrackingRef.toLowerCase(), TrackingRef.slice(0, -1)]
    for (const one of wrong) await hand.send(reversal(hand, code, amount, one))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount))
  },
})

export const elsewhere = scenario({
  id: 'reversed-elsewhere',
  says: 'Pay a code under a reference under which another code was reversed before.',
  role: 'server',
  exercises: ['payment.key'],
  async act(_plan, hand) {
    const { code, amount } = await open(hand)
    const { code: stranger } = await hand.need('payable')
    const TrackingRef = hand.fresh('TrackingRef')
    await hand.send(reversal(hand, stranger, amount, TrackingRef))
    await hand.send(payment(hand, code, amount, { TrackingRef }))
    await hand.audit(code)
  },
})

export const wrongCode = scenario<{ other: 'payable' | 'unknown' }>({
  id: 'wrong-code',
  says: 'Reverse another code under the reference of a payment.',
  role: 'server',
  exercises: ['reversal.wrong-code'],
  plans: () => [{ other: 'unknown' }, { other: 'payable' }],
  async act({ other }, hand) {
    const { code, amount, reference } = await paid(hand)
    const { code: stranger } = await hand.need(other)
    await hand.send(reversal(hand, stranger, amount, reference))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount))
  },
})

export const wrongAmount = scenario({
  id: 'wrong-amount',
  says: 'Reverse with another amount, then with the right one.',
  role: 'server',
  exercises: ['reversal.wrong-amount', 'reversal.undo'],
  async act(_plan, hand) {
    const { code, amount, reference } = await paid(hand)
    await hand.send(reversal(hand, code, String(Math.max(1, Number(amount) - 1)), reference))
    await hand.audit(code)
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
  },
})
