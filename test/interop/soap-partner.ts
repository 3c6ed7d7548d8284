/** A partner on npm `soap` and the WSDL that the project generates, with a control API that is like no other's. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listen } from 'soap'
import { startSoapControl } from './soap-control.ts'
import { SoapLedger, type Result } from './soap-ledger.ts'

export interface SoapPartner {
  url: string
  control: string
  ledger: SoapLedger
  close(): Promise<void>
}

export interface SoapPartnerOptions {
  signingKey: string
  controlToken: string
}

interface Request {
  [leaf: string]: unknown
}

const wsdl = readFileSync(new URL('../../schemas/indomaret/indomaret.wsdl', import.meta.url), 'utf8')
const path = '/ws/PaymentPoint'

export async function startSoapPartner({
  signingKey,
  controlToken,
}: SoapPartnerOptions): Promise<SoapPartner> {
  const ledger = new SoapLedger()
  const server = createServer((_, response) => void response.writeHead(404).end())
  await listening(server)
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const services = { PaymentPoint: { PaymentPointPort: operations(ledger, signingKey) } }
  await new Promise<void>((ready, broken) => {
    const callback = (error: unknown) => (error ? broken(new Error(String(error))) : ready())
    listen(server, { path, services, xml: wsdl, callback, suppressStack: true })
  })
  const control = await startSoapControl(ledger, controlToken)
  const close = async () => {
    await control.close()
    await new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  }
  return { url: `${origin}${path}`, control: control.url, ledger, close }
}

const listening = (server: Server) =>
  new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()))

function operations(ledger: SoapLedger, signingKey: string) {
  const handle =
    (kind: 'Inquiry' | 'Payment' | 'Reversal') =>
    async (request: Request): Promise<object> => {
      const result = await decide(kind, request, ledger, signingKey)
      return answer(kind, request, result, ledger)
    }
  return { Inquiry: handle('Inquiry'), Payment: handle('Payment'), Reversal: handle('Reversal') }
}

const signed = ['TimeStamp', 'MessageID', 'PaymentCode', 'Amount', 'TrackingRef', 'ProductCode', 'StoreID']

function isGenuine(request: Request, signingKey: string): boolean {
  const text = signed.map((leaf) => textOf(request[leaf])).join('|')
  const due = createHmac('sha384', signingKey).update(text).digest('hex')
  return textOf(request['Signature']).toLowerCase() === due
}

const shapes: { [leaf: string]: RegExp } = {
  TimeStamp: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
  MessageID: /^\S(.{0,253}\S)?$/,
  PaymentCode: /^[A-Za-z0-9]{1,20}$/,
  TrackingRef: /^[A-Za-z0-9]{1,20}$/,
  ProductCode: /^[A-Za-z0-9]{0,10}$/,
  StoreID: /^[A-Za-z0-9]{8}$/,
}

/** Leaves that came twice are lists, and empty ones may be null. */
function textOf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value)
}

async function decide(
  kind: string,
  request: Request,
  ledger: SoapLedger,
  signingKey: string,
): Promise<Result> {
  const wrong = Object.entries(shapes).find(([leaf, shape]) => !shape.test(textOf(request[leaf])))
  if (wrong) return { rc: '30', text: `${wrong[0]} is missing or wrong` }
  if (!isGenuine(request, signingKey)) return { rc: '63', text: 'Wrong signature' }
  const [invoice, ref, amount] = ['PaymentCode', 'TrackingRef', 'Amount'].map((leaf) => textOf(request[leaf]))
  if (kind === 'Inquiry') return ledger.inquire(invoice!)
  if (!/^\d{1,12}(\.0{1,2})?$/.test(amount!)) return { rc: '30', text: 'Amount is missing or wrong' }
  const order = { invoice: invoice!, ref: ref!, sum: Number(amount) }
  return kind === 'Payment' ? ledger.pay(order) : ledger.reverse(order)
}

const zoned = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Jakarta',
  dateStyle: 'short',
  timeStyle: 'medium',
})

function answer(
  kind: string,
  request: Request,
  { rc, text, slip, invoice }: Result,
  ledger: SoapLedger,
): object {
  const offer = {
    ...(invoice && { Customer: 'Ibu Kartini' }),
    Desc: invoice?.label ?? 'none',
    ...(request['ProductCode'] ? { ProductCode: request['ProductCode'] } : {}),
    MinAmount: String(invoice?.floor ?? 0),
    Amount: String(invoice?.nominal ?? 0),
    Fee: String(invoice?.charge ?? 0),
  }
  return {
    TimeStamp: zoned.format(ledger.now()),
    MessageID: textOf(request['MessageID']),
    ...(kind === 'Inquiry' && offer),
    ResponseCode: rc,
    ResponseDesc: text,
    ...(invoice?.till !== undefined && { ExpiredDateTime: zoned.format(invoice.till) }),
    TrackingRef: textOf(request['TrackingRef']),
    StoreID: textOf(request['StoreID']),
    ...(slip !== undefined && { ReceiptCode: slip }),
  }
}
