/** Cancellations before, during and after the payment, and once more. */
import { ask, books, cancel, ended, late, lives, pay, refund } from './steps.ts'

const later = { do: 'wait' as const, ms: 1100 }

export const unpaid = lives({
  id: 'cancels-unpaid',
  needs: 'cancel',
  says: 'Cancel a payment that nobody pays, twice, and refund and repeat it then.',
  patient: true,
  exercises: ['cancels.unpaid', 'cancels.time', 'cancels.repeat', 'refunds.unpaid', 'status.read-only'],
  lives: () => [
    {
      data: 'idle',
      amount: '100.00',
      steps: [
        pay,
        ask,
        ask,
        refund('10.00'),
        ask,
        cancel,
        ask,
        later,
        cancel,
        ask,
        refund('10.00'),
        ask,
        pay,
        ask,
        books,
      ],
    },
  ],
})

export const wrong = lives({
  id: 'cancels-wrong-amount',
  needs: 'cancel',
  says: 'Cancel a payment with another amount, and then with its own.',
  exercises: ['cancels.amount', 'states.unmoved'],
  lives: () => [
    {
      data: 'idle',
      amount: '100.00',
      steps: [
        pay,
        ask,
        { do: 'cancel' as const, amount: '50.00' },
        ask,
        { do: 'cancel' as const, amount: '100.01' },
        ask,
        { do: 'cancel' as const, amount: '100.00' },
        ask,
      ],
    },
  ],
})

/** Who pays all the same has paid when he was to; a notification of it is on its way then. */
const meantime = [pay, ask, cancel, ask, ended, { do: 'hear' as const, withinMs: 300 }, ask, books]

export const meanwhile = lives({
  id: 'cancels-meanwhile',
  needs: 'cancel',
  says: 'Cancel a payment whose payer is about to pay, and see whether he still can.',
  patient: true,
  exercises: ['cancels.unpaid', 'states.monotone'],
  lives: () => [
    { data: 'redirect', wish: late, amount: '100.00', steps: meantime },
    { data: 'pending', wish: late, amount: '100.00', steps: meantime },
  ],
})

export const paid = lives({
  id: 'cancels-paid',
  needs: 'cancel',
  says: 'Cancel a payment that was paid, and refund it then.',
  exercises: ['cancels.paid'],
  lives: () => [
    {
      data: 'card',
      amount: '100.00',
      steps: [pay, ask, cancel, ask, books, cancel, ask, refund('40.00'), ask, cancel, ask],
    },
  ],
})

export const unknown = lives({
  id: 'unknown-payments',
  says: 'Ask for, cancel and refund a payment that nobody made.',
  exercises: ['status.unknown', 'cancels.unknown', 'refunds.unknown'],
  lives: () => [{ data: 'card', amount: '100.00', steps: [ask, cancel, refund('10.00'), ask, pay, ask] }],
})
