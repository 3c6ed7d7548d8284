/** Reads a MESSAGE of XGateway. It never splits at commas as such: serial numbers and names hold some. */
import type { Phrases } from '../contract/phrases.ts'

export interface Phrase {
  ok: true
  /** Words before the verb, such as `TRANSAKSI BERULANG`. */
  prefix?: string
  verb: string
  product: string
  number: string
  /** Word before the status, such as `TELAH`. */
  adverb?: string
  status: string
  /** Values by key, layout normalised; of a repeated key the first. */
  pairs: { [key: string]: string }
  /** Keys as they came, repeated ones repeated. */
  order: string[]
  /** The text has line breaks in it. */
  newline: boolean
}

/** A text that is no phrase: what is missing, and at which character of the text with its layout normalised. */
export interface Garbled {
  ok: false
  says: string
  at: number
  newline: boolean
}

type Head = Pick<Phrase, 'prefix' | 'verb' | 'product' | 'number' | 'adverb' | 'status'>

interface Cursor {
  text: string
  at: number
}

interface Patterns {
  verb: RegExp
  particle: RegExp
  status: RegExp
  first: RegExp
  next: RegExp
}

const WORD = / ([^ ,]+)/y
const COMMA = / ?, ?/y
const STOP = /\. ?/y

/** Reads a text by a grammar; white space of any kind and length counts as one blank. */
export function phraseOf(text: string, grammar: Phrases): Phrase | Garbled {
  const newline = /[\r\n]/.test(text)
  const cursor = { text: normal(text), at: 0 }
  const head = headOf(cursor, grammar)
  if (typeof head === 'string') return garbled(cursor, head, newline)
  const { pairs, order } = pairsOf(cursor, grammar)
  if (order.length === 0) return garbled(cursor, 'a known key with its =', newline)
  return { ok: true, ...head, pairs, order, newline }
}

/** A text without layout: one blank for all white space, none at the ends. */
export function normal(text: string): string {
  const even = text.replace(/[ \t\r\n]+/g, ' ')
  return even.slice(even.startsWith(' ') ? 1 : 0, even.length > 1 && even.endsWith(' ') ? -1 : undefined)
}

/** Everything before the pairs, or what is missing where the cursor stands. */
function headOf(cursor: Cursor, grammar: Phrases): Head | string {
  const { verb: begin, particle, status } = patternsOf(grammar)
  const verb = begin.exec(cursor.text)
  if (!verb) return either(grammar.verbs)
  cursor.at = verb.index + verb[0].length
  const product = step(cursor, WORD)
  if (!product) return 'a product code'
  if (!step(cursor, particle)) return grammar.particle
  const number = step(cursor, WORD)
  if (!number) return 'a number'
  if (!step(cursor, COMMA)) return 'a comma'
  const state = step(cursor, status)
  if (!state) return either(grammar.statuses)
  if (!step(cursor, STOP)) return 'a full stop'
  return {
    ...(verb.index > 0 && { prefix: cursor.text.slice(0, verb.index) }),
    verb: verb[1]!,
    product: product[1]!,
    number: number[1]!,
    ...(state[1] !== undefined && { adverb: state[1] }),
    status: state[2]!,
  }
}

/** Pairs from the cursor on; a comma separates only before a known key and its `=`. */
function pairsOf({ text, at }: Cursor, grammar: Phrases): Pick<Phrase, 'pairs' | 'order'> {
  const { first, next } = patternsOf(grammar)
  const pairs: Phrase['pairs'] = {}
  const order: string[] = []
  first.lastIndex = at
  let found = first.exec(text)
  while (found) {
    const key = found[1]!
    const from = found.index + found[0].length
    next.lastIndex = from
    found = key === grammar.last ? null : next.exec(text)
    order.push(key)
    pairs[key] ??= text.slice(from, found?.index).trim()
  }
  return { pairs, order }
}

function step(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)
  if (!found) return undefined
  cursor.at += found[0].length
  return found
}

function garbled({ text, at }: Cursor, missing: string, newline: boolean): Garbled {
  const rest = text.slice(at, at + 24)
  const place = rest === '' ? 'at the end' : `at character ${at + 1}, where «${rest}» stands`
  return {
    ok: false,
    says: `${missing[0]!.toUpperCase()}${missing.slice(1)} is missing ${place}.`,
    at: at + 1,
    newline,
  }
}

const either = (words: string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

const compiled = new WeakMap<Phrases, Patterns>()

function patternsOf(grammar: Phrases): Patterns {
  const known = compiled.get(grammar)
  if (known) return known
  const any = (words: string[]): string => `(${words.join('|')})`
  const keys = any(grammar.keys.map(({ key }) => key))
  const patterns = {
    verb: new RegExp(`(?:^| )${any(grammar.verbs)}(?= )`),
    particle: new RegExp(` ${grammar.particle}(?= )`, 'iy'),
    status: new RegExp(`(?:${any(grammar.adverbs ?? [])} )?${any(grammar.statuses)}`, 'y'),
    first: new RegExp(`${keys}=`, 'y'),
    next: new RegExp(` ?, ?${keys}=`, 'g'),
  }
  compiled.set(grammar, patterns)
  return patterns
}
