/** What the books say about an invoice number, for the ledger hook. */
import type { Ledger } from './ledger.ts'

/** What was paid for an invoice number, whoever asked for its code. */
export async function statement(ledger: Ledger, invoice: string) {
  const orders = await ledger.orders(invoice)
  const payments = orders.flatMap((order) =>
    order.payments.map(({ amount }) => ({
      reference: invoice,
      account: order.merchant,
      amount,
      state: 'paid' as const,
      receipt: order.code,
    })),
  )
  return { code: invoice, codes: orders.map(({ code }) => code), payments }
}
