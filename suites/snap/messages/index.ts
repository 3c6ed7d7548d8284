/** What every single message keeps: HTTP, JSON, headers, codes, fields, amounts, times, addresses. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'

export const messagesRules: Rule[] = []

export const messagesScenarios: Scenario[] = []
