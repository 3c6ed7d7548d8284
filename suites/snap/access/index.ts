/** Who may call, and how that is proved: signatures, tokens, external ids, what partners see of each other. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'

export const accessRules: Rule[] = []

export const accessScenarios: Scenario[] = []
