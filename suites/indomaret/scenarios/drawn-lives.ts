/** Lives of a code in any order, drawn from the seed. */
import * as fc from 'fast-check'
import { scenario } from '../../../src/stimulate/scenario.ts'
import { inquiry, open, payment, reversal } from '../messages.ts'

interface Step {
  do: 'inquire' | 'pay' | 'reverse' | 'repeat'
  reference: 0 | 1 | 2
  amount: 'whole' | 'minimum' | 'too little' | 'too much'
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('pay', 'reverse', 'inquire', 'repeat'),
  reference: fc.constantFrom(0, 1, 2),
  amount: fc.oneof(
    { arbitrary: fc.constant<Step['amount']>('whole'), weight: 5 },
    { arbitrary: fc.constantFrom('minimum', 'too little', 'too much'), weight: 1 },
  ),
})

export const lives = scenario<Step[]>({
  id: 'lives',
  says: 'Lead a code through a drawn sequence of inquiries, payments, repeats and reversals.',
  role: 'server',
  exercises: ['payment.success', 'payment.repeat', 'reversal.undo', 'reversal.pay-again'],
  draw: ({ has }) =>
    has('minimum') === 'freely' ? fc.array(step, { minLength: 3, maxLength: 9 }) : undefined,
  async act(steps, hand) {
    const { code, amount, minimum } = await open(hand, 'minimum')
    const references = [0, 1, 2].map(() => hand.fresh('TrackingRef'))
    const amounts = {
      whole: amount,
      minimum: String(Math.max(1, minimum)),
      'too little': String(Math.max(0, minimum - 1)),
      'too much': String(Number(amount) + 1),
    }
    let last = inquiry(hand, code)
    for (const { do: what, reference, amount: kind } of steps) {
      if (what === 'inquire') last = inquiry(hand, code)
      if (what === 'pay') last = payment(hand, code, amounts[kind], { TrackingRef: references[reference]! })
      if (what === 'reverse') last = reversal(hand, code, amounts[kind], references[reference]!)
      await hand.send(last)
    }
    await hand.audit(code)
  },
})
