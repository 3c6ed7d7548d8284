/** The signature of a request as an exchange keeps it. */
import type { Exchange } from '../wire/exchange.ts'
import type { Reading } from '../wire/reading.ts'
import type { Dialect, Keys, Raw } from './dialect.ts'

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

/** True for keys that sign something. */
export const isSigning = ({ sign, signCall }: Keys): boolean => sign !== undefined || signCall !== undefined
