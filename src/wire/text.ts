/** Bytes to text and back: byte order mark, HTTP charset and XML declaration, in that order of authority. */
import type { Raw } from '../dialects/dialect.ts'
import { header } from './exchange.ts'
import type { Flaw, Unreadable } from './reading.ts'
import { MAX_BYTES } from './xml-names.ts'
import { Refusal, faultOf } from './xml-refusal.ts'

export type Encoding =
  'utf-8' | 'utf-16' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'us-ascii' | 'windows-1252'

/** Text of a message that claims to be XML, and what its bytes said about themselves. */
export interface XmlText {
  ok: true
  /** Without the byte order mark. */
  text: string
  encoding: string
  declared?: string
  bom: boolean
  flaws: Flaw[]
}

const LABELS = new Map<string, Encoding>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['iso-8859-1', 'iso-8859-1'],
  ['iso8859-1', 'iso-8859-1'],
  ['iso_8859-1', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['us-ascii', 'us-ascii'],
  ['ascii', 'us-ascii'],
  ['windows-1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
])
const KNOWN = 'utf-8, utf-16, iso-8859-1, us-ascii or windows-1252'

/** U+0080 to U+009F as windows-1252 assigns them; its five free bytes stay control characters. */
const CP1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  'utf-16le': new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }),
  'utf-16be': new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }),
}

/** Decodes a message that should be XML; refuses what is empty, too large, undecodable or another format. */
export function xmlText(raw: Raw): XmlText | { ok: false; fault: Unreadable } {
  try {
    return decode(raw)
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: faultOf(error) }
    throw error
  }
}

/** Writes text in an encoding; a character that the encoding lacks is an error. */
export function encode(text: string, encoding: Encoding, bom = false): Buffer {
  const marked = bom ? `\ufeff${text}` : text
  if (encoding === 'utf-8') return Buffer.from(marked, 'utf8')
  if (encoding === 'utf-16' || encoding === 'utf-16le') return Buffer.from(marked, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(marked, 'utf16le').swap16()
  return encodeBytes(text, encoding)
}

function encodeBytes(text: string, encoding: Encoding): Buffer {
  const limit = encoding === 'us-ascii' ? 0x80 : 0x100
  return Buffer.from(
    text.replace(/[\u0080-\u{10ffff}]/gu, (char) => byteOf(char, encoding, limit)),
    'latin1',
  )
}

function byteOf(char: string, encoding: Encoding, limit: number): string {
  const special = encoding === 'windows-1252' ? CP1252.indexOf(char) : -1
  if (special >= 0) return String.fromCharCode(0x80 + special)
  const code = char.codePointAt(0) ?? 0
  if (code < limit && (encoding !== 'windows-1252' || code >= 0xa0)) return char
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  throw new Error(`${name} does not exist in ${encoding}: write it as a numeric reference or use utf-8.`)
}

function decode(raw: Raw): XmlText {
  const bytes = Buffer.from(raw.body.buffer, raw.body.byteOffset, raw.body.byteLength)
  if (bytes.length > MAX_BYTES) {
    throw new Refusal('too-large', `The body has ${bytes.length} bytes`, `send at most ${MAX_BYTES}`)
  }
  const mark = markOf(bytes)
  const rest = mark ? bytes.subarray(mark.size) : bytes
  const seen = mark?.encoding ?? familyOf(bytes)
  const charset = charsetOf(raw)
  const declared = declaredIn(rest, seen)
  const encoding = chosen(seen, charset, declared)
  const text = textIn(rest, encoding)
  const flaws = contradictions({ encoding, charset, declared, text })
  refuseOtherFormats(text)
  return { ok: true, text, encoding, declared, bom: mark !== undefined, flaws }
}

function markOf(bytes: Buffer): { encoding: Encoding; size: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', size: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', size: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', size: 2 }
  return undefined
}

/** UTF-16 without a mark shows itself by the zero half of its first, always ASCII, character. */
function familyOf(bytes: Buffer): Encoding | undefined {
  if (bytes.length < 2) return undefined
  if (bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le'
  return bytes[0] === 0 && bytes[1] !== 0 ? 'utf-16be' : undefined
}

function charsetOf(raw: Raw): string | undefined {
  const type = header(raw.headers, 'content-type')
  return type && /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(type)?.[1]?.toLowerCase()
}

function declaredIn(bytes: Buffer, seen: Encoding | undefined): string | undefined {
  // The declaration is ASCII in every known encoding, so the zero halves of UTF-16 are simply dropped.
  const wide = seen !== undefined && seen !== 'utf-8'
  const head = bytes.toString('latin1', 0, wide ? 512 : 256)
  const ascii = wide ? head.replaceAll('\0', '') : head
  return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']/.exec(ascii)?.[1]?.toLowerCase()
}

/** RFC 7303, section 3: a byte order mark wins over the charset parameter, and that over the declaration. */
function chosen(seen: Encoding | undefined, charset?: string, declared?: string): Encoding {
  if (seen) return seen
  const label = charset ?? declared
  if (label === undefined) return 'utf-8'
  const encoding = LABELS.get(label)
  if (!encoding) throw new Refusal('encoding', `The encoding "${label}" is not known`, `use ${KNOWN}`)
  if (encoding.startsWith('utf-16')) {
    const problem = `The message calls itself ${label}, but its bytes are not UTF-16`
    throw new Refusal('encoding', problem, 'declare the encoding that the bytes are really in')
  }
  return encoding
}

interface Named {
  encoding: Encoding
  charset: string | undefined
  declared: string | undefined
  text: string
}

function contradictions({ encoding, charset, declared, text }: Named): Flaw[] {
  const isPlain = !encoding.startsWith('utf-16') && isAscii(text)
  const other = (at: string, label: string | undefined): Flaw[] => {
    if (label === undefined || agrees(label, encoding)) return []
    // Whoever writes references alone declares no less than the truth.
    if (isPlain && LABELS.get(label) === 'us-ascii') return []
    const says = `The ${at} says "${label}", but the message is ${encoding}; let both name the same encoding.`
    const isSame = isPlain && LABELS.get(label)?.startsWith('utf-16') === false
    return [{ kind: 'encoding', at, says, ...(isSame && { harmless: true }) }]
  }
  return [...other('Content-Type', charset), ...other('XML declaration', declared)]
}

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text)

function agrees(label: string, encoding: Encoding): boolean {
  const known = LABELS.get(label)
  return known === encoding || (known === 'utf-16' && encoding.startsWith('utf-16'))
}

function textIn(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-8' || encoding === 'utf-16le' || encoding === 'utf-16be')
    return fatal(bytes, encoding)
  const text = bytes.toString('latin1')
  // TextDecoder reads iso-8859-1 and us-ascii as windows-1252, so the three are told apart here.
  if (encoding === 'windows-1252') {
    return text.replace(/[\x80-\x9f]/g, (char) => CP1252[char.charCodeAt(0) - 0x80] ?? char)
  }
  const high = encoding === 'us-ascii' ? text.search(/[\x80-\xff]/) : -1
  if (high >= 0) throw undecodable(encoding, text, high)
  return text
}

function fatal(bytes: Buffer, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): string {
  try {
    return decoders[encoding].decode(bytes)
  } catch {
    const shown = new TextDecoder(encoding).decode(bytes)
    throw undecodable(encoding, shown, Math.max(0, shown.indexOf('\ufffd')))
  }
}

function undecodable(encoding: Encoding, text: string, at: number): Refusal {
  const advice = 'send the bytes in the declared encoding or declare another'
  return new Refusal('encoding', `Bytes that are not ${encoding} stand`, advice, { text, at })
}

function refuseOtherFormats(text: string): void {
  const first = text.search(/\S/)
  if (first < 0) throw new Refusal('empty', 'The body is empty', 'send the message as XML')
  if (text[first] !== '<') {
    const what = text[first] === '{' || text[first] === '[' ? 'JSON' : 'text'
    throw new Refusal('not-xml', `The body is ${what}, not XML`, 'send the message as XML')
  }
  if (/^<(?:!doctype\s+html|html[\s>])/i.test(text.slice(first, first + 40))) {
    throw new Refusal('not-xml', 'The body is an HTML page', 'send the message as XML')
  }
}
