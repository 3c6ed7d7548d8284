/** The honest counter: money is taken while a code can be paid, once unless it is reusable, and told of each time. */
import type { Order, Payment } from './ledger.ts'
import type { Steps, Till } from './steps.ts'

/** Take money as the contract wants it. */
export const paying = {
  isPayable: ({ reusable, payments, expiresAt }, { clock }) =>
    clock.now() < expiresAt && (reusable || payments.length === 0),
  pay: (order, till, steps) =>
    steps.serialise(till, order, async () => {
      if (!steps.isPayable(order, till)) return false
      const payment = paidNow(order, till)
      order.payments.push(payment)
      await steps.notify(order, payment, till, steps)
      return true
    }),
} satisfies Partial<Steps>

function paidNow({ amount }: Order, { clock, number }: Till): Payment {
  const id = number()
  return {
    id,
    at: clock.now(),
    amount,
    identifiers: [
      { name: 'AGENT_ID', value: 'INDOMARET' },
      { name: 'AGENT_STORE_ID', value: `T${id.slice(-4)}` },
      { name: 'AGENT_TRX_ID', value: id },
    ],
  }
}
