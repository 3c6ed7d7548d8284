/** Clients that ask at the wrong time, under the wrong trx_id, or for what they may not. */
import type { Odd } from '../../oddity.ts'
import type { Heard } from '../../posting.ts'
import type { ClientSteps, Shop, Word } from './steps.ts'

/** Whether what was heard is an answer, or was lost on its way. */
const isLost = ({ status }: Heard): boolean => status === undefined

const seconds = ({ now }: Shop): string => String(Math.floor(now() / 1000))

export const asking: readonly Odd<ClientSteps>[] = [
  {
    id: 'buys-again-after-silence',
    catalogue: 'M-XGW-65',
    says: 'Buys again under a new trx_id when no answer came.',
    breaks: ['client.retry'],
    steps: () => ({
      again: (sale, heard, shop) =>
        isLost(heard)
          ? shop.books.open({ ...sale, reference: shop.steps.reference(shop), sentAt: shop.now() })
          : sale,
    }),
  },
  {
    id: 'buys-tokens-again-after-silence',
    says: 'Buys a token again under a new trx_id when no answer came.',
    breaks: ['client.retry'],
    steps: () => ({
      again: (sale, heard, shop) =>
        isLost(heard) && sale.product.startsWith('PLN')
          ? shop.books.open({ ...sale, reference: shop.steps.reference(shop), sentAt: shop.now() })
          : sale,
    }),
  },
  buyingAgain(
    'buys-again-after-04',
    'Buys again under a new trx_id when a status check is answered 04.',
    '04',
  ),
  buyingAgain('buys-again-while-pending', 'Buys again under a new trx_id while a sale is pending.', '68'),
  {
    id: 'counts-seconds',
    catalogue: 'M-XGW-66',
    says: 'Takes the seconds since 1970 for a trx_id, so that two sales of one second share it.',
    breaks: ['client.unique'],
    steps: () => ({ reference: seconds }),
  },
  {
    id: 'reads-its-id-from-a-file',
    says: 'Has one trx_id for all transactions.',
    breaks: ['client.unique'],
    steps: () => ({ reference: () => 'SETTING1' }),
  },
  {
    id: 'fails-on-04',
    catalogue: 'M-XGW-69',
    says: 'Takes 04 for the failure of the sale and pays the customer back.',
    breaks: ['client.duplicate-code'],
    steps: (honest) => ({
      judge: (notice, ...rest) => (notice?.code === '04' ? 'failed' : honest.judge(notice, ...rest)),
    }),
  },
  {
    id: 'believes-04',
    says: 'Takes 04 for the success of the sale, since it was sent before.',
    breaks: ['client.duplicate-code'],
    steps: (honest) => ({
      judge: (notice, ...rest) => (notice?.code === '04' ? 'paid' : honest.judge(notice, ...rest)),
    }),
  },
  {
    id: 'skips-the-query',
    catalogue: 'M-XGW-78',
    says: 'Calls PLNPrepaidTopup without a query.',
    breaks: ['client.query-first'],
    steps: () => ({ queries: () => false }),
  },
  {
    id: 'buys-after-a-failed-query',
    says: 'Calls PLNPrepaidTopup although the query failed.',
    breaks: ['client.query-first'],
    steps: () => ({ isReady: (query: Word | undefined) => query !== 'unknown' }),
  },
  {
    id: 'asks-for-ever',
    catalogue: 'M-XGW-90',
    says: 'Asks about a pending sale with its trx_id after 24 hours too, and so buys again.',
    breaks: ['client.window'],
    steps: () => ({ isFresh: () => true }),
  },
  {
    id: 'renews-under-the-old-id',
    says: 'Tries a sale that failed again and again under its old trx_id.',
    breaks: ['client.new-id'],
    steps: () => ({
      renew: (sale, code, attempt) => (attempt <= 2 && code === '07' ? sale.reference : undefined),
    }),
  },
  {
    id: 'sells-twice',
    says: 'Buys once more under a new trx_id what it has just sold to its customer.',
    breaks: ['client.once'],
    steps: () => ({
      renew: (sale, _code, attempt, shop) =>
        attempt === 1 && sale.state === 'paid' ? shop.steps.reference(shop) : undefined,
    }),
  },
  {
    id: 'forgets-early-callbacks',
    says: 'Makes a sale pending again when 68 comes after its callback, and waits for another.',
    breaks: ['client.early'],
    steps: (honest) => ({
      note(sale, word, ...rest) {
        honest.note(sale, word, ...rest)
        if (word === 'pending') sale.state = 'pending'
      },
      asksOn: (sale, word) => word !== 'pending' && honest.asksOn(sale, word),
    }),
  },
]

function buyingAgain(id: string, says: string, code: string): Odd<ClientSteps> {
  return {
    id,
    says,
    breaks: ['client.retry'],
    steps: () => ({
      again(sale, heard, shop) {
        const { steps } = shop
        const told = isLost(heard) ? undefined : steps.understand(steps.read(heard), heard)
        if (told?.code !== code) return sale
        return shop.books.open({ ...sale, reference: steps.reference(shop), sentAt: shop.now() })
      },
    }),
  }
}
