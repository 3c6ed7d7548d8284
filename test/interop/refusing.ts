/**
 * A partner that refuses wherever it may: a repeat, a second reversal, a reversal of nothing. It buries nothing, so an
 * early reversal is refused and the late payment taken. Unqualified, chunked, amounts before minimum.
 */
import { hooksOf, isSigned, pause, stamp, wsdl, type Ask, type Bill, type Office, type Row } from './bill.ts'
import { readSaxes } from './read-saxes.ts'
import { serve, type Heard, type Said } from './serve.ts'
import type { Partner } from './trial.ts'

export interface Deed extends Row {
  key: string
}

/** The refusal to answer with; `undefined` is a success. */
type Refusal = string | undefined

export class Register implements Office {
  bills = new Map<string, Bill>()
  deeds = new Map<string, Deed>()
  offsetMs = 0
  queue: Promise<unknown> = Promise.resolve()
  next = 100_000

  rowsOf(code: string): Row[] {
    return [...this.deeds.values()].filter((deed) => deed.code === code)
  }

  keyOf(ask: Ask): string {
    return JSON.stringify([ask['PaymentCode'], ask['TrackingRef']])
  }

  /** The whole register is one critical section; only the biller is waited for outside of it. */
  exclusively<T>(work: () => Promise<T> | T): Promise<T> {
    const turn = this.queue.then(work)
    this.queue = turn.catch(() => undefined)
    return turn
  }

  state(bill: Bill): Refusal {
    if (this.rowsOf(bill.code).some(({ state }) => state === 'paid')) return 'TAGIHAN SUDAH LUNAS'
    if (bill.until !== undefined && bill.until < Date.now() + this.offsetMs) return 'TAGIHAN KEDALUWARSA'
    return undefined
  }

  async payment(ask: Ask): Promise<Refusal | { receipt: string }> {
    if (this.deeds.has(this.keyOf(ask))) return 'TRANSAKSI GANDA'
    const bill = this.bills.get(ask['PaymentCode']!)
    const refusal = bill ? this.state(bill) : 'KODE BAYAR SALAH'
    if (refusal !== undefined) return refusal
    const amount = /^\d{1,12}(\.0{1,2})?$/.test(ask['Amount']!) ? Number(ask['Amount']) : NaN
    if (!(amount >= bill!.minimum && amount <= bill!.amount)) return 'NILAI SALAH'
    await pause(bill!.lagMs)
    if (bill!.dead) return 'BILLER TIDAK MENJAWAB'
    return this.enter(ask, amount)
  }

  enter(ask: Ask, amount: number): { receipt: string } {
    const receipt = `KW${(this.next++).toString(36).toUpperCase()}`
    const [code, reference, store] = [ask['PaymentCode']!, ask['TrackingRef']!, ask['StoreID']!]
    const key = this.keyOf(ask)
    this.deeds.set(key, { key, code, reference, store, amount, receipt, state: 'paid' })
    return { receipt }
  }

  reversal(ask: Ask): Refusal {
    const deed = this.deeds.get(this.keyOf(ask))
    if (!deed) return 'TIDAK ADA PEMBAYARAN'
    if (deed.state === 'reversed') return 'SUDAH DIBATALKAN'
    if (Number(ask['Amount']) !== deed.amount) return 'NILAI SALAH'
    deed.state = 'reversed'
    return undefined
  }
}

const must = ['TimeStamp', 'MessageID', 'PaymentCode', 'TrackingRef', 'StoreID']
const longest: { [field: string]: number } = {
  PaymentCode: 20,
  TrackingRef: 20,
  ProductCode: 10,
  StoreID: 8,
  MessageID: 255,
  Amount: 15,
}

export class RefusingDesk {
  register = new Register()

  isIncomplete(ask: Ask, root: string): boolean {
    const names = root === 'ReqInquiry' ? must : [...must, 'Amount']
    const isOdd = ([name, length]: [string, number]) =>
      (ask[name] ?? '').length > length || /[^ -~]/.test(ask[name] ?? '')
    return (
      names.some((name) => !ask[name]?.trim()) ||
      Object.entries(longest).some(isOdd) ||
      !isTime(ask['TimeStamp']!)
    )
  }

  async outcome(root: string, ask: Ask): Promise<{ refusal?: string; receipt?: string; bill?: Bill }> {
    if (this.isIncomplete(ask, root)) return { refusal: 'PERMINTAAN SALAH' }
    if (!isSigned(ask)) return { refusal: 'TANDA TANGAN SALAH' }
    const { register } = this
    const bill = register.bills.get(ask['PaymentCode']!)
    if (root === 'ReqInquiry') {
      const refusal = bill ? register.state(bill) : 'KODE BAYAR SALAH'
      return refusal === undefined ? { bill } : { refusal }
    }
    const done = await register.exclusively(() =>
      root === 'ReqPayment' ? register.payment(ask) : register.reversal(ask),
    )
    return typeof done === 'string' ? { refusal: done } : { receipt: done?.receipt }
  }

  answerOf(
    root: string,
    ask: Ask,
    { refusal, receipt, bill }: { refusal?: string; receipt?: string; bill?: Bill },
  ): { [leaf: string]: string } {
    const offered: { [leaf: string]: string } =
      root !== 'ReqInquiry'
        ? {}
        : {
            Desc: bill?.text ?? '',
            Amount: String(bill?.amount ?? 0),
            MinAmount: String(bill?.minimum ?? 0),
            Fee: String(bill?.fee ?? 0),
          }
    return {
      TimeStamp: stamp(Date.now() + this.register.offsetMs),
      MessageID: ask['MessageID'] ?? '',
      ...offered,
      ResponseCode: refusal === undefined ? '00' : '05',
      ResponseDesc: refusal ?? 'SUKSES',
      ...(bill && { ExpiredDateTime: bill.until === undefined ? '' : stamp(bill.until), Message: '' }),
      TrackingRef: ask['TrackingRef'] ?? '',
      StoreID: ask['StoreID'] ?? '',
      ...(root === 'ReqPayment' && { ReceiptCode: receipt ?? '', Message: '' }),
    }
  }

  async answer({ method, path, body }: Heard): Promise<Said> {
    const headers = { 'Content-Type': 'text/xml;charset=UTF-8' }
    if (method !== 'POST' && path.endsWith('.wsdl')) return { headers, body: wsdl, chunks: 500 }
    if (method !== 'POST')
      return { status: 302, headers: { Location: '/files/payment-point.wsdl' }, body: '' }
    const call = readSaxes(body)
    const root = typeof call === 'string' ? '' : call.root
    if (typeof call === 'string' || !/^Req(Inquiry|Payment|Reversal)$/.test(root))
      return { status: 400, headers: { 'Content-Type': 'text/plain' }, body: String(call) }
    const ask = Object.fromEntries(call.given)
    return {
      headers,
      body: this.write(root.replace('Req', 'Res'), this.answerOf(root, ask, await this.outcome(root, ask))),
      chunks: 97,
    }
  }

  write(root: string, leaves: { [leaf: string]: string }): string {
    const inner = Object.entries(leaves).map(([name, value]) =>
      value === '' ? `      <${name}/>` : `      <${name}>${wrapped(value)}</${name}>`,
    )
    return [
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">',
      '  <s:Header/>',
      '  <s:Body>',
      `    <${root}>`,
      ...inner,
      `    </${root}>`,
      '  </s:Body>',
      '</s:Envelope>',
      '',
    ].join('\r\n')
  }
}

const wrapped = (value: string): string => (/[&<>]/.test(value) ? `<![CDATA[${value}]]>` : value)

function isTime(text: string): boolean {
  const at = Date.parse(`${text.replace(' ', 'T')}Z`)
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) && !Number.isNaN(at) && stamp(at, 0) === text
}

export async function startRefusing(desk = new RefusingDesk(), idleMs = 5000): Promise<Partner> {
  const { origin, close } = await serve((heard) => desk.answer(heard), idleMs)
  return { url: `${origin}/h2h/indomaret.asmx`, hooks: hooksOf(desk.register), close }
}
