/** Defects of refusals that do not tell why, or tell that it is the server's own fault. */
import type { Defect } from '../../../defect.ts'
import { forming, isPayment, isRefund, together } from '../bend.ts'
import type { Steps } from '../steps.ts'

export const causes: readonly Defect<Steps>[] = [
  {
    id: 'fails-on-over-refunds',
    says: 'Answers 500 to a refund of more than is left.',
    breaks: ['codes.blame'],
    steps: forming('404##13', { form: '500##00', about: '' }, isRefund),
  },
  {
    id: 'fails-on-bad-states',
    says: 'Answers 500 to a cancellation or refund that the state of its payment forbids.',
    breaks: ['codes.blame'],
    steps: together(
      forming('404##00', { form: '500##01', about: '' }),
      forming('405##01', { form: '500##01', about: '' }),
    ),
  },
  {
    id: 'fails-on-poor-payers',
    says: 'Answers 500 where a payer has not enough money.',
    breaks: ['codes.blame'],
    steps: forming('403##14', { form: '500##00', about: '' }, isPayment),
  },
  {
    id: 'finds-nothing-to-pay-back',
    says: 'Answers that there is no such payment to a refund of more than is left.',
    breaks: ['codes.accepted'],
    steps: forming('404##13', { form: '404##01', about: '' }, isRefund),
  },
  {
    id: 'finds-nothing-to-cancel',
    says: 'Answers that there is no such payment to a cancellation of one that was paid.',
    breaks: ['codes.accepted'],
    steps: forming('405##01', { form: '404##01', about: '' }),
  },
]
