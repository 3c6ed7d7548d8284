/** Who may call, and how that is proved: signatures, tokens, external ids, what partners see of each other. */
import type { Rule } from '../../../src/judge/rule.ts'
import type { Scenario } from '../../../src/stimulate/scenario.ts'
import { accepting } from './accepted.ts'
import { clientSignatures } from './client.ts'
import { customers } from './customers.ts'
import { effects } from './effects.ts'
import { externals } from './external.ts'
import { isolation } from './isolation.ts'
import { replayed } from './replays.ts'
import * as customerScenarios from './scenarios/customers.ts'
import * as externalScenarios from './scenarios/external.ts'
import * as forgeries from './scenarios/forgeries.ts'
import * as layouts from './scenarios/layouts.ts'
import * as neighbours from './scenarios/neighbours.ts'
import * as tokenScenarios from './scenarios/tokens.ts'
import { secretRules } from './secrets.ts'
import { signatures } from './signatures.ts'
import { tokens } from './tokens.ts'

export const accessRules: Rule[] = [
  ...accepting,
  ...signatures,
  ...effects,
  ...replayed,
  ...tokens,
  ...customers,
  ...externals,
  ...isolation,
  ...clientSignatures,
  ...secretRules,
]

export const accessScenarios: Scenario[] = [
  forgeries,
  neighbours,
  externalScenarios,
  layouts,
  tokenScenarios,
  customerScenarios,
].flatMap((family) => Object.values(family))
