/** A payer who pays at the very moment at which the payment is cancelled. */
import { ask, books, cancel, lives, pay } from './steps.ts'

/** Seconds until the payer pays, and milliseconds until the cancellation is sent. */
const moments = [
  { pays: 0.05, sent: 20 },
  { pays: 0.05, sent: 50 },
  { pays: 0.05, sent: 80 },
]

export const crossing = lives({
  id: 'cancels-crossing',
  needs: 'cancel',
  says: 'Cancel a payment at the moment at which its payer pays.',
  exercises: ['states.monotone', 'cancels.unpaid'],
  lives: () =>
    moments.map(({ pays, sent }) => ({
      data: 'redirect',
      wish: { paysIn: pays },
      amount: '100.00',
      steps: [pay, { do: 'wait', ms: sent }, cancel, ask, { do: 'wait', ms: 150 }, ask, books],
    })),
})
