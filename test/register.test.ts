/** The register and the rules agree: every rule judges a clause, every reference leads to a rule. */
import { describe, expect, test } from 'vitest'
import { loadContract, protocols } from '../src/contract/load.ts'
import { fieldClauses } from '../src/judge/field-clauses.ts'
import { loadSuite } from '../src/stimulate/suite.ts'

describe.each(protocols())('%s', (protocol) => {
  const contract = loadContract(protocol)
  const clauses = [...contract.clauses, ...fieldClauses(contract)]

  test('every reference of a clause leads to a rule that judges the role', async () => {
    const { rules } = await loadSuite(protocol)
    const about = new Map(rules.map((rule) => [rule.id, rule.about]))
    const dangling = contract.clauses.flatMap(({ id, rules: byRole }) =>
      Object.entries(byRole ?? {}).flatMap(([role, refs]) =>
        refs
          .filter((ref) => !about.get(ref.split('@')[0]!)?.includes(role as 'server'))
          .map((ref) => `${id} (${role}): ${ref}`),
      ),
    )
    expect(dangling).toEqual([])
  })

  test('every rule judges a clause', async () => {
    const { rules } = await loadSuite(protocol)
    const used = new Set(
      clauses
        .flatMap(({ rules: byRole }) => Object.values(byRole ?? {}).flat())
        .map((ref) => ref.split('@')[0]),
    )
    expect(rules.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([])
  })

  test('every clause and role is accounted for', () => {
    const open = contract.clauses.flatMap(({ id, judges, rules, unjudged }) =>
      judges.filter((role) => !rules?.[role] && !unjudged?.[role]).map((role) => `${id} (${role})`),
    )
    expect(open).toEqual([])
  })
})
