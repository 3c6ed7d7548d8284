/** The suite of DOKU Indomaret: what every contract promises, and what only this one says. */
import type { Suite } from '../../src/stimulate/suite.ts'
import { identifiers } from '../common/echoes.ts'
import { answersOnly } from '../common/http.ts'
import { nestedMembers } from '../common/nested-fields.ts'
import { alikeRules } from './alike.ts'
import { accepting } from './accepted.ts'
import { plainAmounts } from './amounts.ts'
import { client } from './client.ts'
import { clientBeliefs } from './client-beliefs.ts'
import {
  amount,
  belated,
  expiry,
  foreignStates,
  notFinal,
  once,
  unpaid,
  verifiesStates,
} from './client-ends.ts'
import { codes } from './codes.ts'
import { dated } from './dated.ts'
import { signing, spelling } from './forged.ts'
import { life } from './life.ts'
import { messages } from './messages.ts'
import { notified } from './notified.ts'
import { overridden } from './overridden.ts'
import { refusing } from './refused.ts'
import { joined, receiver } from './receiver.ts'
import { sums } from './receiver-sums.ts'
import { repeats } from './repeats.ts'
import { retried } from './retried.ts'
import { clients } from './scenarios/clients.ts'
import * as names from './scenarios/alike.ts'
import * as flaws from './scenarios/flaws.ts'
import * as forgeries from './scenarios/forgeries.ts'
import * as payments from './scenarios/payments.ts'
import { receiverForgeries } from './scenarios/receiver-forgeries.ts'
import { receiversOwn } from './scenarios/receivers-own.ts'
import { receivers } from './scenarios/receivers.ts'
import * as repetitions from './scenarios/repeats.ts'
import * as requests from './scenarios/requests.ts'
import * as time from './scenarios/time.ts'
import { stateFields } from './state-fields.ts'
import { states } from './states.ts'

export const suite: Suite = {
  rules: [
    ...answersOnly,
    ...nestedMembers,
    plainAmounts,
    ...identifiers,
    ...messages,
    ...accepting,
    ...refusing,
    ...signing,
    joined(spelling),
    ...codes,
    ...repeats,
    ...alikeRules,
    ...states,
    ...stateFields,
    ...life,
    ...notified,
    dated,
    ...overridden,
    ...retried,
    ...client,
    ...clientBeliefs,
    notFinal,
    expiry,
    unpaid,
    amount,
    belated,
    verifiesStates,
    foreignStates,
    once,
    ...receiver,
    sums,
  ],
  // Long cases first, single requests last, so that none is alone at the end.
  scenarios: [
    ...[payments, time, flaws, forgeries, repetitions, names, requests].flatMap((family) =>
      Object.values(family),
    ),
    ...clients,
    ...receivers,
    ...receiverForgeries,
    receiversOwn,
  ],
}
