/** Tokens that a trace tells of: who was given them, how long they are good, and what is known of one in a request. */
import { premise, type Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { wordIn } from '../../../src/wire/reading.ts'
import { answered, targetTime } from '../../common/premises.ts'
import { bears } from '../../common/bearing.ts'
import { grouped } from '../../common/grouped.ts'
import { hasBadCustomer } from './customers-known.ts'
import { isRight, isTokenService, requestsMade, type Asked } from './asked.ts'

export interface Issued {
  token: string
  /** Whose it is. */
  client: string
  exchange: Exchange
  /** By the target's clock, milliseconds since 1970: from when on, and until when it is good. */
  since: number
  until: number
}

/** The tokens of consumers that were given out, in that order. */
export const issued = premise((evidence: Evidence): Issued[] =>
  requestsMade(evidence)
    .filter(({ operation, reaction }) => operation === 'token' && reaction === 'served')
    .flatMap(({ exchange, partner }) => {
      // What is no text is no token.
      const token = wordIn(exchange.response?.read, 'accessToken')
      const since = targetTime(evidence, exchange)
      const until = since + secondsOf(evidence, exchange) * 1000
      return token === '' ? [] : [{ token, client: partner, exchange, since, until }]
    }),
)

/** A number of seconds that a token can live. */
export const isLifetime = (said: string): boolean => /^[1-9]\d*$/.test(said)

/** What the answer says, or what the profile does. */
export function secondsOf({ profile }: Evidence, exchange: Exchange): number {
  const said = answered(exchange, 'expiresIn')
  return isLifetime(said) ? Number(said) : Number(profile['tokenSeconds'])
}

/** What is known of the token of a request. */
export type Standing =
  | 'none needed'
  | 'missing'
  | 'good'
  | 'foreign' // another client's
  | 'expired'
  | 'superseded' // another one was given out since
  | 'never given out'
  | 'unheard'

/** Seconds that the clocks of two parties may differ by. */
const leeway = 60

/** The standing of the token in a request's Authorization. */
export function standingOf(evidence: Evidence, one: Asked): Standing {
  if (!isTokenNeeded(evidence)) return 'none needed'
  if (one.token === '') return 'missing'
  const found = issued(evidence).findLast(({ token }) => token === one.token)
  if (!found) return strangerStanding(evidence, one)
  if (found.client !== one.partner) return 'foreign'
  const now = targetTime(evidence, one.exchange)
  if (now > found.until + leeway * 1000) return 'expired'
  if (now > found.until - leeway * 1000) return 'unheard'
  return isSuperseded(evidence, found, one) ? 'superseded' : 'good'
}

const bad: Standing[] = ['never given out', 'foreign', 'expired']

const carriers = premise(
  (evidence: Evidence) =>
    new Set(
      requestsMade(evidence)
        .filter((one) => !isTokenService(one.operation))
        .filter((one) => bad.includes(standingOf(evidence, one)) || hasBadCustomer(evidence, one))
        .map(({ exchange }) => exchange),
    ),
)

/** A request carries a token that is not good: it has to be refused for that. */
export const hasBadToken = (evidence: Evidence, exchange: Exchange): boolean =>
  carriers(evidence).has(exchange)

/** Requests carry the token of the consumer, and sign it. */
export const isTokenNeeded = ({ profile }: Evidence): boolean => areTokensUsed(profile)

export function areTokensUsed(profile: Evidence['profile']): boolean {
  return profile['requestSignature'] === 'sym' && bears(profile, 'b2b')
}

function isSuperseded(evidence: Evidence, { client, exchange }: Issued, one: Asked): boolean {
  return issued(evidence).some(
    (later) =>
      later.client === client && later.exchange.began > exchange.began && later.exchange.began < ended(one),
  )
}

const ended = ({ exchange: { ended: tick = Infinity } }: Asked): number => tick

/** Of a token that no answer held: it is a distortion of one, or made up, or good for somebody who was served with it. */
function strangerStanding(evidence: Evidence, one: Asked): Standing {
  if (madeUp(evidence).has(one.token) || issued(evidence).some(({ token }) => isDistorted(token, one.token)))
    return 'never given out'
  return isServedWith(evidence, one) ? 'good' : 'unheard'
}

const madeUp = premise(
  ({ trace }: Evidence) =>
    new Set(
      trace.entries.flatMap((entry) =>
        entry.kind === 'provided' && entry.data === 'unknowntoken' ? [entry.item.code] : [],
      ),
    ),
)

/** Cut, lengthened, in other letters, or with another one in one place. */
export function isDistorted(token: string, other: string): boolean {
  if (token === other) return false
  if (token.startsWith(other) || other.startsWith(token)) return true
  if (token.length !== other.length) return false
  if (token.toLowerCase() === other.toLowerCase()) return true
  return [...token].filter((sign, at) => sign !== other[at]).length === 1
}

/** Somebody was served with it, after this request or shortly before. */
function isServedWith(evidence: Evidence, one: Asked): boolean {
  const since = targetTime(evidence, one.exchange) - leeway * 1000
  const served = servedWith(evidence).get(bearerOf(one)) ?? []
  return served.some(({ exchange }) => targetTime(evidence, exchange) > since)
}

const bearerOf = ({ partner, token }: Asked): string => `${partner} ${token}`

const servedWith = premise((evidence: Evidence): Map<string, Asked[]> => {
  const served = requestsMade(evidence).filter(
    (one) => one.reaction === 'served' && !isTokenService(one.operation) && isRight(evidence, one),
  )
  return grouped(served, bearerOf)
})
