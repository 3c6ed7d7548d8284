/** Amounts and currencies at their limits, and payers whose payments fail. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { offered } from '../offered.ts'
import { noPassword } from './outcomes.ts'
import { cancellation, inquire, inquiry, money, order, pay, refund } from '../orders.ts'

/** All digits that there may be: more than a double tells apart from its neighbours. */
const largest = (digits: unknown): string => `${'9876543210987654'.slice(0, Number(digits) || 14)}.37`

const refused: { [name: string]: Fields } = {
  nothing: money('0.00'),
  'less than nothing': money('-1.00'),
  'seventeen digits': money('99999999999999999.00'),
  'blanks around': money(' 10000.00 '),
  'no currency': { value: '10000.00', currency: 'XXX' },
}

export const amounts = scenario<{ of: 'payment' | 'refund'; amount: string }>({
  id: 'amounts',
  says: 'Pay and refund nothing, less, too much, in no currency.',
  role: 'server',
  exercises: ['amounts.positive', 'amounts.range', 'amounts.currency', 'amounts.refused'],
  plans: () =>
    (['payment', 'refund'] as const).flatMap((of) =>
      Object.keys(refused)
        // A refund in another currency than that of its payment is refused for that.
        .filter((amount) => of === 'payment' || amount !== 'no currency')
        .map((amount) => ({ of, amount })),
    ),
  async act({ of, amount }, hand) {
    const isOrderly = amount === 'nothing' || amount === 'no currency'
    const sending = { flaws: isOrderly ? (0 as const) : (1 as const), note: amount }
    if (of === 'payment')
      return void (await pay(hand, { amount: refused[amount]!, urlParam: null }, 'card', sending))
    const { reference } = await pay(hand)
    await hand.send(refund(hand, reference, null, { refundAmount: refused[amount]! }, sending))
  },
})

export const large = scenario<string>({
  id: 'large-amounts',
  says: 'Pay as much as there are digits, and ask for it.',
  role: 'server',
  exercises: ['amounts.range', 'amounts.exact'],
  plans: ({ profile }) => ['9999999999999.99', largest(profile['amountDigits'])],
  async act(value, hand) {
    const { exchange, reference } = await pay(hand, { amount: money(value) })
    if (exchange.response?.status !== 200) await pay(hand)
    await inquire(hand, reference)
    await hand.send(refund(hand, reference, value))
  },
})

export const payers = scenario<string>({
  id: 'payers',
  says: 'Pay with cards that are declined, blocked, empty, or whose payer has to act.',
  role: 'server',
  exercises: ['codes.success', 'codes.accepted', 'codes.plausible'],
  plans: ({ has }) =>
    [
      'poor',
      'declined',
      'blocked',
      'stale',
      'fraud',
      'limited',
      'backend',
      'redirect',
      'refuses',
      'idle',
    ].filter((data) => has(data) !== 'no'),
  async act(data, hand) {
    await pay(hand, {}, data)
  },
})

export const passwords = scenario<'wrong' | 'missing'>({
  id: 'passwords',
  says: 'Pay with a card that wants a one-time password, with a wrong one and without.',
  role: 'server',
  exercises: ['codes.success'],
  plans: ({ has }) => (has('otp') === 'no' ? [] : ['wrong', 'missing']),
  async act(what, hand) {
    await pay(hand, what === 'wrong' ? { otp: noPassword } : {}, 'otp')
  },
})

export const merchants = scenario<string>({
  id: 'merchants',
  says: 'Pay to a merchant that is suspended, or that nobody knows.',
  role: 'server',
  exercises: ['codes.accepted'],
  plans: ({ has }) => ['blacklisted', 'unknownmerchant'].filter((data) => has(data) !== 'no'),
  async act(data, hand) {
    const { code } = await hand.share(data)
    await pay(hand, { merchantId: code })
  },
})

export const unknown = scenario<{ service: 'status' | 'cancel' | 'refund' }>({
  id: 'unknown-payments',
  says: 'Ask for, cancel and refund a payment that there is not.',
  role: 'server',
  exercises: ['codes.accepted', 'codes.http', 'codes.service'],
  plans: (scope) =>
    offered(
      scope,
      (['status', 'cancel', 'refund'] as const).map((service) => ({ service })),
    ),
  async act({ service }, hand) {
    const reference = hand.fresh('partnerReferenceNo')
    if (service === 'status') await hand.send(inquiry(hand, reference))
    if (service === 'cancel') await hand.send(cancellation(hand, reference))
    if (service === 'refund') await hand.send(refund(hand, reference, '1.00'))
  },
})

export const references = scenario<string>({
  id: 'references',
  says: 'Pay under references with leading zeros and small letters, and ask for them.',
  role: 'server',
  exercises: ['echoes.text', 'echoes.kept'],
  plans: () => ['00', '0aB', 'xYz'],
  async act(head, hand) {
    const reference = `${head}${hand.fresh('partnerReferenceNo')}`
    await pay(hand, { partnerReferenceNo: reference })
    await inquire(hand, reference)
    await hand.send(
      refund(hand, reference, '1.00', {
        partnerRefundNo: `${head}${hand.fresh('partnerRefundNo')}`,
      }),
    )
  },
})

export const together = scenario<{ count: number; data: string }>({
  id: 'together',
  says: 'Pay many times at once, each under a reference of its own.',
  role: 'server',
  exercises: ['echoes.parallel'],
  plans: ({ has }) =>
    ['card', 'slow'].filter((data) => has(data) !== 'no').map((data) => ({ count: 8, data })),
  async act({ count, data }, hand) {
    const letters = []
    for (let at = 0; at < count; at++) letters.push(hand.seal('payment', await order(hand, data)))
    await hand.race(letters)
  },
})
