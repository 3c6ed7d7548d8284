/** The grammar of a text field that carries data in words, as `schemas/<protocol>/phrases.json` writes it down. */

export interface PhraseKey {
  key: string
  pattern: string
  says: string
  tolerates?: { pattern: string; says: string; errata?: string }[]
}

/** Which pairs follow one verb and status. */
export interface PhraseForm {
  verb: string
  status: string
  keys: string[]
  /** All there or none, behind the others. */
  together?: string[]
  /** Each there or not, before the others. */
  may?: string[]
  source: string
  errata?: string
}

/** The form of the serial numbers of some products; named groups of the pattern are its parts. */
export interface SerialForm {
  id: string
  product: string
  pattern: string
  says: string
  source: string
}

export interface Phrases {
  says: string
  source: string
  verbs: string[]
  particle: string
  statuses: string[]
  adverbs?: string[]
  keys: PhraseKey[]
  /** The key whose value runs to the end. */
  last?: string
  forms: PhraseForm[]
  serials: SerialForm[]
}

const compiled = new Map<string, RegExp>()

/** A pattern of the grammar, compiled once. */
export function compiledOf(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known) return known
  const made = new RegExp(pattern, 'u')
  compiled.set(pattern, made)
  return made
}
