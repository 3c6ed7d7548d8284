/** Defects of PLN: queries, what they open, and what the slip of a token tells. */
import type { Defect } from '../../../defect.ts'
import { isToken, pairing, phrasing } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'

const whose = (call: Call): string => `${call.account?.user} ${call.steps.memberOf(call, 'NOHP')}`

export const tokens: readonly Defect<Steps>[] = [
  {
    id: 'sells-without-query',
    catalogue: 'M-XGW-42',
    says: 'Serves PLNPrepaidTopup without any query.',
    breaks: ['pln.first', 'pln.first-match', 'pln.first-failed'],
    steps: () => ({ isQueried: () => true }),
  },
  {
    id: 'opens-every-meter',
    catalogue: 'M-XGW-43',
    says: 'Lets any query of a user open the way for all meters.',
    breaks: ['pln.first-match'],
    steps: () => {
      const users = new Set<string>()
      return {
        noteQuery: (call) => void users.add(call.account?.user ?? ''),
        isQueried: (call) => users.has(call.account?.user ?? ''),
      }
    },
  },
  {
    id: 'opens-for-everybody',
    catalogue: 'M-XGW-44',
    says: 'Lets the query of one user open the way for another.',
    breaks: ['pln.first-match'],
    steps: () => {
      const numbers = new Set<string>()
      return {
        noteQuery: (_call, { number }) => void numbers.add(number),
        isQueried: (_call, { number }) => numbers.has(number),
      }
    },
  },
  {
    id: 'opens-by-failing',
    catalogue: 'M-XGW-45',
    says: 'Lets a query that failed open the way.',
    breaks: ['pln.first-failed'],
    steps: (honest) => {
      const failed = new Set<string>()
      return {
        async query(call, deal) {
          const answer = await honest.query(call, deal)
          if (answer.code !== '00') failed.add(whose(call))
          return answer
        },
        isQueried: (call, deal) => failed.has(whose(call)) || honest.isQueried(call, deal),
      }
    },
  },
  {
    id: 'opens-what-names-its-customer',
    says: 'Serves PLNPrepaidTopup for PLNA products without any query, since their serial names the customer.',
    breaks: ['pln.first'],
    steps: (honest) => ({
      isQueried: (call, deal) => deal.product.startsWith('PLNA') || honest.isQueried(call, deal),
    }),
  },
  {
    id: 'opens-by-selling-directly',
    says: 'Serves PLNPrepaidTopup for a meter that a token was sold for without a query.',
    breaks: ['pln.first'],
    steps: (honest) => {
      const known = new Set<string>()
      return {
        async buy(call, deal) {
          const answer = await honest.buy(call, deal)
          if (call.operation === 'direct' && answer.code === '00') known.add(whose(call))
          return answer
        },
        isQueried: (call, deal) => known.has(whose(call)) || honest.isQueried(call, deal),
      }
    },
  },
  {
    id: 'wants-the-same-product',
    says: 'Opens the way only for the product that was queried.',
    breaks: ['pln.first-product'],
    steps: () => {
      const asked = new Map<string, string>()
      return {
        noteQuery: (call, { product }) => void asked.set(whose(call), product),
        isQueried: (call, { product }) => asked.get(whose(call)) === product,
      }
    },
  },
  {
    id: 'queries-before-direct',
    catalogue: 'M-XGW-46',
    says: 'Wants a query before PLNPrepaidDirectTopup too.',
    breaks: ['pln.direct'],
    steps: (honest) => ({
      async buy(call, deal) {
        return call.operation === 'direct' && !honest.isQueried(call, deal)
          ? { code: '10' }
          : honest.buy(call, deal)
      },
    }),
  },
  {
    id: 'tells-nothing-of-meters',
    says: 'Leaves NAMA and DAYA out of the answer to a query.',
    breaks: ['pln.query'],
    steps: phrasing(
      ({ pairs }) => ({ pairs: pairs.filter(([key]) => key !== 'NAMA' && key !== 'DAYA') }),
      ({ isQuery }) => isQuery,
    ),
  },
  {
    id: 'finds-no-meters',
    says: 'Answers 07 to every query.',
    breaks: ['pln.query'],
    steps: () => ({ query: async () => ({ code: '07' }) }),
  },
  {
    id: 'tells-of-another-meter',
    says: 'Tells METER and IDPEL of somebody else.',
    breaks: ['pln.meter'],
    steps: (honest) => ({
      async phrase(deal, till) {
        const meter = deal.meter && { ...deal.meter, meter: '11990000099', idpel: '419900000990' }
        return honest.phrase({ ...deal, ...(meter && { meter }) }, till)
      },
    }),
  },
  {
    id: 'sells-to-another-name',
    says: 'Tells another name when it sells a token than when it is asked.',
    breaks: ['pln.same-customer'],
    steps: pairing('NAMA', () => 'PELANGGAN-LAIN', isToken),
  },
  {
    id: 'miscounts-shares',
    catalogue: 'M-XGW-41',
    says: 'Tells an RPBAYAR that is not the sum of its parts.',
    breaks: ['pln.sum'],
    steps: pairing('ADMIN', () => '2500'),
  },
  {
    id: 'tells-other-kilowatts',
    says: 'Tells another quantity in MESSAGE than in the serial.',
    breaks: ['pln.kwh'],
    steps: pairing('KWH', () => 'kWh99.9'),
  },
  {
    id: 'gives-no-reference',
    says: 'Leaves REF out of the slip of a token.',
    breaks: ['pln.reference'],
    steps: pairing('REF', () => null),
  },
]
