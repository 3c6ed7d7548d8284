/** Writes JSON messages, in the plain form or in any style that real stacks use. */
import type { JsonStyle } from '../dialects/dialect.ts'
import type { Headers } from './exchange.ts'
import { bodyOf } from './json-merge.ts'
import { elementAt, headerIn, isPseudo, memberAt } from './json-place.ts'
import { verbatimIn, type Fields, type Json } from './reading.ts'
import { encode } from './text.ts'

/**
 * Writes fields by place: the body's members and the headers among them. null leaves a member or a header out, and
 * a list repeats a header.
 */
export function writeJson(fields: Fields, style: JsonStyle = {}): { headers: Headers; body: Buffer } {
  const { encoding = 'utf-8', bom = false, instead, trailing = '' } = style
  const text = instead ?? jsonText(fields, style)
  return {
    headers: headersOf(fields, 'application/json', style),
    body: encode(text + trailing, encoding, bom),
  }
}

/** The text of the body alone. */
export function jsonText(fields: Fields, style: JsonStyle = {}): string {
  const body = bodyOf(fields)
  const first = (style.order ?? []).filter((name) => Object.hasOwn(body, name))
  return objectText(body, new Set([...first, ...Object.keys(body)]), { place: '', depth: 0, style })
}

/** The Content-Type and the headers among the fields, which win. */
export function headersOf(
  fields: Fields,
  type: string,
  { contentType = type, charset }: Pick<JsonStyle, 'contentType' | 'charset'>,
): Headers {
  const own = Object.entries(fields).flatMap(([place, value]): Headers => {
    const name = headerIn(place)
    if (name === undefined || isPseudo(name) || value === null || value === undefined) return []
    return (Array.isArray(value) ? value : [value]).map((one) => [name, textOf(one)])
  })
  const names = Object.keys(fields).map((place) => headerIn(place)?.toLowerCase())
  if (contentType === '' || names.includes('content-type')) return own
  return [
    ['Content-Type', charset === undefined ? contentType : `${contentType}; charset=${charset}`],
    ...own,
  ]
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

interface Spot {
  place: string
  depth: number
  style: JsonStyle
}

function valueText(value: Json, spot: Spot): string {
  const raw = verbatimIn(value)
  if (raw !== undefined) return raw
  if (typeof value === 'string') return stringText(value, spot.style)
  if (Array.isArray(value)) return arrayText(value, spot)
  return typeof value === 'object' && value !== null
    ? objectText(value, Object.keys(value), spot)
    : JSON.stringify(value)
}

function objectText(value: { [name: string]: Json }, names: Iterable<string>, spot: Spot): string {
  const members: string[] = []
  for (const name of names) {
    if (value[name] === null) continue
    const place = memberAt(spot.place, name)
    const inner = { ...spot, place, depth: spot.depth + 1 }
    const head = stringText(name, spot.style) + colon(spot.style)
    members.push(head + valueText(value[name]!, inner))
    const again = spot.style.duplicates?.[place]
    if (again !== undefined) members.push(head + valueText(again, inner))
  }
  return boxed('{', members, '}', spot)
}

function arrayText(items: Json[], spot: Spot): string {
  const texts = items.map((item, index) =>
    valueText(item, { ...spot, place: elementAt(spot.place, index), depth: spot.depth + 1 }),
  )
  return boxed('[', texts, ']', spot)
}

function boxed(open: string, texts: string[], close: string, { depth, style }: Spot): string {
  if (!style.indent || texts.length === 0) return open + texts.join(style.spaced ? ', ' : ',') + close
  const gap = `\n${'  '.repeat(depth)}`
  return `${open}${gap}  ${texts.join(`,${gap}  `)}${gap}${close}`
}

const colon = ({ indent, spaced }: JsonStyle): string => (indent || spaced ? ': ' : ':')

function stringText(text: string, { escapedSlashes, unicodeEscapes }: JsonStyle): string {
  const quoted = JSON.stringify(text)
  const slashed = escapedSlashes ? quoted.replaceAll('/', '\\/') : quoted
  if (!unicodeEscapes) return slashed
  return slashed.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
