/** The judge's reader of JSON. It shares nothing with the gateway's but places, limits and decoding. */
import type { Raw } from '../dialects/dialect.ts'
import { headerFields, headersOf, type About } from './header-fields.ts'
import { elementAt, memberAt, put } from './json-place.ts'
import { parseJson, type Node, type Parsed } from './json-strict-parse.ts'
import type { Fields, Flaw, Json, JsonFacts, Read, Reading } from './reading.ts'
import { utf8Text, type Utf8Text } from './utf8-text.ts'
import { Refusal, faultOf } from './xml-refusal.ts'

/** Reads a message strictly: what RFC 8259 does not allow is refused, what it frowns upon is a flaw or a fact. */
export function readJsonStrict(raw: Raw, about: About = {}): Reading {
  const { name = '' } = about
  try {
    return reading(utf8Text(raw), raw, about)
  } catch (error) {
    if (error instanceof Refusal)
      return { ok: false, fault: faultOf(error), ...(name === '' ? {} : { name }) }
    throw error
  }
}

interface Found {
  fields: Fields
  flaws: Flaw[]
  numbers: { [place: string]: string }
}

function reading(decoded: Utf8Text, raw: Raw, about: About): Read {
  const { bom, charset, mediaType } = decoded
  const parsed = parsedOf(decoded.text, about)
  const found: Found = { fields: {}, flaws: [...decoded.flaws], numbers: {} }
  for (const at of parsed?.duplicates ?? [])
    found.flaws.push({
      kind: 'duplicate',
      at,
      says: `${at} occurs more than once; only the last one counts.`,
    })
  if (parsed) spread(parsed.root, '', found)
  const heads = headerFields(headersOf(raw), about.headers ?? [])
  const json: JsonFacts = {
    root: parsed?.root.kind ?? 'none',
    duplicates: parsed?.duplicates ?? [],
    numbers: found.numbers,
    bom,
    ...(charset !== undefined && { charset }),
    ...(mediaType !== undefined && { mediaType }),
  }
  const fields = Object.assign(found.fields, heads.fields)
  const flaws = [...found.flaws, ...heads.flaws]
  return { ok: true, name: about.name ?? '', fields, order: parsed?.order ?? [], flaws, json }
}

function parsedOf(text: string, { bodyless }: About): Parsed | undefined {
  if (/[^ \t\r\n]/.test(text)) return parseJson(text)
  if (bodyless) return undefined
  throw new Refusal('empty', 'The body is empty', 'send a JSON object')
}

/** The plain value of a node; on the way down everything is entered under its place. */
function spread(node: Node, place: string, found: Found): Json {
  switch (node.kind) {
    case 'object': {
      const value: { [name: string]: Json } = {}
      if (place !== '') put(found.fields, place, value)
      for (const [name, member] of node.members)
        put(value, name, spread(member, memberAt(place, name), found))
      return value
    }
    case 'array': {
      const value: Json[] = []
      if (place !== '') put(found.fields, place, value)
      for (const item of node.items) value.push(spread(item, elementAt(place, value.length), found))
      return value
    }
    default:
      return enter(leafOf(node, place, found), place, found)
  }
}

function enter(value: Json, place: string, found: Found): Json {
  if (place !== '') put(found.fields, place, value)
  return value
}

function leafOf(node: Exclude<Node, { kind: 'object' | 'array' }>, at: string, found: Found): Json {
  if (node.kind === 'null') return null
  if (node.kind === 'boolean') return node.value
  if (node.kind === 'number') {
    put(found.numbers, at, node.text)
    return Number(node.text)
  }
  noteString(node.value, at, found.flaws)
  return node.value
}

/** A surrogate without the other of its pair: in unicode mode a whole pair is one character. */
const HALF = /\p{Surrogate}/u

function noteString(value: string, at: string, flaws: Flaw[]): void {
  if (HALF.test(value))
    flaws.push({ kind: 'escape', at, says: `${at || 'The value'} holds half of a surrogate pair.` })
  const bare = value.trim()
  if (bare !== value && bare !== '')
    flaws.push({ kind: 'padding', at, says: `White space surrounds the value of ${at || 'the body'}.` })
}
