/** Reads HTTP messages as they stand in a file: one, or a request and its answer, or many parted by `###` lines. */
import type { Headers } from '../wire/exchange.ts'

export interface HttpMessage {
  /** Absent for a response. */
  request?: { method: string; target: string }
  /** Absent for a request. */
  status?: number
  headers: Headers
  body: Buffer
}

const requestLine = /^([A-Z]+) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/
const statusLine = /^HTTP\/\d(?:\.\d)? (\d{3})(?: .*)?$/

/** True when bytes begin as an HTTP message does. */
export function looksLikeHttp(bytes: Buffer): boolean {
  const first = bytes.subarray(0, 4096).toString('latin1').trimStart().split(/\r?\n/, 1)[0]!
  return (
    statusLine.test(first) ||
    /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+( HTTP\/\d(\.\d)?)?$/.test(first) ||
    first.startsWith('###')
  )
}

/** Every message in the bytes. Throws RangeError, with the number of the line, for what is none. */
export function httpMessages(bytes: Buffer): HttpMessage[] {
  const messages: HttpMessage[] = []
  let at = skipBetween(bytes, 0)
  while (at < bytes.length) {
    const { message, end } = messageAt(bytes, at)
    messages.push(message)
    at = skipBetween(bytes, end)
  }
  return messages
}

/** Blank lines, and the `###`, `#` and `//` lines of REST clients. */
function skipBetween(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length;) {
    const end = lineEnd(bytes, at)
    if (!/^\s*$|^#|^\/\//.test(bytes.toString('latin1', at, end))) return at
    at = end
  }
  return bytes.length
}

function lineEnd(bytes: Buffer, at: number): number {
  const found = bytes.indexOf(10, at)
  return found < 0 ? bytes.length : found + 1
}

function messageAt(bytes: Buffer, start: number): { message: HttpMessage; end: number } {
  const lines: string[] = []
  let at = start
  for (let line = ' '; line !== '' && at < bytes.length;) {
    const end = lineEnd(bytes, at)
    line = bytes.toString('latin1', at, end).replace(/\r?\n$/, '')
    if (line !== '') lines.push(line)
    at = end
  }
  const head = headOf(lines, () => bytes.subarray(0, start).toString('latin1').split('\n').length)
  return bodyAt(bytes, at, head)
}

function headOf([first = '', ...rest]: string[], line: () => number): Omit<HttpMessage, 'body'> {
  const headers = rest.map((text): [string, string] => {
    const colon = text.indexOf(':')
    if (colon < 1) throw new RangeError(`line ${line()}: «${text.slice(0, 40)}» is no header`)
    return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
  })
  const [, status] = statusLine.exec(first) ?? []
  if (status !== undefined) return { status: Number(status), headers }
  const [, method, target] = requestLine.exec(first) ?? []
  if (method === undefined || target === undefined)
    throw new RangeError(`line ${line()}: «${first.slice(0, 40)}» begins no HTTP message`)
  return { request: { method, target }, headers }
}

function bodyAt(
  bytes: Buffer,
  at: number,
  head: Omit<HttpMessage, 'body'>,
): { message: HttpMessage; end: number } {
  const value = (name: string) => head.headers.find(([key]) => key.toLowerCase() === name)?.[1]
  if (/chunked/i.test(value('transfer-encoding') ?? '')) return chunked(bytes, at, head)
  const length = Number(value('content-length') ?? NaN)
  const end = Number.isNaN(length) ? bodyEnd(bytes, at) : Math.min(at + length, bytes.length)
  return { message: { ...head, body: bytes.subarray(at, end) }, end }
}

/** Without a length a body ends where the next message begins. */
function bodyEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at = lineEnd(bytes, at)) {
    const line = bytes.toString('latin1', at, lineEnd(bytes, at)).replace(/\r?\n$/, '')
    if (line.startsWith('###') || statusLine.test(line)) return at
  }
  return bytes.length
}

function chunked(
  bytes: Buffer,
  from: number,
  head: Omit<HttpMessage, 'body'>,
): { message: HttpMessage; end: number } {
  const parts: Buffer[] = []
  for (let at = from; at < bytes.length;) {
    const start = lineEnd(bytes, at)
    const size = Number.parseInt(bytes.toString('latin1', at, start), 16)
    if (!(size > 0)) return { message: { ...head, body: Buffer.concat(parts) }, end: lineEnd(bytes, start) }
    parts.push(bytes.subarray(start, start + size))
    at = lineEnd(bytes, start + size)
  }
  return { message: { ...head, body: Buffer.concat(parts) }, end: bytes.length }
}
