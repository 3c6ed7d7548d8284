/** What is wrong with a MESSAGE that could be read: keys against its form, values against their patterns. */
import { compiledOf, type PhraseForm, type PhraseKey, type Phrases } from '../contract/phrases.ts'
import type { Phrase } from './xgateway-phrase.ts'

export interface PhraseFlaw {
  kind:
    | 'missing' // a key of the form is not there
    | 'foreign' // a key that the form does not have
    | 'twice' // a key that is there again
    | 'order' // keys in another order than the form's
    | 'value' // a value that is not as its key wants it
    | 'spelling' // a value in another spelling than the document's
  /** The key that it was found at, '' for the order. */
  key: string
  expected: string
  received: string
  errata?: string
}

/** Everything that is wrong with a phrase, in the order of the grammar. */
export function phraseFlaws(phrase: Phrase, grammar: Phrases): PhraseFlaw[] {
  const form = formOf(phrase, grammar)
  return [...(form ? keyFlaws(phrase, form) : []), ...grammar.keys.flatMap((key) => valueFlaws(phrase, key))]
}

/** Which pairs belong to a phrase, by its verb and status. */
export function formOf(
  { verb, status }: Pick<Phrase, 'verb' | 'status'>,
  { forms }: Phrases,
): PhraseForm | undefined {
  return forms.find((form) => form.verb === verb && form.status === status)
}

function keyFlaws(
  { pairs, order }: Phrase,
  { keys, may = [], together = [], errata }: PhraseForm,
): PhraseFlaw[] {
  const wanted = together.some((key) => key in pairs) ? [...keys, ...together] : keys
  const ranks = [...may, ...keys, ...together]
  const of = (kind: PhraseFlaw['kind'], key: string, expected: string, received: string): PhraseFlaw => ({
    kind,
    key,
    expected,
    received,
    ...(errata !== undefined && { errata }),
  })
  const known = [...new Set(order)].filter((key) => ranks.includes(key))
  const sorted = ranks.filter((key) => known.includes(key))
  return [
    ...wanted.filter((key) => !(key in pairs)).map((key) => of('missing', key, `${key}=`, 'nothing')),
    ...[...new Set(order)]
      .filter((key) => !ranks.includes(key))
      .map((key) => of('foreign', key, `no ${key}`, `${key}=${pairs[key]}`)),
    ...order
      .filter((key, i) => order.indexOf(key) < i)
      .map((key) => of('twice', key, `${key}= once`, `${key}= again`)),
    ...(known.join() === sorted.join() ? [] : [of('order', '', sorted.join(', '), known.join(', '))]),
  ]
}

function valueFlaws({ pairs }: Phrase, { key, pattern, says, tolerates = [] }: PhraseKey): PhraseFlaw[] {
  const value = pairs[key]
  if (value === undefined || compiledOf(pattern).test(value)) return []
  const received = `${key}=${value}`
  const tolerated = tolerates.find((one) => compiledOf(one.pattern).test(value))
  if (!tolerated) return [{ kind: 'value', key, expected: says, received }]
  const { errata } = tolerated
  return [{ kind: 'spelling', key, expected: says, received, ...(errata !== undefined && { errata }) }]
}
