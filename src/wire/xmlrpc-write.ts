/** Writes XML-RPC documents, in the plain form of the document or in any style that real stacks use. */
import { gzipSync } from 'node:zlib'
import type { RpcStyle } from '../dialects/dialect.ts'
import type { Headers } from './exchange.ts'
import type { Fields, Json } from './reading.ts'
import { encode } from './text.ts'
import { escaped } from './xml-escape.ts'

/** What a document says: a call of a method with one struct, or a response with one. */
export type RpcDocument = { method: string; fields: Fields } | { method?: never; fields: Fields }

const EXTENSIONS = 'http://ws.apache.org/xmlrpc/namespaces/extensions'

/**
 * Writes a call, or a response when there is no method. A list writes its member once per entry, an object
 * a nested struct; undefined and null leave the member out.
 */
export function writeXmlRpc(document: RpcDocument, style: RpcStyle = {}): { headers: Headers; body: Buffer } {
  const { method, fields } = document
  const struct = structOf(fields, 4, style)
  const params = boxes(['params', 'param', 'value'], struct, 1, style)
  if (method === undefined) return sealed(box('methodResponse', params, 0, style), style)
  const name = `<methodName>${escapedName(style.method ?? method, style)}</methodName>`
  return sealed(box('methodCall', gap(1, style) + name + params, 0, style), style)
}

/** Writes a fault, the failure of a call before it reached the business. */
export function writeXmlRpcFault(
  code: number,
  says: string,
  style: RpcStyle = {},
): { headers: Headers; body: Buffer } {
  const types = { faultCode: 'int', faultString: 'string' }
  const struct = structOf({ faultCode: code, faultString: says }, 3, { ...style, types })
  return sealed(box('methodResponse', boxes(['fault', 'value'], struct, 1, style), 0, style), style)
}

function sealed(root: string, style: RpcStyle): { headers: Headers; body: Buffer } {
  const { encoding = 'utf-8', bom = encoding === 'utf-16', gzip, indent, comments } = style
  const comment = comments ? '<!-- written by hand -->' : ''
  const declaration = declarationOf(style)
  const text = declaration + (indent && declaration ? '\n' : '') + comment + root
  const body = encode(text, encoding, bom)
  const headers: Headers = []
  const type = style.contentType ?? contentType(style)
  if (type !== '') headers.push(['Content-Type', type])
  if (gzip) headers.push(['Content-Encoding', 'gzip'])
  return { headers, body: gzip ? gzipSync(body) : body }
}

/** The charset is named only where nothing in the document tells it. */
function contentType({ encoding, declaration }: RpcStyle): string {
  return declaration === 'none' && encoding === 'iso-8859-1' ? `text/xml; charset=${encoding}` : 'text/xml'
}

function declarationOf({ declaration = 'plain', encoding }: RpcStyle): string {
  if (declaration === 'none') return ''
  const quote = declaration === 'single-quoted' ? "'" : '"'
  const named = encoding === undefined ? '' : ` encoding=${quote}${encoding}${quote}`
  const alone = declaration === 'standalone' ? ' standalone="yes"' : ''
  return `<?xml version=${quote}1.0${quote}${named}${alone}?>`
}

/** A struct on its own line, with everything that its line needs around it. */
function structOf(fields: { [name: string]: Json }, depth: number, style: RpcStyle): string {
  const wanted = (style.order ?? []).filter((name) => Object.hasOwn(fields, name))
  const names = wanted.length === 0 ? Object.keys(fields) : new Set([...wanted, ...Object.keys(fields)])
  let members = style.comments ? `${gap(depth + 1, style)}<!-- <not> a member -->` : ''
  for (const name of names) members += memberOf(name, fields[name], depth + 1, style)
  return box('struct', members, depth, style)
}

function memberOf(name: string, value: Json | undefined, depth: number, style: RpcStyle): string {
  if (Array.isArray(value)) return value.map((entry) => memberOf(name, entry, depth, style)).join('')
  if (value === undefined || value === null) return ''
  const named = `${gap(depth + 1, style)}<name>${escapedName(name, style)}</name>`
  const valued = `${gap(depth + 1, style)}<value>${valueOf(name, value, depth, style)}</value>`
  return box('member', style.valueFirst ? valued + named : named + valued, depth, style)
}

function valueOf(name: string, value: Json, depth: number, style: RpcStyle): string {
  const inside =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? structOf(value, depth + 2, style)
      : typed(String(value), typeOf(name, style), style)
  if (!style.spaced) return inside
  return `\n${'  '.repeat(depth + 2)}${inside}\n${'  '.repeat(depth + 1)}`
}

/** Names are never CDATA, which no stack writes around them. */
const escapedName = (name: string, { references, encoding }: RpcStyle): string =>
  escaped(name, { references, encoding })

function typeOf(name: string, { types = {}, type = 'string' }: RpcStyle): string {
  return Object.hasOwn(types, name) ? (types[name] ?? type) : type
}

function typed(text: string, type: string, style: RpcStyle): string {
  if (type === 'untyped') return escaped(text, style)
  if (type === 'nil') return '<nil/>'
  if (type === 'ex:nil') return `<ex:nil xmlns:ex="${EXTENSIONS}"/>`
  if (type === 'base64') return `<base64>${Buffer.from(text, 'utf8').toString('base64')}</base64>`
  return `<${type}>${escaped(text, style)}</${type}>`
}

function boxes(names: string[], inside: string, depth: number, style: RpcStyle): string {
  return names.reduceRight((content, name, i) => box(name, content, depth + i, style), inside)
}

/** An element on a line of its own, its end tag on another. */
function box(name: string, content: string, depth: number, style: RpcStyle): string {
  return `${depth > 0 ? gap(depth, style) : ''}<${name}>${content}${gap(depth, style)}</${name}>`
}

const gap = (depth: number, { indent }: RpcStyle): string => (indent ? `\n${'  '.repeat(depth)}` : '')
