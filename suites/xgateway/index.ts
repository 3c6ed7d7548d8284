/** The suite of XGateway H2H-XML: what every contract promises, and what only this one says. */
import type { Suite } from '../../src/stimulate/suite.ts'
import { callbackBasics } from '../common/callbacks.ts'
import { listedCodes } from '../common/codes.ts'
import { identifiers } from '../common/echoes.ts'
import { members } from '../common/fields.ts'
import { http } from '../common/http.ts'
import { client } from './client.ts'
import { clientBeliefs } from './client-beliefs.ts'
import { clientOrders } from './client-orders.ts'
import { receiver } from './receiver.ts'
import { receiverBooks } from './receiver-books.ts'
import { receiverTwins } from './receiver-twins.ts'
import { clients } from './scenarios/clients.ts'
import { receivers } from './scenarios/receivers.ts'
import { incompletes } from '../common/incomplete.ts'
import { peculiarCalls } from '../common/peculiar.ts'
import { rpc } from '../common/rpc.ts'
import { strictXml } from '../common/xml.ts'
import { accounts } from './accounts.ts'
import { balance } from './balance.ts'
import { comparisons } from './comparisons.ts'
import { deposits } from './deposits.ts'
import { methodRules } from './methods.ts'
import { messages } from './phrases.ts'
import { pln } from './pln.ts'
import { purchases } from './purchases.ts'
import { reports } from './reports.ts'
import * as accountScenarios from './scenarios/accounts.ts'
import * as flaws from './scenarios/flaws.ts'
import * as lives from './scenarios/lives.ts'
import * as partners from './scenarios/partners.ts'
import * as pending from './scenarios/pending.ts'
import * as purchaseScenarios from './scenarios/purchases.ts'
import * as races from './scenarios/races.ts'
import * as repeats from './scenarios/repeats.ts'
import * as styles from './scenarios/styles.ts'
import * as time from './scenarios/time.ts'
import * as tokens from './scenarios/tokens.ts'
import { serials } from './serials.ts'

export const suite: Suite = {
  rules: [
    ...http,
    ...strictXml,
    ...rpc,
    ...peculiarCalls,
    ...members,
    ...listedCodes,
    ...identifiers,
    ...incompletes,
    ...methodRules,
    ...messages,
    ...serials,
    ...accounts,
    ...purchases,
    ...comparisons,
    ...balance,
    ...deposits,
    ...pln,
    ...callbackBasics,
    ...reports,
    ...client,
    ...clientOrders,
    ...clientBeliefs,
    ...receiver,
    ...receiverBooks,
    ...receiverTwins,
  ],
  // Long cases first, single requests last, so that none is alone at the end.
  scenarios: [
    ...[
      pending,
      races,
      lives,
      accountScenarios,
      partners,
      purchaseScenarios,
      repeats,
      tokens,
      time,
      styles,
      flaws,
    ].flatMap((family) => Object.values(family)),
    ...clients,
    ...receivers,
  ],
}
