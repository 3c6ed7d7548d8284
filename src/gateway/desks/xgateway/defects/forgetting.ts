/** Defects of a memory that is shorter for some transactions than for others. */
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import type { Deal } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'
import { hour, isCapital } from './repeats.ts'

/** Remembers some transactions for an hour only. */
const briefly =
  (when: (call: Call, known: Deal) => boolean): Bend =>
  (honest) => ({
    remembers: (call, known) =>
      honest.remembers(call, known) && (call.at - known.at < hour || !when(call, known)),
  })

export const forgetting: readonly Defect<Steps>[] = [
  {
    id: 'forgets-the-other-name-after-an-hour',
    says: 'Remembers a trx_id for an hour only when it comes as TopupRequest.',
    breaks: ['purchase.repeat'],
    steps: briefly(isCapital),
  },
  {
    id: 'forgets-queried-tokens-after-an-hour',
    says: 'Remembers a trx_id of PLNPrepaidTopup for an hour only.',
    breaks: ['purchase.repeat'],
    steps: briefly(({ operation }) => operation === 'purchase'),
  },
  {
    id: 'forgets-refunds-after-an-hour',
    says: 'Remembers what was refunded for an hour only, and buys it again then.',
    breaks: ['purchase.same-transaction', 'purchase.failed'],
    steps: briefly((_call, { code }) => code === '21'),
  },
  {
    id: 'forgets-purchases-by-queries',
    says: 'Forgets a purchase when a query comes under its trx_id, and sells it again then.',
    breaks: ['purchase.repeat'],
    steps(honest) {
      const forgotten = new Set<string>()
      return {
        async find(call) {
          const known = await honest.find(call)
          if (!known || known.isQuery) return known
          if (call.operation === 'query') forgotten.add(known.id)
          return forgotten.has(known.id) ? undefined : known
        },
      }
    },
  },
]
