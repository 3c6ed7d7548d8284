/** What every single message keeps: HTTP, JSON, headers, codes, fields, amounts, times, addresses. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'
import { nestedAmounts } from '../../common/amounts.ts'
import { codeRules } from '../../common/coded.ts'
import { nestedCodes } from '../../common/codes.ts'
import { identifiers } from '../../common/echoes.ts'
import { unpadded } from '../../common/fields.ts'
import { headers } from '../../common/headers.ts'
import { plainHttp } from '../../common/http.ts'
import { json } from '../../common/json.ts'
import { jsonText } from '../../common/json-text.ts'
import { limitRules } from '../../common/limits.ts'
import { nestedMembers } from '../../common/nested-fields.ts'
import { nestedRefusals } from '../../common/nested-refusals.ts'
import { alsoReceivers } from '../../common/roles.ts'
import { amountRules } from './amounts.ts'
import * as bodies from './bodies.ts'
import { flaws } from './flaws.ts'
import { journey, tokens } from './journey.ts'
import * as money from './money.ts'
import * as callers from './odd-callers.ts'
import { limits, oddHeaders, odds, spellings } from './oddities.ts'
import { outcomeRules } from './outcomes.ts'
import { pathRules } from './paths.ts'
import { timeRules } from './times.ts'

export const messagesRules: Rule[] = [
  ...plainHttp,
  ...pathRules,
  ...json,
  ...jsonText,
  ...headers,
  ...alsoReceivers([...nestedMembers, ...nestedCodes]),
  unpadded,
  ...codeRules,
  ...outcomeRules,
  ...nestedRefusals,
  ...limitRules,
  ...nestedAmounts,
  ...amountRules,
  ...timeRules,
  ...identifiers,
]

const { together, ...payments } = money

export const messagesScenarios: Scenario[] = [
  // Payments that take their time would be waited for alone at the end.
  together,
  flaws,
  journey,
  tokens,
  limits,
  odds,
  spellings,
  oddHeaders,
  ...[bodies, callers, payments].flatMap((family) => Object.values(family)),
]
