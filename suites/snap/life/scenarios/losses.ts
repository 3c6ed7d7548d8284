/** Answers that are lost: whoever asks again learns what was done, and nothing is done twice. */
import { ask, books, cancel, lives, pay, refund } from './steps.ts'
import type { Request, Step } from './player.ts'

const lose = (request: Request): Step => ({ do: 'lose', request })
const paid = { data: 'card', amount: '100.00' }

export const lost = lives({
  id: 'lost-answers',
  says: 'Lose the answers to payments, refunds and cancellations, ask, and send them again.',
  exercises: ['payments.repeat', 'refunds.repeat', 'states.found'],
  lives: () => [
    { ...paid, steps: [lose(pay), pay, ask, books] },
    { ...paid, steps: [lose(pay), ask, pay, ask, books] },
    { ...paid, steps: [pay, ask, lose(refund('60.00', 0)), refund('60.00', 0), ask, refund('60.00'), ask] },
    {
      ...paid,
      steps: [pay, ask, lose(refund('60.00', 0)), ask, refund('60.00', 0), ask, refund('40.00'), ask],
    },
    { ...paid, data: 'idle', steps: [pay, ask, lose(cancel), cancel, ask, books] },
  ],
})
