/** Two partners beside each other. */
import { scenario, type Hand } from '../../../../src/stimulate/scenario.ts'
import { inquire, money, order, pay, type Paid } from '../../orders.ts'
import { at } from './forging.ts'
import { lane, neighbour, type Party } from './parties.ts'

export const neighbours = scenario({
  id: 'neighbours',
  says: 'Have a second partner ask for, cancel and refund a payment, and use its reference, its number of a refund and its X-EXTERNAL-ID.',
  role: 'server',
  lane,
  exercises: [
    'isolation.status',
    'isolation.cancel',
    'isolation.refund',
    'isolation.references',
    'external.scope',
  ],
  async act(_plan, hand) {
    const other = await neighbour(hand)
    const external = hand.fresh(at.external)
    const paid = await pay(hand, { [at.external]: external })
    await spy(hand, other, paid)
    await meddle(hand, other, paid)
    await inquire(hand, paid.reference)
    await cancelOpen(hand, other)
    const { fields } = await pay(hand)
    await other.send('payment', { ...fields, merchantId: other.merchant })
    await refundBoth(hand, other, String(fields['partnerReferenceNo']))
    const own = await order(hand, 'card', { merchantId: other.merchant, [at.external]: external })
    await other.send('payment', own)
  },
})

/** Asks for what there is not, then for what somebody else has. */
async function spy(hand: Hand, other: Party, { reference, transaction }: Paid): Promise<void> {
  const serviceCode = String(hand.profile['statusServiceCode'])
  const unknown = hand.fresh('partnerReferenceNo')
  for (const originalPartnerReferenceNo of [unknown, reference])
    await other.send('status', { originalPartnerReferenceNo, serviceCode })
  for (const originalReferenceNo of [unknown, transaction].filter((one) => one !== ''))
    await other.send('status', { originalReferenceNo, serviceCode })
}

async function meddle(hand: Hand, other: Party, { reference, transaction }: Paid): Promise<void> {
  const about = { originalPartnerReferenceNo: reference }
  const both = transaction === '' ? [] : [{ ...about, originalReferenceNo: transaction }]
  for (const names of [about, ...both]) {
    await other.send('cancel', names)
    const partnerRefundNo = hand.fresh('partnerRefundNo')
    await other.send('refund', { ...names, partnerRefundNo, refundAmount: money('1000.00') })
  }
}

/** Has both pay back of their own payments of one reference, under one number. */
async function refundBoth(hand: Hand, other: Party, originalPartnerReferenceNo: string): Promise<void> {
  const partnerRefundNo = hand.fresh('partnerRefundNo')
  const back = { originalPartnerReferenceNo, partnerRefundNo, refundAmount: money('1000.00') }
  await hand.send(hand.seal('refund', back))
  await other.send('refund', back)
}

/** Cancels what its owner could cancel: a payment that nobody has paid yet. */
async function cancelOpen(hand: Hand, other: Party): Promise<void> {
  if (!hand.plenty('idle')) return
  const { reference, transaction } = await pay(hand, {}, 'idle')
  const about = { originalPartnerReferenceNo: reference }
  await other.send('cancel', about)
  if (transaction !== '') await other.send('cancel', { ...about, originalReferenceNo: transaction })
  await inquire(hand, reference)
}
