/** DOKU's signature as a merchant computes it, apart from what the suite and the gateway use. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What is signed of a message. */
export interface Signed {
  client: string
  id: string
  time: string
  target: string
  /** Absent in a GET. */
  body?: Buffer
  /** Name of the line with the time. */
  timeName?: string
}

export const digestOf = (body: Buffer): string => createHash('sha256').update(body).digest('base64')

/** The lines that are signed. */
export function textOf({ client, id, time, target, body, timeName = 'Request-Timestamp' }: Signed): string {
  const digest = body === undefined ? [] : [`Digest:${digestOf(body)}`]
  return [
    `Client-Id:${client}`,
    `Request-Id:${id}`,
    `${timeName}:${time}`,
    `Request-Target:${target}`,
    ...digest,
  ].join('\n')
}

/** The header Signature of a text. */
export const signatureOf = (text: string, secret: string): string =>
  `HMACSHA256=${createHmac('sha256', secret).update(text).digest('base64')}`

/** Compares two signatures letter by letter, in one time whatever they are. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The path of a URL, without its query. */
export const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/, '')
