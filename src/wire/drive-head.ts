/** The head of an answer: status line, headers, how the body ends, how long the connection is kept. */
import type { Headers } from './exchange.ts'
import type { Flaw } from './drive-flaw.ts'

export interface Head {
  status: number
  headers: Headers
  /** Values by lower-case name, repeated headers joined with a comma. */
  values: Map<string, string>
  http10: boolean
}

/** What marks the end of a body. */
export type Framing =
  { by: 'nothing' } | { by: 'length'; length: number } | { by: 'chunks' } | { by: 'close' }

/** A head larger than this is not read. */
export const MAX_HEAD = 64 * 1024

/** Idle time for which a server that names no `Keep-Alive: timeout` is trusted to keep a connection. */
const UNNAMED_IDLE_MS = 1000

/** Offset of the first byte after the head, -1 while the head is not whole. */
export function headEnd(bytes: Buffer): number {
  const crlf = bytes.indexOf('\r\n\r\n', 0, 'latin1')
  const lf = (crlf < 0 ? bytes : bytes.subarray(0, crlf)).indexOf('\n\n', 0, 'latin1')
  if (lf >= 0) return lf + 2
  return crlf < 0 ? -1 : crlf + 4
}

/** Undefined while the bytes may still become a head. */
export function flawOfUnfinishedHead(bytes: Buffer): Flaw | undefined {
  const start = bytes.toString('latin1', 0, 5)
  if (!'HTTP/'.startsWith(start)) return notHttp('The answer does not begin with HTTP/1.')
  if (bytes.length <= MAX_HEAD) return undefined
  return { kind: 'oversize', says: `The head of the answer is over ${MAX_HEAD / 1024} KiB.` }
}

/** Reads the text of a whole head. */
export function parseHead(text: string): Head | Flaw {
  const lines = text.split('\n')
  const status = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: .*)?\r?$/.exec(lines[0] ?? '')
  if (!status) return notHttp(`The answer begins with ${shown(lines[0] ?? '')}, not an HTTP/1 status line.`)
  const head: Head = { status: Number(status[2]), headers: [], values: new Map(), http10: status[1] === '0' }
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] as string
    if (line === '' || line === '\r') break
    if (!takeLine(head.headers, line)) return notHttp(`The answer's line ${shown(line)} is no header.`)
  }
  for (const [name, value] of head.headers) join(head.values, name.toLowerCase(), value)
  return head
}

/** How the body of an answer to this method ends. */
export function framingOf({ status, values }: Head, method: string): Framing | Flaw {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { by: 'nothing' }
  const coding = values.get('transfer-encoding')
  if (coding !== undefined) return /(^|,)\s*chunked$/i.test(coding) ? { by: 'chunks' } : { by: 'close' }
  const length = values.get('content-length')
  if (length === undefined) return { by: 'close' }
  const [first = '', ...others] = length.split(',').map((part) => part.trim())
  if (/^\d{1,15}$/.test(first) && others.every((other) => other === first)) {
    return { by: 'length', length: Number(first) }
  }
  return notHttp(`The answer's Content-Length is ${shown(length)}, which is no one number.`)
}

/** For how many idle milliseconds this answer's connection can be used again; 0 for not at all. */
export function keepMsOf({ values, http10, status }: Head, framing: Framing): number {
  const connection = values.get('connection')?.toLowerCase() ?? ''
  const persistent = http10 ? /\bkeep-alive\b/.test(connection) : !/\bclose\b/.test(connection)
  // Both framings at once is how requests are smuggled: what follows such an answer is anyone's guess.
  const twice = values.has('transfer-encoding') && values.has('content-length')
  if (!persistent || framing.by === 'close' || status === 101 || twice) return 0
  const named = /\btimeout\s*=\s*(\d{1,9})/i.exec(values.get('keep-alive') ?? '')
  // A second is left for the way of the request, which is what the server's own clock does not count.
  return named ? Math.max(0, Number(named[1]) * 1000 - 1000) : UNNAMED_IDLE_MS
}

export const notHttp = (says: string): Flaw => ({ kind: 'not-http', says })

const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)

const name = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

function takeLine(headers: Headers, line: string): boolean {
  const colon = line.indexOf(':')
  const before = line.slice(0, Math.max(0, colon))
  if (name.test(before)) return headers.push([before, valueIn(line, colon + 1)]) > 0
  const last = headers.at(-1)
  const folded = /^[ \t]+(.*?)[ \t]*\r?$/s.exec(line)
  if (!folded || !last) return false
  last[1] = `${last[1]} ${folded[1]}`
  return true
}

/** The rest of a line, without the end of the line and the blanks around it. */
function valueIn(line: string, from: number): string {
  let [start, end] = [from, line.endsWith('\r') ? line.length - 1 : line.length]
  while (start < end && isBlank(line.charCodeAt(start))) start += 1
  while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1
  return line.slice(start, end)
}

const isBlank = (code: number): boolean => code === 32 || code === 9

function join(values: Map<string, string>, name: string, value: string): void {
  const before = values.get(name)
  values.set(name, before === undefined ? value : `${before}, ${value}`)
}
