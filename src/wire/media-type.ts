/** What the Content-Type of a message says. */
import { header, type Headers } from './exchange.ts'

export interface MediaType {
  /** Without parameters, lower case; absent without a header. */
  mediaType?: string
  /** Lower case; absent where none is declared. */
  charset?: string
}

/** The declared type of a message. */
export function mediaTypeOf(headers: Headers): MediaType {
  const written = header(headers, 'content-type')
  if (written === undefined) return {}
  const mediaType = written.split(';', 1)[0]!.trim().toLowerCase()
  const charset = /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(written)?.[1]?.toLowerCase()
  return { ...(mediaType === '' ? {} : { mediaType }), ...(charset === undefined ? {} : { charset }) }
}
