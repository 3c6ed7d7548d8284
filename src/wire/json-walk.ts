/** Walks over the tokens of a JSON text for what JSON.parse does not tell. It proves nothing: JSON.parse does. */
import { MAX_DEPTH, MAX_NAME, MAX_VALUES } from './json-limits.ts'
import { elementAt, memberAt } from './json-place.ts'
import { Refusal } from './xml-refusal.ts'

/** What was seen on the way. */
export interface Walk {
  /** Names of the outermost members, repeated ones repeated. */
  order: string[]
  duplicates: string[]
  /** Texts of numbers in the shape of the document: maps for objects, arrays for arrays. */
  numbers: Shadow
  /** The first limit that is passed, and a text that is JSON exactly if all before it is. */
  limit?: { refusal: Refusal; until: string }
}

export type Shadow = string | Map<string, Shadow> | Shadow[] | undefined

interface Frame {
  place: string
  shadow: Map<string, Shadow> | Shadow[]
  /** The name that waits for its value. */
  name?: string
  names: boolean
}

const TOKEN = /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|true|false|null)/y

/** Walks to the end, to a limit, or to where the text is no JSON. */
export function walk(text: string): Walk {
  const seen: Walk = { order: [], duplicates: [], numbers: undefined }
  const stack: Frame[] = []
  let values = 0
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found && !seen.limit; found = TOKEN.exec(text)) {
    const [whole, sign, quoted, number] = found
    const at = found.index + whole.length - (sign ?? quoted ?? number ?? whole.trimStart()).length
    const top = stack.at(-1)
    if (sign === '}' || sign === ']') {
      stack.pop()
      if (stack.length === 0) break
    } else if (sign === ',' || sign === ':') {
      if (top) top.names = sign === ',' && !Array.isArray(top.shadow)
    } else if (top?.names && quoted !== undefined) {
      if (!named(seen, stack, { text, at, quoted })) break
    } else {
      values += 1
      if (values > MAX_VALUES) {
        const problem = `The message has more than ${MAX_VALUES} values`
        seen.limit = stop(stack, text.slice(0, at) + 'null', new Refusal('too-large', problem, 'send fewer'))
      } else enter(seen, stack, { text, at, sign, number })
    }
  }
  return seen
}

function named(
  seen: Walk,
  stack: Frame[],
  { text, at, quoted }: { text: string; at: number; quoted: string },
) {
  const top = stack.at(-1)!
  const name = nameOf(quoted)
  if (name === undefined) return false
  if (name.length > MAX_NAME) {
    const problem = `A name has more than ${MAX_NAME} characters`
    const refusal = new Refusal('too-large', problem, 'use a shorter one', { text, at })
    seen.limit = stop(stack, `${text.slice(0, at)}"":null`, refusal)
    return true
  }
  const place = memberAt(top.place, name)
  if (stack.length === 1) seen.order.push(place)
  if ((top.shadow as Map<string, Shadow>).has(name)) seen.duplicates.push(place)
  top.name = name
  return true
}

/** A name in quotes; undefined when its escapes are wrong. */
function nameOf(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return undefined
  }
}

function enter(
  seen: Walk,
  stack: Frame[],
  { text, at, sign, number }: { text: string; at: number; sign?: string; number?: string },
): void {
  const top = stack.at(-1)
  const shadow: Shadow = sign === undefined ? number : sign === '{' ? new Map<string, Shadow>() : []
  const place = top ? placeIn(top) : ''
  if (!top) seen.numbers = shadow
  else if (Array.isArray(top.shadow)) top.shadow.push(shadow)
  else top.shadow.set(top.name ?? '', shadow)
  if (sign === undefined || typeof shadow !== 'object') return
  if (stack.length === MAX_DEPTH) {
    const refusal = new Refusal('too-deep', `More than ${MAX_DEPTH} levels are nested`, 'nest fewer', {
      text,
      at,
    })
    seen.limit = stop(stack, text.slice(0, at) + 'null', refusal)
  } else stack.push({ place, shadow, names: sign === '{' })
}

const placeIn = ({ place, shadow, name = '' }: Frame): string =>
  Array.isArray(shadow) ? elementAt(place, shadow.length) : memberAt(place, name)

function stop(stack: Frame[], until: string, refusal: Refusal): NonNullable<Walk['limit']> {
  const closers = stack.map(({ shadow }) => (Array.isArray(shadow) ? ']' : '}')).reverse()
  return { refusal, until: until + closers.join('') }
}
