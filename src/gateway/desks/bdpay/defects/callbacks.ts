/** Defects of what is told: whether, when and what. */
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import { writeJson } from '../../../../wire/json-write.ts'
import { signText, textToSign } from '../../../../dialects/bdpay-sign.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Order, Payout } from '../ledger.ts'
import type { Steps, Till } from '../steps.ts'
import { sent } from './overlooking.ts'
import { composing, signingCallbacks, telling } from './signing.ts'

/** Tells of an order that nobody has paid. */
async function tellUnpaid(order: Order, till: Till, steps: Steps, change: Fields = {}): Promise<void> {
  const payment = { id: order.id, at: till.clock.now(), money: order.money, fee: 0 }
  const fields = { ...steps.paymentNotice(order, payment, till), ...change }
  const { merchant, notifyUrl: url } = order
  await steps.deliver({ operation: 'paymentCallback', merchant, url, fields }, till, steps)
}

/** Tells of orders that wait in vain, all of them or those by one method, as soon as they are made. */
const tellingOfIdle =
  (change: Fields, method?: string): Bend =>
  (honest) => ({
    await(call, order, payer) {
      honest.await(call, order, payer)
      const isIdle = payer && !payer.pays && payer.cancelsIn === undefined && payer.errsIn === undefined
      const isMeant = method === undefined ? order.method !== 'EWALLET_OVO' : order.method === method
      if (isIdle && order.kind !== 'static' && isMeant) void tellUnpaid(order, call.till, call.steps, change)
    },
  })

/** Tells of some payouts only. */
const tellingOf =
  (isTold: (payout: Payout) => boolean): Bend =>
  (honest) => ({
    tellPayout: async (payout, till, steps) =>
      isTold(payout) ? honest.tellPayout(payout, till, steps) : undefined,
  })

const escaped = (value: string): string => encodeURIComponent(value).replaceAll('%20', '+')

export const callbacks: readonly Defect<Steps>[] = [
  {
    id: 'tells-the-va-of-another',
    says: 'Tells of a payment with the VA number of the payment before.',
    breaks: ['callbacks.own@vaNumber'],
    steps: (honest) => {
      let last: string | undefined
      return {
        paymentNotice(order, payment, till) {
          const other = last
          if (order.kind === 'pay') last = order.va ?? last
          const fields = honest.paymentNotice(order, payment, till)
          return order.kind === 'pay' && other !== undefined && order.va !== undefined
            ? { ...fields, vaNumber: other }
            : fields
        },
      }
    },
  },
  {
    id: 'tells-no-payments',
    says: 'Tells nobody that a payer has paid.',
    breaks: ['callbacks.paid'],
    steps: () => ({ tellPayment: async () => undefined }),
  },
  {
    id: 'tells-of-orders',
    catalogue: 'D53',
    says: 'Tells of a payment when an order is made.',
    breaks: ['callbacks.only-paid', 'callbacks.agree'],
    steps: tellingOfIdle({}),
  },
  {
    id: 'tells-of-open-orders',
    says: 'Tells of an order that is still open, with a code that is not 00.',
    breaks: ['callbacks.only-paid'],
    steps: tellingOfIdle({ code: '01', msg: 'WAITING', status: 'NO_PAY' }),
  },
  {
    id: 'tells-of-qris-orders',
    says: 'Tells that a payment is waited for when a QR code is made.',
    // Nobody waits for callbacks about these orders.
    breaks: ['callbacks.only-paid'],
    steps: tellingOfIdle({ code: '01', msg: 'WAITING', status: 'NO_PAY' }, 'QRIS'),
  },
  {
    id: 'tells-of-cancellations',
    says: 'Tells of a payer who has cancelled.',
    breaks: ['callbacks.only-paid'],
    steps: (honest) => ({
      async end(order, state, till, steps) {
        await honest.end(order, state, till, steps)
        if (till.clock.now() < order.expiresAt)
          await tellUnpaid(order, till, steps, { code: '99', msg: 'CANCEL', status: state })
      },
    }),
  },
  {
    id: 'tells-by-put',
    says: 'Tells by HTTP PUT.',
    breaks: ['callbacks.post'],
    steps: composing((sealed) => ({ ...sealed, method: 'PUT' })),
  },
  {
    id: 'tells-in-json',
    catalogue: 'D54',
    says: 'Tells in JSON.',
    breaks: ['callbacks.form'],
    steps: composing((sealed) => {
      const fields = Object.fromEntries(new URLSearchParams(sealed.body.toString()))
      return { ...sealed, ...writeJson(fields) }
    }),
  },
  {
    id: 'tells-elsewhere',
    says: 'Tells an address without the query that stands in it.',
    breaks: ['callbacks.target'],
    steps: (honest) => ({
      targetOf: (one, till) => honest.targetOf(one, till)?.replace(/\?.*/, ''),
    }),
  },
  {
    id: 'tells-where-a-repeat-wants',
    says: 'Tells at the address of the last request under a number, although that was refused.',
    breaks: ['callbacks.target'],
    steps: (honest) => ({
      repeat(call, order) {
        order.notifyUrl = sent(call, 'notifyUrl')
        return honest.repeat(call, order)
      },
    }),
  },
  {
    id: 'tells-payouts-at-one-address',
    says: 'Tells of every payout at the address of the first that its merchant has made.',
    breaks: ['callbacks.target'],
    steps: (honest) => {
      const addresses = new Map<string, string>()
      return {
        deliver(told, till, steps) {
          if (told.operation === 'payoutCallback' && !addresses.has(told.merchant))
            addresses.set(told.merchant, told.url)
          const url = told.operation === 'payoutCallback' ? addresses.get(told.merchant)! : told.url
          return honest.deliver({ ...told, url }, till, steps)
        },
      }
    },
  },
  {
    id: 'tells-other-codes',
    says: 'Tells a payment with the code 200.',
    breaks: ['callbacks.code'],
    steps: telling('paymentCallback', (fields) => ({ ...fields, code: '200' })),
  },
  {
    id: 'signs-encoded-values',
    catalogue: 'D56',
    says: 'Signs the URL-encoded values of a callback.',
    breaks: ['callbacks.signed'],
    steps: signingCallbacks((pairs, key) =>
      signText(textToSign(pairs.map(([name, value]) => [name, escaped(value)])), key),
    ),
  },
  {
    id: 'tells-in-latin-1',
    says: 'Writes the form of a callback in Latin-1.',
    // Of which payment it tells cannot be read.
    breaks: ['callbacks.form', 'callbacks.paid'],
    steps: (honest) => ({
      async compose(told, till, steps) {
        const { body, ...sealed } = await honest.compose(told, till, steps)
        const form = body.toString().replace(/(?:%C3%[89AB]\w)+/g, (text) => escape(decodeURIComponent(text)))
        return { ...sealed, body: Buffer.from(form) }
      },
    }),
  },
  {
    id: 'tells-unsigned',
    says: 'Signs no callbacks.',
    breaks: ['callbacks.signed'],
    steps: signingCallbacks(() => null),
  },
  {
    id: 'signs-what-the-table-has',
    says: 'Leaves what callbacks have beyond the table out of their signature.',
    breaks: ['callbacks.signed'],
    steps: signingCallbacks((pairs, key) =>
      signText(textToSign(pairs.filter(([name]) => !/^(?:phone|status|vaNumber)$/.test(name))), key),
    ),
  },
  {
    id: 'signs-callbacks-in-order',
    says: 'Signs the values of a callback in the order in which it writes them.',
    breaks: ['callbacks.signed'],
    steps: signingCallbacks((pairs, key) => signText(pairs.map(([, value]) => value).join(''), key)),
  },
  {
    id: 'tells-late',
    says: 'Tells a payment twenty seconds after it.',
    breaks: ['callbacks.prompt', 'callbacks.paid', 'callbacks.schedule'],
    steps: (honest) => ({
      deliver: (told, till, steps) =>
        honest.deliver(told, till, {
          ...steps,
          schedule: (one) =>
            told.operation === 'payoutCallback' ? steps.schedule(one) : [20, ...steps.schedule(one).slice(1)],
        }),
    }),
  },
  {
    id: 'tells-no-payouts',
    says: 'Tells nobody how a payout has ended.',
    breaks: ['callbacks.payout'],
    steps: tellingOf(() => false),
  },
  {
    id: 'tells-no-failures',
    says: 'Tells nobody of a payout that has failed.',
    breaks: ['callbacks.payout'],
    steps: tellingOf(({ state }) => state === '2'),
  },
  {
    id: 'tells-of-acceptance',
    catalogue: 'D78',
    says: 'Tells of a payout when it is taken, with the state 1, and of nothing more.',
    breaks: ['callbacks.outcome'],
    steps: (honest) => ({
      async openPayout(call) {
        const payout = await honest.openPayout(call)
        await honest.tellPayout({ ...payout, state: '1' }, call.till, call.steps)
        return payout
      },
      tellPayout: async () => undefined,
    }),
  },
  {
    id: 'tells-what-an-account-got',
    says: 'Tells of a payout what its account got, without the fee.',
    breaks: ['callbacks.echo@money'],
    steps: (honest) => ({
      payoutNotice: (payout, till) => ({
        ...honest.payoutNotice(payout, till),
        money: String(payout.money - payout.fee),
      }),
    }),
  },
  {
    id: 'tells-numbers-without-zeroes',
    says: 'Tells the bank and the number of an account without the zeroes before them.',
    breaks: ['callbacks.echo@number', 'callbacks.echo@bankCode'],
    steps: telling('payoutCallback', (fields) => ({
      ...fields,
      number: String(Number(fields['number'])),
      bankCode: String(Number(fields['bankCode'])),
    })),
  },
  {
    id: 'tells-no-fee',
    says: 'Tells of a payout that it has cost nothing.',
    breaks: ['callbacks.echo@fee'],
    steps: telling('payoutCallback', (fields) => ({ ...fields, fee: '0' })),
  },
  {
    id: 'tells-who-bears-the-fee-wrongly',
    says: 'Tells feeType 0 of every payout.',
    breaks: ['callbacks.echo@feeType'],
    steps: telling('payoutCallback', (fields) => ({ ...fields, feeType: '0' })),
  },
]
