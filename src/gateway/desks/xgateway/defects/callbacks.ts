/** Defects of callbacks. */
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { post } from '../../../post.ts'
import type { Bend } from '../bend.ts'
import { addressOf } from '../booking.ts'
import type { Deal } from '../ledger.ts'
import type { Steps } from '../steps.ts'

/** Reports some ends only. */
const reporting =
  (when: (deal: Deal) => boolean): Bend =>
  (honest) => ({
    report: async (deal, till, steps) => (when(deal) ? honest.report(deal, till, steps) : undefined),
  })

/** Reports something else than what has happened. */
const reportingAs =
  (change: (deal: Deal, newId: string) => Deal): Bend =>
  (honest) => ({
    report: (deal, till, steps) => honest.report(change(deal, steps.newId(till)), till, steps),
  })

const queryOf = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()

export const callbacks: readonly Defect<Steps>[] = [
  {
    id: 'reports-nothing',
    catalogue: 'M-XGW-57',
    says: 'Reports no pending purchase.',
    breaks: ['callbacks.sent'],
    steps: reporting(() => false),
  },
  {
    id: 'reports-failures-only',
    says: 'Reports pending purchases only when they fail.',
    breaks: ['callbacks.sent'],
    steps: reporting(({ code }) => code !== '00'),
  },
  {
    id: 'reports-by-get',
    catalogue: 'M-XGW-58',
    says: 'Reports by HTTP GET, with everything in the query string.',
    breaks: ['callbacks.post'],
    steps: (honest) => ({
      compose(fields, deal, till) {
        const { body } = honest.compose(fields, deal, till)
        return { method: 'GET', path: `?${queryOf(fields)}`, headers: [['Content-Type', 'text/xml']], body }
      },
    }),
  },
  {
    id: 'reports-by-calling',
    catalogue: 'M-XGW-59',
    says: 'Reports with a methodCall topUpReport.',
    breaks: ['callbacks.format'],
    steps: () => ({
      compose: (fields, _deal, { dialect }) =>
        dialect.seal({ operation: 'callback', side: 'request', fields, style: { kind: 'call' } }, {}),
    }),
  },
  {
    id: 'reports-in-json',
    says: 'Reports in JSON.',
    breaks: ['callbacks.format'],
    steps: () => ({
      compose: (fields) => ({
        method: 'POST',
        path: '',
        headers: [['Content-Type', 'application/json']],
        body: Buffer.from(JSON.stringify(fields)),
      }),
    }),
  },
  {
    id: 'reports-another-transaction',
    catalogue: 'M-XGW-60',
    says: 'Reports under a TRANSACTIONID of its own.',
    breaks: ['callbacks.key'],
    steps: reportingAs((deal, id) => ({ ...deal, id })),
  },
  {
    id: 'reports-pending',
    catalogue: 'M-XGW-61',
    says: 'Reports 68 again.',
    breaks: ['callbacks.final'],
    steps: reportingAs((deal) => ({ ...deal, code: '68', sn: '' })),
  },
  {
    id: 'reports-successes-only',
    catalogue: 'M-XGW-62',
    says: 'Reports pending purchases only when they succeed.',
    breaks: ['callbacks.failure'],
    steps: reporting(({ code }) => code === '00'),
  },
  {
    id: 'reports-everything',
    catalogue: 'M-XGW-63',
    says: 'Reports purchases too that were answered 00 at once.',
    breaks: ['callbacks.only-pending'],
    steps: (honest) => ({
      async settle(call, deal, answer) {
        const settled = await honest.settle(call, deal, answer)
        if (answer.code === '00' && !deal.isQuery) await call.steps.report(deal, call.till, call.steps)
        return settled
      },
    }),
  },
  {
    id: 'reports-no-capital-topups',
    says: 'Reports no pending purchase that was asked for by TopupRequest.',
    breaks: ['callbacks.sent'],
    steps(honest) {
      const capital = new Set<string>()
      return {
        async settle(call, deal, answer) {
          if (call.reading.ok && call.reading.name === 'TopupRequest') capital.add(deal.id)
          return honest.settle(call, deal, answer)
        },
        report: async (deal, ...rest) => (capital.has(deal.id) ? undefined : honest.report(deal, ...rest)),
      }
    },
  },
  {
    id: 'reports-ids-as-numbers',
    says: 'Reports a trx_id of digits alone as a number, without its leading zeros.',
    breaks: ['callbacks.key'],
    steps: reportingAs((deal) =>
      /^\d+$/.test(deal.trx) ? { ...deal, trx: String(Number(deal.trx)) } : deal,
    ),
  },
  {
    id: 'reports-otherwise-again',
    says: 'Reports a failure when its callback about a success was not taken.',
    breaks: ['callbacks.again', 'callbacks.consistent'],
    steps: (honest) => ({
      async deliver(sealed, deal, till) {
        const url = await addressOf(deal, till)
        if (url === undefined) return
        const { reply } = await post({ ...sealed, url }, AbortSignal.timeout(2000))
        if (reply && reply.status < 300) return
        const members = await honest.members({ ...deal, code: '23', sn: '' }, till, honest)
        const { clock, courier, contract } = till
        clock.at(clock.now() + 5000, () =>
          courier.deliver({ ...honest.compose(members, deal, till), protocol: contract.id, url }),
        )
      },
    }),
  },
  {
    id: 'reports-another-end',
    says: 'Reports a success and answers a status check with a failure.',
    breaks: ['callbacks.consistent'],
    steps: () => ({
      async deliver(sealed, deal, till) {
        const url = await addressOf(deal, till)
        if (url !== undefined) await post({ ...sealed, url }, AbortSignal.timeout(2000))
        if (deal.code === '00') Object.assign(deal, { code: '23', sn: '' })
      },
    }),
  },
]
