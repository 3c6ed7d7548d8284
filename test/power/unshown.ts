/** Clauses that an honest party of ours does not show, for it need not do all that it may. */
import { readFileSync } from 'node:fs'
import type { Role } from '../../src/contract/contract.ts'

interface Row {
  protocol: string
  role: Role
  because: string
  clauses: string[]
}

const rows = JSON.parse(readFileSync(new URL('unshown.json', import.meta.url), 'utf8')) as Row[]

/** Their ids, sorted. */
export const unshown = (protocol: string, role: Role): string[] =>
  rows
    .filter((row) => row.protocol === protocol && row.role === role)
    .flatMap(({ clauses }) => clauses)
    .toSorted()
