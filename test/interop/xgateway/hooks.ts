/** Hooks that reach into the kiosk's memory. */
import type { Hooks } from '../../../src/stimulate/target.ts'
import type { Item } from '../../../src/judge/trace.ts'
import type { Books } from './books.ts'
import { day } from './books.ts'

type Wish = { [key: string]: unknown }

export const home = '127.0.0.1'

export function openAccount(books: Books, id: string, wish: Wish = {}): Item {
  const pin = String(wish['pin'] ?? `rahasia${id.slice(-4)}`)
  const callbackUrl = wish['callbackUrl'] === undefined ? undefined : String(wish['callbackUrl'])
  const account = {
    id,
    pin,
    balance: Number(wish['balance'] ?? 10_000_000),
    credit: Number(wish['credit'] ?? 0),
    blocked: wish['blocked'] === true,
    address: home,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  }
  books.accounts.set(id, account)
  return { code: id, pin, balance: account.balance }
}

function enrol(books: Books, data: string, wish: Wish): Item {
  const [code, product] = [String(wish['code']), String(wish['product'])]
  const price = wish['price'] === undefined ? undefined : Number(wish['price'])
  if (!books.products.has(product) || price !== undefined)
    books.products.set(product, { price, closed: data === 'closed' })
  books.customers.set(code, {
    outcome: String(wish['outcome'] ?? 'success'),
    name: String(wish['customer'] ?? 'DEWI LESTARI'),
    power: String(wish['power'] ?? 'R1/900'),
    meter: String(wish['meter'] ?? code),
    idpel: String(wish['idpel'] ?? `5${code}`.padEnd(12, '0')),
    settlesIn: Number(wish['settlesIn'] ?? 60),
  })
  return { code, product, ...(price === undefined ? {} : { price }) }
}

export function hooksOf(books: Books): Hooks {
  return {
    async provision(data, wish) {
      if (wish['callbackUrl'] !== undefined) books.callbackUrl = String(wish['callbackUrl'])
      const isAccount = ['account', 'poor', 'blocked'].includes(data)
      return isAccount ? openAccount(books, String(wish['code']), wish) : enrol(books, data, wish)
    },
    async clock(seconds) {
      books.agenda.forward(seconds * 1000)
      return books.now()
    },
    tellsTime: true,
    async balance(account) {
      return books.accounts.get(account)?.balance ?? 0
    },
    ledger: async (code) => ledgerOf(books, code),
  }
}

const states: { [code: string]: 'paid' | 'pending' | 'reversed' } = {
  '00': 'paid',
  '68': 'pending',
  '21': 'reversed',
}

function ledgerOf(books: Books, nohp: string) {
  return [...books.deals.values()]
    .filter((deal) => deal.kind === 'ISI' && deal.nohp === nohp && books.now() - deal.at < 30 * day)
    .map(({ trx, price, code, serial }) => ({
      reference: trx,
      amount: price,
      state: states[code ?? '68'] ?? ('failed' as const),
      ...(serial === '' ? {} : { receipt: serial }),
    }))
}
