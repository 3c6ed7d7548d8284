/** Whether a request's signature is right; layout white space around values does not make it wrong. */
import type { SignatureVerdict } from '../../../wire/exchange.ts'
import type { Call } from './steps.ts'

/** The dialect's verdict, asked again with the padding taken off when the values as they came do not agree. */
export function verdictOf({ reading, texts, operation, till }: Call): SignatureVerdict {
  const verdict = till.dialect.verify(reading, operation, till.keys)
  if (verdict !== 'bad') return verdict
  return till.dialect.verify({ ...reading, fields: texts }, operation, till.keys)
}
