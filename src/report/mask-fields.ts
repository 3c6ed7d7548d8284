/** Fields whose value is masked whatever it is. */
import { masked } from './mask-forms.ts'

/** Credentials in whatever protocol. A PLN `token` is merchandise and stays. */
const usual = [
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'clientSecret',
  'client_secret',
  'password',
]

export interface FieldMask {
  has(name: string): boolean
  /** Masks the fields' values in the text of JSON, XML, XML-RPC and forms. */
  inText(text: string): string
}

/** Masks the usual credentials and the fields named, whatever the case of their letters. */
export function createFieldMask(names: string[]): FieldMask {
  const all = [...usual, ...names]
  const known = new Set(all.map((name) => name.toLowerCase()))
  const patterns = patternsOf(`(?:${all.map((name) => name.replace(/[^\w-]/g, '\\$&')).join('|')})`)
  return {
    has: (name) => known.has(name.toLowerCase()),
    inText: (text) => patterns.reduce((sofar, pattern) => sofar.replace(pattern, `$1${masked}`), text),
  }
}

function patternsOf(name: string): RegExp[] {
  return [
    String.raw`("${name}"\s*:\s*")(?:[^"\\]|\\.)*`,
    String.raw`("${name}"\s*:\s*)[^"\s,}\]][^,}\]]*`,
    String.raw`(<(?:[\w.-]+:)?${name}(?:\s[^>]*)?>)[^<]+`,
    String.raw`(<name>${name}</name>\s*<value>\s*(?:<\w+>)?)[^<]+`,
    String.raw`((?:^|[&?\s'"])${name}=)[^&\s'"]+`,
  ].map((source) => new RegExp(source, 'gi'))
}
