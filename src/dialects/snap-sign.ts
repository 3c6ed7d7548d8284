/** The signatures of the national standard: what is signed, with what, and how the result is written. */
import { createHash, createHmac, sign as signRsa, type KeyObject } from 'node:crypto'
import { minified } from '../wire/json-minify.ts'
import { privateKeyOf } from './snap-keys.ts'

/** `sym` and `asym` sign a whole call; `clientIdTimestamp` signs token requests, and some notifications. */
export type SignatureScheme = 'sym' | 'asym' | 'clientIdTimestamp'
export type SignatureEncoding = 'base64' | 'hex'

/** The parts of a call that a signature covers, as they stand in the message. */
export interface SignedParts {
  method: string
  /** Path and query as they were called, neither decoded nor normalised. */
  path: string
  /** X-TIMESTAMP, byte for byte. */
  timestamp: string
  /** The body as it was sent; it is minified here and never parsed. */
  body: Uint8Array
  /** Token of the symmetric scheme, without `Bearer `. */
  token?: string
  /** Id of the client, which token requests sign. */
  client?: string
}

/** The hash of a body that goes into the text to sign: SHA-256 of the minified bytes, hexadecimal, lower case. */
export function bodyHash(body: Uint8Array): string {
  return createHash('sha256').update(minified(body)).digest('hex')
}

/** The text that is signed under a scheme. */
export function textToSign(scheme: SignatureScheme, parts: SignedParts): string {
  const { method, path, token = '', timestamp, client = '' } = parts
  if (scheme === 'clientIdTimestamp') return `${client}|${timestamp}`
  const hash = bodyHash(parts.body)
  const whole = scheme === 'sym' ? [method, path, token, hash, timestamp] : [method, path, hash, timestamp]
  return whole.join(':')
}

/** HMAC-SHA512 of a text; the secret is used as UTF-8 text and never decoded. */
export function macOf(text: string, secret: string | Uint8Array): Buffer {
  return createHmac('sha512', secret).update(text, 'utf8').digest()
}

/** Signs with the client's secret (`sym`) or with a private key (`asym`, `clientIdTimestamp`). */
export function signParts(
  scheme: SignatureScheme,
  parts: SignedParts,
  key: string | KeyObject,
  encoding: SignatureEncoding = 'base64',
): string {
  const text = textToSign(scheme, parts)
  if (scheme !== 'sym')
    return signRsa('sha256', Buffer.from(text, 'utf8'), privateKeyOf(key)).toString(encoding)
  if (typeof key !== 'string')
    throw new Error(
      'The symmetric scheme signs with the secret as text. Give the secret, not a key of a pair.',
    )
  return macOf(text, key).toString(encoding)
}

/** The path that counts where only what begins with the version is signed: `/snap/v1.0/debit/status` as `/v1.0/debit/status`. */
export function fromVersion(path: string): string {
  const at = path.search(/\/v\d+(?:\.\d+)?\//)
  return at < 0 ? path : path.slice(at)
}
