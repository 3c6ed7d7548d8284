/** Lost replies, and requests that meet in flight. */
import type { Cut } from '../../../src/wire/drive.ts'
import { scenario } from '../../../src/stimulate/scenario.ts'
import { inquiry, isApproved, open, paid, payment, reversal } from '../messages.ts'

export const lost = scenario<{ cut: Cut; then: 'reverse' | 'repeat' }>({
  id: 'lost-reply',
  says: 'Lose the answer to a payment; then reverse it, or pay again under the same key.',
  role: 'server',
  exercises: ['reversal.undo', 'payment.repeat', 'reversal.tombstone'],
  plans: () =>
    (['after-request', 'in-answer', 'before-last-byte'] as const).flatMap((cut) => [
      { cut, then: 'reverse' as const },
      { cut, then: 'repeat' as const },
    ]),
  async act({ cut, then }, hand) {
    const { code, amount } = await open(hand)
    const letter = payment(hand, code, amount)
    const reference = String(letter.draft.fields['TrackingRef'])
    await hand.lose(letter, cut)
    const undo = () => hand.send(reversal(hand, code, amount, reference))
    const next = await (then === 'reverse' ? undo() : hand.send(letter))
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
    if (then === 'reverse' && !isApproved(next)) await undo()
    await hand.send(then === 'reverse' ? letter : payment(hand, code, amount, { TrackingRef: reference }))
    await hand.audit(code)
  },
})

export const sameKey = scenario<{ messages: 'same bytes' | 'own message ids'; many: number }>({
  id: 'race-same-key',
  says: 'Pay one key several times at once.',
  role: 'server',
  exercises: ['payment.repeat-parallel'],
  trials: 2,
  plans: () => [
    { messages: 'same bytes', many: 2 },
    { messages: 'own message ids', many: 2 },
    { messages: 'own message ids', many: 5 },
  ],
  async act({ messages, many }, hand) {
    const { code, amount } = await open(hand)
    const reference = hand.fresh('TrackingRef')
    const seal = () => payment(hand, code, amount, { TrackingRef: reference })
    const first = seal()
    await hand.race([
      first,
      ...Array.from({ length: many - 1 }, () => (messages === 'same bytes' ? first : seal())),
    ])
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
  },
})

export const twoReferences = scenario<{ many: number }>({
  id: 'race-references',
  says: 'Pay one code under several references at once.',
  role: 'server',
  exercises: ['payment.parallel-references'],
  trials: 2,
  plans: () => [{ many: 2 }, { many: 5 }],
  async act({ many }, hand) {
    const { code, amount } = await open(hand)
    await hand.race(
      Array.from({ length: many }, (_, store) =>
        payment(hand, code, amount, { StoreID: `G00${store}T00${store}` }),
      ),
    )
    await hand.audit(code)
    await hand.send(inquiry(hand, code))
  },
})

/** Milliseconds after which a slow biller has its payment, and has not ended it. */
const underWay = 100

export const inFlight = scenario<{ data: 'payable' | 'slow'; when: 'at once' | 'under way' }>({
  id: 'race-reversal',
  says: 'Reverse a payment while it is being processed: together with it, and after its biller was asked.',
  role: 'server',
  exercises: ['reversal.in-flight', 'reversal.late'],
  trials: 2,
  plans: ({ has }) => [
    ...(['payable', 'slow'] as const)
      .filter((data) => has(data) !== 'no')
      .map((data) => ({ data, when: 'at once' as const })),
    ...(has('slow') === 'no' ? [] : [{ data: 'slow' as const, when: 'under way' as const }]),
  ],
  async act({ data, when }, hand) {
    const { code, amount } = await open(hand, data)
    const reference = hand.fresh('TrackingRef')
    const pay = payment(hand, code, amount, { TrackingRef: reference })
    const undo = reversal(hand, code, amount, reference)
    const belated = () => hand.wait(underWay).then(() => hand.send(undo))
    await (when === 'at once' ? hand.race([pay, undo]) : Promise.all([hand.send(pay), belated()]))
    await hand.audit(code)
    await hand.send(reversal(hand, code, amount, reference))
    await hand.audit(code)
    await hand.send(payment(hand, code, amount, { TrackingRef: reference }))
    await hand.audit(code)
  },
})

export const twoReversals = scenario({
  id: 'race-reversals',
  says: 'Reverse one payment twice at once, then pay under new references.',
  role: 'server',
  exercises: ['reversal.twice', 'reversal.in-flight'],
  trials: 2,
  async act(_plan, hand) {
    const { code, amount, reference } = await paid(hand)
    await hand.race([reversal(hand, code, amount, reference), reversal(hand, code, amount, reference)])
    await hand.audit(code)
    await hand.send(payment(hand, code, amount))
    await hand.send(payment(hand, code, amount))
    await hand.audit(code)
  },
})

export const crowd = scenario<{ many: number }>({
  id: 'crowd',
  says: 'Inquire under different references at once.',
  role: 'server',
  exercises: ['echoes.parallel'],
  trials: 2,
  plans: () => [{ many: 6 }],
  async act({ many }, hand) {
    const { code } = await hand.share('payable')
    const { code: stranger } = await hand.need('unknown')
    await hand.race(
      Array.from({ length: many }, (_, index) =>
        inquiry(hand, index % 3 === 2 ? stranger : code, { StoreID: `S${String(index).padStart(7, '0')}` }),
      ),
    )
  },
})
