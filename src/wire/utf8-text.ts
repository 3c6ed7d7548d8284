/** Bytes of a message that has to be UTF-8, as text. */
import type { Raw } from '../dialects/dialect.ts'
import { MAX_BYTES } from './json-limits.ts'
import { mediaTypeOf, type MediaType } from './media-type.ts'
import type { Flaw } from './reading.ts'
import { Refusal } from './xml-refusal.ts'

export interface Utf8Text extends MediaType {
  /** Without the byte order mark. */
  text: string
  bom: boolean
  flaws: Flaw[]
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes a body. Throws a Refusal for bytes that are too many or not UTF-8. */
export function utf8Text(raw: Raw): Utf8Text {
  const bytes = Buffer.from(raw.body.buffer, raw.body.byteOffset, raw.body.byteLength)
  if (bytes.length > MAX_BYTES)
    throw new Refusal('too-large', `The body has ${bytes.length} bytes`, `send at most ${MAX_BYTES}`)
  const declared = mediaTypeOf(raw.headers)
  const text = decoded(bytes)
  const bom = text.startsWith('\ufeff')
  return { ...declared, text: bom ? text.slice(1) : text, bom, flaws: contradiction(declared) }
}

function decoded(bytes: Buffer): string {
  if (isWide(bytes)) throw new Refusal('encoding', 'The bytes are UTF-16 or UTF-32', 'send UTF-8')
  try {
    return strict.decode(bytes)
  } catch {
    const text = bytes.toString('utf8')
    throw new Refusal('encoding', 'The bytes are not UTF-8', 'send UTF-8', {
      text,
      at: firstBad(bytes, text),
    })
  }
}

/** Zero bytes and the marks of UTF-16, neither of which UTF-8 text begins with. */
function isWide(bytes: Buffer): boolean {
  const [first, second] = bytes
  if (bytes.length < 2) return false
  return (
    first === 0 || second === 0 || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  )
}

/** Where the lenient text has a replacement character that the bytes do not spell. */
function firstBad(bytes: Buffer, text: string): number {
  let at = text.indexOf('\ufffd')
  let [from, offset] = [0, 0]
  while (at >= 0) {
    offset += Buffer.byteLength(text.slice(from, at))
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return at
    ;[from, offset] = [at + 1, offset + 3]
    at = text.indexOf('\ufffd', from)
  }
  return text.length
}

const SAME = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii'])

function contradiction({ charset }: MediaType): Flaw[] {
  if (charset === undefined || SAME.has(charset)) return []
  const says = `The Content-Type says "${charset}", but the message is read as utf-8; let it say utf-8 or nothing.`
  return [{ kind: 'encoding', at: 'Content-Type', says }]
}
