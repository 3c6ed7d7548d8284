/** The honest end of an order: paid once while it can be, credited to its merchant, told, and never undone. */
import type { Order, Payment } from './ledger.ts'
import type { Steps } from './steps.ts'

/** What a static VA is paid each time: nobody ordered an amount. */
const staticMoney = 25_000

/** Settle as the contract wants it. */
export const settling = {
  isPayable: ({ kind, state, expiresAt }, at) => (kind === 'static' || isOpen(state)) && at < expiresAt,
  settle: (order, at, till, steps) =>
    steps.serialise(till, ['order', order.merchant, order.number], async () => {
      if (!steps.isPayable(order, at)) return
      const money = order.kind === 'static' ? staticMoney : order.money
      const payment: Payment = {
        id: order.kind === 'static' && order.payments.length > 0 ? steps.newId(till) : order.id,
        at,
        money,
        fee: steps.payFeeOf(money),
      }
      order.payments.push(payment)
      order.state = 'SUCCESS'
      const merchant = await till.ledger.merchant(order.merchant)
      if (merchant) merchant.balance += money - payment.fee
      await steps.tellPayment(order, payment, till, steps)
    }),
  end: (order, state, till, steps) =>
    steps.serialise(till, ['order', order.merchant, order.number], async () => {
      if (isOpen(order.state)) order.state = state
    }),
} satisfies Partial<Steps>

/** States that somebody may still pay in. */
export const isOpen = (state: Order['state']): boolean =>
  ['INIT_ORDER', 'NO_PAY', 'OPEN_PAY_URL'].includes(state)
