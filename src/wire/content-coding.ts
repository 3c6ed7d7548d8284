/** Undoes the Content-Encoding of a message before its XML is read, within the bound that every message has. */
import { gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib'
import type { Raw } from '../dialects/dialect.ts'
import { header } from './exchange.ts'
import type { Unreadable } from './reading.ts'
import { xmlText } from './text.ts'
import type { XmlText } from './text.ts'
import { MAX_BYTES } from './xml-names.ts'
import { Refusal, faultOf } from './xml-refusal.ts'

type Undo = (bytes: Uint8Array, options: ZlibOptions) => Buffer

/** Text of a message that should be XML, whatever its coding. What is text as it stands is left as it is. */
export function codedXmlText(raw: Raw): XmlText | { ok: false; fault: Unreadable } {
  const coding = header(raw.headers, 'content-encoding')
  if (coding === undefined) return xmlText(raw)
  try {
    return xmlText({ headers: raw.headers, body: undone(raw.body, coding) })
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: faultOf(error) }
    throw error
  }
}

/** More codings than anyone needs are a bomb of their own, so only the last few count. */
function undone(bytes: Uint8Array, coding: string): Uint8Array {
  const codings = coding.toLowerCase().split(',').slice(-4).reverse()
  return codings.reduce((body, name) => undo(body, name.trim()), bytes)
}

function undo(bytes: Uint8Array, coding: string): Uint8Array {
  const way = wayOf(bytes, coding)
  if (!way && isForeign(bytes, coding))
    throw new Refusal('encoding', `The body is in the coding ${coding}`, 'send it as gzip, deflate or plain')
  if (!way) return bytes
  try {
    return way(bytes, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    throw isTooLarge(error)
      ? new Refusal('too-large', 'The body decodes to too many bytes', `send at most ${MAX_BYTES}`)
      : new Refusal('encoding', `The bytes are not ${coding}`, 'encode them as Content-Encoding says')
  }
}

/** None for bytes that are XML as they stand: whoever took them off the wire may have decoded them already. */
function wayOf(bytes: Uint8Array, coding: string): Undo | undefined {
  const [first = 0x3c, second = 0] = bytes
  if (PLAIN.has(first)) return undefined
  if (coding === 'gzip' || coding === 'x-gzip') return gunzipSync
  if (coding !== 'deflate') return undefined
  // Half the world sends the bare stream, half the one with a zlib header, which is a multiple of 31.
  const headed = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
  return headed ? inflateSync : inflateRawSync
}

/** Bytes that no text begins with, in a coding that nobody here undoes. */
function isForeign([first = 0x3c]: Uint8Array, coding: string): boolean {
  if (coding === '' || coding === 'identity' || PLAIN.has(first)) return false
  return first < 0x20 || first > 0x7e
}

/** What XML begins with: `<`, white space, a byte order mark, or the zero half of UTF-16. */
const PLAIN: ReadonlySet<number> = new Set([0x3c, 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xfe, 0xff, 0])

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
