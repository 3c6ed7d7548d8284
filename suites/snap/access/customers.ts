/** Tokens of customers: what a request with a wrong one comes to. */
import { rule, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import { bears } from '../../common/bearing.ts'
import { isRight, requestsMade, type Asked } from './asked.ts'
import {
  isConsentForeign,
  isConsentUsed,
  isForeign,
  isNobodys,
  isRenewalStale,
  isSomebodyElses,
  isStale,
} from './customers-known.ts'
import { caseOf, refusedBecause, type Request } from './tokens.ts'

const given: Rule['given'] = (_contract, profile) => bears(profile, 'b2b2c')

/** Requests that move the money of a customer, and have his token for it, nothing else being wrong. */
function carrying(evidence: Evidence, isIt: (evidence: Evidence, one: Asked) => boolean): Request[] {
  return requestsMade(evidence)
    .filter(({ operation, reaction }) => ['payment', 'refund'].includes(operation) && reaction !== 'open')
    .filter((one) => isIt(evidence, one) && isRight(evidence, one))
    .map(caseOf)
}

/** Requests for the token of a customer, nothing else being wrong. */
const asking = (evidence: Evidence, isIt: (evidence: Evidence, one: Asked) => boolean): Request[] =>
  requestsMade(evidence)
    .filter(({ operation, reaction }) => operation === 'customerToken' && reaction !== 'open')
    .filter((one) => isIt(evidence, one) && isRight(evidence, one))
    .map(caseOf)

/** Tokens of customers are not looked at at all, as far as this trace shows. */
const isCareless = (evidence: Evidence): boolean =>
  carrying(evidence, isNobodys).some(({ one }) => one.reaction === 'served')

const unknown = rule<Request>({
  id: 'tokens.customer-unknown',
  says: 'The token of a customer that was never given out is refused.',
  level: 'must',
  about: ['server'],
  given,
  over: (evidence) => carrying(evidence, isNobodys),
  holds: refusedBecause('no customer has given this token'),
})

const bound = rule<Request>({
  id: 'tokens.customer-bound',
  says: 'The token of a customer that one partner was given serves no other one.',
  level: 'must',
  about: ['server'],
  given,
  over: (evidence) => (isCareless(evidence) ? [] : carrying(evidence, isForeign)),
  holds: refusedBecause('the customer has consented to another partner'),
})

const customer = rule<Request>({
  id: 'tokens.customer',
  says: 'The token of one customer does not pay from the card of another.',
  level: 'must',
  about: ['server'],
  given,
  over: (evidence) =>
    carrying(evidence, isSomebodyElses).filter(
      ({ one }) => one.operation === 'payment' && !isForeign(evidence, one),
    ),
  holds: refusedBecause('the card belongs to another customer'),
})

const expired = rule<Request>({
  id: 'tokens.customer-expired',
  says: 'The token of a customer is refused once its time is over, and so is what renews it.',
  level: 'must',
  about: ['server'],
  given,
  over: (evidence) => [
    ...(isCareless(evidence) ? [] : carrying(evidence, isStale)),
    ...asking(evidence, isRenewalStale),
  ],
  holds: refusedBecause('the time of the token is over'),
})

const consent = rule<Request>({
  id: 'tokens.consent',
  says: 'The consent of a customer to one partner gets his token for no other one.',
  level: 'must',
  about: ['server'],
  given,
  over: (evidence) => asking(evidence, isConsentForeign),
  holds: refusedBecause('the customer has consented to another partner'),
})

const once = rule<Request>({
  id: 'tokens.consent-once',
  says: 'The code of a customer is good for one token.',
  level: 'should',
  about: ['server'],
  given,
  over: (evidence) =>
    asking(evidence, (_evidence, one) => isConsentUsed(evidence, one) && !isConsentForeign(evidence, one)),
  holds: refusedBecause('the code was used before'),
})

export const customers: Rule[] = [unknown, bound, customer, expired, consent, once]
