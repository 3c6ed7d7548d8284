/** How bodies are laid out, and whether a signature can hang on it. */
import { minified } from '../../../src/wire/json-minify.ts'
import { bytesOf, type Exchange } from '../../../src/wire/exchange.ts'
import type { Json } from '../../../src/wire/reading.ts'

const known = new WeakMap<Exchange, boolean>()

/**
 * True for a body that every way of hashing takes for the same: minified, without blanks in its strings, its keys
 * sorted, and what a parser would write anew.
 */
export function isPlain(exchange: Exchange): boolean {
  const plain = known.get(exchange) ?? isWrittenOnlySo(bytesOf(exchange.request.body))
  known.set(exchange, plain)
  return plain
}

function isWrittenOnlySo(body: Buffer): boolean {
  const text = body.toString('utf8')
  return !/\s/.test(text) && minified(body).equals(body) && sortedText(text) === text
}

function sortedText(text: string): string | undefined {
  try {
    return JSON.stringify(sorted(JSON.parse(text) as Json))
  } catch {
    return undefined
  }
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]))
}
