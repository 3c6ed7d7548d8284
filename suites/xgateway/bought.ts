/** Rules about methods that a partner may not have bought: then nothing is promised about them. */
import type { Profile } from '../../src/contract/contract.ts'
import type { Rule } from '../../src/judge/rule.ts'

const tokens = ['PLNPrepaidQuery', 'PLNPrepaidTopup', 'PLNPrepaidDirectTopup']

const bought = (profile: Profile, methods: string[]): boolean =>
  methods.some((method) => (profile['methods'] as string[]).includes(method))

/** The same rules, promised where one of these methods is bought; default: any that deals in tokens. */
export function whereBought(rules: Rule[], methods = tokens): Rule[] {
  return rules.map((rule) => ({
    ...rule,
    given: (contract, profile) => bought(profile, methods) && (rule.given?.(contract, profile) ?? true),
  }))
}
