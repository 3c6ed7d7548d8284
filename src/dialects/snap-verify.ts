/** Verifying a signature of the national standard over the bytes of its message. */
import { blame } from './snap-blame.ts'
import { decoded, fits, refuse, type Check, type Verification } from './snap-check.ts'
import { textToSign } from './snap-sign.ts'

/** Verifies a signature over the bytes of the message. Comparison is exact, and takes as long whatever differs. */
export function verifySignature(check: Check): Verification {
  const { signature = '', encoding = 'base64' } = check
  const verdict = judgeSignature(check)
  if (verdict === 'none') return refuse('absent', 'There is no signature.')
  return verdict === 'good' ? { good: true } : blame(check, decoded(signature, encoding)[0])
}

/** The verdict alone: to find out why a signature is bad takes far longer. */
export function judgeSignature(check: Check): 'good' | 'bad' | 'none' {
  const { signature = '', encoding = 'base64' } = check
  if (signature.trim() === '') return 'none'
  const text = textToSign(check.scheme, check.parts)
  return decoded(signature, encoding).some((bytes) => fits(check, text, bytes)) ? 'good' : 'bad'
}
