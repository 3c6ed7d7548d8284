import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../contract/home.ts'
import { fieldClauses } from '../judge/field-clauses.ts'
import type { Started } from '../judge/events.ts'
import type { RunOptions } from './options.ts'

/** Version of this package. */
export const version: string = (
  JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
).version

/** First event of a run: who judges whom, by which contract, from which seed. */
export function started({ contract, target, seed }: RunOptions, at: number): Started {
  const { id, title, version: edition, hash, document } = contract
  return {
    event: 'started',
    format: 1,
    tool: { name: 'batu-uji', version, node: process.versions.node },
    contract: { id, title, version: edition, hash, document },
    target: target.name,
    role: target.role,
    seed,
    at: new Date(at).toISOString(),
    register: [...contract.clauses, ...fieldClauses(contract)].map(
      ({ id, section, says, source, level, rules }) => ({
        id,
        section,
        says,
        source,
        level,
        rules: rules?.[target.role] ?? [],
      }),
    ),
  }
}
