/** Values that the writer of JSON takes over letter by letter: `null`, `1e4`, `10000.00`, or nonsense. */
import type { Json } from './reading.ts'

/** No document that anyone sends has a member of this name. */
const KEY = '\u0000verbatim'

/** A value that is written exactly as this text. `verbatim('null')` is the only way to send a null member. */
export const verbatim = (text: string): Json => ({ [KEY]: text })

/** The text of a verbatim value, undefined for any other. */
export function verbatimIn(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const text = value[KEY]
  return typeof text === 'string' ? text : undefined
}
