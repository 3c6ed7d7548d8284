/** A partner of node:http, regular expressions and string templates: `SOAP-ENV`, qualified, `Connection: close`. */
import { hooksOf, isSigned, stamp, wsdl, type Ask } from './bill.ts'
import { Books, no, type Verdict } from './plain-books.ts'
import { readRegex, Unreadable, type Reading } from './read-regex.ts'
import { serve, type Answerer, type Heard, type Said } from './serve.ts'
import type { Partner } from './trial.ts'

const namespace = 'urn:indomaret:payment-point:1.0.14'
const needed = ['TimeStamp', 'MessageID', 'PaymentCode', 'TrackingRef', 'StoreID', 'Signature']
const shapes: { [field: string]: RegExp } = {
  PaymentCode: /^[A-Za-z0-9]{1,20}$/,
  TrackingRef: /^[A-Za-z0-9]{1,20}$/,
  StoreID: /^[A-Za-z0-9]{8}$/,
  MessageID: /^.{1,255}$/,
  ProductCode: /^([A-Za-z0-9]{1,10})?$/,
  Amount: /^\d{1,12}(\.0{1,2})?$/,
  ExtraParam1: /^.{0,100}$/,
  ExtraParam2: /^.{0,100}$/,
  ExtraParam3: /^.{0,100}$/,
}

/** A time that exists; 24:00:00 is the end of its day. */
function isTime(text: string): boolean {
  const plain = text.replace(/ 24:00:00$/, ' 00:00:00')
  const at = Date.parse(`${plain.replace(' ', 'T')}Z`)
  return !Number.isNaN(at) && stamp(at, 0) === plain
}

/** What a fault of the plain partner replaces. */
export class Counter {
  books = new Books()

  read(body: Buffer, _heard: Heard): Reading {
    return readRegex(body)
  }

  isGenuine(ask: Ask, _operation: string): boolean {
    return isSigned(ask)
  }

  lacks(ask: Ask, operation: string): Verdict | undefined {
    const names = operation === 'ReqInquiry' ? needed : [...needed, 'Amount']
    const missing = names.find((name) => (ask[name] ?? '').trim() === '')
    if (missing) return no('30', `${missing} tidak ada`)
    const odd = Object.keys(shapes).find((name) => name in ask && !shapes[name]!.test(ask[name]!))
    if (odd) return no('30', `${odd} salah`)
    return isTime(ask['TimeStamp']!) ? undefined : no('30', 'TimeStamp salah')
  }

  async decide(operation: string, ask: Ask, _heard: Heard): Promise<Verdict> {
    const lack = this.lacks(ask, operation)
    if (lack) return lack
    if (!this.isGenuine(ask, operation)) return no('63', 'Tanda tangan salah')
    if (operation === 'ReqInquiry') return this.books.inquire(ask)
    return operation === 'ReqPayment' ? this.books.pay(ask) : this.books.reverse(ask)
  }

  leaves(operation: string, ask: Ask, verdict: Verdict): [string, string | undefined][] {
    const head: [string, string | undefined][] = [
      ['TimeStamp', stamp(this.books.now())],
      ['MessageID', ask['MessageID']],
    ]
    const code: [string, string][] = [
      ['ResponseCode', verdict.code],
      ['ResponseDesc', verdict.says],
    ]
    const echo: [string, string | undefined][] = [
      ['TrackingRef', ask['TrackingRef']],
      ['StoreID', ask['StoreID']],
    ]
    if (operation === 'ReqInquiry')
      return [
        ...head,
        ...this.offer(ask, verdict),
        ...code,
        ...this.until(verdict),
        ...echo,
        ['ExtraParam1', verdict.bill && '00063|00062|00061'],
      ]
    if (operation === 'ReqReversal') return [...head, ...code, ...echo]
    return [
      ...head,
      ...code,
      ...echo,
      ['ReceiptCode', verdict.receipt],
      ['Message', verdict.receipt && 'Simpan struk ini'],
    ]
  }

  offer(ask: Ask, { bill }: Verdict): [string, string | undefined][] {
    return [
      ['Customer', bill?.holder],
      ['Desc', bill?.text ?? '-'],
      ['ProductCode', ask['ProductCode']],
      ['MinAmount', String(bill?.minimum ?? 0)],
      ['Amount', String(bill?.amount ?? 0)],
      ['Fee', String(bill?.fee ?? 0)],
    ]
  }

  until({ bill }: Verdict): [string, string | undefined][] {
    return [
      ['ExpiredDateTime', bill?.until === undefined ? undefined : stamp(bill.until)],
      ['Message', bill && 'Hubungi 1500123'],
    ]
  }

  write(root: string, leaves: [string, string | undefined][]): string {
    const inner = leaves
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `<ns1:${name}>${this.escape(value!)}</ns1:${name}>`)
    return `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="${namespace}"><SOAP-ENV:Body><ns1:${root}>${inner.join('')}</ns1:${root}></SOAP-ENV:Body></SOAP-ENV:Envelope>\n`
  }

  escape(value: string): string {
    return value.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  }

  async answer(heard: Heard): Promise<Said> {
    const headers = { 'Content-Type': 'text/xml; charset=utf-8', Connection: 'close' }
    if (heard.method !== 'POST') return { headers, body: wsdl }
    try {
      const { operation, fields } = this.read(heard.body, heard)
      if (!/^Req(Inquiry|Payment|Reversal)$/.test(operation))
        throw new Unreadable(`no operation ${operation}`)
      const verdict = await this.decide(operation, fields, heard)
      return {
        headers,
        body: this.write(operation.replace('Req', 'Res'), this.leaves(operation, fields, verdict)),
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return { status: 500, headers, body: this.fault(error.message) }
    }
  }

  fault(says: string): string {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>${this.escape(says)}</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>\n`
  }
}

export async function startPlain(
  counter = new Counter(),
  around = (answer: Answerer): Answerer => answer,
): Promise<Partner> {
  const { origin, close } = await serve(around((heard) => counter.answer(heard)))
  return { url: `${origin}/pembayaran`, hooks: hooksOf(counter.books), close }
}
