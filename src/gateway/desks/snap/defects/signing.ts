/** Ways to judge signatures otherwise, for defects. */
import { checksOf } from '../../../../dialects/snap-keyring.ts'
import { fits, type Check } from '../../../../dialects/snap-check.ts'
import { mistakes } from '../../../../dialects/snap-mistakes.ts'
import { pathIn } from '../../../../dialects/snap-paths.ts'
import type { SignedParts } from '../../../../dialects/snap-sign.ts'
import { verifySignature } from '../../../../dialects/snap-verify.ts'
import type { Bend } from '../bend.ts'
import type { Partner } from '../ledger.ts'
import type { Call } from '../steps.ts'

/** What the signature of a request is held against. */
export function checksFor(
  { operation, raw, fields, till }: Call,
  { secret, publicKey, id }: Partner,
): Check[] {
  const { method = 'POST', url = '/', body } = raw
  const call = { operation, method, path: pathIn(url), fields, body }
  return checksOf(call, till.profile, { secret, publicKey, client: id })
}

/** Requests that are not about tokens. */
export const isBusiness = ({ operation }: Call): boolean => !isTokenRequest(operation)
export const isTokenRequest = (operation: string): boolean => operation.endsWith('oken')

/** Takes some signatures too that are wrong. */
export const tolerating =
  (isFine: (check: Check, call: Call) => boolean, when: (call: Call) => boolean = isBusiness): Bend =>
  (honest) => ({
    signatureOf(call, partner) {
      const verdict = honest.signatureOf(call, partner)
      if (verdict === 'good' || !when(call)) return verdict
      return checksFor(call, partner).some((check) => isFine(check, call)) ? 'good' : verdict
    },
  })

/** Judges signatures by another text or another key than the right one. */
export const judging =
  (isRight: (check: Check) => boolean, when: (call: Call) => boolean = isBusiness): Bend =>
  (honest) => ({
    signatureOf(call, partner) {
      if (!when(call)) return honest.signatureOf(call, partner)
      return checksFor(call, partner).some(isRight) ? 'good' : 'bad'
    },
  })

/** The bytes of a signature, read leniently. */
export const bytesOf = ({ signature = '' }: Check): Buffer => Buffer.from(signature, 'base64')

/** True for signatures over a text that is wrong in one part. */
export const mistaken =
  (differs: string, says = /^/) =>
  (check: Check): boolean =>
    mistakes(check).some(
      (one) => one.differs === differs && says.test(one.says) && fits(check, one.text, bytesOf(check)),
    )

/** True for signatures over parts that are changed before. */
export const signedOver =
  (change: (parts: SignedParts) => Partial<SignedParts>) =>
  (check: Check): boolean =>
    verifySignature({ ...check, parts: { ...check.parts, ...change(check.parts) } }).good
