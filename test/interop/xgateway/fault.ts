/** A fault of the kiosk, and how it is put on trial. */
import { describe, expect, test } from 'vitest'
import { told, type Partner } from '../trial.ts'
import { Books } from './books.ts'
import { credentials, Kiosk, startKiosk } from './kiosk.ts'
import type { Manner } from './manner.ts'
import { broken, tryServer } from './trial.ts'

export interface Fault {
  id: string
  says: string
  /** Clauses that should break: one of them at least. */
  expect: string[]
  start: () => Promise<Partner>
  /** Scenarios beside those that are there for its clauses: rules about every answer have none of their own. */
  acts?: string[]
  /** The suite does not see it, for the reason given; once it does, its test says so. */
  unseen?: string
}

type More = Pick<Fault, 'unseen' | 'acts'>

/** A fault in what is remembered, sold and charged. */
export function inBooks(
  id: string,
  says: string,
  clauses: string[],
  books: new () => Books,
  more: More = {},
): Fault {
  return { id, says, expect: clauses, start: () => startKiosk(new Kiosk(new books())), ...more }
}

/** A fault in reading, letting in, and telling. */
export function atCounter(
  id: string,
  says: string,
  clauses: string[],
  kiosk: new () => Kiosk,
  more: More = {},
): Fault {
  return { id, says, expect: clauses, start: () => startKiosk(new kiosk()), ...more }
}

/** A manner that is none of the lawful ones. */
export function unmannerly(
  id: string,
  says: string,
  clauses: string[],
  manner: Partial<Manner>,
  more: More = {},
): Fault {
  return { id, says, expect: clauses, start: () => startKiosk(new Kiosk(new Books(manner))), ...more }
}

/** Each is caught by one of its clauses at least; only what can break them is acted, to save time. */
export function tryFaults(group: string, faults: Fault[], usual: string[] = []): void {
  describe(`faults: ${group}`, () => {
    for (const { id, says, expect: clauses, start, unseen, acts = usual } of faults) {
      const run = unseen === undefined ? test : test.fails
      run(unseen === undefined ? `${id}: ${says}` : `${id} is not seen, since ${unseen}`, async () => {
        const partner = await start()
        try {
          const only = [...clauses, ...acts]
          const outcome = await tryServer(partner, { credentials, only, timeoutMs: 1500, seed: 3 })
          const all = broken(outcome)
          expect(outcome.errors).toEqual([])
          expect(
            clauses.filter((clause) => all.includes(clause)),
            `broken: ${all.join(', ')}\n${outcome.findings.map(told).join('\n')}`,
          ).not.toEqual([])
        } finally {
          await partner.close()
        }
      })
    }
  })
}
