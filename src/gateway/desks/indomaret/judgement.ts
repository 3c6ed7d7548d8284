/** The honest judgement of requests that are well made: what is paid, refused, repeated or reversed. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bill, Transaction } from './ledger.ts'
import { amountIn, type Call, type Outcome, type Steps, textIn } from './steps.ts'

/** Milliseconds that a slow biller takes. */
export const slowBiller = 300
/** Milliseconds after which the gateway gives up a biller that does not answer. */
export const billerTimeout = 150

/** Recall, decide and settle as the contract wants them. */
export const judgement = {
  serialise: (call, work) =>
    call.operation === 'inquiry' ? work() : call.till.locks.hold(textIn(call, 'PaymentCode'), work),
  find: (call) => call.till.ledger.find(textIn(call, 'PaymentCode'), textIn(call, 'TrackingRef')),
  recall: async (call, known) => (known ? repeat(call, known) : undefined),
  billOf: (call) => call.till.ledger.bill(textIn(call, 'PaymentCode')),
  inquire,
  pay,
  reverse,
  isPaid: async (call, bill) => !isReusable(call, bill) && (await standing(call, bill)) !== undefined,
  isExpired: (call, bill) => bill.expires !== undefined && call.till.clock.now() > bill.expires,
  limits,
  askBiller,
  settle,
} satisfies Partial<Steps>

function repeat(call: Call, known: Transaction): Outcome | undefined {
  const same = known.amount === amountIn(call)
  if (call.operation === 'payment') {
    if (known.state === 'reversed') return { cause: 'reversed-key' }
    return same ? { cause: 'success', receipt: known.receipt } : { cause: 'duplicate-other-amount' }
  }
  if (call.operation === 'inquiry' || known.state === 'paid') return undefined
  return { cause: same ? 'success' : 'amount-differs' }
}

async function inquire(call: Call): Promise<Outcome> {
  const { steps, till } = call
  const bill = await steps.billOf(call)
  if (!bill) return { cause: 'unknown-code' }
  till.inquired.add(bill.code)
  if (await steps.isPaid(call, bill)) return { cause: 'already-paid', bill }
  return { cause: steps.isExpired(call, bill) ? 'expired' : 'success', bill }
}

async function pay(call: Call): Promise<Outcome> {
  const { steps, till } = call
  const bill = await steps.billOf(call)
  if (!bill) return { cause: 'unknown-code' }
  if (await steps.isPaid(call, bill)) return { cause: 'already-paid', bill }
  if (steps.isExpired(call, bill)) return { cause: 'expired', bill }
  if (till.profile['inquiryRequired'] === true && !till.inquired.has(bill.code))
    return { cause: 'inquiry-required', bill }
  const cause = steps.limits(call, bill) ?? (await steps.askBiller(call, bill))
  return cause === undefined ? { cause: 'success', bill, book: 'payment' } : { cause, bill }
}

/** A reversal of a key that has not paid is kept, so that its late payment is refused. */
async function reverse(call: Call, known: Transaction | undefined): Promise<Outcome> {
  const bill = await call.steps.billOf(call)
  if (!bill) return { cause: 'not-paid' }
  if (!known) return { cause: 'success', bill, book: 'tombstone' }
  if (known.amount !== amountIn(call)) return { cause: 'amount-differs', bill }
  return { cause: 'success', bill, book: 'reversal', transaction: known }
}

const isReusable = (call: Call, bill: Bill): boolean =>
  bill.reusable || call.till.profile['reusableCode'] === true

async function standing(call: Call, bill: Bill): Promise<Transaction | undefined> {
  const transactions = await call.till.ledger.transactions(bill.code)
  return transactions.find(({ state }) => state === 'paid')
}

function limits(call: Call, bill: Bill): string | undefined {
  const amount = amountIn(call)
  if (amount === undefined) return 'invalid-request'
  const { least, most } = payable(call, bill)
  if (amount < Math.max(1, least)) return 'below-minimum'
  return amount > most ? 'above-amount' : undefined
}

/** Least and most that pays a bill under the partner's profile. */
export function payable({ till: { profile } }: Call, bill: Bill): { least: number; most: number } {
  const kind = profile['billKind']
  const fee = profile['feeIncluded'] === true ? bill.fee : 0
  const least = kind === 'open' ? 1 : (kind === 'closed' ? bill.amount : bill.minAmount) + fee
  const most = kind === 'open' || profile['allowOverpay'] === true ? Infinity : bill.amount + fee
  return { least, most }
}

async function askBiller(_call: Call, bill: Bill): Promise<string | undefined> {
  if (bill.biller === undefined) return undefined
  await sleep(bill.biller === 'slow' ? slowBiller : billerTimeout)
  return bill.biller === 'timeout' ? 'biller-unavailable' : undefined
}

async function settle(call: Call, outcome: Outcome): Promise<Outcome> {
  const { ledger, clock } = call.till
  if (outcome.book === 'reversal') await ledger.reverse(outcome.transaction!, clock.now())
  if (outcome.book === 'tombstone') await ledger.book(draft(call, 'reversed'), clock.now())
  if (outcome.book !== 'payment') return outcome
  const transaction = { ...draft(call, 'paid'), receipt: call.steps.receipt(call) }
  await ledger.book(transaction, clock.now())
  return { ...outcome, transaction, receipt: transaction.receipt }
}

/** The transaction that a request asks for, before it has a receipt. */
export function draft(call: Call, state: Transaction['state']): Transaction {
  const [code, reference, store] = [
    textIn(call, 'PaymentCode'),
    textIn(call, 'TrackingRef'),
    textIn(call, 'StoreID'),
  ]
  return { code, reference, store, amount: amountIn(call) ?? 0, state }
}
