/** Undoes Content-Encoding without ever holding more than the bound. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib'
import { oversize } from './drive-body.ts'
import type { Flaw } from './drive-flaw.ts'
import { notHttp } from './drive-head.ts'

/** The body as its sender meant it; a coding the suite does not know is left as it is. */
export async function decoded(bytes: Buffer, encoding: string, limit: number): Promise<Buffer | Flaw> {
  let body = bytes
  for (const coding of codingsOf(encoding).reverse()) {
    const undo = undoers[coding]
    if (!undo || body.length === 0) return body
    try {
      body = await undo(body, { maxOutputLength: limit })
    } catch (error) {
      return isTooLarge(error) ? oversize(limit) : miscoded(coding)
    }
  }
  return body
}

type Undo = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>

const unzip: Undo = promisify(gunzip)
const inflated: Undo = promisify(inflate)
const inflatedRaw: Undo = promisify(inflateRaw)
const unbrotli: Undo = promisify(brotliDecompress)

const undoers: Record<string, Undo> = {
  gzip: unzip,
  'x-gzip': unzip,
  // Half the world sends the bare stream, half the one with a zlib header; the low nibble tells them apart.
  deflate: (bytes, options) => (((bytes[0] ?? 0) & 0x0f) === 8 ? inflated : inflatedRaw)(bytes, options),
  br: unbrotli,
}

/** More codings than anyone needs are a bomb of their own, so only the first few count. */
const codingsOf = (encoding: string): string[] =>
  encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
    .slice(0, 4)

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'

const miscoded = (coding: string): Flaw =>
  notHttp(`The answer's Content-Encoding is ${coding} but its bytes do not decode.`)
