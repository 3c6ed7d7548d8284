/** The minutes of a watched run: what each case sent, and which rules found which messages to judge. */
import type { Judged, Worth } from './cover.ts'

export interface Minutes {
  sent(name: string, requests: number): void
  /** A rule found something to judge at a place, in an exchange of this operation. */
  judged(name: string, operation: string, rule: string, place: string): void
  names(): string[]
  /** What a case is worth; to whoever changes one operation's messages alone only what is judged of those. */
  worthOf(name: string, operation?: string): Worth
}

interface Lines {
  requests: number
  /** What was judged, by the operation of what it was judged by. */
  judged: Map<string, Map<string, Set<string>>>
}

export function createMinutes(): Minutes {
  const cases = new Map<string, Lines>()
  const linesOf = (name: string) => taken(cases, name, () => ({ requests: 0, judged: new Map() }))
  return {
    sent(name, requests) {
      linesOf(name).requests += requests
    },
    judged(name, operation, rule, place) {
      const judged = taken(linesOf(name).judged, operation, () => new Map<string, Set<string>>())
      taken(judged, rule, () => new Set()).add(place)
    },
    names: () => [...cases.keys()],
    worthOf(name, operation) {
      const { requests, judged } = linesOf(name)
      const own = operation === undefined ? [...judged.values()] : [judged.get(operation) ?? new Map()]
      return { requests, judged: union(own) }
    },
  }
}

function union(parts: Judged[]): Judged {
  const all = new Map<string, Set<string>>()
  for (const part of parts)
    for (const [rule, places] of part)
      for (const place of places) taken(all, rule, () => new Set<string>()).add(place)
  return all
}

/** What a map holds under a key, made where there is none yet. */
export function taken<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  if (!map.has(key)) map.set(key, make())
  return map.get(key)!
}
