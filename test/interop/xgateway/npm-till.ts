/** What the gateway on npm xmlrpc knows and does: one promise a trx_id, nothing else to lock. */
import xmlrpcSerializer from 'xmlrpc/lib/serializer.js'
import { Agenda } from './agenda.ts'
import { post } from './post.ts'

export interface Outcome {
  code: string
  text: string
  id: string
  serial: string
}

interface Purse {
  pin: string
  left: number
  credit: number
  isBlocked: boolean
  hears?: string
}

interface Line {
  ask: Ask
  first: number
  outcome: Promise<Outcome>
  now?: Outcome
  price: number
}

type Ask = { [name in 'MSISDN' | 'REQUESTID' | 'PIN' | 'NOHP' | 'NOM']: string }
type Wish = { [key: string]: unknown }
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

export class Till {
  agenda = new Agenda()
  purses = new Map<string, Purse>([['TOKOMAJU', { pin: '8642', left: 9e6, credit: 0, isBlocked: false }]])
  goods = new Map<string, number | 'closed' | undefined>()
  meters = new Map<string, Wish>()
  book = new Map<string, Line>()
  seen = new Set<string>()
  count = 0
  hears?: string

  provide(data: string, wish: Wish): object {
    const code = String(wish['code'])
    const hears = wish['callbackUrl'] === undefined ? undefined : String(wish['callbackUrl'])
    this.hears = hears ?? this.hears
    if (['account', 'poor', 'blocked'].includes(data)) return this.purse(code, data, wish, hears)
    const product = String(wish['product'])
    const price = data === 'closed' ? 'closed' : (wish['price'] as number | undefined)
    if (price !== undefined || !this.goods.has(product)) this.goods.set(product, price)
    this.meters.set(code, wish)
    return { code, product, price: wish['price'] }
  }

  purse(code: string, data: string, wish: Wish, hears: string | undefined): object {
    const pin = String(1000 + ((++this.count * 7919) % 9000))
    const left = Number(wish['balance'])
    this.purses.set(code, {
      pin,
      left,
      credit: Number(wish['credit'] ?? 0),
      isBlocked: data === 'blocked',
      hears,
    })
    return { code, pin, balance: left }
  }

  forward(seconds: number): number {
    this.agenda.forward(seconds * 1000)
    return this.agenda.now()
  }

  async serve(kind: string, ask: Ask, isStranger: boolean): Promise<Outcome> {
    const purse = this.purses.get(ask.MSISDN)
    const id = this.next()
    if (!purse || purse.pin !== ask.PIN || isStranger) return this.no(ask, kind, id, '02', 0)
    if (purse.isBlocked) return this.no(ask, kind, id, '33', 0)
    if (kind === 'query') return this.look(ask, id, purse)
    const key = `${ask.MSISDN}/${ask.REQUESTID}`
    const old = this.book.get(key)
    if (old && this.agenda.now() < old.first + 86_400_000) return old.now ?? old.outcome
    const line: Line = {
      ask,
      first: this.agenda.now(),
      price: 0,
      outcome: Promise.resolve(this.no(ask, kind, id, '08', 0)),
    }
    this.book.set(key, line)
    line.outcome = this.sell(line, id, purse, kind === 'after-query')
    line.now = await line.outcome
    return line.now
  }

  next(): string {
    return `77${String(++this.count).padStart(9, '0')}`
  }

  no({ NOM, NOHP }: Ask, kind: string, id: string, code: string, left: number): Outcome {
    const head = kind === 'query' ? `QUERY ${NOM} KE ${NOHP}` : `ISI ${NOM} KE ${NOHP}`
    const status = code === '68' ? 'PENDING' : 'GAGAL'
    const why = code === '68' ? 'Menunggu operator' : `Gagal dengan kode ${code}`
    return { code, id, serial: '', text: `${head}, ${status}. SAL=${left}, ID=${id}, KET=${why}` }
  }

  look(ask: Ask, id: string, { left }: Purse): Outcome {
    const meter = this.meters.get(ask.NOHP)
    const no = (code: string) => this.no(ask, 'query', id, code, left)
    if (!ask.NOM.startsWith('PLN') || !this.goods.has(ask.NOM)) return no('05')
    if (!meter || meter['outcome'] === 'missing') return no('07')
    if (meter['outcome'] === 'noquery') return no('14')
    this.seen.add(`${ask.MSISDN}/${ask.NOHP}`)
    return {
      code: '00',
      id,
      serial: '',
      text: `QUERY ${ask.NOM} KE ${ask.NOHP}, SUKSES. ${this.who(ask, meter)}`,
    }
  }

  who({ NOHP }: Ask, meter: Wish): string {
    return `METER=${NOHP}, IDPEL=${NOHP.padStart(12, '5')}, NAMA=${String(meter['customer'])}, DAYA=${String(meter['power'])}`
  }

  async sell(line: Line, id: string, purse: Purse, isAfterQuery: boolean): Promise<Outcome> {
    const { ask } = line
    const no = (code: string) => this.no(ask, 'isi', id, code, purse.left)
    if (isAfterQuery && !this.seen.has(`${ask.MSISDN}/${ask.NOHP}`)) return no('11')
    if (!this.goods.has(ask.NOM)) return no('05')
    const price = this.goods.get(ask.NOM)
    if (typeof price !== 'number') return no(price === 'closed' ? '22' : '19')
    const who = this.meters.get(ask.NOHP)
    if (!who || who['outcome'] === 'missing') return no('07')
    if (purse.left + purse.credit < price) return no('18')
    line.price = price
    if (who['outcome'] === 'slow') await wait(250)
    if (who['outcome'] === 'biller') return no('14')
    if (who['settlesIn'] !== undefined) return this.put(line, id, purse, who)
    return this.sold(line, id, purse, who)
  }

  sold({ ask, price }: Line, id: string, purse: Purse, who: Wish): Outcome {
    purse.left -= price
    const token = String(40_000_000_000_000_000_000n + BigInt(++this.count) * 7_654_321n).replace(
      /\d{4}(?=\d)/g,
      '$&-',
    )
    const isToken = ask.NOM.startsWith('PLN')
    const long = `${token}/${String(who['customer'])}/kWh12.8/${String(who['power'])}`
    const serial = !isToken ? `SN${++this.count}X` : ask.NOM.startsWith('PLNA') ? long : token
    const rupiah = Number(ask.NOM.replace(/\D/g, '')) * 1000
    const parts = `REF=${id}, RPBAYAR=${rupiah}, ADMIN=0.0, METERAI=0.0, PPN=0.0, PPJ=0.0, ANGSURAN=0.0, RPTOKEN=${rupiah}.0, KWH=12.8`
    const more = isToken ? `, ${this.who(ask, who)}, ${parts}, TOKEN=${token}` : ''
    const text = `ISI ${ask.NOM} KE ${ask.NOHP}, SUKSES. SAL=${purse.left}, HRG=${price}, ID=${id}, SN=${serial}${more}`
    return { code: '00', id, serial, text }
  }

  put(line: Line, id: string, purse: Purse, who: Wish): Outcome {
    const { ask } = line
    const due = this.agenda.now() + Number(who['settlesIn']) * 1000
    this.agenda.later(due, () => {
      const codes: Wish = { pendingfail: '23', refunded: '21' }
      const code = codes[String(who['outcome'])]
      line.now = code ? this.no(ask, 'isi', id, String(code), purse.left) : this.sold(line, id, purse, who)
      this.report(ask, line.now, purse)
    })
    return this.no(ask, 'isi', id, '68', purse.left)
  }

  report({ REQUESTID }: Ask, { code, text, serial, id }: Outcome, { hears = this.hears }: Purse): void {
    const struct = { RESPONSECODE: code, REQUESTID, MESSAGE: text, SN: serial, TRANSACTIONID: id }
    if (hears)
      void post(hears, xmlrpcSerializer.serializeMethodResponse(struct), { 'Content-Type': 'text/xml' })
  }

  lines(nohp: string) {
    const states = { '00': 'paid', '68': 'pending', '21': 'reversed' } as const
    return [...this.book.values()]
      .filter(({ ask }) => ask.NOHP === nohp)
      .map(({ ask, price, now }) => ({
        reference: ask.REQUESTID,
        amount: price,
        state: states[(now?.code ?? '68') as keyof typeof states] ?? ('failed' as const),
        ...(now?.serial ? { receipt: now.serial } : {}),
      }))
  }

  close(): void {
    this.agenda.close()
  }
}
