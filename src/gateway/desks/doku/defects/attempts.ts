/** Attempts at notifications that are too few, too many, or not alike. */
import type { Parcel } from '../../../callbacks.ts'
import type { Defect } from '../../../defect.ts'
import { deliveringBy } from '../../../till.ts'
import { withMember } from '../bend.ts'
import type { Order, Payment } from '../ledger.ts'
import type { Steps } from '../steps.ts'
import { utcOf } from '../time.ts'

/** Waits between attempts, as far as the code lives. */
function withinLife(gaps: readonly number[], { createdAt, expiresAt }: Order): number[] {
  let passed = 0
  return gaps.filter((gap) => (passed += gap * 1000) < expiresAt - createdAt)
}

const onceOnly = (steps: Steps): Steps => ({ ...steps, schedule: () => [] })

/** Delivers notifications in a way of its own. */
const delivering =
  (way: Partial<Parcel>): Defect<Steps>['steps'] =>
  (honest) => ({
    notify: (order, payment, till, steps) => honest.notify(order, payment, deliveringBy(till, way), steps),
  })

/** Attempts that are not made as the schedule wants them. */
export const retries: readonly Defect<Steps>[] = [
  {
    id: 'notifies-once',
    catalogue: 'D67',
    says: 'Makes one attempt at a notification.',
    breaks: ['retries.count', 'retries.failures'],
    steps: () => ({ schedule: () => [] }),
  },
  {
    id: 'gives-up-with-the-code',
    says: 'Makes no attempt after the code has expired.',
    breaks: ['retries.count'],
    steps: (honest) => ({
      notify: (order, payment, till, steps) =>
        honest.notify(order, payment, till, {
          ...steps,
          schedule: () => withinLife(honest.schedule(), order),
        }),
    }),
  },
  {
    id: 'retries-once-an-invoice',
    says: 'Makes no other attempt at a payment while one at another payment of the order is due.',
    breaks: ['retries.each'],
    steps: (honest) => {
      const due = new Map<Order, Payment>()
      return {
        notify: (order, payment, till, steps) =>
          honest.notify(order, payment, till, {
            ...steps,
            isAcknowledged(reply) {
              const isTaken = steps.isAcknowledged(reply)
              const isDue = !isTaken && (due.get(order) ?? payment) === payment
              if (isDue) due.set(order, payment)
              else if (due.get(order) === payment) due.delete(order)
              return !isDue
            },
          }),
      }
    },
  },
  {
    id: 'overrides-the-first-attempt',
    says: 'Makes the first attempt at the override, and all others at the configured address.',
    breaks: ['overrides.used'],
    steps: (honest) => ({
      async notify(order, payment, till, steps) {
        await honest.notify(order, payment, till, order.override ? onceOnly(steps) : steps)
        const { override, ...plain } = order
        if (override !== undefined)
          till.clock.at(till.clock.now() + 1_800_000, () => honest.notify(plain, payment, till, steps))
      },
    }),
  },
  {
    id: 'notifies-for-ever',
    says: 'Makes attempts without an end.',
    breaks: ['retries.count'],
    steps: (honest) => ({ schedule: () => [...honest.schedule(), 3600, 3600, 3600] }),
  },
  {
    id: 'notifies-by-the-minute',
    says: 'Makes attempts a minute after each other.',
    breaks: ['retries.schedule'],
    steps: () => ({ schedule: () => [60, 60, 60] }),
  },
  {
    id: 'repeats-after-204',
    catalogue: 'D68',
    says: 'Goes on after any answer but 200.',
    breaks: ['retries.end@204', 'retries.end@202'],
    steps: () => ({ isAcknowledged: ({ status }) => status === 200 }),
  },
  {
    id: 'repeats-after-200',
    says: 'Goes on after 200.',
    breaks: ['retries.end@200'],
    steps: (honest) => ({ isAcknowledged: (reply) => reply.status !== 200 && honest.isAcknowledged(reply) }),
  },
  {
    id: 'gives-up-on-refusals',
    catalogue: 'D66',
    says: 'Makes another attempt after 5xx only.',
    breaks: ['retries.failures'],
    steps: () => ({ isAcknowledged: ({ status }) => status < 500 }),
  },
  {
    id: 'gives-up-on-silence',
    says: 'Makes no other attempt where nothing was answered in time.',
    breaks: ['retries.failures@silence'],
    steps: delivering({ timeoutMs: 400, endsInSilence: true }),
  },
  {
    id: 'follows-redirections',
    says: 'Goes where an answer sends it, and takes that answer for the acknowledgement.',
    breaks: ['retries.failures@302'],
    steps: delivering({ follows: true }),
  },
  {
    id: 'undoes-what-nobody-takes',
    says: 'Undoes a payment whose notification is answered with an error.',
    breaks: ['status.paid', 'status.agrees'],
    steps: (honest) => ({
      notify(order, payment, till, steps) {
        const isAcknowledged: Steps['isAcknowledged'] = (reply) => {
          const is = steps.isAcknowledged(reply)
          if (!is) order.payments = order.payments.filter((one) => one !== payment)
          return is
        }
        return honest.notify(order, payment, till, { ...steps, isAcknowledged })
      },
    }),
  },
  {
    id: 'changes-what-it-tells',
    says: 'Tells the time of each attempt as that of the payment.',
    breaks: ['retries.same'],
    steps: (honest) => ({
      compose: (fields, id, merchant, url, till) =>
        honest.compose(
          withMember(fields, 'transaction', 'date', utcOf(till.clock.now())),
          id,
          merchant,
          url,
          till,
        ),
    }),
  },
]
