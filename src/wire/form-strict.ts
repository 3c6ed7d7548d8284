/** The judge's reader of forms: a decoder of its own, byte by byte. */
import type { Raw } from '../dialects/dialect.ts'
import { headerFields, headersOf, type About } from './header-fields.ts'
import { MAX_VALUES } from './json-limits.ts'
import { memberAt, put } from './json-place.ts'
import type { Fields, Flaw, FormFacts, Read, Reading } from './reading.ts'
import { utf8Text } from './utf8-text.ts'
import { Refusal, faultOf } from './xml-refusal.ts'

/** Reads application/x-www-form-urlencoded strictly: every slip is a flaw, a fact or a refusal. */
export function readFormStrict(raw: Raw, about: About = {}): Reading {
  const { name = '' } = about
  try {
    return reading(raw, about, name)
  } catch (error) {
    if (error instanceof Refusal)
      return { ok: false, fault: faultOf(error), ...(name === '' ? {} : { name }) }
    throw error
  }
}

interface Found {
  fields: Fields
  order: string[]
  flaws: Flaw[]
  duplicates: string[]
}

function reading(raw: Raw, { headers = [], bodyless = false }: About, name: string): Read {
  const { text, flaws, charset, mediaType } = utf8Text(raw)
  const found: Found = { fields: {}, order: [], flaws: [...flaws], duplicates: [] }
  refuseOthers(text, bodyless)
  if (/[^ \t\r\n]/.test(text)) readPairs(text, found)
  const heads = headerFields(headersOf(raw), headers)
  const declared = {
    ...(charset !== undefined && { charset }),
    ...(mediaType !== undefined && { mediaType }),
  }
  const form: FormFacts = { duplicates: found.duplicates, ...declared }
  const { fields, order } = found
  return {
    ok: true,
    name,
    fields: { ...fields, ...heads.fields },
    order,
    flaws: [...found.flaws, ...heads.flaws],
    form,
  }
}

function refuseOthers(text: string, bodyless: boolean): void {
  const sign = /[^ \t\r\n]/.exec(text)
  if (!sign && !bodyless) throw new Refusal('empty', 'The body is empty', 'send a form')
  if (sign && /[[{<"]/.test(sign[0]))
    throw new Refusal('not-form', 'The body is another format than a form', 'send pairs such as name=value')
}

function readPairs(text: string, found: Found): void {
  let count = 0
  for (let from = 0; from <= text.length;) {
    const end = text.indexOf('&', from)
    const to = end < 0 ? text.length : end
    if (to > from) {
      readPair(text.slice(from, to), found)
      count += 1
    }
    if (count > MAX_VALUES)
      throw new Refusal('too-large', `More than ${MAX_VALUES} pairs are sent`, 'send fewer')
    from = to + 1
  }
}

function readPair(pair: string, found: Found): void {
  const sign = pair.indexOf('=')
  const name = decode(sign < 0 ? pair : pair.slice(0, sign))
  const value = decode(sign < 0 ? '' : pair.slice(sign + 1))
  const at = memberAt('', name.text)
  found.order.push(at)
  if (name.bare || value.bare)
    found.flaws.push({ kind: 'escape', at, says: `${at} holds a percent sign that is not escaped.` })
  const core = value.text.trim()
  if (core !== '' && core !== value.text)
    found.flaws.push({ kind: 'padding', at, says: `White space surrounds the value of ${at}.` })
  if (Object.hasOwn(found.fields, at)) {
    found.duplicates.push(at)
    const says = `${at} occurs more than once; only the first one counts.`
    found.flaws.push({ kind: 'duplicate', at, says })
  } else put(found.fields, at, value.text)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const [PERCENT, PLUS, BLANK] = [0x25, 0x2b, 0x20]

/** `bare`: a percent sign stood for itself. */
function decode(text: string): { text: string; bare: boolean } {
  const bytes = Buffer.from(text, 'utf8')
  let [length, bare] = [0, false]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    const value = byte === PERCENT ? 16 * digit(bytes[at + 1]) + digit(bytes[at + 2]) : NaN
    if (byte === PERCENT && Number.isNaN(value)) bare = true
    if (!Number.isNaN(value)) at += 2
    bytes[length++] = Number.isNaN(value) ? (byte === PLUS ? BLANK : byte) : value
  }
  try {
    return { text: utf8.decode(bytes.subarray(0, length)), bare }
  } catch {
    throw new Refusal('encoding', 'A pair decodes to bytes that are not UTF-8', 'escape the bytes of UTF-8')
  }
}

/** Value of a hexadecimal digit, NaN for anything else. */
function digit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NaN
}
