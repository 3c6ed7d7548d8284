/** Clients that contradict themselves, or what was agreed on. */
import type { Odd } from '../../oddity.ts'
import { stampOf } from '../time.ts'
import type { Body, ClientSteps } from './steps.ts'

type Defect = Odd<ClientSteps>

const dollars = (value: string): Body => ({ value, currency: 'USD' })

const cancelling =
  (change: Body): Defect['steps'] =>
  (honest) => ({
    cancelBody: (...what) => ({ ...honest.cancelBody(...what), ...change }),
  })

const refunding =
  (change: Body): Defect['steps'] =>
  (honest) => ({
    refundBody: (...what) => ({ ...honest.refundBody(...what), ...change }),
  })

export const agreeing: readonly Defect[] = [
  {
    id: 'pays-in-dollars',
    says: 'Pays in another currency than is agreed.',
    breaks: ['client.currency'],
    steps: (honest) => ({
      paymentBody: (...what) => ({ ...honest.paymentBody(...what), amount: dollars('20000.00') }),
      statusBody: (...what) => ({ ...honest.statusBody(...what), amount: dollars('20000.00') }),
      cancelBody: (...what) => ({ ...honest.cancelBody(...what), amount: dollars('20000.00') }),
    }),
  },
  {
    id: 'pays-back-in-dollars',
    says: 'Asks for a refund in another currency than was paid in.',
    breaks: ['client.currency', 'client.agreeing'],
    steps: refunding({ refundAmount: dollars('20000.00') }),
  },
  {
    id: 'pays-back-too-much',
    says: 'Asks for a refund of more than was paid.',
    breaks: ['client.refund-sum'],
    steps: refunding({ refundAmount: { value: '20000.01', currency: 'IDR' } }),
  },
  {
    id: 'cancels-in-part',
    says: 'Cancels half of a payment.',
    breaks: ['client.agreeing'],
    steps: cancelling({ amount: { value: '10000.00', currency: 'IDR' } }),
  },
  {
    id: 'pays-back-under-another-number',
    says: 'Names a payment that it pays back by its own reference in place of the referenceNo it was told.',
    breaks: ['client.agreeing'],
    steps: (honest) => ({
      refundBody: (deal, shop) => ({
        ...honest.refundBody(deal, shop),
        ...(deal.order.transaction !== undefined && { originalReferenceNo: deal.order.reference }),
      }),
    }),
  },
  {
    id: 'pays-what-has-expired',
    says: 'Sends a validUpTo that was an hour ago.',
    breaks: ['client.expiry'],
    steps: (honest) => ({
      paymentBody: (deal, shop) => ({
        ...honest.paymentBody(deal, shop),
        validUpTo: stampOf(shop.openedAt - 3_600_000),
      }),
    }),
  },
  {
    id: 'pays-less-of-what-is-pending',
    says: 'Sends a payment that is pending again, of a rupiah less.',
    breaks: ['client.retry', 'client.inconsistent'],
    steps: lessWhenPending,
  },
  {
    id: 'uses-a-reference-twice',
    says: 'Gives its third purchase the reference of its first.',
    breaks: ['client.reference', 'client.inconsistent'],
    steps: thirdAsFirst,
  },
]

/** Once it was answered that it is pending, the amount is another one. */
function lessWhenPending(honest: ClientSteps): Partial<ClientSteps> {
  const pending = new Set<string>()
  return {
    afterPayment(order, word) {
      if (word !== 'pending' || pending.has(order.reference)) return honest.afterPayment(order, word)
      pending.add(order.reference)
      return 'again'
    },
    paymentBody(deal, shop) {
      const body = honest.paymentBody(deal, shop)
      return pending.has(deal.order.reference)
        ? { ...body, amount: { value: '19999.00', currency: 'IDR' } }
        : body
    },
  }
}

function thirdAsFirst(honest: ClientSteps): Partial<ClientSteps> {
  const given: string[] = []
  return {
    reference(shop) {
      given.push(given.length === 2 ? given[0]! : honest.reference(shop))
      return given.at(-1)!
    },
  }
}
