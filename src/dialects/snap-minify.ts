/** Minifying a JSON text byte by byte, which signatures depend on: only white space outside strings goes. */

const quote = 0x22
const backslash = 0x5c
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d

/** The same JSON text without the white space outside its strings; order, escapes and numbers stay as they are. */
export function minifyJson(text: Uint8Array): Buffer {
  const kept = Buffer.allocUnsafe(text.length)
  let length = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!
    if (!inString && isSpace(byte)) continue
    kept[length++] = byte
    if (byte === quote) inString = !inString
    else if (inString && byte === backslash && at + 1 < text.length) kept[length++] = text[++at]!
  }
  return kept.subarray(0, length)
}
