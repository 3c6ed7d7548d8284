/** Where the target's callbacks arrive: a small HTTP server of the suite that records each as an exchange. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { acknowledging } from '../contract/acknowledgement.ts'
import { isNested, type Contract, type Profile } from '../contract/contract.ts'
import type { Dialect, Keys, Raw } from '../dialects/dialect.ts'
import { signatureOf } from '../dialects/signed.ts'
import type { Entry } from '../judge/trace.ts'
import { bodyOf, type Exchange, type Headers } from '../wire/exchange.ts'
import { textOfFirst } from '../wire/reading.ts'
import { hostedAt, serve } from './hosted.ts'
import type { Identities } from './identities.ts'
import { createInbox, type Inbox, type Names } from './inbox.ts'
import type { Listen } from './target.ts'

/** How one callback is answered. */
export interface ListenerReply {
  status?: number
  headers?: Headers
  body?: string
  /** Milliseconds before the answer. */
  delayMs?: number
  /** The connection is closed without an answer. */
  drop?: boolean
  /** Nothing is answered until the caller gives up, or for as long as the suite holds out. */
  hang?: boolean
}

export interface Listener extends Inbox {
  /** Address that the target is to call. */
  url: string
  /** How the next callbacks about a reference are answered, in order; the last goes on. */
  answer(reference: string, replies: ListenerReply[]): void
  close(): Promise<void>
}

export interface ListenerParts {
  contract: Contract
  profile: Profile
  dialect: Dialect
  keys: Keys
  tick: () => number
  /** In which acknowledgements are stamped. */
  zone: string
  /** Milliseconds that a callback that is never answered is held. */
  holdMs: number
  /** Tells references of this run from names that a target made up. */
  identities: Pick<Identities, 'isReference'>
  onEntry: (entry: Entry) => void
  /** The request whose answer held this value in a field. */
  answeredWith?: (field: string, value: string) => Exchange | undefined
}

/** Path below the listener's address to which a redirection leads: whoever follows it is answered 200, and nothing is recorded. */
export const elsewhere = '/elsewhere'

/** Most bytes that are read of one callback. */
const limit = 1_048_576

/** Starts to listen. Throws when the address cannot be had. */
export async function createListener(where: Listen, parts: ListenerParts): Promise<Listener> {
  const inbox = createInbox(parts.identities.isReference)
  const replies = new Map<string, ListenerReply[]>()
  let count = 0
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const begun = { began: parts.tick(), sentAt: new Date().toISOString(), start: performance.now() }
    const bytes = await bodyOfRequest(request)
    if (request.url?.endsWith(elsewhere)) return void response.writeHead(200).end()
    const hosted = hostedAt(parts, request.url ?? '')
    if (hosted) return serve(hosted, parts, request, response)
    const exchange = arrived(parts, request, bytes, `c${++count}`, begun)
    const names = namesOf(parts, exchange)
    await reply(parts, exchange, nextOf(replies, names), response, begun.start)
    inbox.put(names, exchange)
    parts.onEntry(exchange)
  }
  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    take(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    ...inbox,
    url: where.url ?? `http://${where.host.includes(':') ? `[${where.host}]` : where.host}:${port}/callback`,
    answer: (reference, wanted) => void replies.set(reference, [...wanted]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function nextOf(replies: Map<string, ListenerReply[]>, { reference, other }: Names): ListenerReply {
  const left = replies.get(reference) ?? replies.get(other)
  return (left && left.length > 1 ? left.shift() : left?.[0]) ?? {}
}

/**
 * What a callback is about, by the address that it was to go to, or else by what it says: the reference of a request, or
 * what only the answer to one had told.
 */
function referenceOf({ contract: { places }, answeredWith }: ListenerParts, { request }: Exchange): string {
  const address = URL.canParse(request.url) ? new URL(request.url).searchParams : undefined
  const references = [places['reference'] ?? '', places['originalReference'] ?? '']
  const told = address?.get('about') ?? textOfFirst(request.read, references)
  if (told?.trim()) return told
  const own = [places['transaction'], places['instrument']].filter((place) => place !== undefined)
  const asked = own
    .map((place) => [place, textOfFirst(request.read, place) ?? ''] as const)
    .filter(([, value]) => value !== '')
    .map(([place, value]) => answeredWith?.(place, value))
    .find((found) => found !== undefined)
  return textOfFirst(asked?.request.read, references) ?? ''
}

/** The reference of a callback, and another name of what it is about. */
function namesOf(parts: ListenerParts, exchange: Exchange): Names {
  const other = textOfFirst(exchange.request.read, parts.contract.places['otherReference'] ?? '') ?? ''
  return { reference: referenceOf(parts, exchange), other }
}

function bodyOfRequest(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const done = () => resolve(Buffer.concat(chunks))
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
    })
    request.on('end', done).on('close', done).on('error', done)
  })
}

/** What arrives here is the one callback that there is, even when it lacks what tells it. */
function onlyCallback(contract: Contract): string | undefined {
  const { operations } = contract
  const callbacks = Object.keys(operations).filter((name) => operations[name]!.from === 'gateway')
  return isNested(contract) && callbacks.length === 1 ? callbacks[0] : undefined
}

const openedAs = (dialect: Dialect, raw: Raw, operation: string | undefined) =>
  dialect.open(raw, 'request', operation)

interface Begun {
  began: number
  sentAt: string
  start: number
}

function arrived(
  { contract, dialect, keys }: ListenerParts,
  request: IncomingMessage,
  bytes: Buffer,
  id: string,
  { began, sentAt }: Begun,
): Exchange {
  const headers: Headers = []
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    headers.push([request.rawHeaders[i]!, request.rawHeaders[i + 1]!])
  const { localAddress = '', localPort } = request.socket
  const method = request.method ?? 'POST'
  const url = `http://${request.headers.host ?? `${localAddress}:${localPort}`}${request.url ?? '/'}`
  const raw = { method, url, headers, body: bytes }
  const told = dialect.open(raw, 'request')
  const read = dialect.operationOf(told) === undefined ? openedAs(dialect, raw, onlyCallback(contract)) : told
  const operation = dialect.operationOf(read)
  return {
    kind: 'exchange',
    id,
    from: 'gateway',
    ...(operation === undefined ? {} : { operation }),
    request: {
      method,
      url,
      headers,
      body: bodyOf(bytes),
      read,
    },
    began,
    sentAt,
    elapsedMs: 0,
    ...signatureOf(dialect, keys, { read, operation, raw }),
  }
}

async function reply(
  { contract, dialect, tick, zone, holdMs }: ListenerParts,
  exchange: Exchange,
  { status = 200, headers = [], body, delayMs = 0, drop, hang }: ListenerReply,
  response: ServerResponse,
  start: number,
): Promise<void> {
  if (hang) await closedWithin(holdMs, response)
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
  exchange.elapsedMs = performance.now() - start
  if (drop || hang || response.destroyed) {
    response.destroy()
    exchange.trouble = hang
      ? { kind: 'timeout', says: 'The suite answered nothing on purpose.' }
      : { kind: 'cut', says: 'The suite closed the connection on purpose.' }
    return
  }
  const said = acknowledgementOf(contract, exchange)
  const bytes = Buffer.from(body ?? (status < 300 ? said.body : ''))
  const all: Headers = [...acknowledging(said, Date.now(), zone), ...headers]
  response.writeHead(status, [...all, ['Content-Length', String(bytes.length)]].flat())
  response.end(bytes)
  exchange.ended = tick()
  const read = dialect.open({ status, headers: all, body: bytes }, 'response', exchange.operation)
  exchange.response = { status, headers: all, body: bodyOf(bytes), read }
}

/** Waits until the caller gives up, or so long. */
function closedWithin(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    response.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function acknowledgementOf(contract: Contract, { operation }: Exchange) {
  const known = contract.operations[operation ?? '']?.acknowledgement
  return known ?? { contentType: 'text/plain', body: '' }
}
