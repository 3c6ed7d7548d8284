/** Puts a group of faults on trial: each is caught by one of its clauses at least. */
import { afterAll, describe, expect, test } from 'vitest'
import { broken, tryFault } from './fault.ts'
import { faults } from './faults.ts'

/** What any partner here may warn of: forms of requests that it does not check. */
const usual = [
  'IDM-XML-WELLFORMED',
  'IDM-OVERLENGTH',
  'IDM-TS-BAD-INPUT',
  'IDM-AMT-FORMAT',
  'IDM-PAY-AMT-NUM',
  'IDM-WSDL',
]

export function tryGroup(group: string): void {
  const lines: string[] = []
  afterAll(() => console.log([`${group}: fault, clauses that caught it, other clauses`, ...lines].join('\n')))
  describe(`faults: ${group}`, () => {
    for (const fault of faults[group]!) {
      const { id, says, expect: clauses } = fault
      test(`${id}: ${says}`, async () => {
        const outcome = await tryFault(fault)
        const all = broken(outcome)
        const others = all.filter((clause) => !clauses.includes(clause) && !usual.includes(clause))
        const caught = clauses.filter((clause) => all.includes(clause))
        lines.push(`  ${id} | ${caught.join(' ') || 'none'} | ${others.join(' ')}`)
        expect(outcome.errors).toEqual([])
        expect(caught, `none of ${clauses.join(', ')} broke; broken: ${all.join(', ')}`).not.toEqual([])
      })
    }
  })
}
