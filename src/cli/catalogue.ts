/** Everything of a protocol that has an id, brought together for the commands that look things up. */
import type { Clause, Contract, Role } from '../contract/contract.ts'
import { deskModule, type Oddity } from '../gateway/desk.ts'
import { fieldClauses } from '../judge/field-clauses.ts'
import type { Rule } from '../judge/rule.ts'
import { covers } from '../judge/tally.ts'
import { partyModule } from '../parties/party.ts'
import type { Scenario } from '../stimulate/scenario.ts'
import { loadSuite } from '../stimulate/suite.ts'

export interface Catalogue {
  contract: Contract
  clauses: Clause[]
  rules: Rule[]
  scenarios: Scenario[]
  defects: readonly Played[]
  freedoms: readonly Played[]
}

/** A defect or a freedom, and the role in which it is played. */
export interface Played extends Oddity {
  role: Role
}

export type Oddities = Pick<Catalogue, 'defects' | 'freedoms'>

/** The catalogue of a protocol; one that no desk serves has no defects. */
export async function catalogueOf(contract: Contract): Promise<Catalogue> {
  const { rules, scenarios } = await loadSuite(contract.id)
  const clauses = [...contract.clauses, ...fieldClauses(contract)]
  return { contract, clauses, rules, scenarios, ...(await odditiesOf(contract.id)) }
}

/** Defects and freedoms of our gateway's desk for a protocol, and of our model client and receiver. */
export async function odditiesOf(protocol: string): Promise<Oddities> {
  const server = await deskModule(protocol).catch(noDesk)
  const others = await Promise.all(
    (['client', 'receiver'] as const).map(async (role) => playedBy(role, await partyModule(protocol, role))),
  )
  const all = [playedBy('server', server), ...others]
  return {
    defects: all.flatMap(({ defects }) => defects),
    freedoms: all.flatMap(({ freedoms }) => freedoms),
  }
}

function noDesk(error: Error): undefined {
  if (error.name !== 'ControlError') throw error
}

function playedBy(
  role: Role,
  { defects, freedoms }: { defects: readonly Oddity[]; freedoms: readonly Oddity[] } = {
    defects: [],
    freedoms: [],
  },
): Oddities {
  const played = (oddity: Oddity): Played => ({ ...oddity, role })
  return { defects: defects.map(played), freedoms: freedoms.map(played) }
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
export function breakersOf({ defects }: Catalogue, rule: string): Played[] {
  return defects.filter(({ breaks = [] }) => breaks.some((ref) => ruleIn(ref) === rule))
}

/** Defects that break what a clause's reference names: its rule, and its place where both name one. */
export function breakersAt({ defects }: Catalogue, reference: string): Played[] {
  return defects.filter(({ breaks = [] }) =>
    breaks.some((ref) => covers(reference, ruleIn(ref), ref.split('@')[1]?.trim() ?? '')),
  )
}
