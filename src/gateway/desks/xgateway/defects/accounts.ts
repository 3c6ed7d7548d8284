/** Defects of who is let in, and of what is told to whom. */
import { header } from '../../../../wire/exchange.ts'
import type { Defect } from '../../../defect.ts'
import { answering, type Bend, isQuery } from '../bend.ts'
import { drafted } from '../judgement.ts'
import type { Deal } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'

const asking =
  (when: (call: Call) => boolean): Bend =>
  (honest) => ({
    isPin: (call, account) => when(call) || honest.isPin(call, account),
  })

/** Answers some status checks whatever their PIN. */
export const tellingWithoutPin =
  (isTold: (known: Deal) => boolean): Bend =>
  (honest) => ({
    async authenticate(call) {
      const refusal = await honest.authenticate(call)
      const account = refusal === '02' ? await honest.accountOf(call) : undefined
      const known = account && (await call.till.ledger.find(honest.nameOf({ ...call, account }, false)))
      if (!known || !isTold(known)) return refusal
      call.account = account
      return undefined
    },
  })

const user = (call: Call): string => call.steps.memberOf(call, 'MSISDN')
const pin = (call: Call): string => call.steps.memberOf(call, 'PIN')
const withoutZeros = (text: string): string => text.replace(/^0+/, '')
const trx = (call: Call): string => call.steps.memberOf(call, 'REQUESTID')
const trusting =
  (when: (call: Call) => boolean): Bend =>
  (honest) => ({
    isFrom(call, account) {
      const named = header(call.raw.headers, 'X-Forwarded-For')?.split(',')[0]?.trim()
      return honest.isFrom(when(call) && named ? { ...call, address: named } : call, account)
    },
  })

export const accounts: readonly Defect<Steps>[] = [
  {
    id: 'shares-ids-between-users',
    catalogue: 'M-XGW-14',
    says: 'Keeps the trx_ids of all users together, so that one gets the status of another.',
    breaks: ['accounts.isolated'],
    steps: () => ({ nameOf: (call, asked) => [asked ? 'query' : 'buy', trx(call)].join(' ') }),
  },
  {
    id: 'refuses-ids-of-others',
    says: 'Refuses a trx_id that another user has used.',
    breaks: ['purchase.scope', 'purchase.unknown-number'],
    steps: (honest) => {
      const owners = new Map<string, string>()
      return {
        async buy(call, deal) {
          const owner = owners.get(deal.trx) ?? deal.user
          owners.set(deal.trx, owner)
          return owner === deal.user ? honest.buy(call, deal) : { code: '04' }
        },
      }
    },
  },
  {
    id: 'tells-status-without-pin',
    catalogue: 'M-XGW-17',
    says: 'Answers a status check whatever its PIN.',
    breaks: ['accounts.all'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        const account = refusal === '02' ? await honest.accountOf(call) : undefined
        if (!account || !(await call.till.ledger.find(honest.nameOf({ ...call, account }, false))))
          return refusal
        call.account = account
        return undefined
      },
    }),
  },
  {
    id: 'queries-without-pin',
    catalogue: 'M-XGW-18',
    says: 'Does not look at the PIN of a query.',
    breaks: ['accounts.all'],
    steps: asking(isQuery),
  },
  {
    id: 'buys-tokens-without-pin',
    says: 'Does not look at the PIN of a PLN purchase.',
    breaks: ['accounts.all'],
    steps: asking(({ operation }) => operation === 'purchase' || operation === 'direct'),
  },
  {
    id: 'takes-any-pin',
    says: 'Does not look at the PIN of a top-up.',
    breaks: ['accounts.pin'],
    steps: asking(({ operation }) => operation === 'topup'),
  },
  {
    id: 'sells-under-the-other-name-without-pin',
    says: 'Does not look at the PIN of a TopupRequest.',
    breaks: ['accounts.all'],
    steps: asking(({ reading }) => reading.ok && reading.name === 'TopupRequest'),
  },
  {
    id: 'tells-what-is-pending-without-pin',
    says: 'Answers a status check of a pending purchase whatever its PIN.',
    breaks: ['accounts.all'],
    steps: tellingWithoutPin(({ code }) => code === '68'),
  },
  {
    id: 'counts-the-signs-of-pins',
    says: 'Takes every PIN that is as long as the right one.',
    breaks: ['accounts.pin'],
    steps: () => ({ isPin: (call, account) => pin(call).length === account.pin.length }),
  },
  {
    id: 'reads-pins-as-numbers',
    says: 'Compares PINs as numbers, so that a zero before them says nothing.',
    breaks: ['accounts.pin'],
    steps: () => ({ isPin: (call, account) => withoutZeros(pin(call)) === withoutZeros(account.pin) }),
  },
  {
    id: 'compares-first-signs-of-pins',
    says: 'Takes a PIN that the right one begins with.',
    breaks: ['accounts.pin'],
    steps: () => ({ isPin: (call, account) => account.pin.startsWith(pin(call)) }),
  },
  {
    id: 'compares-pins-in-any-case',
    says: 'Compares PINs without regard to case.',
    breaks: ['accounts.pin'],
    steps: () => ({ isPin: (call, account) => pin(call).toLowerCase() === account.pin.toLowerCase() }),
  },
  {
    id: 'takes-pins-of-others',
    says: 'Takes the PIN of any partner for any other.',
    breaks: ['accounts.pin'],
    steps: (honest) => {
      const known = new Set<string>()
      return {
        isPin(call, account) {
          if (honest.isPin(call, account)) known.add(account.pin)
          return honest.isPin(call, account) || known.has(pin(call))
        },
      }
    },
  },
  {
    id: 'finds-users-by-their-beginning',
    says: 'Takes a user id for the partner whose id it begins with.',
    breaks: ['accounts.user', 'accounts.isolated'],
    steps: (honest) => ({
      accountOf: async (call) =>
        (await honest.accountOf(call)) ?? call.till.ledger.account(user(call).slice(0, -1)),
    }),
  },
  {
    id: 'finds-users-by-their-ending',
    says: 'Takes a user id for the partner whose id ends with it.',
    breaks: ['accounts.user'],
    steps: (honest) => {
      const met = new Set<string>()
      return {
        async accountOf(call) {
          const name = user(call)
          const known = await honest.accountOf(call)
          if (known) met.add(name)
          const like = [...met].find((other) => name !== '' && other.endsWith(name))
          return known ?? (like === undefined ? undefined : call.till.ledger.account(like))
        },
      }
    },
  },
  {
    id: 'misnames-unknown-users',
    catalogue: 'M-XGW-19',
    says: 'Answers 05 to a user that it does not know.',
    breaks: ['accounts.user'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        return refusal === '02' && !(await honest.accountOf(call)) ? '05' : refusal
      },
    }),
  },
  {
    id: 'takes-any-user',
    says: 'Sells top-ups to users that it does not know, on the account of the house.',
    breaks: ['accounts.user'],
    steps: (honest) => ({
      accountOf: async (call) =>
        (await honest.accountOf(call)) ??
        (call.operation === 'topup'
          ? { user: 'HOUSE', pin: call.steps.memberOf(call, 'PIN'), balance: 0, credit: 0, blocked: false }
          : undefined),
      async charge(call, deal) {
        return deal.user === 'HOUSE' || honest.charge(call, deal)
      },
    }),
  },
  {
    id: 'takes-any-address',
    says: 'Does not look where a request comes from.',
    breaks: ['accounts.address'],
    steps: () => ({ isFrom: () => true }),
  },
  {
    id: 'trusts-forwarded-addresses',
    catalogue: 'M-XGW-20',
    says: 'Takes the header X-Forwarded-For for the address of the caller.',
    breaks: ['accounts.forwarded'],
    steps: trusting(() => true),
  },
  {
    id: 'trusts-forwarded-addresses-of-queries',
    says: 'Takes the header X-Forwarded-For of a query for the address of the caller.',
    breaks: ['accounts.forwarded'],
    steps: trusting(isQuery),
  },
  {
    id: 'uses-up-refused-ids',
    catalogue: 'M-XGW-21',
    says: 'Answers a trx_id for ever with the 02 that it was first refused with.',
    breaks: ['accounts.no-consume'],
    steps: (honest) => ({
      async refuse(call, code) {
        const deal = await honest.refuse(call, code)
        if (code === '02') await call.till.ledger.keep(['buy', user(call), trx(call)].join(' '), deal)
        return deal
      },
    }),
  },
  {
    id: 'serves-blocked-accounts',
    says: 'Serves an account that is blocked.',
    breaks: ['accounts.blocked'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        return refusal === '33' ? undefined : refusal
      },
    }),
  },
  {
    id: 'sells-tokens-to-blocked-accounts',
    says: 'Sells tokens to an account that is blocked.',
    breaks: ['accounts.blocked'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        return refusal === '33' && call.operation === 'direct' ? undefined : refusal
      },
    }),
  },
  {
    id: 'misnames-blocked-accounts',
    says: 'Answers 08 to an account that is blocked.',
    breaks: ['accounts.blocked'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        return refusal === '33' ? '08' : refusal
      },
    }),
  },
  {
    id: 'tells-pins',
    catalogue: 'M-XGW-64',
    says: 'Repeats the PIN in the reason of a failure.',
    breaks: ['accounts.secret'],
    steps: answering((fields, call, deal) =>
      deal.code === '07'
        ? { ...fields, MESSAGE: `${String(fields['MESSAGE'])} (PIN ${call.steps.memberOf(call, 'PIN')})` }
        : fields,
    ),
  },
  {
    id: 'consumes-ids-by-refusing',
    says: 'Answers 04 to a trx_id that was refused for its PIN before.',
    breaks: ['accounts.no-consume'],
    steps: (honest) => {
      const refused = new Set<string>()
      return {
        async refuse(call, code) {
          if (code === '02') refused.add(`${user(call)} ${trx(call)}`)
          return honest.refuse(call, code)
        },
        async find(call) {
          const known = await honest.find(call)
          return (
            known ??
            (refused.has(`${user(call)} ${trx(call)}`) ? { ...drafted(call), code: '04' } : undefined)
          )
        },
      }
    },
  },
]
