/** What the books say about a reference, for the ledger hook. */
import type { Ledger, Payment } from './ledger.ts'
import { amountOf } from './money.ts'

/** What moved for a reference, whoever sent it: the payments, and what of them was paid back. */
export async function statement(ledger: Ledger, reference: string) {
  const made = (await ledger.payments(reference)).filter(({ money }) => money !== undefined)
  const payments = made.map(({ partner, id, amount, money }) => ({
    reference,
    account: partner,
    amount: Number(amountOf(amount)),
    state: money!,
    receipt: id,
  }))
  const sum = (units: bigint[]) => Number(amountOf(units.reduce((all, one) => all + one, 0n)))
  const paid = made.filter(({ money }) => money === 'paid')
  return {
    code: reference,
    payments,
    paid: sum(paid.map(({ amount }) => amount)),
    refunded: sum(paid.flatMap(paidBack)),
  }
}

const paidBack = ({ refunds }: Payment): bigint[] =>
  refunds.filter(({ state }) => state === '00').map(({ amount }) => amount)
