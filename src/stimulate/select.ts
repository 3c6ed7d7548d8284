/** Which scenarios a run acts: those of its role, narrowed by patterns. */
import { isOffered } from '../contract/offered.ts'
import { ContractError } from '../contract/load.ts'
import { fieldClauses } from '../judge/field-clauses.ts'
import { patternOf } from '../judge/pattern.ts'
import type { RunOptions } from './options.ts'
import type { Scenario } from './scenario.ts'
import type { Suite } from './suite.ts'

/** Scenarios that exercise what `only` names. Throws ContractError when that is nothing. */
export function selectScenarios(options: RunOptions): Scenario[] {
  const { suite, target, only, contract } = options
  const own = ownScenarios(options)
  if (own.length === 0)
    throw new ContractError(`The suite of ${contract.id} has no scenarios for the role «${target.role}».`)
  if (!only || only.length === 0) return own
  const patterns = only.map(patternOf)
  const rules = [...contract.clauses, ...fieldClauses(contract)]
    .filter(({ id }) => patterns.some((pattern) => pattern.test(id)))
    .flatMap((clause) => clause.rules?.[target.role] ?? [])
  const named = new Set(rules.map((reference) => reference.split('@')[0]!.trim()))
  const chosen = own.filter(
    (scenario) =>
      patterns.some((pattern) => pattern.test(scenario.id) || pattern.test(scenario.meets ?? '')) ||
      scenario.exercises.some((rule) => named.has(rule) || patterns.some((pattern) => pattern.test(rule))),
  )
  if (chosen.length === 0 && isByTheWay(suite, [...named], patterns)) return own
  if (chosen.length === 0)
    throw new ContractError(
      `Nothing matches ${only.join(', ')}. See «batu-uji rules ${contract.id} --json» for the ids of rules and clauses.`,
    )
  return chosen
}

/** Scenarios of the role on trial, but for those about what its profile says that there is not. */
export function ownScenarios({ suite, target, contract }: RunOptions): Scenario[] {
  const isThere = (operation: string) => isOffered(contract, target.profile, operation)
  const met = new Map(contract.situations.map(({ id, operations }) => [id, operations]))
  return suite.scenarios.filter(
    ({ role, needs, meets = '' }) =>
      role === target.role &&
      (needs === undefined || isThere(needs)) &&
      (met.get(meets)?.some(isThere) ?? true),
  )
}

/** A rule that no scenario is there for is judged by the way, in the messages of all of them. */
function isByTheWay({ rules }: Suite, named: string[], patterns: RegExp[]): boolean {
  return rules.some(({ id }) => named.includes(id) || patterns.some((pattern) => pattern.test(id)))
}
