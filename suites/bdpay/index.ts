/** The suite of BDPay: what every contract promises, and what only this one says. */
import type { Rule } from '../../src/judge/rule.ts'
import type { Suite } from '../../src/stimulate/suite.ts'
import { plainAmounts } from '../common/amounts.ts'
import { callbackBasics } from '../common/callbacks.ts'
import { nestedCodes } from '../common/codes.ts'
import { identifiers } from '../common/echoes.ts'
import { members as spacing } from '../common/fields.ts'
import { plainHttp } from '../common/http.ts'
import { believing } from './client/beliefs.ts'
import { naming } from './client/naming.ts'
import { beginning } from './client/repeating.ts'
import { sending } from './client/sent.ts'
import { clients } from './scenarios/clients.ts'
import { answering } from './receiver/rules.ts'
import { booking } from './receiver/books.ts'
import { sums } from './receiver/sums.ts'
import { receivers } from './scenarios/receivers.ts'
import { accounts } from './accounts.ts'
import { alikeRules } from './alike.ts'
import { asking } from './asking.ts'
import { bodies } from './bodies.ts'
import { creating } from './creating.ts'
import { discretion } from './discreet.ts'
import { expiring } from './expiring.ts'
import { fees } from './fees.ts'
import { flaws } from './flawed.ts'
import { finding } from './found.ts'
import { hypertext } from './methods.ts'
import { limitRules } from './limits.ts'
import { members } from './members.ts'
import { odd } from './odd.ts'
import { owning } from './own.ts'
import { payouts } from './payouts.ts'
import { pooledRules } from './pooled.ts'
import { repeating } from './repeating.ts'
import { signing } from './signing.ts'
import { telling } from './telling.ts'
import { alike } from './scenarios/alike.ts'
import * as scenariosOfFlaws from './scenarios/flaws.ts'
import * as scenariosOfForging from './scenarios/forging.ts'
import { otherMethods, unreadable } from './scenarios/hostile.ts'
import { oddities } from './scenarios/oddities.ts'
import { fixedVa, journey, paid, paidOut, two, unheard, unpaid } from './scenarios/journey.ts'
import {
  balances,
  balancesAlone,
  cases,
  merchantsApart,
  overdrawn,
  poor,
  races,
  repeats,
  together,
} from './scenarios/repeats.ts'
import { callbacksAgain, expiry } from './scenarios/time.ts'

const named = (rules: Rule[], ...ids: string[]): Rule[] => rules.filter(({ id }) => ids.includes(id))

export const suite: Suite = {
  rules: [
    ...named(plainHttp, 'http.answers', 'http.post'),
    ...hypertext,
    ...bodies,
    ...discretion,
    ...members,
    ...named(spacing, 'fields.unpadded'),
    ...nestedCodes,
    ...plainAmounts,
    ...identifiers,
    ...named(callbackBasics, 'callbacks.post'),
    ...flaws,
    ...limitRules,
    ...odd,
    ...signing,
    ...creating,
    ...alikeRules,
    ...accounts,
    ...asking,
    ...finding,
    ...expiring,
    ...telling,
    ...fees,
    ...owning,
    ...repeating,
    ...payouts,
    ...pooledRules,
    ...sending,
    ...naming,
    ...believing,
    ...beginning,
    ...answering,
    ...booking,
    sums,
  ],
  // Long cases first, single requests last, so that none is alone at the end.
  scenarios: [
    balances,
    paidOut,
    ...unheard,
    paid,
    ...unpaid,
    fixedVa,
    two,
    cases,
    poor,
    overdrawn,
    races,
    together,
    repeats,
    alike,
    merchantsApart,
    journey,
    scenariosOfForging.forged,
    scenariosOfForging.tampered,
    scenariosOfForging.lawfully,
    scenariosOfForging.letters,
    oddities,
    scenariosOfFlaws.large,
    scenariosOfFlaws.hours,
    scenariosOfFlaws.merchants,
    scenariosOfFlaws.unknown,
    scenariosOfFlaws.closed,
    scenariosOfFlaws.flaws,
    unreadable,
    otherMethods,
    balancesAlone,
    expiry,
    callbacksAgain,
    ...receivers,
    ...clients,
  ],
}
