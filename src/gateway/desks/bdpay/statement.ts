/** What the books say about an order number, for the ledger hook. */
import type { Ledger, Payout } from './ledger.ts'
import type { Steps } from './steps.ts'

/** What was paid for an order, and what got to the account of a payout. */
export async function statement(ledger: Ledger, number: string, steps: Steps) {
  const orders = await ledger.orders(number)
  const payouts = await ledger.payouts(number)
  const paid = orders.flatMap((order) =>
    order.payments.map(({ id, money }) => ({
      reference: number,
      account: order.merchant,
      amount: money,
      state: 'paid' as const,
      receipt: id,
    })),
  )
  const sent = payouts.map((payout) => ({
    reference: number,
    account: payout.merchant,
    amount: steps.creditOf(payout),
    state: stateOf(payout),
    receipt: payout.id,
  }))
  return { code: number, payments: [...paid, ...sent] }
}

function stateOf({ state }: Payout): 'paid' | 'failed' | 'pending' {
  if (state === '2') return 'paid'
  return state === '3' || state === '4' ? 'failed' : 'pending'
}
