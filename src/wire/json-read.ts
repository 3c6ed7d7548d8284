/** The gateway's reader of JSON: JSON.parse, with a walk over the tokens for what it does not tell. */
import type { Raw } from '../dialects/dialect.ts'
import { headerFields, headersOf, type About } from './header-fields.ts'
import { elementAt, memberAt, put } from './json-place.ts'
import { walk, type Shadow, type Walk } from './json-walk.ts'
import type { Fields, Flaw, Json, JsonFacts, Read, Reading } from './reading.ts'
import { utf8Text, type Utf8Text } from './utf8-text.ts'
import { Refusal, faultOf } from './xml-refusal.ts'

/** Reads a message as a server of our days does. */
export function readJson(raw: Raw, about: About = {}): Reading {
  try {
    const decoded = utf8Text(raw)
    if (!isBlank(decoded.text)) return readText(raw, about, decoded)
    if (about.bodyless) return assembled(raw, about, decoded, undefined, walk(''))
    throw new Refusal('empty', 'There is no body', 'send a JSON object')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ok: false, fault: faultOf(error), ...(about.name ? { name: about.name } : {}) }
  }
}

const isBlank = (text: string): boolean => text.replace(/^[ \t\r\n]+/, '') === ''

function readText(raw: Raw, about: About, decoded: Utf8Text): Read {
  const { text } = decoded
  const seen = walk(text)
  const value = parsed(seen.limit?.until ?? text, text)
  if (seen.limit) throw seen.limit.refusal
  return assembled(raw, about, decoded, value, seen)
}

function parsed(json: string, text: string): Json {
  try {
    return JSON.parse(json) as Json
  } catch (error) {
    const says = error instanceof Error ? error.message : ''
    const position = /at position (\d+)/.exec(says)?.[1]
    const place = position === undefined ? undefined : { text, at: Number(position) }
    throw new Refusal('not-json', `The body is no JSON (${words(says)})`, 'correct its syntax', place)
  }
}

/** What JSON.parse complains about, without the piece of the text that it quotes. */
const words = (says: string): string =>
  says.replace(/,? ?(in JSON|"|\.\.\.)[^]*$/, '').trim() || 'it cannot be parsed'

function assembled(raw: Raw, about: About, decoded: Utf8Text, value: Json | undefined, seen: Walk): Read {
  const flaws: Flaw[] = [...decoded.flaws]
  const numbers: { [place: string]: string } = {}
  for (const at of seen.duplicates)
    flaws.push({ kind: 'duplicate', at, says: `The member ${at} is there again; the last one is kept.` })
  const fields = value === undefined ? {} : placesOf(value, seen.numbers, { flaws, numbers })
  const heads = headerFields(headersOf(raw), about.headers ?? [])
  const { bom, charset, mediaType } = decoded
  const json: JsonFacts = { root: rootOf(value), duplicates: seen.duplicates, numbers, bom }
  if (charset !== undefined) json.charset = charset
  if (mediaType !== undefined) json.mediaType = mediaType
  return {
    ok: true,
    name: about.name ?? '',
    fields: { ...fields, ...heads.fields },
    order: seen.order,
    flaws: flaws.concat(heads.flaws),
    json,
  }
}

function rootOf(value: Json | undefined): JsonFacts['root'] {
  if (value === undefined) return 'none'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : (typeof value as 'object' | 'string' | 'number' | 'boolean')
}

/** Everything in a value, under its place, without recursion: the nested follow what they are nested in. */
function placesOf(
  root: Json,
  shadow: Shadow,
  notes: { flaws: Flaw[]; numbers: { [place: string]: string } },
) {
  const fields: Fields = {}
  const left: [place: string, value: Json, shadow: Shadow][] = [['', root, shadow]]
  for (let next = left.pop(); next; next = left.pop()) {
    const [place, value, known] = next
    if (place !== '') put(fields, place, value)
    if (typeof value === 'string') noteText(value, place, notes.flaws)
    else if (typeof value === 'number') put(notes.numbers, place, known as string)
    else if (Array.isArray(value))
      for (let i = value.length - 1; i >= 0; i -= 1)
        left.push([elementAt(place, i), value[i]!, (known as Shadow[])[i]])
    else if (typeof value === 'object' && value !== null)
      for (const name of Object.keys(value).reverse())
        left.push([memberAt(place, name), value[name]!, (known as Map<string, Shadow>).get(name)])
  }
  return fields
}

/** Half a pair becomes a replacement character in UTF-8, so that the text does not come back as it was. */
function noteText(value: string, place: string, flaws: Flaw[]): void {
  if (/[\ud800-\udfff]/.test(value) && Buffer.from(value).toString() !== value)
    flaws.push({ kind: 'escape', at: place, says: `${place || 'The text'} has a lone surrogate.` })
  if (/^\s*\S/.test(value) && /^\s|\s$/.test(value))
    flaws.push({
      kind: 'padding',
      at: place,
      says: `The value of ${place || 'the body'} has space around it.`,
    })
}
