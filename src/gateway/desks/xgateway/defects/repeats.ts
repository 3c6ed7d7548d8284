/** Defects of memory: what a trx_id that comes again is taken for. */
import { setTimeout as sleep } from 'node:timers/promises'
import { written } from '../../../../contract/datetime.ts'
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import { isFailure } from '../bend.ts'
import { drafted } from '../judgement.ts'
import type { Deal } from '../ledger.ts'
import { kindOf } from '../serials.ts'
import type { Call, Steps } from '../steps.ts'

export const hour = 3_600_000
const sixHours = 6 * hour

/** Changes what a repetition is answered from. */
const recalling =
  (
    change: (known: Deal, call: Call) => Deal,
    when: (known: Deal, call: Call) => boolean = () => true,
  ): Bend =>
  (honest) => ({
    async recall(call, known) {
      const deal = await honest.recall(call, known)
      return deal && when(known, call) ? change(deal, call) : deal
    },
  })

/** Changes what a repetition is answered from of what was pending at first, whatever has become of it. */
export const oncePending =
  (change: (deal: Deal | undefined, known: Deal, call: Call) => Deal | undefined): Bend =>
  (honest) => {
    const pending = new Set<string>()
    return {
      async settle(call, deal, answer) {
        if (answer.code === '68') pending.add(deal.id)
        return honest.settle(call, deal, answer)
      },
      async recall(call, known) {
        const deal = await honest.recall(call, known)
        return pending.has(known.id) ? change(deal, known, call) : deal
      },
    }
  }

/** Changes how long a trx_id is remembered. */
const remembering =
  (remembers: (call: Call, known: Deal) => boolean): Bend =>
  () => ({ remembers })

/** Changes what a transaction is remembered by. */
const naming =
  (change: (trx: string, call: Call) => string): Bend =>
  () => ({
    nameOf: (call, isQuery) =>
      [
        isQuery ? 'query' : 'buy',
        call.account?.user,
        change(call.steps.memberOf(call, 'REQUESTID'), call),
      ].join(' '),
  })

const dayOf = (instant: number, { till }: Call): string =>
  written(instant, String(till.profile['timezone'])).slice(0, 10)

/** A query, or a purchase that will be pending. */
async function isPatient(call: Call): Promise<boolean> {
  const customer = await call.till.ledger.customer(call.steps.memberOf(call, 'NOHP'))
  return call.operation === 'query' || /^(pending|refunded)/.test(customer?.fate ?? '')
}

export const isCapital = ({ reading }: Call): boolean => reading.ok && reading.name === 'TopupRequest'

export const repeats: readonly Defect<Steps>[] = [
  {
    id: 'buys-every-repetition',
    catalogue: 'M-XGW-01',
    says: 'Takes every repetition of a trx_id for a new purchase.',
    breaks: [
      'purchase.repeat',
      'purchase.payload',
      'purchase.same-transaction',
      'purchase.parallel',
      'purchase.failed',
    ],
    steps: remembering((call) => call.operation === 'query'),
  },
  {
    id: 'buys-queried-tokens-again',
    says: 'Takes a repetition of PLNPrepaidTopup for a new purchase.',
    breaks: ['purchase.repeat', 'purchase.payload', 'purchase.same-transaction', 'purchase.parallel'],
    steps: (honest) => ({
      remembers: (call, known) => call.operation !== 'purchase' && honest.remembers(call, known),
    }),
  },
  {
    id: 'buys-again-under-the-other-name',
    says: 'Takes a repetition for a new purchase when it comes as TopupRequest.',
    breaks: ['purchase.repeat', 'purchase.payload', 'purchase.same-transaction', 'purchase.parallel'],
    steps: (honest) => ({
      remembers: (call, known) => !isCapital(call) && honest.remembers(call, known),
    }),
  },
  {
    id: 'remembers-for-an-hour',
    catalogue: 'M-XGW-02',
    says: 'Remembers a trx_id for an hour only.',
    breaks: ['purchase.repeat', 'purchase.same-transaction', 'purchase.failed'],
    steps: remembering((call, known) => call.at - known.at < hour),
  },
  {
    id: 'counts-from-the-last-sending',
    catalogue: 'M-XGW-03',
    says: 'Begins the 24 hours anew with every repetition.',
    breaks: ['purchase.anchor'],
    steps: recalling((known, { at }) => Object.assign(known, { at })),
  },
  {
    id: 'counts-failures-from-the-last-sending',
    says: 'Begins the 24 hours anew with every repetition of a failure.',
    breaks: ['purchase.anchor'],
    steps: recalling((known, { at }) => Object.assign(known, { at }), isFailure),
  },
  {
    id: 'forgets-at-midnight',
    catalogue: 'M-XGW-04',
    says: 'Remembers a trx_id until midnight.',
    breaks: ['purchase.repeat', 'purchase.same-transaction', 'purchase.failed'],
    clock: '2026-11-20T15:00:00+07:00',
    steps: remembering((call, known) => dayOf(call.at, call) === dayOf(known.at, call)),
  },
  {
    id: 'never-frees-ids',
    catalogue: 'M-XGW-05',
    says: 'Remembers a trx_id for ever.',
    breaks: ['purchase.after'],
    steps: remembering(() => true),
  },
  {
    id: 'tells-repetitions-by-payload',
    catalogue: 'M-XGW-06',
    says: 'Buys again when a trx_id comes with another number or product.',
    breaks: ['purchase.payload'],
    steps: naming((trx, { texts }) => `${trx} ${texts['NOHP']} ${texts['NOM']}`),
  },
  {
    id: 'refuses-equal-purchases',
    catalogue: 'M-XGW-07',
    says: 'Refuses a third purchase of the same token for the same meter.',
    breaks: ['purchase.unlimited'],
    steps: (honest) => {
      const sold = new Map<string, Set<string>>()
      return {
        async buy(call, deal) {
          const what = [deal.user, deal.number, deal.product].join(' ')
          const ids = sold.get(what) ?? new Set()
          if (kindOf(deal.product) !== 'pulsa' && ids.size >= 2 && !ids.has(deal.trx)) return { code: '04' }
          const answer = await honest.buy(call, deal)
          if (answer.code === '00') sold.set(what, ids.add(deal.trx))
          return answer
        },
      }
    },
  },
  {
    id: 'retries-failures',
    catalogue: 'M-XGW-08',
    says: 'Tries a failed purchase again when its trx_id comes again.',
    breaks: ['purchase.failed'],
    steps: (honest) => ({
      async recall(call, known) {
        if (known.code !== '06') return honest.recall(call, known)
        await call.steps.finish(known, '00', call.till, call.steps)
        return known
      },
    }),
  },
  {
    id: 'renames-repetitions',
    catalogue: 'M-XGW-09',
    says: 'Gives every repetition a TRANSACTIONID of its own.',
    breaks: ['purchase.same-transaction'],
    steps: recalling((deal, call) => ({ ...deal, id: call.steps.newId(call.till) })),
  },
  {
    id: 'forgets-serials',
    catalogue: 'M-XGW-10',
    says: 'Answers a repetition of a success without its serial number.',
    breaks: ['purchase.replay'],
    steps: recalling((deal) => ({ ...deal, sn: '' })),
  },
  {
    id: 'fails-what-is-pending',
    catalogue: 'M-XGW-11',
    says: 'Answers a repetition of a pending purchase with 23.',
    breaks: ['purchase.pending'],
    steps: recalling(
      (deal) => ({ ...deal, code: '23' }),
      ({ code }) => code === '68',
    ),
  },
  {
    id: 'keeps-first-answers',
    catalogue: 'M-XGW-12',
    says: 'Answers 68 to repetitions for ever, once it has said so.',
    breaks: ['callbacks.consistent'],
    steps: oncePending((deal) => deal && { ...deal, code: '68', sn: '' }),
  },
  {
    id: 'looks-before-it-writes',
    catalogue: 'M-XGW-13',
    says: 'Processes requests with one trx_id that are in flight together each for itself.',
    breaks: ['purchase.parallel'],
    steps: (honest) => ({
      serialise: (_call, work) => work(),
      open: async (call) => ((await isPatient(call)) ? honest.open(call) : drafted(call)),
      async buy(call, deal) {
        const answer = await honest.buy(call, deal)
        await sleep(20)
        return answer
      },
      async settle(call, deal, answer) {
        await call.till.ledger.keep(call.steps.nameOf(call, deal.isQuery), deal)
        return honest.settle(call, deal, answer)
      },
    }),
  },
  {
    id: 'reads-ids-as-numbers',
    catalogue: 'M-XGW-15',
    says: 'Compares trx_ids of digits as numbers.',
    breaks: ['purchase.typed'],
    steps: naming((trx) => (/^\d+$/.test(trx) ? String(Number(trx)) : trx)),
  },
  {
    id: 'compares-small-letters',
    says: 'Compares trx_ids without regard to case.',
    breaks: ['purchase.typed'],
    steps: naming((trx) => trx.toLowerCase()),
  },
  {
    id: 'keeps-sixteen-characters',
    catalogue: 'M-XGW-16',
    says: 'Compares only the first sixteen characters of a trx_id.',
    breaks: ['purchase.whole-id'],
    steps: naming((trx) => trx.slice(0, 16)),
  },
  {
    id: 'answers-purchases-with-queries',
    catalogue: 'M-XGW-48',
    says: 'Answers a purchase with the query that had its trx_id.',
    breaks: ['purchase.cross'],
    steps: (honest) => ({
      async find(call) {
        const known = await honest.find(call)
        if (known || call.operation === 'query') return known
        const query = await call.till.ledger.find(call.steps.nameOf(call, true))
        return query && call.steps.remembers(call, query) ? query : undefined
      },
    }),
  },
  {
    id: 'forgets-by-restarting',
    catalogue: 'M-XGW-91',
    says: 'Restarts every six hours, and knows no trx_id of before.',
    breaks: ['purchase.repeat', 'purchase.same-transaction', 'purchase.failed'],
    steps: remembering((call, known) => Math.floor(call.at / sixHours) === Math.floor(known.at / sixHours)),
  },
  {
    id: 'says-another-number-again',
    says: 'Tells a repetition about the number of the transaction before.',
    breaks: ['purchase.replay-text'],
    steps: recalling((deal) => ({ ...deal, number: '085700000009' })),
  },
  {
    id: 'frees-ids-late',
    says: 'Refuses a trx_id that comes again after 24 hours.',
    breaks: ['purchase.after'],
    steps: (honest) => ({
      remembers: () => true,
      async recall(call, known) {
        if (honest.remembers(call, known)) return honest.recall(call, known)
        return { ...drafted(call), code: '04' }
      },
    }),
  },
  {
    id: 'turns-finals-pending',
    says: 'Answers a repetition of a failure with 68.',
    breaks: ['purchase.failed', 'callbacks.consistent'],
    steps: recalling((deal) => ({ ...deal, code: '68' }), isFailure),
  },
  {
    id: 'answers-04-to-repetitions',
    says: 'Answers 04 to every repetition, where the status was agreed on.',
    breaks: ['purchase.replay'],
    steps: recalling((deal) => ({ ...deal, code: '04', sn: '' })),
  },
]
