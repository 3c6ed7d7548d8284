/** Forms in parts, as multipart/form-data has them: turned into name=value pairs, which every reader of forms reads. */
import type { Raw } from '../dialects/dialect.ts'
import { header } from './exchange.ts'
import { mediaTypeOf } from './media-type.ts'

/** The same form as application/x-www-form-urlencoded; whatever is none in parts stays as it is. */
export function withoutParts(raw: Raw): Raw {
  const { mediaType, charset } = mediaTypeOf(raw.headers)
  const boundary = boundaryIn(header(raw.headers, 'content-type') ?? '')
  if (mediaType !== 'multipart/form-data' || boundary === undefined) return raw
  const pairs = partsOf(Buffer.from(raw.body).toString('latin1'), boundary)
  if (!pairs) return raw
  const others = raw.headers.filter(([name]) => name.toLowerCase() !== 'content-type')
  const type = `application/x-www-form-urlencoded${charset === undefined ? '' : `; charset=${charset}`}`
  return {
    ...raw,
    headers: [...others, ['Content-Type', type]],
    body: Buffer.from(pairs.map((pair) => pair.map(escaped).join('=')).join('&')),
  }
}

function boundaryIn(type: string): string | undefined {
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(type) ?? []
  return quoted ?? bare
}

/** Names and values in Latin-1, so that each character is a byte; undefined where the parts are not whole. */
function partsOf(text: string, boundary: string): [name: string, value: string][] | undefined {
  const [, ...parts] = `\r\n${text}`.split(new RegExp(`\\r?\\n--${literal(boundary)}`))
  const end = parts.pop()
  if (end === undefined || !/^--\s*$/.test(end)) return undefined
  const pairs = parts.map(partOf)
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined
}

function partOf(part: string): [name: string, value: string] | undefined {
  const [, head, value] = /^[ \t]*\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? []
  const [, quoted, bare] =
    /^content-disposition:[^\n]*;\s*name\s*=\s*(?:"([^"]*)"|([^\s;"]+))/im.exec(head ?? '') ?? []
  const name = quoted ?? bare
  return name === undefined || value === undefined ? undefined : [name, value]
}

const literal = (text: string): string => text.replace(/[^\w]/g, '\\$&')

/** Each byte of Latin-1 as its escape, but for letters and digits. */
const escaped = (text: string): string =>
  text.replace(/[^\dA-Za-z]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)
