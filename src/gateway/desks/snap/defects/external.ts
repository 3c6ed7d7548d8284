/** Defects of X-EXTERNAL-ID: whose it is, for how long it is used up, and what a repetition gets. */
import type { Defect } from '../../../defect.ts'
import { isCancel, type Bend } from '../bend.ts'
import type { Steps } from '../steps.ts'
import { dayOf } from '../time.ts'

const externalId = 'header:X-EXTERNAL-ID'

/** Keeps an id otherwise than it came. */
const keeping =
  (kept: (id: string) => string): Bend =>
  (honest) => ({
    claimOf(call) {
      const valueAt: Steps['valueAt'] = (one, place) => {
        const value = honest.valueAt(one, place)
        return place === externalId && value !== undefined ? kept(value) : value
      }
      return honest.claimOf({ ...call, steps: { ...call.steps, valueAt } })
    },
  })

export const external: readonly Defect<Steps>[] = [
  {
    id: 'takes-external-ids-again',
    catalogue: 'D083',
    says: 'Takes an X-EXTERNAL-ID as often as it comes.',
    breaks: ['external.repeat', 'external.parallel', 'signatures.replay', 'codes.accepted@external-id-again'],
    steps: () => ({ once: (_call, work) => work() }),
  },
  {
    id: 'cancels-under-external-ids-again',
    says: 'Takes an X-EXTERNAL-ID of a cancellation as often as it comes.',
    breaks: ['signatures.replay'],
    steps: (honest) => ({
      once: (call, work) => (isCancel(call) ? work() : honest.once(call, work)),
      cancelPayment: async (call, payment) =>
        payment.state === '05' && payment.cancelledAt !== undefined
          ? { form: '200##00', fields: call.steps.cancelFields(call, payment) }
          : honest.cancelPayment(call, payment),
    }),
  },
  {
    id: 'shares-external-ids',
    catalogue: 'D084',
    says: 'Takes an X-EXTERNAL-ID for used that another partner has used.',
    breaks: ['external.scope'],
    steps: (honest) => ({ claimOf: (call) => honest.claimOf({ ...call, partner: undefined }) }),
  },
  {
    id: 'counts-days-in-utc',
    catalogue: 'D085',
    says: 'Ends the day of an X-EXTERNAL-ID at midnight of UTC.',
    breaks: ['external.day'],
    steps: () => ({ dayOf: ({ at }) => dayOf(at, 'UTC') }),
  },
  {
    id: 'remembers-forever',
    catalogue: 'D086',
    says: 'Never frees an X-EXTERNAL-ID.',
    breaks: ['external.day'],
    steps: () => ({ dayOf: () => 'always' }),
  },
  {
    id: 'remembers-for-an-hour',
    says: 'Frees an X-EXTERNAL-ID at the end of its hour.',
    breaks: ['external.repeat'],
    steps: (honest) => ({ dayOf: (call) => `${honest.dayOf(call)} ${Math.floor(call.at / 3_600_000)}` }),
  },
  {
    id: 'counts-external-ids-as-numbers',
    says: 'Compares X-EXTERNAL-IDs as binary fractions, so that the last digits of long ones do not count.',
    breaks: ['external.distinct'],
    steps: keeping((id) => (/^\d+$/.test(id) ? String(Number(id)) : id)),
  },
  {
    id: 'drops-zeros-of-external-ids',
    says: 'Compares X-EXTERNAL-IDs without the zeros that they begin with.',
    breaks: ['external.distinct'],
    steps: keeping((id) => id.replace(/^0+/, '')),
  },
  {
    id: 'cuts-external-ids',
    says: 'Keeps the first twenty letters of an X-EXTERNAL-ID.',
    breaks: ['external.distinct'],
    steps: keeping((id) => id.slice(0, 20)),
  },
  {
    id: 'cuts-external-ids-short',
    says: 'Keeps the first sixteen letters of an X-EXTERNAL-ID, which those of many requests have in common.',
    breaks: ['external.distinct'],
    steps: keeping((id) => id.slice(0, 16)),
  },
  {
    id: 'keeps-the-end-of-external-ids',
    says: 'Keeps the last twenty letters of an X-EXTERNAL-ID.',
    breaks: ['external.distinct'],
    steps: keeping((id) => id.slice(-20)),
  },
  {
    id: 'claims-too-late',
    says: 'Notes an X-EXTERNAL-ID only when its request is answered.',
    breaks: ['external.parallel'],
    steps: (honest) => ({
      async once(call, work) {
        if (call.till.claims.has(call.steps.claimOf(call))) return honest.once(call, work)
        const answer = await work()
        await honest.once(call, async () => answer)
        return answer
      },
    }),
  },
  {
    id: 'forgets-the-content',
    says: 'Carries out an X-EXTERNAL-ID that comes again with another body.',
    breaks: ['external.repeat', 'external.parallel'],
    profile: { extId: 'replay' },
    steps: (honest) => ({
      async once(call, work) {
        const outcome = await honest.once(call, work)
        const isOther = outcome.form === '409##00' && call.till.claims.has(call.steps.claimOf(call))
        return isOther ? work() : outcome
      },
    }),
  },
]
