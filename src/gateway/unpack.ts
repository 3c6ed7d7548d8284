/** Undoes the content coding of a request: gzip and deflate, up to the size that a plain body may have. */
import { inflateSync, unzipSync } from 'node:zlib'
import type { Raw } from '../dialects/dialect.ts'
import { header } from '../wire/exchange.ts'
import { bodyLimit } from './intake.ts'
import { type Reply, sentence } from './reply.ts'

/** The message without its coding; what is in a coding that nobody here knows is answered 415. */
export function unpacked(raw: Raw): Raw | Reply {
  const coding = (header(raw.headers, 'content-encoding') ?? 'identity').trim().toLowerCase()
  if (coding === 'identity' || coding === '') return raw
  if (!/^(x-)?gzip$|^deflate$/.test(coding))
    return sentence(415, 'The body is in a coding that is not known here. Send gzip, deflate or none.', [
      ['Accept-Encoding', 'gzip, deflate'],
    ])
  const headers = raw.headers.filter(([name]) => !/^content-encoding$/i.test(name))
  return { ...raw, headers, body: inflated(raw.body, coding) }
}

/** The bytes; none when they are broken or too many, so that nothing can be read in them. */
function inflated(body: Uint8Array, coding: string): Buffer {
  try {
    const undo = coding === 'deflate' ? inflateSync : unzipSync
    return undo(body, { maxOutputLength: bodyLimit })
  } catch {
    return Buffer.alloc(0)
  }
}
