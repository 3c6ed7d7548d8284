/** Takes secrets out of what is about to be written. Signatures are no secrets: they are evidence. */
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Body, Headers } from '../wire/exchange.ts'
import { createFieldMask } from './mask-fields.ts'
import { createMark, masked, type Mark } from '../judge/withheld.ts'
import { createTextMask, type TextMask } from './mask-forms.ts'

/** A deep copy of plain JSON (an event, an entry) without secrets. */
export type Mask = <T>(value: T) => T

const sensitiveHeader = /^(proxy-)?authorization$|^(set-)?cookie2?$|token|secret|password|api-?key/i
const userinfo = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/)[^/?#\s'"@]+@/gi
const tokenQuery =
  /([?&](?:[\w.-]*(?:token|secret|password|api[_-]?key)[\w.-]*|passwd|pwd|auth)=)[^&#\s'"]+/gi
/** Headers on a command line, in single quotes and in double ones. */
const curlHeaders = [
  /((?:-H|--header)\s+')([\w-]+)(\s*:\s*)(?:[^']|'\\'')*/g,
  /((?:-H|--header)\s+")([\w-]+)(\s*:\s*)(?:[^"\\]|\\.)*/g,
]

/**
 * Masks the given secrets in every usual spelling, credentials in headers and URLs, and the fields named. A secret
 * of fewer than four characters is masked only where it is a whole value, and one of up to six digits only where it is a
 * whole number, for inside other text it would be chance.
 */
export function createMask(secrets: string[], fields: string[] = []): Mask {
  const mark = createMark()
  const hidden = createTextMask(secrets, mark)
  const named = createFieldMask(fields, mark)
  const inMessage = (text: string): string => named.inText(hidden.hide(text))
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return key === 'curl' ? curl(inMessage(value)) : urls(hidden.hide(value))
    if (typeof value === 'number') return hidden.hide(String(value)) === String(value) ? value : mark(String(value))
    if (isHeaders(value, key)) return headers(value, hidden, mark)
    if (Array.isArray(value)) return value.map((one) => walk(one, ''))
    if (value === null || typeof value !== 'object') return value
    if (isBody(value)) return body(value, inMessage)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        hidden.hide(name),
        named.has(name) ? withheld(one, mark) : walk(one, name),
      ]),
    )
  }
  return <T>(value: T): T => walk(value, '') as T
}

/** Looks closely: a decoded message may hold a field of the same name and another form. */
function isBody(value: object): value is Body {
  const [[key, text] = [], ...more] = Object.entries(value)
  return more.length === 0 && typeof text === 'string' && (key === 'utf8' || key === 'base64')
}

function compressed(bytes: Buffer, hide: (text: string) => string): Buffer {
  try {
    const plain = gunzipSync(bytes, { maxOutputLength: most })
    const hidden = hiddenIn(plain, hide)
    return hidden.equals(plain) ? bytes : gzipSync(hidden)
  } catch {
    return bytes
  }
}

function isHeaders(value: unknown, key: string): value is Headers {
  if (key !== 'headers' || !Array.isArray(value)) return false
  return value.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string'),
  )
}

function body(value: Body, hide: (text: string) => string): Body {
  if ('utf8' in value) return { utf8: hide(value.utf8) }
  const bytes = Buffer.from(value.base64, 'base64')
  return { base64: hiddenIn(bytes, hide).toString('base64') }
}

/** Most bytes that are looked for secrets in what is compressed. */
const most = 16 * 1024 * 1024

/** In what gzip has compressed, in UTF-16 where a mark of byte order says so, else byte by byte. */
function hiddenIn(bytes: Buffer, hide: (text: string) => string): Buffer {
  if (bytes.subarray(0, 2).toString('hex') === '1f8b') return compressed(bytes, hide)
  const order = bytes.length % 2 === 0 ? bytes.subarray(0, 2).toString('hex') : ''
  if (order === 'fffe') return Buffer.from(hide(bytes.toString('utf16le')), 'utf16le')
  if (order === 'feff') return hiddenIn(Buffer.from(bytes).swap16(), hide).swap16()
  return Buffer.from(hide(bytes.toString('latin1')), 'latin1')
}

/** A field that is secret, whatever it holds. */
const withheld = (value: unknown, mark: Mark): string =>
  typeof value === 'string' || typeof value === 'number' ? mark(String(value)) : masked

function headers(pairs: Headers, hidden: TextMask, mark: Mark): Headers {
  return pairs.map(([name, value]) => {
    if (!sensitiveHeader.test(name)) return [hidden.hide(name), urls(hidden.hide(value))]
    const [, scheme = '', rest = ''] = /authorization/i.test(name) ? (/^(\w+ )(.*)$/s.exec(value) ?? []) : []
    hidden.learn(rest)
    return [name, scheme + mark(scheme === '' ? value : rest)]
  })
}

function urls(text: string): string {
  // Both patterns are dear, and most texts are no URLs.
  const named = text.includes('://') && text.includes('@') ? text.replace(userinfo, `$1${masked}@`) : text
  return /[?&]/.test(named) ? named.replace(tokenQuery, `$1${masked}`) : named
}

function curl(text: string): string {
  const hide = (all: string, open: string, name: string, colon: string): string =>
    sensitiveHeader.test(name) ? `${open}${name}${colon}${masked}` : all
  return urls(curlHeaders.reduce((sofar, pattern) => sofar.replace(pattern, hide), text))
}
