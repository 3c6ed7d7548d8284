/** One request and its answer, as bytes on the wire and what they decode to. A trace of them is plain JSON. */
import type { Reading } from './reading.ts'

/** Body bytes, kept as text where they are valid UTF-8 and as Base64 where they are not. */
export type Body = { utf8: string } | { base64: string }

/** Name and value in wire order and wire case; a repeated header is repeated here. */
export type Headers = [name: string, value: string][]

export interface Request {
  method: string
  /** Absolute URL as it was requested. */
  url: string
  headers: Headers
  body: Body
  read: Reading
}

export interface Response {
  status: number
  headers: Headers
  body: Body
  read: Reading
  /** Where answers are signed: what is known of this one's signature. */
  signature?: SignatureVerdict
  signatureFault?: SignatureFault
}

/** Why there is no whole answer. `partial` keeps what did arrive. */
export interface Trouble {
  kind:
    | 'refused' // nothing listens there
    | 'reset' // the peer closed or reset the connection before a whole answer
    | 'stale' // a kept-alive connection closed before a byte of an answer, as an idle one may be at any time
    | 'timeout' // no whole answer in time
    | 'truncated' // fewer bytes than promised
    | 'oversize' // more bytes than the suite reads
    | 'not-http' // bytes that are no HTTP answer
    | 'tls' // the handshake failed
    | 'cut' // the suite itself cut the connection, on purpose
    | 'other'
  says: string
  partial?: { status?: number; headers?: Headers; bytes: number }
}

/** Whether nobody can know that it was the peer who failed. */
export const isBlameless = ({ kind }: Trouble): boolean => kind === 'cut' || kind === 'stale'

/** What is known of the request's signature; decided once, where the key is, so that a trace holds no key. */
export type SignatureVerdict = 'good' | 'bad' | 'none' | 'unchecked'

/** What of a wrong signature differs from a right one: `path`, `body`, `key`... */
export interface SignatureFault {
  differs: string
  says: string
}

export interface Exchange {
  kind: 'exchange'
  /** Unique in its trace: `x17`. */
  id: string
  /** Who sent the request. */
  from: 'client' | 'gateway'
  /** The contract's operation, recognised from the request's bytes; absent when they name none. */
  operation?: string
  request: Request
  response?: Response
  trouble?: Trouble
  /** Logical ticks: the request left at `began`, the whole answer was there at `ended` (absent: never). */
  began: number
  ended?: number
  /** Wall clock of the suite when the request left, ISO 8601 in UTC. */
  sentAt: string
  /** Milliseconds from the last request byte to the last answer byte (or to giving up). */
  elapsedMs: number
  signature: SignatureVerdict
  /** Of a wrong signature, where it could be told. */
  signatureFault?: SignatureFault
  /** It came from an address that the target was declared not to know. */
  stranger?: true
  /** What the sender meant to do, for the reader of a report. Never evidence. */
  note?: string
}

/** Text of a body; bytes that are not UTF-8 are shown as Latin-1 so that nothing is hidden. */
export function textOf(body: Body): string {
  return 'utf8' in body ? body.utf8 : Buffer.from(body.base64, 'base64').toString('latin1')
}

export function bytesOf(body: Body): Buffer {
  return 'utf8' in body ? Buffer.from(body.utf8, 'utf8') : Buffer.from(body.base64, 'base64')
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function bodyOf(bytes: Uint8Array): Body {
  try {
    return { utf8: strictUtf8.decode(bytes) }
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') }
  }
}

/** First value of a header, whatever its case. */
export function header(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1]
}
