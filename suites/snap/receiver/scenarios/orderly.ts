/** Right notifications, one for each order: of every state, of orders that nobody has, of other amounts. */
import { scenario, type Scenario } from '../../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../../src/wire/reading.ts'
import { about, ended, given, notice, fieldsOf, settled, strange, waiting } from './notices.ts'
import { signatureIn, withSignature } from './signing.ts'

const success = scenario<string>({
  id: 'receivers.success',
  says: 'A payment was made.',
  role: 'receiver',
  exercises: [
    'receiver.accepts',
    'receiver.acknowledges',
    'receiver.honest',
    'receiver.prompt',
    'codes.http',
    'codes.service',
  ],
  plans: given(['one', 'two', 'three']),
  async act(_plan, hand) {
    const order = await waiting(hand)
    await hand.send(about(hand, order))
    // Whoever answers at once may do the rest a while later.
    await ended(hand, order)
  },
})

const failures = scenario<string>({
  id: 'receivers.failure',
  says: 'A payment failed, was cancelled, was paid back, is not known, or has not ended yet.',
  role: 'receiver',
  exercises: ['receiver.failure'],
  plans: given(['06', '05', '04', '03', '01', '02', '07']),
  async act(status, hand) {
    const order = await waiting(hand)
    await hand.send(notice(hand, fieldsOf(hand, order, status)))
    await settled(hand, order)
  },
})

const states = scenario<string>({
  id: 'receivers.state',
  says: 'A state is none of the list.',
  role: 'receiver',
  exercises: ['receiver.states'],
  plans: given(['08', '09', '99', 'PAID', '0', '000']),
  async act(status, hand) {
    const isKnown = hand.profile['extraStatuses'] === '08-09' && /^0[89]$/.test(status)
    const order = await waiting(hand)
    await hand.send(notice(hand, fieldsOf(hand, order, status), { flaws: isKnown ? 0 : 1 }))
    await settled(hand, order)
  },
})

const unknown = scenario<string>({
  id: 'receivers.unknown',
  says: 'A notification is about a payment that nobody knows.',
  role: 'receiver',
  exercises: ['receiver.unknown'],
  plans: given(['00', '06', '03']),
  async act(status, hand) {
    const order = strange(hand)
    await hand.send(notice(hand, fieldsOf(hand, order, status)))
    // Books that know nothing of it may say so by an error.
    await settled(hand, order).catch(() => undefined)
  },
})

const alike = scenario<string>({
  id: 'receivers.alike',
  says: 'A notification is about a payment whose reference is nearly that of an order.',
  role: 'receiver',
  exercises: ['receiver.unknown'],
  plans: given(['zeros', 'longer']),
  async act(plan, hand) {
    // Told of no transaction, the receiver has the reference alone to know its order by.
    const { code, amount } = await hand.need('order')
    const other = strange(hand)
    const reference = plan === 'zeros' ? `000${code}` : `${code}${other.transaction}`.slice(0, 64)
    const order = { ...other, reference, amount: Number(amount ?? 0).toFixed(2) }
    await hand.send(notice(hand, fieldsOf(hand, order)))
    await settled(hand, { ...order, reference: code })
  },
})

const amounts = scenario<string>({
  id: 'receivers.amount',
  says: 'A notification tells another amount than that of its order.',
  role: 'receiver',
  exercises: ['receiver.amount'],
  plans: given(['less', 'more', 'cents', 'currency', 'hundredfold']),
  async act(plan, hand) {
    const order = await waiting(hand)
    const other = Number(order.amount)
    const amounts: { [plan: string]: Fields } = {
      less: { value: '1.00', currency: 'IDR' },
      more: { value: (other + 1000).toFixed(2), currency: 'IDR' },
      cents: { value: (other + 0.01).toFixed(2), currency: 'IDR' },
      hundredfold: { value: (other * 100).toFixed(2), currency: 'IDR' },
      currency: { value: order.amount, currency: 'USD' },
    }
    await hand.send(about(hand, order, { amount: amounts[plan]! }))
    await settled(hand, order)
  },
})

const references = scenario<string>({
  id: 'receivers.reference',
  says: 'A notification tells an order, and the referenceNo of another payment than that of the order.',
  role: 'receiver',
  exercises: ['receiver.reference'],
  plans: given(['other', 'longer']),
  async act(plan, hand) {
    const order = await waiting(hand)
    if (!order.isKnown) return
    const other = hand.fresh('header:X-EXTERNAL-ID')
    const originalReferenceNo = plan === 'other' ? other : `${order.transaction}0`
    await hand.send(about(hand, order, { originalReferenceNo }))
    await settled(hand, order)
  },
})

const partners = scenario({
  id: 'receivers.partner',
  says: 'A notification tells an order, and another partner and merchant than those of the receiver.',
  role: 'receiver',
  exercises: ['receiver.partner'],
  plans: given([undefined]),
  async act(_plan, hand) {
    const [order, partner] = [await waiting(hand), await hand.need('strangepartner')]
    const { code: merchantId } = await hand.need('unknownmerchant')
    await hand.send(about(hand, order, { 'header:X-PARTNER-ID': partner.code, merchantId }))
    await settled(hand, order)
  },
})

const righted = scenario<string>({
  id: 'receivers.righted',
  says: 'A notification has another amount, referenceNo or signature than it should, and then all as it should.',
  role: 'receiver',
  exercises: ['receiver.honest', 'receiver.accepts'],
  plans: given(['amount', 'reference', 'signature']),
  async act(plan, hand) {
    if (plan === 'signature') hand.needSigner()
    const order = await waiting(hand)
    if (plan === 'reference' && !order.isKnown) return
    const wrong: { [plan: string]: Fields } = {
      amount: { amount: { value: (Number(order.amount) + 1000).toFixed(2), currency: 'IDR' } },
      reference: { originalReferenceNo: hand.fresh('header:X-EXTERNAL-ID') },
    }
    const letter = about(hand, order, wrong[plan])
    await hand.send(plan === 'signature' ? withSignature(letter, signatureIn(letter).slice(0, 40)) : letter)
    await hand.send(about(hand, order))
    await ended(hand, order)
  },
})

export const orderly: Scenario[] = [
  success,
  failures,
  states,
  unknown,
  alike,
  amounts,
  references,
  partners,
  righted,
]
