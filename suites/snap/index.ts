/** The suite of SNAP Direct Debit: what every contract promises, and what only this one says, area by area. */
import type { Suite } from '../../src/stimulate/suite.ts'
import { united } from '../common/roles.ts'
import { accessRules, accessScenarios } from './access/index.ts'
import { clientRules, clientScenarios } from './client/index.ts'
import { lifeRules, lifeScenarios } from './life/index.ts'
import { messagesRules, messagesScenarios } from './messages/index.ts'
import { noticesRules, noticesScenarios } from './notices/index.ts'
import { receiverRules, receiverScenarios } from './receiver/index.ts'

export const suite: Suite = {
  rules: united(
    [...messagesRules, ...accessRules, ...lifeRules, ...noticesRules, ...clientRules],
    receiverRules,
  ),
  // Long cases first, single requests last, so that none is alone at the end.
  scenarios: [
    ...noticesScenarios,
    ...accessScenarios,
    ...lifeScenarios,
    ...messagesScenarios,
    ...clientScenarios,
    ...receiverScenarios,
  ],
}
