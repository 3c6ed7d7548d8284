/** The suite of SNAP Direct Debit: what every contract promises, and what only this one says, area by area. */
import type { Suite } from '../../src/stimulate/suite.ts'
import { accessRules, accessScenarios } from './access/index.ts'
import { lifeRules, lifeScenarios } from './life/index.ts'
import { messagesRules, messagesScenarios } from './messages/index.ts'
import { noticesRules, noticesScenarios } from './notices/index.ts'

export const suite: Suite = {
  rules: [...messagesRules, ...accessRules, ...lifeRules, ...noticesRules],
  // Long cases first, single requests last, so that none is alone at the end.
  scenarios: [...lifeScenarios, ...noticesScenarios, ...accessScenarios, ...messagesScenarios],
}
