/** State of the gateway's scan over a message, and how it gives one up. */
import { Refusal } from './xml-refusal.ts'
import type { Unreadable } from './reading.ts'

export interface Scan {
  text: string
  /** Index of the next character to be looked at. */
  at: number
  /** First character that XML forbids anywhere, -1 for none. */
  forbidden: number
  /** Names of the open elements as written. */
  open: string[]
  /** Prefixes in scope with their namespaces, the innermost last. */
  bindings: [prefix: string, uri: string][]
  /** How many bindings each open element found when it opened. */
  marks: number[]
  elements: number
  /** Where the root element begins and ends, -1 before that. */
  root: number
  end: number
  /** Processing instructions inside the root, as ranges. */
  instructions: [from: number, to: number][]
  cdata: boolean
  comments: boolean
}

const FORBIDDEN = /[^\t\n\r\u0020-\ufffd]/
const REFERENCE = /&(?:#[0-9]+|#x[0-9a-fA-F]+|[\w:.\-\u0080-\uffff]+);/y
const COMMON = /&(?:amp|lt|gt|quot|apos);/y
const CUT_OFF = /&#?[\w:.\-\u0080-\uffff]*$/y
const PREDEFINED = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }))

/** A scan at the beginning of a text. */
export function scanOf(text: string): Scan {
  return {
    text,
    at: 0,
    forbidden: text.search(FORBIDDEN),
    open: [],
    bindings: [],
    marks: [],
    elements: 0,
    root: -1,
    end: -1,
    instructions: [],
    cdata: false,
    comments: false,
  }
}

/** Gives a message up at a place, or at a forbidden character that stands before it. */
export function refuse(
  scan: Scan,
  what: Unreadable['what'],
  problem: string,
  advice: string,
  at = scan.at,
): never {
  const { text, forbidden } = scan
  if (forbidden >= 0 && forbidden <= at) {
    const code = text.charCodeAt(forbidden).toString(16).toUpperCase().padStart(4, '0')
    const place = { text, at: forbidden }
    throw new Refusal(
      'not-well-formed',
      `The character U+${code} stands`,
      'XML forbids it, leave it out',
      place,
    )
  }
  throw new Refusal(what, problem, advice, { text, at })
}

/** Gives a message up because it is no XML, unless the character there is an ampersand that begins nothing. */
export function refuseXml(scan: Scan, problem: string, at = scan.at): never {
  if (scan.text[at] === '&') checkReference(scan, at)
  return refuse(scan, 'not-well-formed', problem, 'make the document well-formed', at)
}

/** Checks the reference that an ampersand begins and gives the index behind it. */
export function checkReference(scan: Scan, at: number): number {
  REFERENCE.lastIndex = at
  const reference = REFERENCE.exec(scan.text)?.[0]
  if (reference === undefined) return refuseAmpersand(scan, at)
  return at + reference.length
}

/** As checkReference, and the reference stands for a character too. */
export function checkCharacter(scan: Scan, at: number): number {
  COMMON.lastIndex = at
  if (COMMON.test(scan.text)) return COMMON.lastIndex
  const end = checkReference(scan, at)
  const reference = scan.text.slice(at, end)
  if (characterOf(reference.slice(1, -1)) !== undefined) return end
  return refuse(
    scan,
    'not-well-formed',
    `The reference ${reference} is not defined`,
    'write &amp; for a plain &',
    end - 1,
  )
}

/** Replaces the references of a checked text. */
export function decodeReferences(text: string): string {
  let decoded = ''
  let from = 0
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at)
    decoded += text.slice(from, at) + (characterOf(text.slice(at + 1, end)) ?? '')
    from = end + 1
  }
  return from === 0 ? text : decoded + text.slice(from)
}

function refuseAmpersand(scan: Scan, at: number): never {
  CUT_OFF.lastIndex = at
  if (CUT_OFF.test(scan.text))
    return refuse(scan, 'not-well-formed', 'The text ends', 'send all of it', scan.text.length)
  const what = scan.open.length > 0 ? 'unescaped' : 'not-well-formed'
  return refuse(scan, what, 'A bare & stands', 'write &amp; for it', at)
}

function characterOf(name: string): string | undefined {
  if (name[0] !== '#') return PREDEFINED.get(name)
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  if (code === 9 || code === 10 || code === 13) return String.fromCharCode(code)
  const legal = (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd)
  return legal || (code >= 0x10000 && code <= 0x10ffff) ? String.fromCodePoint(code) : undefined
}
