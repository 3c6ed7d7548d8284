/** How bodies are laid out, and whether a signature can hang on it. */
import { minified } from '../../../src/wire/json-minify.ts'
import { bytesOf, type Exchange } from '../../../src/wire/exchange.ts'
import type { Json } from '../../../src/wire/reading.ts'

/**
 * True for a body that every way of hashing takes for the same: minified, without blanks in its strings, its keys
 * sorted, and what a parser would write anew.
 */
export function isPlain({ request }: Exchange): boolean {
  const body = bytesOf(request.body)
  if (!minified(body).equals(body) || /\s/.test(body.toString('utf8'))) return false
  return sortedText(body) === body.toString('utf8')
}

function sortedText(body: Buffer): string | undefined {
  try {
    return JSON.stringify(sorted(JSON.parse(body.toString('utf8')) as Json))
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
