/** Refunds one after the other: parts, the exact rest, a sen too much, the same number again. */
import { ask, books, cancel, ended, late, lives, pay, refund, soon } from './steps.ts'

const paid = { data: 'card', amount: '100.00' }
/** A payment that was found paid. */
const opening = [pay, ask]

export const parts = lives({
  id: 'refunds-in-parts',
  says: 'Pay back in parts up to the last sen, and a sen too much before and after.',
  exercises: ['refunds.sum', 'refunds.remainder', 'refunds.partial', 'refunds.full', 'refunds.history'],
  lives: () => [
    {
      ...paid,
      steps: [
        ...opening,
        refund('40.00'),
        ask,
        refund('30.00'),
        ask,
        refund('30.01'),
        ask,
        refund('30.00'),
        ask,
        refund('0.03'),
        ask,
        cancel,
        ask,
      ],
    },
    {
      ...paid,
      steps: [
        ...opening,
        refund('100.01'),
        ask,
        refund('60.00'),
        ask,
        refund('60.00'),
        ask,
        refund('100.00'),
        ask,
        refund('40.00'),
        ask,
      ],
    },
    { ...paid, amount: '0.30', steps: [...opening, refund('0.10'), ask, refund('0.20'), ask] },
    { ...paid, amount: '0.57', steps: [...opening, refund('0.28'), ask, refund('0.29'), ask] },
    { ...paid, steps: [...opening, refund('100.00'), ask, refund('1.00'), cancel, ask] },
    { ...paid, steps: [...opening, refund('99.97'), ask, refund('0.04'), ask, refund('0.03'), ask] },
  ],
})

export const amountless = lives({
  id: 'refunds-without-amount',
  says: 'Pay back without an amount: the whole payment, and what is left of it.',
  exercises: ['refunds.no-amount'],
  lives: ({ profile }) =>
    profile['refundAmountRequired'] === true
      ? []
      : [
          { ...paid, steps: [...opening, refund(null), ask, refund('1.00'), ask] },
          {
            ...paid,
            steps: [
              ...opening,
              refund('25.00', 0),
              ask,
              refund(null, 0),
              ask,
              refund(null),
              ask,
              refund(null),
              ask,
            ],
          },
        ],
})

/** Long enough for a clock of whole seconds to tell another time. */
const later = { do: 'wait' as const, ms: 1100 }

export const again = lives({
  id: 'refunds-again',
  says: 'Send a refund number again, with the same amount and with another.',
  patient: true,
  exercises: ['refunds.repeat', 'refunds.inconsistent', 'refunds.dated', 'cancels.refunded'],
  lives: () => [
    {
      ...paid,
      steps: [
        ...opening,
        refund('40.00', 0),
        refund('40.00', 0),
        ask,
        { do: 'refund' as const, amount: '40.00', number: 0, more: { reason: 'Again' } },
        ask,
        refund('50.00', 0),
        refund('40.01', 0),
        ask,
        cancel,
        ask,
        refund('60.00', 1),
        ask,
        later,
        refund('60.00', 1),
        ask,
        books,
      ],
    },
    { ...paid, steps: [...opening, refund('10.00', 0), ask, refund('90.00', 0), ask, refund('90.00'), ask] },
  ],
})

export const foreign = lives({
  id: 'refunds-in-dollars',
  says: 'Pay back in another currency than was paid.',
  exercises: ['refunds.currency'],
  lives: () => [
    {
      ...paid,
      steps: [...opening, { do: 'refund', amount: '10.00', currency: 'USD' }, ask, refund('100.00'), ask],
    },
  ],
})

const settled = { do: 'wait' as const, ms: 400 }

export const pending = lives({
  id: 'refunds-pending',
  says: 'Pay back while another refund is pending, and after it was made or has failed.',
  patient: true,
  exercises: ['refunds.pending', 'refunds.sum', 'cancels.refunded'],
  lives: () => [
    {
      data: 'refundpending',
      wish: soon,
      amount: '100.00',
      steps: [
        ...opening,
        refund('40.00', 0),
        ask,
        refund('40.00', 0),
        settled,
        ask,
        refund('60.00'),
        settled,
        ask,
      ],
    },
    // As long as it takes by itself, so that it is pending all the while.
    {
      data: 'refundpending',
      amount: '100.00',
      steps: [
        ...opening,
        refund('40.00', 0),
        refund('40.00', 0),
        refund('70.00'),
        ask,
        cancel,
        refund('60.00'),
        ask,
      ],
    },
    {
      data: 'refundfail',
      wish: late,
      amount: '100.00',
      steps: [
        ...opening,
        refund('60.00', 0),
        ask,
        refund('40.01'),
        ask,
        ended,
        ask,
        refund('60.00', 0),
        ask,
        refund('100.00'),
        ask,
      ],
    },
    {
      data: 'refundfail',
      wish: late,
      amount: '100.00',
      steps: [...opening, refund('100.00'), ask, ended, ask],
    },
  ],
})
