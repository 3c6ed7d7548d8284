/** What DOKU signs: named lines, a digest of the bytes that were sent, and an HMAC under the secret key. */
import { createHash, createHmac } from 'node:crypto'

/** Header that the time of a message stands in, and the name of its line in what is signed. */
export type TimeName = 'Request-Timestamp' | 'Response-Timestamp'

/** What is signed of a message. */
export interface SignedParts {
  client: string
  /** Its Request-Id. */
  id: string
  time: string
  /** Path that was called, without its query. */
  target: string
  /** Absent where nothing is sent: the digest's line is left out then. */
  body?: Uint8Array
  /** Name of the line that holds the time. Default `Request-Timestamp`. */
  timeName?: TimeName
}

/** What stands before every signature. */
export const prefix = 'HMACSHA256='

/** The digest of a body, in Base64. */
export function digestOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64')
}

/** Name and value of each line that is signed, in their order. */
export function linesOf({
  client,
  id,
  time,
  target,
  body,
  timeName = 'Request-Timestamp',
}: SignedParts): [name: string, value: string][] {
  return [
    ['Client-Id', client],
    ['Request-Id', id],
    [timeName, time],
    ['Request-Target', target],
    ...(body === undefined ? [] : [['Digest', digestOf(body)] as [string, string]]),
  ]
}

/** The text that is signed. */
export function textToSign(parts: SignedParts): string {
  return linesOf(parts)
    .map(([name, value]) => `${name}:${value}`)
    .join('\n')
}

/** The HMAC of a text under a secret key. */
export function macOf(text: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(text, 'utf8').digest()
}

/** The value of the header Signature. */
export function signParts(parts: SignedParts, secret: string): string {
  return prefix + macOf(textToSign(parts), secret).toString('base64')
}
