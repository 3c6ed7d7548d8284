/** What becomes of a payment: its states, its repetitions, its cancellation, its refunds. */
import type { Rule } from '../../../src/judge/rule.ts'
import { alikeRules } from './alike.ts'
import { dateRules } from './dates.ts'
import { inquiryRules } from './inquiries.ts'
import { nameRules } from './names.ts'
import { promises } from './promises.ts'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'

export const lifeRules: Rule[] = [...inquiryRules, ...nameRules, ...alikeRules, ...dateRules, ...promises]

export const lifeScenarios: Scenario[] = scenarios
