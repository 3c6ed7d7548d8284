/** Reads the serial number of a PLN token: the token alone, or the token with whose it is and what it holds. */
import { compiledOf, type Phrases, type SerialForm } from '../contract/phrases.ts'
import { normal } from './xgateway-phrase.ts'

export interface Serial {
  ok: true
  token: string
  name?: string
  /** As it is written, with comma or dot. */
  kwh?: string
  segment?: string
  power?: string
}

/** The form that a product's serial numbers have, if the document gives them one. */
export function serialFormOf(product: string, { serials }: Phrases): SerialForm | undefined {
  return serials.find((form) => compiledOf(form.product).test(product))
}

/** The parts of a serial number; undefined for a product whose serial numbers have no form. */
export function serialOf(
  text: string,
  product: string,
  grammar: Phrases,
): Serial | { ok: false; says: string } | undefined {
  const form = serialFormOf(product, grammar)
  if (!form) return undefined
  const parts = compiledOf(form.pattern).exec(normal(text))?.groups
  if (!parts?.['token']) return { ok: false, says: `The serial number of ${product} is not ${form.says}.` }
  return { ok: true, ...(parts as { token: string; [part: string]: string }) }
}

/**
 * What two spellings of one fact have in common: names with hyphens for blanks, `R3 /5500 VA` and `R3/5500`,
 * `kWh1500,0` and `1500.0`.
 */
export function kernelOf(value: string): string {
  return normal(value)
    .replace(/^kWh/, '')
    .replace(/ ?VA$/, '')
    .replace(/[ -]/g, '')
    .replace(/,(?=\d+$)/, '.')
}
