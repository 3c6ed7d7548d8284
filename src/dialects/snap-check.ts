/** What a signature of the national standard is checked with, and the comparisons that checking consists of. */
import { constants, timingSafeEqual, verify as verifyRsa } from 'node:crypto'
import { publicKeyOf } from './snap-keys.ts'
import { macOf, type SignatureEncoding, type SignatureScheme, type SignedParts } from './snap-sign.ts'

/** What of a refused signature differs from a right one. */
export type Difference =
  | 'absent'
  | 'unreadable' // not written in any encoding that was agreed on
  | 'encoding' // right, and written otherwise than agreed
  | 'letters' // right but for the case of its letters
  | 'part' // cut, or longer than it is
  | 'algorithm'
  | 'method'
  | 'path'
  | 'token'
  | 'body' // another hash, or another form of it
  | 'layout' // the hash of the same body, laid out or written otherwise
  | 'timestamp'
  | 'key'
  | 'text' // joined otherwise, or the text of another scheme
  | 'unknown'

/** The result; `says` tells the reason in words and never holds the signature that was expected. */
export type Verification = { good: true } | { good: false; differs: Difference; says: string }

/** What else may have been signed or used as a key; it makes reasons more telling and decides nothing. */
export interface Suspects {
  /** Scheme and authority of the target, `https://gateway.example`. */
  origin?: string
  /** Keys or secrets of others, which somebody may have used by mistake. */
  keys?: string[]
  /** Paths of other operations, which somebody may have signed by mistake. */
  paths?: string[]
}

/** A signature, and all that it is held against. */
export interface Check {
  scheme: SignatureScheme
  parts: SignedParts
  signature: string | undefined
  /** The secret as text (`sym`), or the public key of whoever signs. */
  key: string
  /** How X-SIGNATURE is written. Default `base64`. */
  encoding?: SignatureEncoding | 'either'
  suspects?: Suspects
}

/** A refusal with its reason. */
export function refuse(differs: Difference, says: string): Verification {
  return { good: false, differs, says }
}

/** The bytes of a signature, for each of its encodings that it is written in exactly. */
export function decoded(signature: string, encoding: SignatureEncoding | 'either'): Buffer[] {
  const ways = encoding === 'either' ? (['base64', 'hex'] as const) : [encoding]
  return ways
    .map((way) => ({ way, bytes: Buffer.from(signature, way) }))
    .filter(({ way, bytes }) => bytes.length > 0 && bytes.toString(way) === signature)
    .map(({ bytes }) => bytes)
}

/** True when these bytes sign this text under the check's scheme and key. */
export function fits({ scheme, key }: Check, text: string, bytes: Buffer): boolean {
  if (scheme === 'sym') return isSame(bytes, macOf(text, key))
  return verifyRsa(
    'sha256',
    Buffer.from(text, 'utf8'),
    { key: publicKeyOf(key), padding: constants.RSA_PKCS1_PADDING },
    bytes,
  )
}

/** True when both are the same bytes, found out in constant time. */
export function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
