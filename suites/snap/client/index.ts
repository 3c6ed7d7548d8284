/** Clients on trial. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'

export const clientRules: Rule[] = []

export const clientScenarios: Scenario[] = []
