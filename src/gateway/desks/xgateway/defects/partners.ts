/** Defects of what belongs to one partner alone: its name, its deposit, its callbacks and what they say to it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import { answering, isFailure, meanwhile, type Bend } from '../bend.ts'
import type { Deal, Ledger } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'
import { tellingWithoutPin } from './accounts.ts'
import { oncePending } from './repeats.ts'

const user = (call: Call): string => call.steps.memberOf(call, 'MSISDN')

/** Writes other members into callbacks. */
const reportingWith =
  (change: (fields: { [name: string]: string }) => { [name: string]: string }): Bend =>
  (honest) => ({
    compose: (fields, deal, till) =>
      honest.compose(
        change(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))),
        deal,
        till,
      ),
  })

/** Sends callbacks to the address of whoever came last, and to the gateway's own where there is none. */
function reportingToLast(all: (ledger: Ledger) => Promise<readonly { callbackUrl?: string }[]>): Bend {
  return () => ({
    async deliver(sealed, _deal, till) {
      const url = (await all(till.ledger)).at(-1)?.callbackUrl ?? till.callbackUrl
      if (url !== undefined) till.courier.deliver({ ...sealed, protocol: till.contract.id, url })
    },
  })
}

/** Changes the one name that a transaction of a partner is remembered by. */
const remembering =
  (join: (user: string, trx: string) => string): Bend =>
  () => ({
    nameOf: (call, isQuery) =>
      `${isQuery ? 'query' : 'buy'} ${join(call.account?.user ?? '', call.steps.memberOf(call, 'REQUESTID'))}`,
  })

/** What is left of the deposit when a purchase is paid from it. */
async function leftAfter({ till, account }: Call, { price }: Deal): Promise<number> {
  const known = account && (await till.ledger.account(account.user))
  return (known?.balance ?? 0) + (known?.credit ?? 0) - price
}

export const partners: readonly Defect<Steps>[] = [
  {
    id: 'fails-what-is-in-flight',
    says: 'Answers 08 to a trx_id that is being worked on.',
    breaks: ['purchase.parallel'],
    steps: meanwhile('08'),
  },
  {
    id: 'joins-user-and-trx-id',
    says: 'Remembers a transaction by user id and trx_id with no sign between them.',
    breaks: ['accounts.isolated', 'purchase.new-transaction', 'balance.charge'],
    steps: remembering((user, trx) => user + trx),
  },
  {
    id: 'joins-trx-id-and-user',
    says: 'Remembers a transaction by trx_id and user id with no sign between them.',
    breaks: ['accounts.isolated', 'purchase.new-transaction', 'serials.token-unique', 'balance.charge'],
    steps: remembering((user, trx) => trx + user),
  },
  {
    id: 'finds-users-in-any-case',
    says: 'Takes a user id without regard to case.',
    breaks: ['accounts.user'],
    steps: (honest) => ({
      accountOf: async (call) =>
        (await honest.accountOf(call)) ?? call.till.ledger.account(user(call).toUpperCase()),
    }),
  },
  {
    id: 'looks-at-the-deposit-first',
    says: 'Looks at the deposit and takes the price a while later, so that purchases at once spend it twice.',
    breaks: ['balance.insufficient'],
    steps: () => ({
      async charge(call, deal) {
        const left = await leftAfter(call, deal)
        await sleep(20)
        return left >= 0 && call.till.ledger.charge(deal, deal.price, -Infinity)
      },
    }),
  },
  {
    id: 'keeps-the-last-rupiah',
    says: 'Refuses a purchase that the deposit just suffices for.',
    breaks: ['balance.insufficient'],
    steps: (honest) => ({
      charge: async (call, deal) => (await leftAfter(call, deal)) !== 0 && honest.charge(call, deal),
    }),
  },
  {
    id: 'reports-to-everybody',
    says: 'Reports a pending purchase to the callback addresses of all partners that it has heard of.',
    breaks: ['callbacks.addressed'],
    steps(honest) {
      const addresses = new Set<string>()
      return {
        async authenticate(call) {
          const refusal = await honest.authenticate(call)
          if (call.account?.callbackUrl !== undefined) addresses.add(call.account.callbackUrl)
          return refusal
        },
        async deliver(sealed, deal, till) {
          await honest.deliver(sealed, deal, till)
          const own = (await till.ledger.account(deal.user))?.callbackUrl
          for (const url of addresses)
            if (url !== own) till.courier.deliver({ ...sealed, protocol: till.contract.id, url })
        },
      }
    },
  },
  {
    id: 'reports-to-the-newest-partner',
    says: 'Sends every callback to the address of the partner who was registered last.',
    breaks: ['callbacks.addressed'],
    steps: reportingToLast(({ accounts }) => accounts()),
  },
  {
    id: 'reports-to-the-newest-number',
    says: 'Sends every callback to the address that was registered last with a number.',
    breaks: ['callbacks.addressed'],
    steps: reportingToLast(({ customers }) => customers()),
  },
  {
    id: 'reports-as-a-form',
    says: 'Sends its callbacks as application/x-www-form-urlencoded.',
    breaks: ['rpc.content-type'],
    steps: (honest) => ({
      compose: (...rest) => ({
        ...honest.compose(...rest),
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      }),
    }),
  },
  {
    id: 'reports-no-price',
    says: 'Says HRG=0 in the callback of a success.',
    breaks: ['purchase.replay-text', 'balance.charge'],
    steps: reportingWith((fields) => ({
      ...fields,
      MESSAGE: fields['MESSAGE']!.replace(/HRG=\d+/, 'HRG=0'),
    })),
  },
  {
    id: 'swaps-ids-in-callbacks',
    says: 'Writes the trx_id into TRANSACTIONID of a callback, and its own id into REQUESTID.',
    breaks: ['callbacks.key', 'message.id@Callback/MESSAGE'],
    steps: reportingWith((fields) => ({
      ...fields,
      REQUESTID: fields['TRANSACTIONID']!,
      TRANSACTIONID: fields['REQUESTID']!,
    })),
  },
  {
    id: 'counts-pending-from-the-last-sending',
    says: 'Begins the 24 hours anew with every repetition of what was pending.',
    breaks: ['purchase.anchor'],
    steps: oncePending((deal, known, call) => {
      known.at = call.at
      return deal
    }),
  },
  {
    id: 'gives-up-waiting',
    says: 'Answers 23 when the status of a pending purchase is asked for the third time, and goes on with it.',
    breaks: ['purchase.pending'],
    steps(honest) {
      const asked = new Map<string, number>()
      return {
        async recall(call, known) {
          const deal = await honest.recall(call, known)
          if (deal?.code !== '68') return deal
          const times = (asked.get(known.id) ?? 0) + 1
          asked.set(known.id, times)
          return times < 3 ? deal : { ...deal, code: '23' }
        },
      }
    },
  },
  {
    id: 'tells-what-failed-without-pin',
    says: 'Answers a status check of a failed purchase whatever its PIN.',
    breaks: ['accounts.all'],
    steps: tellingWithoutPin(({ code }) => code !== '00' && code !== '68'),
  },
  {
    id: 'shares-failures-between-users',
    says: 'Answers a trx_id that failed for one partner with that failure when another uses it.',
    breaks: ['accounts.isolated'],
    steps(honest) {
      const failed = new Map<string, Deal>()
      return {
        async buy(call, deal) {
          const known = failed.get(deal.trx)
          if (known && known.user !== deal.user) return { code: known.code }
          return honest.buy(call, deal)
        },
        async settle(call, deal, answer) {
          const known = failed.get(deal.trx)
          const settled = await honest.settle(call, deal, answer)
          if (known && known.user !== deal.user) return { ...settled, number: known.number, id: known.id }
          if (isFailure(settled) && !settled.isQuery) failed.set(deal.trx, settled)
          return settled
        },
      }
    },
  },
  {
    id: 'waits-before-it-sells-again',
    says: 'Answers 04 to a purchase for a number while another for it is pending.',
    breaks: ['purchase.unlimited'],
    steps(honest) {
      const pending = new Map<string, string>()
      return {
        async buy(call, deal) {
          const what = `${deal.user} ${deal.number}`
          if ((pending.get(what) ?? deal.trx) !== deal.trx) return { code: '04' }
          const answer = await honest.buy(call, deal)
          if (answer.code === '68') pending.set(what, deal.trx)
          return answer
        },
        async finish(deal, ...rest) {
          pending.delete(`${deal.user} ${deal.number}`)
          await honest.finish(deal, ...rest)
        },
      }
    },
  },
  {
    id: 'charges-for-wrong-pins',
    says: 'Takes a fee for a request that it refuses for its PIN.',
    breaks: ['balance.no-charge'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        const account = refusal === '02' ? await honest.accountOf(call) : undefined
        if (account) account.balance -= 500
        return refusal
      },
    }),
  },
  {
    id: 'repeats-what-it-cannot-read',
    says: 'Repeats the whole request in the reason why it could not be read.',
    breaks: ['accounts.secret'],
    steps: answering((fields, { raw, reading }) =>
      reading.ok
        ? fields
        : {
            ...fields,
            MESSAGE: `${String(fields['MESSAGE'])}: ${Buffer.from(raw.body)
              .toString('latin1')
              .replace(/[^ -~]+/g, ' ')}`,
          },
    ),
  },
]
