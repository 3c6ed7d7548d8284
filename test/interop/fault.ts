/** A fault of a partner, and how it is put on trial. */
import type { Hooks } from '../../src/stimulate/target.ts'
import { key } from './bill.ts'
import { Counter, startPlain } from './plain.ts'
import { Books } from './plain-books.ts'
import type { Answerer } from './serve.ts'
import { tryPartner, type Outcome, type Partner, type TrialOptions } from './trial.ts'

export interface Fault {
  id: string
  says: string
  /** Clauses that should break: one of them at least. */
  expect: string[]
  start: () => Promise<Partner & { control?: object }>
  /** Longest wait for an answer. */
  timeoutMs?: number
  /** Hooks that the declaration does not have. */
  without?: (keyof Hooks)[]
  /** Drawn cases of each scenario, where the plans that are always acted cannot show it. */
  runs?: number
}

type More = Partial<Omit<Fault, 'id' | 'says' | 'expect'>>

/** A fault in the books of the plain partner. */
export function inBooks(
  id: string,
  says: string,
  expect: string[],
  books: new () => Books,
  more: More = {},
): Fault {
  return fault(id, says, expect, () => withBooks(new Counter(), new books()), more)
}

/** A fault at the counter of the plain partner: reading, checking, writing. */
export function atCounter(
  id: string,
  says: string,
  expect: string[],
  counter: new () => Counter,
  more: More = {},
): Fault {
  return fault(id, says, expect, () => new counter(), more)
}

/** A fault between the plain partner and the wire. */
export function around(
  id: string,
  says: string,
  expect: string[],
  wrap: () => (answer: Answerer) => Answerer,
  more: More = {},
): Fault {
  return { id, says, expect, start: () => startPlain(new Counter(), wrap()), ...more }
}

function fault(id: string, says: string, expect: string[], make: () => Counter, more: More): Fault {
  return { id, says, expect, start: () => startPlain(make()), ...more }
}

function withBooks(counter: Counter, books: Books): Counter {
  counter.books = books
  return counter
}

export async function tryFault(
  { start, without = [], runs = 1, timeoutMs = 2000 }: Fault,
  options: TrialOptions = {},
): Promise<Outcome> {
  const partner = await start()
  try {
    const hooks =
      partner.hooks &&
      Object.fromEntries(
        Object.entries(partner.hooks).filter(([hook]) => !without.includes(hook as keyof Hooks)),
      )
    const declaration = {
      url: partner.url,
      signature: 'hmac-sha384',
      credentials: { key },
      timeoutMs,
      hooks: partner.control ?? {},
    }
    return await tryPartner(declaration, { runs, ...options, ...(hooks && { hooks }) })
  } finally {
    await partner.close()
  }
}

/** Broken clauses of a trial: failed ones, then those that only warn. */
export function broken({ failed, warned }: Outcome): string[] {
  return [...failed, ...warned]
}
