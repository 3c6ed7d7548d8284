/** Rules that speak of further roles in contracts that let these write messages too. */
import type { Contract, Profile, Role } from '../../src/contract/contract.ts'
import type { Rule } from '../../src/judge/rule.ts'

/** The same rules, also about receivers: for contracts whose receivers answer in messages. */
export const alsoReceivers = (rules: Rule[]): Rule[] =>
  rules.map((rule) => ({ ...rule, about: [...rule.about, 'receiver'] }))

/** The same rules about servers alone. */
export const serversOnly = (rules: Rule[]): Rule[] => rules.map((rule) => ({ ...rule, about: ['server'] }))

/** One list of two, of which the second speaks of receivers: a sentence that both have is one rule. */
export function united(rules: Rule[], ofReceivers: Rule[]): Rule[] {
  const found = new Map(ofReceivers.map((rule) => [rule.id, rule]))
  const known = new Set(rules.map(({ id }) => id))
  return [
    ...rules.map((rule) => {
      const other = found.get(rule.id)
      return other ? both(rule, other) : rule
    }),
    ...ofReceivers.filter(({ id }) => !known.has(id)),
  ]
}

/** Receivers are judged by their own rule over the whole run, all others as before. */
function both(rule: Rule, other: Rule): Rule {
  const of = (role: Role) => (role === 'receiver' ? other : rule)
  const isGiven = ({ given }: Rule, contract: Contract, profile: Profile) =>
    given?.(contract, profile) ?? true
  return {
    ...rule,
    about: [...new Set<Role>([...rule.about, ...other.about])],
    ...(other.span === 'run' && { runs: ['receiver'] }),
    given: (contract, profile) => isGiven(rule, contract, profile) || isGiven(other, contract, profile),
    over(evidence) {
      const { contract, profile, trace } = evidence
      const own = of(trace.role)
      return isGiven(own, contract, profile) ? own.over(evidence) : []
    },
    holds: (subject, evidence) => of(evidence.trace.role).holds(subject, evidence),
  }
}
