/** Services that a provider need not have: where its profile says so, nothing is asked and nothing is promised about them. */
import type { Contract, Profile } from '../../src/contract/contract.ts'
import { isOffered } from '../../src/contract/offered.ts'
import type { Rule } from '../../src/judge/rule.ts'

/** The same rules, promised where the provider has a service. */
export function whereOffered(service: string, rules: Rule[]): Rule[] {
  return rules.map((rule) => ({
    ...rule,
    given: (contract, profile) =>
      isOffered(contract, profile, service) && (rule.given?.(contract, profile) ?? true),
  }))
}

/** Plans about services that the provider has. */
export const offered = <Plan extends { service: string }>(
  { contract, profile }: { contract: Contract; profile: Profile },
  plans: Plan[],
): Plan[] => plans.filter(({ service }) => isOffered(contract, profile, service))
