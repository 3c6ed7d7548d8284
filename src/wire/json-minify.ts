/** Removes white space from a JSON text, byte by byte, and nothing else: what is signed is never written anew. */

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Blank, tab, line feed and carriage return: all that JSON calls white space. */
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d])

/** The bytes without the white space that stands outside strings. Bytes that are no JSON come back as good as they are. */
export function minified(bytes: Uint8Array): Buffer {
  if (!hasSpace(bytes)) return Buffer.from(bytes)
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at)
      out.set(bytes.subarray(at, end), length)
      length += end - at
      at = end
    } else {
      if (!SPACE.has(byte)) out[length++] = byte
      at += 1
    }
  }
  return out.subarray(0, length)
}

/** Most bodies have none anywhere, and to look for a byte is quicker than to look at each. */
const hasSpace = (bytes: Uint8Array): boolean =>
  bytes.includes(0x20) || bytes.includes(0x0a) || bytes.includes(0x0d) || bytes.includes(0x09)

/** Behind the closing quote, or behind everything when there is none. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(QUOTE, start + 1)
  while (at >= 0 && isEscaped(bytes, at)) at = bytes.indexOf(QUOTE, at + 1)
  return at < 0 ? bytes.length : at + 1
}

/** An odd number of backslashes stands before it. */
function isEscaped(bytes: Uint8Array, at: number): boolean {
  let before = at
  while (bytes[before - 1] === BACKSLASH) before -= 1
  return (at - before) % 2 === 1
}
