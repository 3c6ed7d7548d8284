/**
 * An XGateway on npm `xmlrpc`: the methods that it knows are handlers, all others and what it cannot read get an empty
 * 404. Its handlers never see from where a request came, so addresses are let in before it reads.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import xmlrpc from 'xmlrpc'
import type { Item } from '../../../src/judge/trace.ts'
import type { Partner } from '../trial.ts'
import { Till, type Outcome } from './npm-till.ts'

/** What is of npm xmlrpc's server, beside what its types tell. */
interface Served {
  httpServer: ReturnType<typeof createServer>
  on(method: string, handler: Handler): void
  close(done: () => void): void
}
type Handler = (error: unknown, params: unknown[], answer: (error: unknown, value: unknown) => void) => void

const names = ['MSISDN', 'REQUESTID', 'PIN', 'NOHP', 'NOM']

/** The five members as texts; undefined when one is missing, empty, or something else than a text. */
function textsOf(params: unknown[]): { [name: string]: string } | undefined {
  const [struct, ...others] = params
  if (others.length > 0 || typeof struct !== 'object' || struct === null) return undefined
  const pairs = names.map((name) => [name, (struct as { [name: string]: unknown })[name]] as const)
  const isWhole = pairs.every(([, value]) => typeof value === 'string' && /^\s*[A-Za-z0-9]+\s*$/.test(value))
  return isWhole ? Object.fromEntries(pairs.map(([name, value]) => [name, String(value).trim()])) : undefined
}

/** The trx_id of a request that is wrong in another place. */
function trxOf([struct]: unknown[]): string {
  const trx = (struct as { [name: string]: unknown } | undefined)?.['REQUESTID']
  return typeof trx === 'string' ? trx.trim() : ''
}

function members(code: string, trx: string, text: string, id: string, serial = ''): object {
  return { RESPONSECODE: code, REQUESTID: trx, MESSAGE: text, SN: serial, TRANSACTIONID: id }
}

function handlerOf(till: Till, kind: 'isi' | 'query' | 'after-query', isStranger: boolean): Handler {
  return (_, params, answer) => {
    const ask = textsOf(params)
    if (!ask || ask['REQUESTID']!.length > 20)
      return answer(null, members('01', trxOf(params), 'Format HTTP Request tidak valid', ''))
    const served = till.serve(kind, ask as never, isStranger)
    void served.then((outcome) => answer(null, told(ask['REQUESTID']!, outcome)))
  }
}

const told = (trx: string, { code, text, id, serial }: Outcome): object =>
  members(code, trx, text, id, serial)

async function listening(till: Till, isStranger: boolean): Promise<Served> {
  const served = xmlrpc.createServer({ host: '127.0.0.1', port: 0 }) as unknown as Served
  for (const method of ['topUpRequest', 'TopupRequest', 'PLNPrepaidDirectTopup'])
    served.on(method, handlerOf(till, 'isi', isStranger))
  served.on('PLNPrepaidQuery', handlerOf(till, 'query', isStranger))
  served.on('PLNPrepaidTopup', handlerOf(till, 'after-query', isStranger))
  await new Promise<void>((ready) => served.httpServer.once('listening', ready))
  return served
}

type Reader = (request: IncomingMessage, response: ServerResponse) => void

const readerOf = ({ httpServer }: Served): Reader => httpServer.listeners('request')[0] as Reader

/** One server for who is known by address, and one that knows nobody: the first hands over to the second. */
function gate(known: Served, strange: Served): void {
  const [read, turnAway] = [readerOf(known), readerOf(strange)]
  known.httpServer.removeAllListeners('request').on('request', (request: IncomingMessage, response) => {
    if (request.method !== 'POST') return void response.writeHead(405).end()
    const reader = request.socket.remoteAddress === '127.0.0.1' ? read : turnAway
    reader(request, response)
  })
}

export async function startNpmGateway(): Promise<Partner> {
  const till = new Till()
  const [served, strange] = await Promise.all([listening(till, false), listening(till, true)])
  gate(served, strange)
  const { port } = served.httpServer.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/st24`,
    hooks: {
      provision: async (data, wish) => till.provide(data, wish) as Item,
      clock: async (seconds) => till.forward(seconds),
      tellsTime: true,
      balance: async (account) => till.purses.get(account)?.left ?? 0,
      ledger: async (code) => till.lines(code),
    },
    close: async () => {
      till.close()
      await Promise.all([served, strange].map(closed))
    },
  }
}

const closed = (served: Served) =>
  new Promise<void>((done) => {
    served.close(done)
    served.httpServer.closeAllConnections()
  })
