/** What every single message keeps: HTTP, JSON, headers, codes, fields, amounts, times, addresses. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'
import { nestedCodes } from '../../common/codes.ts'
import { identifiers } from '../../common/echoes.ts'
import { nestedMembers } from '../../common/nested-fields.ts'
import { plainHttp } from '../../common/http.ts'
import { incompletes } from '../../common/incomplete.ts'
import { journey } from './journey.ts'

export const messagesRules: Rule[] = [
  ...plainHttp,
  ...nestedMembers,
  ...nestedCodes,
  ...identifiers,
  ...incompletes,
]

export const messagesScenarios: Scenario[] = [journey]
