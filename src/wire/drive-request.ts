/** A call as the bytes that go on the wire, case and order of its headers kept. */
import type { Call } from './drive.ts'
import type { Flaw, Target } from './drive-flaw.ts'

/** A call ready to be written. */
export interface Ready {
  target: Target
  bytes: Buffer
  method: string
  /** The request itself asks for the connection to be closed. */
  closes: boolean
}

/** The bytes of a call, `Host` and `Content-Length` added where they are missing. */
export function readyOf(call: Call): Ready | Flaw {
  const place = placeOf(call.url)
  if (!place) return unsendable(`${call.url} is no http or https URL.`)
  if (!token.test(call.method)) return unsendable(`"${call.method}" is no HTTP method.`)
  const bad = call.headers.find(([name, value]) => !token.test(name) || unwritable.test(value))
  if (bad) return unsendable(`The header ${JSON.stringify(bad[0])} holds a character no header can carry.`)
  const { text, closes } = headText(call, place)
  const target = call.from === undefined ? place.target : { ...place.target, from: call.from }
  return { target, bytes: joined(text, call.body), method: call.method, closes }
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const unwritable = /[^\t\x20-\x7e\x80-\xff]/

const unsendable = (says: string): Flaw => ({ kind: 'other', says })

/** What a URL says of where a request goes. */
interface Place {
  target: Target
  host: string
  path: string
}

/** A run calls few URLs, and most of them many times. */
const places = new Map<string, Place>()
const kept = 64

function placeOf(text: string): Place | undefined {
  const known = places.get(text)
  if (known) return known
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) return undefined
  const place = { target: targetOf(url), host: url.host, path: url.pathname + url.search }
  if (places.size >= kept) places.clear()
  places.set(text, place)
  return place
}

function headText(
  { method, headers, body }: Call,
  { host: own, path }: Place,
): { text: string; closes: boolean } {
  let lines = ''
  let hasHost = false
  let hasLength = false
  let closes = false
  for (const [name, value] of headers) {
    lines += `${name}: ${value}\r\n`
    const lower = name.toLowerCase()
    if (lower === 'host') hasHost = true
    else if (lower === 'content-length' || lower === 'transfer-encoding') hasLength = true
    else if (lower === 'connection') closes ||= /\bclose\b/i.test(value)
  }
  const host = hasHost ? '' : `Host: ${own}\r\n`
  const length = hasLength || !carriesLength(method, body) ? '' : `Content-Length: ${body.length}\r\n`
  return { text: `${method} ${path} HTTP/1.1\r\n${host}${lines}${length}\r\n`, closes }
}

const carriesLength = (method: string, body: Buffer): boolean =>
  body.length > 0 || method === 'POST' || method === 'PUT' || method === 'PATCH'

function targetOf(url: URL): Target {
  const secure = url.protocol === 'https:'
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
  return { origin: url.origin, secure, host, port }
}

/** One buffer, so that head and body leave in one write and the last byte of either is easy to hold back. */
function joined(text: string, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(text.length + body.length)
  bytes.write(text, 'latin1')
  body.copy(bytes, text.length)
  return bytes
}
