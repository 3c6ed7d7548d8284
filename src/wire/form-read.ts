/** The gateway's reader of forms, on decodeURIComponent. */
import type { Raw } from '../dialects/dialect.ts'
import { headerFields, headersOf, type About } from './header-fields.ts'
import { MAX_VALUES } from './json-limits.ts'
import { memberAt, put } from './json-place.ts'
import type { FormFacts, Read, Reading } from './reading.ts'
import { utf8Text } from './utf8-text.ts'
import { Refusal, faultOf } from './xml-refusal.ts'

/** Reads application/x-www-form-urlencoded; of a repeated name the first value counts. */
export function readForm(raw: Raw, about: About = {}): Reading {
  try {
    return read(raw, about)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ok: false, fault: faultOf(error), ...(about.name ? { name: about.name } : {}) }
  }
}

function read(raw: Raw, about: About): Read {
  const { text, charset, mediaType, flaws } = utf8Text(raw)
  const pairs = piecesOf(text, about).map((piece) => pairOf(piece))
  const form: FormFacts = { duplicates: [] }
  if (charset !== undefined) form.charset = charset
  if (mediaType !== undefined) form.mediaType = mediaType
  const heads = headerFields(headersOf(raw), about.headers ?? [])
  const reading: Read = { ok: true, name: about.name ?? '', fields: {}, order: [], flaws: [...flaws], form }
  for (const pair of pairs) enter(reading, form, pair)
  Object.assign(reading.fields, heads.fields)
  reading.flaws.push(...heads.flaws)
  return reading
}

function piecesOf(text: string, { bodyless }: About): string[] {
  const start = text.search(/[^ \t\r\n]/)
  if (start < 0 && !bodyless) throw new Refusal('empty', 'There is no body', 'send a form')
  if (start < 0) return []
  if ('{[<"'.includes(text[start]!))
    throw new Refusal('not-form', `The body begins with «${text[start]}»`, 'send name=value pairs', {
      text,
      at: start,
    })
  const pieces = text.split('&', MAX_VALUES + 1).filter((piece) => piece !== '')
  if (pieces.length <= MAX_VALUES) return pieces
  throw new Refusal('too-large', `There are more than ${MAX_VALUES} pairs`, 'send fewer')
}

interface Pair {
  name: string
  value: string
  whole: boolean
}

function pairOf(piece: string): Pair {
  const cut = piece.indexOf('=')
  const [name, value] = cut < 0 ? [piece, ''] : [piece.slice(0, cut), piece.slice(cut + 1)]
  return { name: decoded(name), value: decoded(value), whole: !ALONE.test(piece) }
}

/** A percent sign that begins no escape. */
const ALONE = /%(?![\dA-Fa-f]{2})/

function decoded(text: string): string {
  const escaped = text.replaceAll('+', ' ').replace(new RegExp(ALONE, 'g'), '%25')
  try {
    return decodeURIComponent(escaped)
  } catch {
    throw new Refusal(
      'encoding',
      `The escapes in «${text.slice(0, 40)}» are not UTF-8`,
      'escape the bytes of UTF-8',
    )
  }
}

function enter(
  { fields, order, flaws }: Read,
  { duplicates }: FormFacts,
  { name, value, whole }: Pair,
): void {
  const at = memberAt('', name)
  order.push(at)
  if (!whole) flaws.push({ kind: 'escape', at, says: `A percent sign in ${at} begins no escape.` })
  if (/\S/.test(value) && /^\s|\s$/.test(value))
    flaws.push({ kind: 'padding', at, says: `The value of ${at} has space around it.` })
  if (!Object.hasOwn(fields, at)) return put(fields, at, value)
  duplicates.push(at)
  flaws.push({ kind: 'duplicate', at, says: `${at} is there again; the first one is kept.` })
}
