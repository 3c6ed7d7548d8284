/** What was made on one day and comes again on a later one: days do not bring money twice, nor end what they are not to. */
import { ask, books, cancel, lives, pay, refund } from './steps.ts'

/** Two days and more, in seconds: whoever keeps what he knows for a day has forgotten it, and others listen then. */
const overnight = { do: 'pass' as const, seconds: 180_000 }

export const days = lives({
  id: 'again-on-another-day',
  says: 'Send what was made days ago again, pay it back, and ask for what is good for longer.',
  exclusive: 'together',
  exercises: [
    'expiry.expires',
    'payments.repeat',
    'refunds.repeat',
    'refunds.dated',
    'refunds.full',
    'cancels.repeat',
  ],
  lives: ({ can }) =>
    can.clock
      ? [
          { data: 'card', amount: '100.00', steps: [pay, ask, overnight, pay, ask, books] },
          {
            data: 'card',
            amount: '100.00',
            steps: [pay, ask, refund('40.00', 0), ask, overnight, refund('40.00', 0), ask, books],
          },
          {
            data: 'card',
            amount: '100.00',
            steps: [pay, ask, refund('100.00', 0), ask, overnight, ask, refund('100.00', 0), ask, books],
          },
          { data: 'card', amount: '100.00', steps: [pay, ask, overnight, refund('40.00'), ask] },
          { data: 'idle', amount: '100.00', lasts: 300_000, steps: [pay, ask, overnight, ask] },
          { data: 'idle', amount: '100.00', steps: [pay, cancel, ask, overnight, ask, cancel, ask, books] },
        ]
      : [],
})
