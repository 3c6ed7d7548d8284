/** A JSON parser to the letter of RFC 8259 that keeps what others lose: repeated names and the text of numbers. */
import { MAX_DEPTH, MAX_NAME, MAX_VALUES } from './json-limits.ts'
import { elementAt, memberAt } from './json-place.ts'
import { Refusal } from './xml-refusal.ts'

/** A value as it stands in the text. Of members with one name the last is kept. */
export type Node =
  | { kind: 'object'; members: Map<string, Node> }
  | { kind: 'array'; items: Node[] }
  | { kind: 'number'; text: string }
  | { kind: 'string'; value: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }

export interface Parsed {
  root: Node
  /** Names of the outermost members, repeated ones repeated. */
  order: string[]
  /** Places of members that are there again. */
  duplicates: string[]
}

interface Cursor extends Omit<Parsed, 'root'> {
  text: string
  at: number
  depth: number
  values: number
}

/** Parses a whole text. Throws a Refusal that says what belongs where. */
export function parseJson(text: string): Parsed {
  const cursor: Cursor = { text, at: 0, depth: 0, values: 0, order: [], duplicates: [] }
  skip(cursor)
  const root = value(cursor, '')
  skip(cursor)
  if (cursor.at < text.length) throw misfit(cursor, 'the end')
  return { root, order: cursor.order, duplicates: cursor.duplicates }
}

function value(cursor: Cursor, place: string): Node {
  cursor.values += 1
  if (cursor.values > MAX_VALUES)
    throw new Refusal('too-large', `The message has more than ${MAX_VALUES} values`, 'send fewer')
  switch (cursor.text[cursor.at]) {
    case '{':
      return inside(cursor, () => object(cursor, place))
    case '[':
      return inside(cursor, () => array(cursor, place))
    case '"':
      return { kind: 'string', value: string(cursor) }
    default:
      return word(cursor) ?? number(cursor)
  }
}

function inside(cursor: Cursor, read: () => Node): Node {
  cursor.depth += 1
  if (cursor.depth > MAX_DEPTH)
    throw new Refusal('too-deep', `More than ${MAX_DEPTH} levels are nested`, 'nest fewer', { ...cursor })
  cursor.at += 1
  skip(cursor)
  const node = read()
  cursor.depth -= 1
  return node
}

function object(cursor: Cursor, place: string): Node {
  const members = new Map<string, Node>()
  if (take(cursor, '}')) return { kind: 'object', members }
  do {
    skip(cursor)
    if (cursor.text[cursor.at] !== '"') throw misfit(cursor, 'a name in quotes')
    const name = nameIn(cursor)
    const at = memberAt(place, name)
    if (place === '' && cursor.depth === 1) cursor.order.push(at)
    if (members.has(name)) cursor.duplicates.push(at)
    skip(cursor)
    if (!take(cursor, ':')) throw misfit(cursor, 'a colon')
    skip(cursor)
    members.set(name, value(cursor, at))
    skip(cursor)
  } while (take(cursor, ','))
  if (!take(cursor, '}')) throw misfit(cursor, 'a comma or }')
  return { kind: 'object', members }
}

function nameIn(cursor: Cursor): string {
  const { text, at } = cursor
  const name = string(cursor)
  if (name.length > MAX_NAME)
    throw new Refusal('too-large', `A name has more than ${MAX_NAME} characters`, 'shorten it', { text, at })
  return name
}

function array(cursor: Cursor, place: string): Node {
  const items: Node[] = []
  if (take(cursor, ']')) return { kind: 'array', items }
  do {
    skip(cursor)
    items.push(value(cursor, elementAt(place, items.length)))
    skip(cursor)
  } while (take(cursor, ','))
  if (!take(cursor, ']')) throw misfit(cursor, 'a comma or ]')
  return { kind: 'array', items }
}

const WORDS: [string, Node][] = [
  ['true', { kind: 'boolean', value: true }],
  ['false', { kind: 'boolean', value: false }],
  ['null', { kind: 'null' }],
]

function word(cursor: Cursor): Node | undefined {
  const found = WORDS.find(([text]) => cursor.text.startsWith(text, cursor.at))
  if (found) cursor.at += found[0].length
  return found?.[1]
}

/** A number as far as it goes; what follows is the business of whoever asked. */
function number(cursor: Cursor): Node {
  const start = cursor.at
  if (cursor.text[cursor.at] === '-') cursor.at += 1
  if (cursor.text[cursor.at] === '0') cursor.at += 1
  else digits(cursor, cursor.at === start ? 'a value' : 'a digit')
  if (cursor.text[cursor.at] === '.') {
    cursor.at += 1
    digits(cursor, 'a digit')
  }
  if (cursor.text[cursor.at] === 'e' || cursor.text[cursor.at] === 'E') {
    cursor.at += 1
    if (cursor.text[cursor.at] === '+' || cursor.text[cursor.at] === '-') cursor.at += 1
    digits(cursor, 'a digit')
  }
  return { kind: 'number', text: cursor.text.slice(start, cursor.at) }
}

function digits(cursor: Cursor, wanted: string): void {
  const start = cursor.at
  for (let code = cursor.text.charCodeAt(cursor.at); code >= 48 && code <= 57;) {
    cursor.at += 1
    code = cursor.text.charCodeAt(cursor.at)
  }
  if (cursor.at === start) throw misfit(cursor, wanted)
}

/** A string whose opening quote the cursor is at. */
function string(cursor: Cursor): string {
  const { text } = cursor
  cursor.at += 1
  let start = cursor.at
  let value = ''
  for (;;) {
    const code = text.charCodeAt(cursor.at)
    if (code === 34) break
    if (code === 92) {
      value += text.slice(start, cursor.at) + escape(cursor)
      start = cursor.at
    } else if (code >= 32) cursor.at += 1
    else throw misfit(cursor, cursor.at < text.length ? 'an escaped control character' : 'a closing quote')
  }
  value += text.slice(start, cursor.at)
  cursor.at += 1
  return value
}

const ESCAPES: { [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function escape(cursor: Cursor): string {
  const letter = cursor.text[cursor.at + 1] ?? ''
  const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
  if (plain !== undefined) {
    cursor.at += 2
    return plain
  }
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 6)
  if (letter !== 'u' || !/^[\dA-Fa-f]{4}$/.test(digits)) throw misfit(cursor, 'an escape of JSON')
  cursor.at += 6
  return String.fromCharCode(Number.parseInt(digits, 16))
}

function take(cursor: Cursor, sign: string): boolean {
  if (cursor.text[cursor.at] !== sign) return false
  cursor.at += 1
  return true
}

/** White space of JSON: no more than blank, tab and line ends. */
function skip(cursor: Cursor): void {
  let code = cursor.text.charCodeAt(cursor.at)
  while (code === 32 || code === 10 || code === 13 || code === 9) {
    cursor.at += 1
    code = cursor.text.charCodeAt(cursor.at)
  }
}

function misfit({ text, at }: Cursor, wanted: string): Refusal {
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0)
  const found = at < text.length ? `«${sign}» stands` : 'The text ends'
  return new Refusal('not-json', `${found} where ${wanted} belongs`, 'send JSON as RFC 8259 has it', {
    text,
    at,
  })
}
