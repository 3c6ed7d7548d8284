/** Rules that the document does not make: the profile says whether they are promised, expected or left free. */
import type { Profile } from '../../src/contract/contract.ts'
import type { Problem, Rule } from '../../src/judge/rule.ts'

/** The rule under a switch: it fails where that is promised, warns where it is expected, and is silent where it is free. */
export function switched(key: string, rule: Rule): Rule {
  return {
    ...rule,
    given: (contract, profile) => profile[key] !== 'free' && (rule.given?.(contract, profile) ?? true),
    holds: (subject, evidence) =>
      rule.holds(subject, evidence).map((problem) => weakened(problem, evidence.profile, key)),
  }
}

const weakened = (problem: Problem, profile: Profile, key: string): Problem =>
  profile[key] === 'promised' || problem.level === 'may' ? problem : { ...problem, level: 'should' }
