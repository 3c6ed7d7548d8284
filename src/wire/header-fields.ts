/** Headers that a contract lists among its fields. */
import type { Raw } from '../dialects/dialect.ts'
import type { Headers } from './exchange.ts'
import { headerAt } from './json-place.ts'
import type { Fields, Flaw } from './reading.ts'

/** What a reader is told about a message whose body does not say what it is. */
export interface About {
  /** Name of the message: its operation. */
  name?: string
  /** Headers that are fields, in their canonical spelling. */
  headers?: readonly string[]
  /** An empty body is no fault: there are no members to send. */
  bodyless?: boolean
}

/** Headers as a reader of fields sees them: as in HTTP/2, the status of an answer is one among them, `:status`. */
export function headersOf({ headers, status }: Pick<Raw, 'headers' | 'status'>): Headers {
  return status === undefined ? headers : [[':status', String(status)], ...headers]
}

/** The named headers by place, whatever the case of their letters; of a repeated one the first. */
export function headerFields(headers: Headers, names: readonly string[]): { fields: Fields; flaws: Flaw[] } {
  const fields: Fields = {}
  const flaws: Flaw[] = []
  for (const name of names) {
    const wanted = name.toLowerCase()
    const values = headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value)
    const at = headerAt(name)
    if (values.length > 0) fields[at] = values[0]!
    if (values.length > 1)
      flaws.push({ kind: 'duplicate', at, says: `The header ${name} is there ${values.length} times.` })
  }
  return { fields, flaws }
}
