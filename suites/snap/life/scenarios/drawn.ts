/** Lives in any order, drawn from the seed. */
import * as fc from 'fast-check'
import { scenario } from '../../../../src/stimulate/scenario.ts'
import { live, type Life, type Request } from './player.ts'
import { ask, books, cancel, pay, refund } from './steps.ts'

const amounts = ['0.03', '10.00', '33.33', '33.34', '50.00', '66.66', '66.67', '99.99', '100.00', '100.01']

/** Refunds come again under their numbers, with the amount that they had or another. */
const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom(...amounts), fc.nat({ max: 3 })).map((of) => refund(...of)),
  },
  { weight: 2, arbitrary: fc.constantFrom<Request>(pay, { do: 'pay', amount: '150.00' }) },
  { weight: 1, arbitrary: fc.constantFrom<Request>(cancel, { do: 'cancel', amount: '50.00' }) },
)

export const drawn = scenario<Life>({
  id: 'drawn-lives',
  says: 'Lead a payment through a drawn sequence of refunds, repetitions and cancellations.',
  role: 'server',
  exercises: ['refunds.sum', 'refunds.history', 'payments.repeat'],
  draw: ({ has }) =>
    fc.record({
      data: fc.constantFrom(...['card', 'card', 'card', 'idle'].filter((data) => has(data) !== 'no'), 'card'),
      amount: fc.constant('100.00'),
      steps: fc
        .array(request, { minLength: 2, maxLength: 6 })
        .map((requests) => [pay, ask, ...requests.flatMap((one) => [one, ask]), books]),
    }),
  act: (life, hand) => live(hand, life),
})
