/** Writes forms, in the plain form or in any style that real stacks use. */
import type { FormStyle } from '../dialects/dialect.ts'
import type { Headers } from './exchange.ts'
import { bodyOf } from './json-merge.ts'
import { memberAt } from './json-place.ts'
import { headersOf } from './json-write.ts'
import { verbatimIn, type Fields, type Json } from './reading.ts'

/** Writes fields as name=value pairs, and the headers among them. null leaves a pair out. */
export function writeForm(fields: Fields, style: FormStyle = {}): { headers: Headers; body: Buffer } {
  const { instead, trailing = '' } = style
  const text = (instead ?? pairsOf(fields, style).join('&')) + trailing
  return { headers: headersOf(fields, 'application/x-www-form-urlencoded', style), body: Buffer.from(text) }
}

function pairsOf(fields: Fields, style: FormStyle): string[] {
  const body = bodyOf(fields)
  const first = (style.order ?? []).filter((name) => Object.hasOwn(body, name))
  return [...new Set([...first, ...Object.keys(body)])].flatMap((name) => {
    const again = style.duplicates?.[memberAt('', name)]
    const values = again === undefined ? [body[name]!] : [body[name]!, again]
    return values.map((value) => `${escaped(name, style)}=${valueText(value, style)}`)
  })
}

function valueText(value: Json, style: FormStyle): string {
  const raw = verbatimIn(value)
  return raw ?? escaped(typeof value === 'string' ? value : JSON.stringify(value), style)
}

function escaped(text: string, { percentBlanks, smallHex, escapesAll }: FormStyle): string {
  const free = escapesAll ? /[\dA-Za-z]/ : /[\dA-Za-z*._-]/
  let out = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const sign = String.fromCharCode(byte)
    const hex = byte.toString(16).padStart(2, '0')
    if (byte < 128 && free.test(sign)) out += sign
    else if (sign === ' ' && !percentBlanks) out += '+'
    else out += `%${smallHex ? hex : hex.toUpperCase()}`
  }
  return out
}
