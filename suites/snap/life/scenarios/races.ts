/** Requests about one payment, all at once. */
import { ask, books, cancel, lives, pay, refund, soon } from './steps.ts'
import type { Request, Step } from './player.ts'

const race = (...requests: Request[]): Step => ({ do: 'race', requests })
const times = (count: number, request: Request): Step => race(...Array.from({ length: count }, () => request))
const paid = { data: 'card', amount: '100.00' }
const other: Request = { do: 'pay', amount: '150.00' }

export const payments = lives({
  id: 'race-payments',
  says: 'Send one reference several times at once, with one content and with two.',
  exercises: ['payments.parallel'],
  trials: 2,
  lives: () => [
    { ...paid, steps: [times(5, pay), ask, books] },
    { ...paid, data: 'slow', steps: [times(3, pay), ask, books] },
    { ...paid, steps: [race(pay, other, pay, other), ask, books] },
    { ...paid, data: 'redirect', wish: soon, steps: [times(3, pay), ask, books] },
  ],
})

export const refunds = lives({
  id: 'race-refunds',
  says: 'Pay back more than was paid in several parts at once, and one part several times.',
  exercises: ['refunds.parallel'],
  trials: 2,
  lives: () => [
    { ...paid, steps: [pay, ask, race(refund('60.00', 0), refund('60.00', 1)), ask, books] },
    {
      ...paid,
      steps: [
        pay,
        ask,
        race(...[0, 1, 2].map((number) => refund('50.00', number))),
        ask,
        refund('0.03'),
        ask,
      ],
    },
    { ...paid, steps: [pay, ask, times(4, refund('40.00', 0)), ask] },
    { ...paid, steps: [pay, ask, race(refund('40.00', 0), refund('50.00', 0)), ask] },
  ],
})

export const cancels = lives({
  id: 'race-cancels',
  needs: 'cancel',
  says: 'Cancel a payment while it is paid back, repeated and cancelled.',
  exercises: ['cancels.refunded', 'cancels.repeat'],
  lives: () => [
    { ...paid, steps: [pay, ask, race(refund('100.00', 0), cancel), ask, books] },
    { ...paid, steps: [pay, ask, race(cancel, refund('40.00', 0), refund('40.00', 1)), ask, books] },
    { ...paid, data: 'idle', steps: [pay, ask, race(cancel, pay), ask, books] },
    { ...paid, data: 'idle', steps: [pay, ask, times(3, cancel), ask, books] },
    { ...paid, data: 'idle', steps: [race(pay, cancel), ask, books] },
  ],
})
