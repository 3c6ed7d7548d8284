/** The HTTP server: routes a request to a desk, the control API or a page, and never lets an error out. */
import { createServer, type Server } from 'node:http'
import type { Raw } from '../dialects/dialect.ts'
import type { Ticks } from '../wire/ticks.ts'
import { type Control, controlPath, controlReply } from './control.ts'
import { complain } from './complain.ts'
import type { Desk } from './desk.ts'
import type { Hear } from './heard.ts'
import { bodyFrom, headersOf, urlOf } from './intake.ts'
import { json, type Line, type Reply, send, sentence } from './reply.ts'
import { isLoopback } from './token.ts'

/** What the server needs to know of its gateway. */
export interface House {
  desks: Desk[]
  control: Control
  token: string
  ticks: Ticks
  wellKnown(): unknown
  hear?: Hear
}

/** A server that does not listen yet. */
export function createHouseServer(house: House): Server {
  const limits = {
    requestTimeout: 30_000,
    headersTimeout: 15_000,
    keepAliveTimeout: 65_000,
    maxHeaderSize: 65_536,
  }
  return createServer(limits, (request, response) => {
    const line = { request, response }
    response.on('error', () => undefined)
    answer(house, line).catch((error: unknown) => stumble(line, error))
  })
}

/** Our own fault: said without a stack trace, or the connection is closed when an answer had begun. */
function stumble(line: Line, error: unknown): void {
  complain(error)
  if (line.response.headersSent) return void line.response.destroy()
  void send(sentence(500, 'The gateway could not answer: an error of its own.'), line)
}

async function answer(house: House, line: Line): Promise<void> {
  const began = house.ticks.next()
  const { request } = line
  const { pathname, search } = new URL(urlOf(request))
  const body = await bodyFrom(request)
  if (body === 'cut') return
  if (body === 'too-large') return tooLarge(line)
  if (pathname.startsWith(controlPath)) return send(await controlReply(house, line, pathname, body), line)
  if (pathname === '/.well-known/batu-uji') return send(wellKnown(house, line), line)
  const desk = deskAt(house.desks, pathname)
  if (!desk) return send(nowhere(house.desks), line)
  const isServed = request.method === 'POST' || desk.everyMethod === true
  const page = isServed ? undefined : pageOf(desk, line, pathname, search)
  if (page && page.status !== 405) return send(page, line)
  const heard = { protocol: desk.protocol, body, began }
  await converse(house, line, heard, (raw) => (page ? refuse(page, line) : desk.serve(raw, line)))
}

function tooLarge(line: Line): Promise<void> {
  line.request.resume()
  const close: [string, string] = ['Connection', 'close']
  return send(sentence(413, 'The request is larger than 1 MiB. Send a smaller one.', [close]), line)
}

function wellKnown(house: House, { request }: Line): Reply {
  if (!isLoopback(request.socket.remoteAddress))
    return sentence(403, 'This page is for callers on this machine.')
  return json(200, house.wellKnown())
}

/** With one protocol every path is its own; with several each has the path of its name, and its document's. */
function deskAt(desks: Desk[], path: string): Desk | undefined {
  if (desks.length === 1) return desks[0]
  return (
    desks.find(({ protocol }) => isBelow(path, `/${protocol}`)) ??
    desks.find((desk) => desk.path !== undefined && isBelow(path, desk.path))
  )
}

const isBelow = (path: string, top: string): boolean => path === top || path.startsWith(`${top}/`)

const nowhere = (desks: Desk[]): Reply =>
  sentence(404, `Nothing is here. Choose one of: ${desks.map(({ protocol }) => `/${protocol}`).join(', ')}.`)

function pageOf(desk: Desk, { request }: Line, path: string, search: string): Reply {
  const query = search.slice(1)
  const address = urlOf(request).replace(/\?.*$/, '')
  const page = /^(GET|HEAD)$/.test(request.method ?? '') ? desk.page(query, address) : undefined
  return page ?? sentence(405, `${path} takes POST; GET answers only its description.`, [['Allow', 'POST']])
}

/** A request in another method than POST is no way to ask, and whoever judges callers hears of it. */
async function refuse(page: Reply, line: Line): Promise<Reply> {
  await send(page, line)
  return page
}

async function converse(
  house: House,
  line: Line,
  { protocol, body, began }: { protocol: string; body: Buffer; began: number },
  serve: (raw: Raw) => Promise<Reply | undefined>,
): Promise<void> {
  const sentAt = new Date().toISOString()
  const start = performance.now()
  const headers = headersOf(line.request)
  const { method = 'POST' } = line.request
  const request = { method, url: urlOf(line.request), headers, body }
  const reply = await serve(request)
  if (!house.hear) return
  const times = { began, ended: reply && house.ticks.next(), sentAt, elapsedMs: performance.now() - start }
  house.hear({ protocol, from: 'client', request, reply, ...times })
}
