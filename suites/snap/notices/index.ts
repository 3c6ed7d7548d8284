/** Notifications, and the two parties that are tried by what they send or take: clients and receivers. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'

export const noticesRules: Rule[] = []

export const noticesScenarios: Scenario[] = []
