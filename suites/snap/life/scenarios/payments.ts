/** Payments that come again: paid ones, open ones, failed ones, with the same and with other content. */
import { ask, books, cancel, end, lives, pay, refund, soon } from './steps.ts'

const paid = { data: 'card', amount: '100.00' }
const byName = { do: 'ask' as const, by: 'transaction' as const }
/** A member that makes no other payment of it. */
const other = { additionalInfo: { note: 'Again' } }
const elsewhere = { do: 'pay' as const, merchant: 'unknownmerchant' }
const byBoth = { do: 'ask' as const, by: 'both' as const }

export const repeats = lives({
  id: 'payments-again',
  says: 'Send a payment again that was paid, and with another amount, currency and merchant.',
  exercises: ['payments.repeat', 'payments.replay', 'payments.inconsistent', 'references.stable'],
  lives: ({ has }) => [
    { ...paid, steps: [pay, ask, pay, byName, ask, books, { do: 'pay', more: other }, ask, byBoth] },
    {
      ...paid,
      steps: [pay, ask, { do: 'pay', amount: '150.00' }, ask, books, { do: 'pay', amount: '100.01' }],
    },
    { ...paid, steps: [pay, ask, { do: 'pay', currency: 'USD' }, ask, books] },
    { ...paid, steps: [pay, ask, refund('100.00'), ask, pay, ask, books] },
    ...(has('unknownmerchant') === 'no' ? [] : [{ ...paid, steps: [pay, ask, elsewhere, ask, books] }]),
  ],
})

export const open = lives({
  id: 'open-payments-again',
  says: 'Send a payment again before its end, and with another amount, and after its end.',
  exercises: ['payments.pending-repeat', 'payments.inconsistent', 'states.pending', 'states.agree'],
  lives: () => [
    ...['pending', 'redirect'].map((data) => ({
      data,
      wish: soon,
      amount: '100.00',
      steps: [pay, ask, pay, { do: 'pay' as const, amount: '150.00' }, ask, ...end, ask, books, pay, ask],
    })),
    {
      data: 'idle',
      amount: '100.00',
      steps: [pay, ask, pay, { do: 'pay', amount: '150.00' }, ask, byName, ask, books],
    },
  ],
})

/** Cards of payments that are refused at once. */
const refusing = ['declined', 'poor', 'blocked', 'stale', 'limited', 'fraud']

export const refused = lives({
  id: 'refused-payments',
  says: 'Ask for, refund, cancel and repeat payments that were refused.',
  exercises: ['states.refused', 'payments.failed-repeat', 'refunds.unpaid'],
  lives: () =>
    refusing.map((data, index) => ({
      data,
      amount: '100.00',
      steps: index > 1 ? [pay, ask, books] : [pay, ask, refund('10.00'), cancel, ask, books, pay, ask, books],
    })),
})

export const failing = lives({
  id: 'failing-payments',
  says: 'Refund payments before their end, let them fail, and send them again.',
  exercises: ['refunds.unpaid', 'payments.failed-repeat', 'states.agree', 'states.monotone'],
  lives: () =>
    ['pendingfail', 'refuses'].map((data) => ({
      data,
      wish: soon,
      amount: '100.00',
      steps: [pay, ask, refund('10.00'), ask, ...end, ask, books, pay, ask, refund('10.00'), cancel, ask],
    })),
})

export const unheard = lives({
  id: 'timeouts',
  says: 'Pay with issuers that do not answer in time, again and again, and ask how it ended.',
  exercises: ['states.timeout', 'payments.pending-repeat'],
  lives: () =>
    ['timeout', 'timeoutfail'].map((data) => ({
      data,
      wish: soon,
      amount: '100.00',
      steps: [pay, ask, pay, refund('10.00'), ask, ...end, ask, books, pay, ask, books],
    })),
})
