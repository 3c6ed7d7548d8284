/** Bytes as the format of `printf` has them: letters stay letters, and whatever it would read otherwise is three octal digits. */
export function printfOf(bytes: Uint8Array): string {
  const isPlain = (byte: number) => byte >= 0x20 && byte < 0x7f && byte !== 0x25 && byte !== 0x5c
  return [...bytes]
    .map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`))
    .join('')
}
