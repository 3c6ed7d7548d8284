/** A partner's client on npm `xmlrpc`, with a receiver of its own; its hooks are functions of this module. */
import { randomUUID } from 'node:crypto'
import xmlrpc from 'xmlrpc'
import { serve, type Listening } from '../serve.ts'
import { pause } from './deal.ts'
import { readNotice } from './notice.ts'
import { Receiver, type Sale } from './receiver.ts'
import { Unreadable } from './read.ts'

type Wish = { [key: string]: unknown }
interface Told {
  RESPONSECODE?: unknown
  REQUESTID?: unknown
  MESSAGE?: unknown
  SN?: unknown
  TRANSACTIONID?: unknown
}

interface Sold extends Sale {
  method: string
  url: URL
  sentAt: number
}

/** Failures that are final; after the others only a second answer settles it. */
const finals = new Set('01 02 05 07 09 10 11 12 13 17 18 19 21 22 23 24 26 31 33 34 35 36'.split(' '))

/** What a fault of the client replaces. */
export class NpmClient extends Receiver {
  aheadMs = 0
  count = 0
  /** What the gateway last said is left. */
  left = 0
  /** Longer than any answer takes. */
  patienceMs = 4000
  account = { user: 'TOKOBARU', pin: 'kunci2' }

  now(): number {
    return Date.now() + this.aheadMs
  }

  trx(): string {
    return `N${randomUUID().replaceAll('-', '').slice(0, 19)}`
  }

  struct(sale: Sold, trx: string): Wish {
    const { user, pin } = this.account
    return { MSISDN: user, REQUESTID: trx, PIN: pin, NOHP: sale.number, NOM: sale.product }
  }

  /** The answer, or nothing when it cannot be relied on: a fault, an error, another's answer. */
  call(sale: Sold, method: string, trx: string): Promise<Told | undefined> {
    const { hostname: host, port, pathname: path } = sale.url
    const client = xmlrpc.createClient({ host, port: Number(port), path, headers: { Connection: 'close' } })
    const answered = new Promise<Told | undefined>((done) =>
      client.methodCall(method, [this.struct(sale, trx)], (error: unknown, value: Told | null) =>
        done(error || typeof value !== 'object' || value?.REQUESTID !== trx ? undefined : value),
      ),
    )
    // A connection that is cut in the middle of an answer is never told of.
    return Promise.race([answered, pause(this.patienceMs).then(() => undefined)])
  }

  /** Takes an answer into the books; true when nothing more has to be asked. */
  learn(sale: Sold, told: Told | undefined): boolean {
    const code = this.codeOf(told)
    this.left = this.leftIn(String(told?.MESSAGE ?? '')) ?? this.left
    if (told && sale.id === undefined && typeof told.TRANSACTIONID === 'string') sale.id = told.TRANSACTIONID
    if (code === '68') return true
    if (code === '00') this.sell(sale, { serial: String(told!.SN ?? '') } as never)
    else if (code !== undefined && finals.has(code)) this.fail(sale, code)
    return sale.state !== 'pending'
  }

  leftIn(message: string): number | undefined {
    const found = /\bSAL=(-?\d+)/.exec(message)?.[1]
    return found === undefined ? undefined : Number(found)
  }

  codeOf(told: Told | undefined): string | undefined {
    return typeof told?.RESPONSECODE === 'string' ? told.RESPONSECODE : undefined
  }

  async buy(wish: Wish): Promise<void> {
    const [number, product] = [String(wish['code']), String(wish['product'])]
    const isToken = product.startsWith('PLN')
    const isDirect = ['direct', 'topup'].includes(String(wish['operation']))
    const method = !isToken ? 'topUpRequest' : isDirect ? 'TopupRequest' : 'PLNPrepaidTopup'
    const sale = Object.assign(this.enter({ code: this.trx(), number, product, price: wish['price'] }), {
      method,
      url: new URL(String(wish['gatewayUrl'])),
      sentAt: this.now(),
    })
    if (method === 'PLNPrepaidTopup' && !(await this.isKnown(sale))) return void this.sales.delete(sale.trx)
    await this.send(sale)
  }

  async isKnown(sale: Sold): Promise<boolean> {
    return this.codeOf(await this.call(sale, 'PLNPrepaidQuery', this.trx())) === '00'
  }

  async send(sale: Sold): Promise<void> {
    for (let left = 4; left > 0; left--) {
      if (this.learn(sale, await this.call(sale, sale.method, sale.trx))) return
      await pause(40)
    }
  }

  /** Asks about all that is open, while its trx_id may still be repeated. */
  async later(seconds: number): Promise<number> {
    this.aheadMs += seconds * 1000
    const open = [...this.sales.values()].filter((sale) => sale.state === 'pending') as Sold[]
    for (const sale of open)
      if (this.mayRepeat(sale)) this.learn(sale, await this.call(sale, sale.method, sale.trx))
    return this.now()
  }

  mayRepeat(sale: Sold): boolean {
    return this.now() - sale.sentAt < 23 * 3_600_000
  }

  override lines(code: string) {
    const sales = [...this.sales.values()].filter(({ trx, number }) => trx === code || number === code)
    return sales.flatMap(({ trx }) => super.lines(trx))
  }
}

let client = new NpmClient()
let listening: Listening | undefined

/** Starts the client's receiver; gives its URL. */
export async function open(made: NpmClient): Promise<string> {
  client = made
  listening = await serve(async (heard) => {
    try {
      return await client.take(readNotice(heard.body), heard)
    } catch (error) {
      return { status: error instanceof Unreadable ? 400 : 500, body: '' }
    }
  })
  return `${listening.origin}/callback`
}

export const close = async (): Promise<void> => listening?.close()

/** The trigger hook. */
export const trigger = ({ wish }: { wish: Wish }): Promise<void> => client.buy(wish)
/** The clock hook. */
export const clock = async ({ seconds }: { seconds: number }) => ({ now: await client.later(seconds) })
/** The ledger hook. */
export const ledger = ({ code }: { code: string }) => ({ payments: client.lines(code) })
/** The balance hook. */
export const balance = () => ({ balance: client.left })
