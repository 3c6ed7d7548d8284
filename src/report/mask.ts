/** Takes secrets out of what is about to be written. Signatures are no secrets: they are evidence. */
import type { Body, Headers } from '../wire/exchange.ts'
import { createFieldMask } from './mask-fields.ts'
import { createTextMask, masked, type TextMask } from './mask-forms.ts'

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
 * of fewer than four characters is masked only where it is a whole value, for inside other text it would be chance.
 */
export function createMask(secrets: string[], fields: string[] = []): Mask {
  const hidden = createTextMask(secrets)
  const named = createFieldMask(fields)
  const inMessage = (text: string): string => named.inText(hidden.hide(text))
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return key === 'curl' ? curl(inMessage(value)) : urls(hidden.hide(value))
    if (typeof value === 'number') return hidden.hide(String(value)) === String(value) ? value : masked
    if (isHeaders(value, key)) return headers(value, hidden)
    if (Array.isArray(value)) return value.map((one) => walk(one, ''))
    if (value === null || typeof value !== 'object') return value
    if (isBody(value)) return body(value, inMessage)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        hidden.hide(name),
        named.has(name) ? masked : walk(one, name),
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

function isHeaders(value: unknown, key: string): value is Headers {
  if (key !== 'headers' || !Array.isArray(value)) return false
  return value.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string'),
  )
}

function body(value: Body, hide: (text: string) => string): Body {
  if ('utf8' in value) return { utf8: hide(value.utf8) }
  return {
    base64: Buffer.from(hide(Buffer.from(value.base64, 'base64').toString('latin1')), 'latin1').toString(
      'base64',
    ),
  }
}

function headers(pairs: Headers, hidden: TextMask): Headers {
  return pairs.map(([name, value]) => {
    if (!sensitiveHeader.test(name)) return [hidden.hide(name), urls(hidden.hide(value))]
    const [, scheme = '', rest = ''] = /authorization/i.test(name) ? (/^(\w+ )(.*)$/s.exec(value) ?? []) : []
    hidden.learn(rest)
    return [name, `${scheme}${masked}`]
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
