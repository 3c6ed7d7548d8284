/** Fields whose value is masked whatever it is. */
import type { Mark } from '../judge/withheld.ts'

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
export function createFieldMask(fields: string[], mark: Mark): FieldMask {
  const all = [...usual, ...fields]
  const known = new Set(all.map((name) => name.toLowerCase()))
  const names = `(?:${all.map((name) => name.replace(/[^\w-]/g, '\\$&')).join('|')})`
  const patterns = patternsOf(names)
  const numbers = new RegExp(String.raw`("${names}"\s*:\s*)(-?\d[\d.eE+-]*)`, 'gi')
  return {
    has: (name) => known.has(name.toLowerCase()),
    inText: (text) =>
      patterns.reduce(
        (sofar, pattern) =>
          sofar.replace(pattern, (_all, open: string, secret: string) => open + mark(secret)),
        // What is a number stays one, so that JSON stays JSON.
        text.replace(numbers, (_all, open: string, secret: string) => open + /\d+/.exec(mark(secret))![0]),
      ),
  }
}

/** Text of XML, in a section of its own or not. */
const [cdata, content] = [String.raw`\s*(?:<!\[CDATA\[)?`, String.raw`((?:(?!\]\]>)[^<])+)`]

function patternsOf(name: string): RegExp[] {
  return [
    String.raw`("${name}"\s*:\s*")((?:[^"\\]|\\.)*)`,
    String.raw`(<(?:[\w.-]+:)?${name}(?:\s[^>]*)?>${cdata})${content}`,
    String.raw`(<name>${name}</name>\s*<value>\s*(?:<\w+>)?${cdata})${content}`,
    // The members of a struct may stand in either order.
    String.raw`(<value>\s*(?:<\w+>)?${cdata})${content}(?=(?:\]\]>)?\s*(?:</\w+>)?\s*</value>\s*<name>${name}</name>)`,
    String.raw`((?:^|[&?\s'"])${name}=)([^&\s'"]+)`,
  ].map((source) => new RegExp(source, 'gi'))
}
