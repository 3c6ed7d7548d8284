/** Tokens: who is given one, and what a request with a wrong one comes to. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { answered, asked, isOrderlyBut, targetTime } from '../../common/premises.ts'
import { isBefore, isRight, isService, isTokenService, requestsMade, told, type Asked } from './asked.ts'
import { forged } from './forged.ts'
import { areTokensUsed, isLifetime, issued, secondsOf, standingOf, type Standing } from './tokens-known.ts'

export interface Request extends Case {
  one: Asked
}

export const caseOf = (one: Asked): Request => ({ one, exchanges: [one.exchange] })

/** What is wrong when a request is carried out that is to be refused. */
export const refusedBecause =
  (reason: string) =>
  ({ one }: Request): Problem[] =>
    one.reaction === 'served' ? [{ expected: `a refusal: ${reason}`, received: told(one) }] : []

const givesTokens: Rule['given'] = (_contract, { authorization }) => authorization !== 'none'
const takesTokens: Rule['given'] = (_contract, profile) => areTokensUsed(profile)

const signature = rule<Request>({
  id: 'tokens.signature',
  says: 'A token request that is not signed with the key of the client is refused.',
  level: 'must',
  about: ['server'],
  given: givesTokens,
  over: (evidence) =>
    forged(evidence)
      .filter(
        ({ one, differs }) => isTokenService(one.operation) && !['absent', 'encoding'].includes(differs),
      )
      .filter(({ one }) => one.reaction !== 'open')
      .map(({ one }) => caseOf(one)),
  holds: refusedBecause('the signature is wrong'),
})

const grant = rule<Request>({
  id: 'tokens.grant',
  says: 'Another grantType, or none, is refused.',
  level: 'must',
  about: ['server'],
  given: givesTokens,
  over: (evidence) =>
    requestsMade(evidence)
      .filter(({ operation, reaction }) => isTokenService(operation) && reaction !== 'open')
      .filter((one) => one.exchange.signature === 'good' && hasWrongGrant(evidence, one))
      .map(caseOf),
  holds: refusedBecause('the grantType is none of those that there are'),
})

const hasWrongGrant = (evidence: Evidence, one: Asked): boolean =>
  isOrderlyBut(evidence, one.exchange, 'grantType') && !isOrderlyBut(evidence, one.exchange)

const lifetime = rule<Request>({
  id: 'tokens.lifetime',
  says: 'A token lives as long as its answer says, usually 900 seconds.',
  level: 'should',
  about: ['server'],
  span: 'run',
  given: givesTokens,
  over: (evidence) =>
    issued(evidence)
      .filter(({ exchange }) => isLifetime(answered(exchange, 'expiresIn')))
      // Of a token that is given out once more, only what is left is told.
      .filter(({ token }, index, all) => all.findIndex((other) => other.token === token) === index)
      .map(({ exchange }) => caseOf(requestsMade(evidence).find((one) => one.exchange === exchange)!)),
  holds: ({ one }, evidence) => {
    const [wanted, said] = [Number(evidence.profile['tokenSeconds']), secondsOf(evidence, one.exchange)]
    return said === wanted
      ? []
      : [{ expected: `an expiresIn of ${wanted}`, received: answered(one.exchange, 'expiresIn') }]
  },
})

/** Requests with a token of one standing, that nothing else is wrong with. */
function withToken(evidence: Evidence, standing: Standing): Request[] {
  return requestsMade(evidence)
    .filter((one) => isService(one) && one.reaction !== 'open')
    .filter((one) => standingOf(evidence, one) === standing && isAskedRightly(evidence, one))
    .map(caseOf)
}

/** A request without a token is not in order by its fields, and for that reason alone. */
const isAskedRightly = (evidence: Evidence, one: Asked): boolean =>
  one.token === ''
    ? one.exchange.signature === 'good' && isOrderlyBut(evidence, one.exchange, tokenAt)
    : isRight(evidence, one)

const tokenAt = 'header:Authorization'

/** Tokens are not looked at at all, as far as this trace shows. */
const isCareless = (evidence: Evidence): boolean =>
  withToken(evidence, 'never given out').some(({ one }) => one.reaction === 'served')

function guard(id: string, says: string, standing: Standing, reason: string): Rule {
  return rule<Request>({
    id,
    says,
    level: 'must',
    about: ['server'],
    given: takesTokens,
    over: (evidence) =>
      standing !== 'never given out' && isCareless(evidence) ? [] : withToken(evidence, standing),
    holds: refusedBecause(reason),
  })
}

const unknown = guard(
  'tokens.unknown',
  'A token that was never given out is refused.',
  'never given out',
  'nobody was given this token',
)
const bound = guard(
  'tokens.bound',
  'The token of another client is refused.',
  'foreign',
  'the token was given to another client',
)
const missing = guard(
  'tokens.missing',
  'A request without a token is refused.',
  'missing',
  'there is no token',
)

const expired = rule<Request>({
  id: 'tokens.expired',
  says: 'A token is refused once its time is over.',
  level: 'must',
  about: ['server'],
  given: takesTokens,
  over: (evidence) => (isCareless(evidence) ? [] : [...withToken(evidence, 'expired'), ...aged(evidence)]),
  holds: (subject, evidence) => {
    if (standingOf(evidence, subject.one) === 'expired')
      return refusedBecause('its token has expired')(subject)
    return isTokenRefused(subject.one)
      ? [{ expected: 'no refusal: its token is still good', received: told(subject.one) }]
      : []
  },
})

/** Requests with a token that is good and has been for a while; where it is masked, its scheme is all that is seen. */
const aged = (evidence: Evidence): Request[] =>
  withToken(evidence, 'good').filter(({ one }) => {
    if (!/^Bearer /i.test(asked(one.exchange, 'header:Authorization'))) return false
    const found = issued(evidence).findLast(({ token }) => token === one.token)
    return found !== undefined && targetTime(evidence, one.exchange) - found.since > 1000
  })

const isTokenRefused = ({ reaction, code }: Asked): boolean =>
  reaction === 'refused' && /^401..0[13]$/.test(code)

const several = rule<Request>({
  id: 'tokens.several',
  says: 'A new token leaves the one before it in force.',
  level: 'may',
  about: ['server'],
  given: takesTokens,
  over: (evidence) =>
    withToken(evidence, 'superseded').filter(({ one }) => isServedWithBefore(evidence, one)),
  holds: ({ one }) =>
    one.reaction === 'refused' && one.exchange.response?.status === 401
      ? [{ expected: 'no refusal: its token is still good', received: told(one) }]
      : [],
})

/** Its token was good before the new one was given out. */
const isServedWithBefore = (evidence: Evidence, one: Asked): boolean =>
  requestsMade(evidence).some(
    (other) => other.token === one.token && other.reaction === 'served' && isBefore(other, one),
  )

export const tokens: Rule[] = [signature, grant, lifetime, expired, unknown, missing, bound, several]
