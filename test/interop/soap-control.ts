/** The control API of the npm-soap partner: other paths, other names, other forms than any default. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { SoapLedger } from './soap-ledger.ts'

export interface SoapControl {
  url: string
  close(): Promise<void>
}

export async function startSoapControl(ledger: SoapLedger, token: string): Promise<SoapControl> {
  const server = createServer((request, response) => void serve(request, response, ledger, token))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backoffice`, close }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  ledger: SoapLedger,
  token: string,
): Promise<void> {
  const say = (status: number, body: object) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  if (request.headers.authorization !== `Bearer ${token}`) return void say(401, { error: 'who are you?' })
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
  const body = await text(request)
  const route = `${request.method} ${pathname.replace(/^\/backoffice/, '')}`
  if (route.startsWith('PUT /invoices/'))
    return void say(201, issue(ledger, pathname.split('/').at(-1)!, JSON.parse(body)))
  if (route === 'POST /time-travel') return void say(200, travel(ledger, new URLSearchParams(body)))
  if (route === 'GET /journal')
    return void say(200, { result: { rows: ledger.journal(searchParams.get('invoice')!) } })
  say(404, { error: `no ${route}` })
}

function issue(
  ledger: SoapLedger,
  id: string,
  { terms }: { terms: { [name: string]: string | number } },
): object {
  const { nominal, floor = nominal, charge = 0, label = 'Invoice', till, supplier } = terms
  const invoice = {
    id,
    nominal: Number(nominal),
    floor: Number(floor),
    charge: Number(charge),
    label: String(label),
    ...(till === undefined ? {} : { till: Date.parse(String(till)) }),
    ...(supplier === undefined ? {} : { supplier: String(supplier) }),
  }
  ledger.invoices.set(id, invoice)
  return { issued: { number: id, 'max/due': String(nominal), least: String(floor), until: till ?? null } }
}

function travel(ledger: SoapLedger, form: URLSearchParams): object {
  ledger.aheadMs += Number(form.get('forward')) * 1000
  return { wallclock: { utc: new Date(ledger.now()).toISOString() } }
}

/** The hooks of a declaration that describe this API; the token comes from the environment. */
export function soapControlHooks(control: string, tokenVariable: string): object {
  const headers = { Authorization: `Bearer \${env:${tokenVariable}}` }
  const terms = {
    nominal: '${amount}',
    floor: '${minAmount}',
    charge: '${fee}',
    label: '${desc}',
    till: '${expiresIso}',
    supplier: '${biller}',
  }
  return {
    provision: {
      http: { method: 'PUT', url: `${control}/invoices/\${code}`, headers, json: { terms } },
      answer: {
        code: '/issued/number',
        amount: '/issued/max~1due',
        minAmount: '/issued/least',
        expires: '/issued/until',
      },
    },
    clock: {
      http: { url: `${control}/time-travel`, headers, form: { forward: '${seconds}' } },
      answer: { now: '/wallclock/utc' },
    },
    ledger: {
      http: { method: 'GET', url: `${control}/journal?invoice=\${code}`, headers },
      answer: {
        payments: '/result/rows',
        reference: '/ref',
        amount: '/sum',
        state: '/status',
        receipt: '/slip',
        paid: ['SETTLED'],
      },
    },
  }
}
