/** Verifying a signature of the national standard over the bytes of its message. */
import { blame } from './snap-blame.ts'
import { decoded, fits, refuse, type Check, type Verification } from './snap-check.ts'
import { textToSign } from './snap-sign.ts'

/** Verifies a signature over the bytes of the message. Comparison is exact, and takes as long whatever differs. */
export function verifySignature(check: Check): Verification {
  const { signature = '', encoding = 'base64' } = check
  if (signature.trim() === '') return refuse('absent', 'There is no signature.')
  const readings = decoded(signature, encoding)
  const text = textToSign(check.scheme, check.parts)
  return readings.some((bytes) => fits(check, text, bytes)) ? { good: true } : blame(check, readings[0])
}
