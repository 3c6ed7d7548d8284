/** A partner's receiver on node:http: what it has sold, what it was told, and what it owes nobody twice. */
import { serve, type Heard, type Said } from '../serve.ts'
import type { Hooks } from '../../../src/stimulate/target.ts'
import { namedIn, readNotice, type Notice } from './notice.ts'
import { Unreadable } from './read.ts'

export interface Sale {
  trx: string
  number: string
  product: string
  price: number
  /** TRANSACTIONID of the answer 68, once it is there. */
  id?: string
  state: 'pending' | 'paid' | 'failed' | 'reversed'
  serial?: string
  /** How often its customer was told that it is sold. */
  told: number
}

/** Codes of the document that end a sale without its product. */
const failures = new Set(
  '01 02 03 05 06 07 08 09 10 11 12 13 14 17 18 19 21 22 23 24 26 31 33 34 35 36'.split(' '),
)

/** What a fault of the receiver replaces. */
export class Receiver {
  sales = new Map<string, Sale>()

  enter(wish: { [key: string]: unknown }): Sale {
    const text = (key: string) => (wish[key] === undefined ? undefined : String(wish[key]))
    const trx = text('code')!
    const [number = '', product = '', id] = ['number', 'product', 'transaction'].map(text)
    const sale: Sale = { trx, number, product, price: Number(wish['price'] ?? 0), state: 'pending', told: 0 }
    if (id !== undefined) sale.id = id
    this.sales.set(trx, sale)
    return sale
  }

  read({ body }: Heard): Notice {
    return readNotice(body)
  }

  lets({ socket }: Heard): boolean {
    return socket.remoteAddress === '127.0.0.1'
  }

  fits(sale: Sale, notice: Notice): boolean {
    const named = namedIn(notice.message)
    if (sale.id !== undefined && sale.id !== notice.id) return false
    return named === undefined || (named.product === sale.product && named.number === sale.number)
  }

  async answer(heard: Heard): Promise<Said> {
    if (heard.method !== 'POST') return { status: 405, body: '' }
    if (!this.lets(heard)) return { status: 403, body: 'not you' }
    try {
      return await this.take(this.read(heard), heard)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return { status: 400, headers: { 'Content-Type': 'text/plain' }, body: error.message }
    }
  }

  async take(notice: Notice, _heard: Heard): Promise<Said> {
    const sale = this.sales.get(notice.trx)
    if (!sale) return this.stranger(notice)
    if (!this.fits(sale, notice)) return { status: 409, body: 'another sale' }
    sale.id ??= notice.id
    this.settle(sale, notice)
    return this.thanks()
  }

  stranger(_notice: Notice): Said {
    return { status: 404, body: 'no such sale' }
  }

  thanks(): Said {
    return { headers: { 'Content-Type': 'text/plain' }, body: 'OK' }
  }

  settle(sale: Sale, notice: Notice): void {
    const { code } = notice
    if (code === '68') return
    if (code === '00') this.sell(sale, notice)
    else if (code === '21' && sale.state === 'paid') sale.state = 'reversed'
    else if (failures.has(code)) this.fail(sale, code)
  }

  sell(sale: Sale, { serial }: Notice): void {
    if (sale.state !== 'pending') return
    sale.state = 'paid'
    sale.serial = serial
    sale.told++
  }

  fail(sale: Sale, _code: string): void {
    if (sale.state === 'pending') sale.state = 'failed'
  }

  lines(trx: string) {
    const sale = this.sales.get(trx)
    if (!sale) return []
    const { price: amount, state, serial } = sale
    const line = { reference: trx, amount, state, ...(serial ? { receipt: serial } : {}) }
    return Array.from({ length: Math.max(1, sale.told) }, () => line)
  }
}

export interface Receiving {
  url: string
  hooks: Hooks
  close(): Promise<void>
}

export function receiverHooks(receiver: Pick<Receiver, 'enter' | 'lines'>): Hooks {
  return {
    async provision(_data, wish) {
      const { trx: code, number, product, price, id } = receiver.enter(wish)
      return { code, number, product, price, ...(id === undefined ? {} : { transaction: id }) }
    },
    ledger: async (code) => receiver.lines(code),
  }
}

export async function startReceiver(receiver = new Receiver()): Promise<Receiving> {
  const { origin, close } = await serve((heard) => receiver.answer(heard))
  return { url: `${origin}/xml/callback`, hooks: receiverHooks(receiver), close }
}
