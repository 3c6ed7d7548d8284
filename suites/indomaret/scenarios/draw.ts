/** Drawn from the seed: values that the field specs allow, and lives of a code in any order. */
import * as fc from 'fast-check'
import { messageOf } from '../../../src/contract/contract.ts'
import { drawField } from '../../../src/contract/draw.ts'
import { scenario, type Scope } from '../../../src/stimulate/scenario.ts'
import { inquiry, open, payment, reversal } from '../messages.ts'

/** Values of the identifiers and free texts of an inquiry; a short unique end keeps runs apart. */
function drawnFields({ contract, profile }: Scope): fc.Arbitrary<{ [name: string]: string }> {
  const spec = messageOf(contract, 'inquiry', 'request')
  const free = [
    'MessageID',
    'TrackingRef',
    'StoreID',
    'ExtraParam1',
    'ExtraParam2',
    'ExtraParam3',
    ...(profile['productCode'] === 'optional' ? ['ProductCode'] : []),
  ]
  return fc.record(Object.fromEntries(free.map((name) => [name, drawField(contract, spec, name)])))
}

export const values = scenario<{ [name: string]: string }>({
  id: 'values',
  says: 'Inquire with values drawn from what the field table allows, shortest and longest first.',
  role: 'server',
  exercises: ['echoes.kept', 'echoes.text', 'fields.length'],
  draw: drawnFields,
  async act(fields, hand) {
    const { code } = await hand.share('payable')
    await hand.send(inquiry(hand, code, fields))
  },
})

export const zeros = scenario<{ reference: string; store: string }>({
  id: 'leading-zeros',
  says: 'Use identifiers with leading zeros and with small letters, at their shortest and longest.',
  role: 'server',
  exercises: ['echoes.text'],
  plans: () => [
    { reference: '0001234', store: '00000001' },
    { reference: 'abcDEF', store: 'g001t001' },
    { reference: '0', store: 'G001T001' },
    { reference: '00000000000000000012', store: '12345678' },
    { reference: 'a1B2c3D4e5F6g7H8i9J0', store: '0000000z' },
  ],
  async act({ reference, store }, hand) {
    const { code } = await hand.share('payable')
    await hand.send(inquiry(hand, code, { TrackingRef: reference, StoreID: store }))
  },
})

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
    fc.array(step, {
      minLength: has('minimum') === 'freely' ? 3 : 1,
      maxLength: has('minimum') === 'freely' ? 9 : 1,
    }),
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
