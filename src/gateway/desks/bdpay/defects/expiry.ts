/** Defects of the time that an order can be paid. */
import type { Defect } from '../../../defect.ts'
import { isOrder, type Bend } from '../bend.ts'
import { usualMinutes } from '../ordering.ts'
import type { Call, Steps } from '../steps.ts'
import { isPay } from './kinds.ts'
import { passing, refusingMore, sent } from './overlooking.ts'

const isOvo = (call: Call): boolean => sent(call, 'method') === 'EWALLET_OVO'
const hasPeriod = (call: Call): boolean => sent(call, 'expiryPeriod') !== ''
const period = (call: Call): number => Number(call.steps.valueAt(call, 'expiryPeriod') ?? 0)

/** Lets some orders be paid for another time, in seconds. */
const lasting =
  (seconds: (call: Call) => number, when: (call: Call) => boolean): Bend =>
  (honest) => ({
    secondsOf: (call, kind) =>
      kind !== 'static' && when(call) ? seconds(call) : honest.secondsOf(call, kind),
  })

export const expiry: readonly Defect<Steps>[] = [
  {
    id: 'keeps-pages-open',
    says: 'Lets a page be paid for three days, whatever expiryPeriod says.',
    breaks: ['expiry.final'],
    steps: (honest) => ({
      secondsOf: (call, kind) => (kind === 'link' ? usualMinutes * 60 : honest.secondsOf(call, kind)),
    }),
  },
  {
    id: 'counts-seconds',
    catalogue: 'D25',
    says: 'Counts the time of an order in seconds.',
    breaks: ['expiry.minutes'],
    steps: lasting(period, (call) => hasPeriod(call) && !isOvo(call)),
  },
  {
    id: 'counts-hours',
    says: 'Counts the time of an order in hours.',
    breaks: ['expiry.final'],
    steps: lasting(
      (call) => period(call) * 3600,
      (call) => hasPeriod(call) && !isOvo(call),
    ),
  },
  {
    id: 'ends-after-a-day',
    catalogue: 'D26',
    says: 'Lets an order without a period be paid for 1440 minutes.',
    breaks: ['expiry.default'],
    steps: lasting(
      () => 1440 * 60,
      (call) => !hasPeriod(call) && !isOvo(call),
    ),
  },
  {
    id: 'never-ends-by-itself',
    says: 'Lets an order without a period be paid for a month.',
    breaks: ['expiry.default'],
    steps: lasting(
      () => 30 * 86_400,
      (call) => !hasPeriod(call) && !isOvo(call),
    ),
  },
  {
    id: 'takes-payments-too-late',
    catalogue: 'D27',
    says: 'Takes a payment to a VA that has expired.',
    breaks: ['expiry.final', 'expiry.default'],
    steps: (honest) => ({
      isPayable: (order, at) =>
        honest.isPayable(order, at) ||
        (order.kind === 'pay' &&
          order.va !== undefined &&
          order.state === 'PAY_CANCEL' &&
          at >= order.expiresAt),
    }),
  },
  {
    id: 'waits-for-ovo',
    catalogue: 'D24',
    says: 'Lets an OVO order be confirmed for forty seconds.',
    breaks: ['ovo.window'],
    steps: lasting(() => 40, isOvo),
  },
  {
    id: 'hurries-ovo',
    says: 'Lets an OVO order be confirmed for twenty seconds.',
    breaks: ['ovo.window'],
    steps: lasting(() => 20, isOvo),
  },
  {
    id: 'lets-ovo-take-its-period',
    says: 'Lets an OVO order with a period be confirmed as long as that.',
    breaks: ['ovo.short'],
    steps: lasting(
      (call) => period(call) * 60,
      (call) => isOvo(call) && hasPeriod(call),
    ),
  },
  {
    id: 'leaves-ovo-open',
    says: 'Leaves an OVO order open that nobody has confirmed.',
    breaks: ['ovo.ends'],
    steps: (honest) => ({
      end: async (order, state, till, steps) =>
        order.method === 'EWALLET_OVO' ? undefined : honest.end(order, state, till, steps),
    }),
  },
  {
    id: 'refuses-long-periods',
    says: 'Refuses an order for more than 7200 minutes.',
    breaks: ['expiry.range'],
    steps: refusingMore('expiryPeriod is too long', (call) => isOrder(call) && period(call) > 7200),
  },
  {
    id: 'refuses-short-periods',
    says: 'Refuses an order for a quarter of an hour.',
    breaks: ['expiry.range'],
    steps: refusingMore(
      'expiryPeriod is too short',
      (call) => isPay(call) && hasPeriod(call) && period(call) < 20,
    ),
  },
  {
    id: 'takes-periods-beyond-the-range',
    says: 'Takes an order for more or fewer minutes than were published.',
    breaks: ['expiry.range', 'refusals.forms@expiryPeriod'],
    profile: { expiryRange: 'published' },
    steps: passing('pay', 'expiryPeriod', 'format'),
  },
  {
    id: 'frees-numbers-of-ended-orders',
    says: 'Takes the number of an order again once it was called off.',
    breaks: ['orders.repeat'],
    steps: (honest) => ({
      async known(call) {
        const found = await honest.known(call)
        return found?.state === 'PAY_CANCEL' ? undefined : found
      },
    }),
  },
]
