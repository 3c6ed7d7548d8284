/** Signs and verifies as the technical standard says, written apart from the dialect that the suite uses. */
import { constants, createHash, createHmac, createSign, createVerify, timingSafeEqual } from 'node:crypto'
import type { Profile } from '../../contract/contract.ts'

/** What is signed of a call. */
export interface Signed {
  method: string
  /** Path and query as they are called. */
  path: string
  /** Token without `Bearer `, where one is signed. */
  token: string
  body: Buffer
  timestamp: string
  /** Id of the client, which token requests sign. */
  client: string
}

export type Scheme = 'sym' | 'asym' | 'clientIdTimestamp'
type Encoding = 'base64' | 'hex'

const STRINGS_AND_BLANKS = /("[^"\\]*(?:\\[^][^"\\]*)*"?)|[ \t\r\n]+/g

/** A body without the blanks outside of its strings. */
export function minified(body: Buffer): Buffer {
  const text = body.toString('latin1')
  return Buffer.from(
    text.replace(STRINGS_AND_BLANKS, (_all, kept: string | undefined) => kept ?? ''),
    'latin1',
  )
}

/** SHA-256 in small hexadecimal letters. */
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** The text that is signed. */
export function textOf(scheme: Scheme, { method, path, token, body, timestamp, client }: Signed): string {
  if (scheme === 'clientIdTimestamp') return `${client}|${timestamp}`
  const hash = hashOf(minified(body))
  return [method, path, ...(scheme === 'sym' ? [token] : []), hash, timestamp].join(':')
}

/** HMAC-SHA512, or RSA with SHA-256 where there is a pair of keys. */
export function signatureOf(scheme: Scheme, text: string, key: string, encoding: Encoding): string {
  if (scheme === 'sym') return createHmac('sha512', key).update(text).digest(encoding)
  return createSign('sha256').update(text).sign(key, encoding)
}

/** Whether a signature is that of a text, and written as it is to be. */
export function isRight(scheme: Scheme, text: string, key: string, given: Buffer): boolean {
  if (scheme === 'sym') return isSame(createHmac('sha512', key).update(text).digest(), given)
  return createVerify('sha256').update(text).verify({ key, padding: constants.RSA_PKCS1_PADDING }, given)
}

/** The bytes of a signature; none where it is written otherwise. */
export function bytesOf(signature: string, encodings: readonly Encoding[]): Buffer[] {
  return encodings
    .map((encoding) => ({ encoding, bytes: Buffer.from(signature, encoding) }))
    .filter(({ encoding, bytes }) => bytes.length > 0 && bytes.toString(encoding) === signature)
    .map(({ bytes }) => bytes)
}

/** How a profile has signatures written. */
export function encodingsOf({ signatureEncoding }: Profile): Encoding[] {
  if (signatureEncoding === 'either') return ['base64', 'hex']
  return [signatureEncoding === 'hex' ? 'hex' : 'base64']
}

const isSame = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right)
