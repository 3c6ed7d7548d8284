/** Defects of money and of what is sold: charges, refunds, products and numbers. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import { pairing } from '../bend.ts'
import { addressOf } from '../booking.ts'
import type { Deal } from '../ledger.ts'
import type { Steps, Till } from '../steps.ts'

/** Takes money off a balance, past the books. */
async function take({ user }: Deal, amount: number, { ledger }: Till): Promise<void> {
  const account = await ledger.account(user)
  if (account) account.balance -= amount
}

export const money: readonly Defect<Steps>[] = [
  {
    id: 'charges-queries',
    catalogue: 'M-XGW-49',
    says: 'Takes a fee for a query.',
    breaks: ['balance.no-charge'],
    steps: (honest) => ({
      async query(call, deal) {
        const answer = await honest.query(call, deal)
        if (answer.code === '00') await take(deal, 500, call.till)
        return answer
      },
    }),
  },
  {
    id: 'keeps-the-price-of-failures',
    catalogue: 'M-XGW-50',
    says: 'Keeps the price of a purchase that failed at once.',
    breaks: ['balance.no-charge'],
    steps: (honest) => ({
      async settle(call, deal, answer) {
        if (answer.code === '00' || answer.code === '68') return honest.settle(call, deal, answer)
        return Object.assign(deal, { code: answer.code })
      },
    }),
  },
  {
    id: 'refunds-in-words-only',
    says: 'Reports a refund and keeps the price.',
    breaks: ['balance.refund'],
    steps: (honest) => ({
      async finish(deal, code, till, steps) {
        await honest.finish(
          deal,
          code,
          till,
          code === '21' ? { ...steps, refund: async () => undefined } : steps,
        )
      },
    }),
  },
  {
    id: 'refunds-with-every-report',
    says: 'Gives the price back once more with every callback that comes again.',
    breaks: ['balance.no-charge'],
    steps: () => ({
      async deliver(sealed, deal, till) {
        const url = await addressOf(deal, till)
        const again = () => {
          if (deal.code !== '00') void take(deal, -(deal.price ?? 0), till)
          return sealed
        }
        if (url !== undefined) till.courier.deliver({ ...sealed, protocol: till.contract.id, url, again })
      },
    }),
  },
  {
    id: 'charges-twice',
    says: 'Takes the price of a success twice.',
    breaks: ['balance.charge', 'balance.no-charge'],
    steps: (honest) => ({
      async finish(deal, code, till, steps) {
        if (code === '00') await take(deal, deal.price, till)
        await honest.finish(deal, code, till, steps)
      },
    }),
  },
  {
    id: 'sells-for-nothing',
    says: 'Takes nothing for a success.',
    breaks: ['balance.charge', 'balance.no-charge'],
    steps: (honest) => ({
      async finish(deal, code, till, steps) {
        if (code === '00') await take(deal, -deal.price, till)
        await honest.finish(deal, code, till, steps)
      },
    }),
  },
  {
    id: 'says-another-balance',
    says: 'Tells a SAL that the price was not taken from.',
    breaks: ['balance.charge', 'balance.no-charge'],
    steps: pairing('SAL', (value, { price, code }) =>
      code === '00' ? String(Number(value) + price) : value,
    ),
  },
  {
    id: 'charges-repetitions',
    says: 'Takes a fee for the status check of a success.',
    breaks: ['balance.no-charge', 'balance.charge'],
    steps: (honest) => ({
      async recall(call, known) {
        const deal = await honest.recall(call, known)
        if (deal?.sn) await take(known, 100, call.till)
        return deal
      },
    }),
  },
  {
    id: 'sells-beyond-the-deposit',
    says: 'Sells what the deposit does not suffice for.',
    breaks: ['balance.insufficient'],
    steps: () => ({ charge: (call, deal) => call.till.ledger.charge(deal, deal.price, -Infinity) }),
  },
  {
    id: 'sells-queried-tokens-beyond-the-deposit',
    says: 'Does not look at the deposit when it sells a token after a query.',
    breaks: ['balance.insufficient'],
    steps: (honest) => ({
      charge: (call, deal) =>
        call.operation === 'purchase'
          ? call.till.ledger.charge(deal, deal.price, -Infinity)
          : honest.charge(call, deal),
    }),
  },
  {
    id: 'misnames-poverty',
    says: 'Answers 08 where the deposit does not suffice.',
    breaks: ['balance.insufficient'],
    steps: (honest) => ({
      async buy(call, deal) {
        const answer = await honest.buy(call, deal)
        return answer.code === '18' ? { code: '08' } : answer
      },
    }),
  },
  {
    id: 'leaves-unknown-products-pending',
    catalogue: 'M-XGW-51',
    says: 'Answers 68 to a product that nobody sells, and leaves it so.',
    breaks: ['purchase.unknown-product'],
    steps: (honest) => ({
      async buy(call, deal) {
        const answer = await honest.buy(call, deal)
        return answer.code === '05' ? { code: '68' } : answer
      },
    }),
  },
  {
    id: 'misnames-unknown-products',
    says: 'Answers 08 to a product that nobody sells.',
    breaks: ['purchase.unknown-product'],
    steps: (honest) => ({
      async buy(call, deal) {
        const answer = await honest.buy(call, deal)
        return answer.code === '05' ? { code: '08' } : answer
      },
    }),
  },
  {
    id: 'sells-to-nobody',
    says: 'Sells top-ups for numbers that do not exist.',
    breaks: ['purchase.unknown-number'],
    steps: (honest) => ({
      async askBiller(call, deal, customer) {
        const answer = await honest.askBiller(call, deal, customer)
        return answer.code === '07' ? { code: '00' } : answer
      },
    }),
  },
  {
    id: 'sells-tokens-to-nobody',
    says: 'Sells tokens for meters that PLN does not know.',
    breaks: ['purchase.unknown-number'],
    steps: (honest) => ({
      async customerOf(call, product) {
        const known = await honest.customerOf(call, product)
        return known?.meter && call.operation === 'direct' && known.fate === 'missing'
          ? { ...known, fate: 'success' }
          : known
      },
    }),
  },
  {
    id: 'misnames-unknown-numbers',
    says: 'Answers 08 to numbers that do not exist.',
    breaks: ['purchase.unknown-number'],
    steps: (honest) => ({
      async buy(call, deal) {
        const answer = await honest.buy(call, deal)
        return answer.code === '07' ? { code: '08' } : answer
      },
    }),
  },
  {
    id: 'is-busy',
    catalogue: 'M-XGW-56',
    says: 'Refuses a purchase while another for the same number is in flight.',
    breaks: ['purchase.together'],
    steps: (honest) => {
      const busy = new Map<string, string>()
      return {
        async buy(call, deal) {
          const what = `${deal.user} ${deal.number}`
          if ((busy.get(what) ?? deal.trx) !== deal.trx) return { code: '09' }
          busy.set(what, deal.trx)
          const answer = await honest.buy(call, deal)
          await sleep(15)
          busy.delete(what)
          return answer
        },
      }
    },
  },
]
