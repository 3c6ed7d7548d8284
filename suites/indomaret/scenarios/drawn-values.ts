/** Values that the field specs allow: drawn from the seed, and those that are easily lost or cut. */
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

export const longest = scenario({
  id: 'longest',
  says: 'Pay and reverse under identifiers of the greatest length, from a store in small letters.',
  role: 'server',
  exercises: ['echoes.kept', 'echoes.text'],
  async act(_plan, hand) {
    const { code, amount } = await open(hand)
    const TrackingRef = hand.fresh('TrackingRef').padEnd(20, 'z')
    const more = () => ({ MessageID: hand.fresh('MessageID').padEnd(255, '0'), StoreID: 'g001t001' })
    await hand.send(payment(hand, code, amount, { ...more(), TrackingRef }))
    await hand.send(reversal(hand, code, amount, TrackingRef, more()))
  },
})
