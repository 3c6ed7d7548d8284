/** What becomes of a payment: its states, its repetitions, its cancellation, its refunds. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'

export const lifeRules: Rule[] = []

export const lifeScenarios: Scenario[] = []
