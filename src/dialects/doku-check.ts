/** Verifies signatures of DOKU. */
import { timingSafeEqual } from 'node:crypto'
import type { SignatureFault } from '../wire/exchange.ts'
import { blame } from './doku-blame.ts'
import { macOf, prefix, textToSign, type SignedParts } from './doku-sign.ts'

/** A signature, and all that it is held against. */
export interface Check {
  signature: string | undefined
  /** What may have been signed; the first is what is looked into when nothing fits. */
  readings: [SignedParts, ...SignedParts[]]
  secret: string
  /** A signature without its prefix is good too. */
  bare?: boolean
  suspects?: Suspects
}

/** What else may have been signed or used as a key by mistake; it makes reasons more telling and decides nothing. */
export interface Suspects {
  /** Addresses that the path was called at, such as `https://gateway.example`. */
  origins?: string[]
  /** Bodies of messages around this one. */
  bodies?: Uint8Array[]
  /** Paths of other addresses. */
  targets?: string[]
  /** Keys of others. */
  keys?: string[]
}

/** What differs; undefined for a good signature. */
export function faultIn(check: Check): SignatureFault | undefined {
  const { signature, readings, secret } = check
  if (signature === undefined || signature.trim() === '')
    return { differs: 'absent', says: 'There is no signature.' }
  const mac = macIn(signature, check.bare)
  if (mac && readings.some((parts) => isSame(mac, macOf(textToSign(parts), secret)))) return undefined
  return blame(check, mac)
}

/** The bytes of a signature that is written as it is to be. */
function macIn(signature: string, bare = false): Buffer | undefined {
  if (!signature.startsWith(prefix) && !bare) return undefined
  const text = signature.startsWith(prefix) ? signature.slice(prefix.length) : signature
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 32 && bytes.toString('base64') === text ? bytes : undefined
}

/** True when both are the same bytes, found out in constant time. */
export function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
