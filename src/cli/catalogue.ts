/** Everything of a protocol that has an id, brought together for the commands that look things up. */
import type { Clause, Contract } from '../contract/contract.ts'
import { deskModule, type DeskModule, type Oddity } from '../gateway/desk.ts'
import { fieldClauses } from '../judge/field-clauses.ts'
import type { Rule } from '../judge/rule.ts'
import { covers } from '../judge/tally.ts'
import type { Scenario } from '../stimulate/scenario.ts'
import { loadSuite } from '../stimulate/suite.ts'

export interface Catalogue {
  contract: Contract
  clauses: Clause[]
  rules: Rule[]
  scenarios: Scenario[]
  defects: readonly Oddity[]
  freedoms: readonly Oddity[]
}

/** The catalogue of a protocol; one that no desk serves has no defects. */
export async function catalogueOf(contract: Contract): Promise<Catalogue> {
  const { rules, scenarios } = await loadSuite(contract.id)
  const clauses = [...contract.clauses, ...fieldClauses(contract)]
  return { contract, clauses, rules, scenarios, ...(await odditiesOf(contract.id)) }
}

/** Defects and freedoms of the gateway's desk for a protocol. */
export async function odditiesOf(protocol: string): Promise<Pick<DeskModule, 'defects' | 'freedoms'>> {
  try {
    return await deskModule(protocol)
  } catch (error) {
    if ((error as Error).name === 'ControlError') return { defects: [], freedoms: [] }
    throw error
  }
}

/** The rule that a reference such as `fields.length@ResInquiry/StoreID` names. */
export function ruleIn(reference: string): string {
  return reference.split('@')[0]!.trim()
}

/** Clauses that a rule judges, in whatever role. */
export function clausesOf({ clauses }: Catalogue, rule: string): Clause[] {
  return clauses.filter((clause) =>
    Object.values(clause.rules ?? {}).some((refs) => refs.some((ref) => ruleIn(ref) === rule)),
  )
}

/** Defects that break a rule. */
export function breakersOf({ defects }: Catalogue, rule: string): Oddity[] {
  return defects.filter(({ breaks = [] }) => breaks.some((ref) => ruleIn(ref) === rule))
}

/** Defects that break what a clause's reference names: its rule, and its place where both name one. */
export function breakersAt({ defects }: Catalogue, reference: string): Oddity[] {
  return defects.filter(({ breaks = [] }) =>
    breaks.some((ref) => covers(reference, ruleIn(ref), ref.split('@')[1]?.trim() ?? '')),
  )
}
