/** The signatures of a request and of its answer as an exchange keeps them. */
import { bytesOf, type Exchange, type Request } from '../wire/exchange.ts'
import type { Reading } from '../wire/reading.ts'
import type { Dialect, Keys, Raw, Signed } from './dialect.ts'

/** A request that was read, and which operation it belongs to. */
export interface Heard {
  read: Reading
  operation: string | undefined
  raw: Raw
}

/** The verdict and, of a signature that is wrong, what differs. */
export function signatureOf(
  dialect: Dialect,
  keys: Keys,
  { read, operation, raw }: Heard,
): Pick<Exchange, 'signature' | 'signatureFault'> {
  if (operation === undefined) return { signature: 'unchecked' }
  const signature = dialect.verify(read, operation, keys, raw)
  const fault = signature === 'bad' ? dialect.blame?.(read, operation, keys, raw) : undefined
  return { signature, ...(fault && { signatureFault: fault }) }
}

/** The verdict on an answer; nothing where answers are not signed, or nothing is known of the request. */
export function answerSignatureOf(
  dialect: Dialect,
  keys: Keys,
  { read, operation, raw }: Heard,
  { method, url, headers, body }: Request,
): Partial<Signed> {
  if (operation === undefined || !dialect.verifyAnswer) return {}
  const asked = { method, url, headers, body: bytesOf(body) }
  return dialect.verifyAnswer({ read, operation, raw, asked }, keys)
}

/** True for keys that sign something. */
export const isSigning = ({ sign, signCall }: Keys): boolean => sign !== undefined || signCall !== undefined
