/** Right signatures are accepted, however the body under them is laid out. */
import { premise, rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import { isoInstant } from '../../../src/contract/iso-time.ts'
import { asked, targetTime } from '../../common/premises.ts'
import { isRight, isTokenService, requestsMade, told, type Asked } from './asked.ts'
import { hasBadCustomer, isConsentForeign, isConsentUsed } from './customers-known.ts'
import { forged, isBlind, type Forged } from './forged.ts'
import { isPlain } from './layouts.ts'
import { standingOf } from './tokens-known.ts'

interface Signed extends Case {
  one: Asked
}

/** Rightly signed requests with a token that is good, which were answered. */
const signed = premise((evidence: Evidence): Signed[] =>
  requestsMade(evidence)
    .filter((one) => one.exchange.response && isRight(evidence, one) && isReadable(one))
    .filter((one) => isTokenFine(evidence, one))
    .map((one) => ({ one, exchanges: [one.exchange], place: one.operation })),
)

/** In UTF-8, without a byte order mark, and every name once. */
function isReadable({ exchange: { request } }: Asked): boolean {
  const json = request.read.ok ? request.read.json : undefined
  return 'utf8' in request.body && json?.bom !== true && (json?.duplicates.length ?? 0) === 0
}

/** Seconds that a time may be from the target's clock before it is a reason of its own. */
const nearly = 120

/** Its time is that of the moment, as the parties agreed to write it, and its headers are spelt as in the contract. */
function isUsual(evidence: Evidence, { exchange }: Asked): boolean {
  const stamp = asked(exchange, 'header:X-TIMESTAMP')
  const instant = isoInstant(stamp)
  const isNow = instant !== undefined && Math.abs(instant - targetTime(evidence, exchange)) < nearly * 1000
  return isNow && stamp.endsWith(endOf(evidence)) && exchange.request.headers.every(isSpeltAsUsual)
}

const endOf = ({ profile }: Evidence): string =>
  profile['timestampHeader'] === 'iso25' && profile['timezone'] === 'Asia/Jakarta' ? '+07:00' : ''

const names = ['Authorization', 'X-TIMESTAMP', 'X-SIGNATURE', 'X-PARTNER-ID', 'X-EXTERNAL-ID', 'CHANNEL-ID']

const isSpeltAsUsual = ([name]: [string, string]): boolean =>
  names.includes(name) || !names.some((usual) => usual.toLowerCase() === name.toLowerCase())

/** A token that is not good, or may not be, is another reason to refuse. */
function isTokenFine(evidence: Evidence, one: Asked): boolean {
  if (hasBadCustomer(evidence, one)) return false
  return isTokenService(one.operation) || ['good', 'none needed'].includes(standingOf(evidence, one))
}

/** Refused for who asks, not for what is asked. */
function isTurnedAway(evidence: Evidence, one: Asked): boolean {
  const { reaction, code, exchange } = one
  const isStranger =
    reaction === 'refused' && exchange.response?.status === 401 && !/^401..0[1-4]$/.test(code)
  return isStranger && isUsual(evidence, one) && hasFreshConsent(evidence, one)
}

/**
 * A customer's code is good once, and for whom he consented to: one out of a pool may be used up, and so may a refresh
 * token, which is a reason of its own.
 */
function hasFreshConsent(evidence: Evidence, one: Asked): boolean {
  const [authCode, refreshToken] = ['authCode', 'refreshToken'].map((name) => asked(one.exchange, name))
  if (refreshToken !== '') return false
  return (
    authCode === '' ||
    (!isConsentUsed(evidence, one) &&
      !isConsentForeign(evidence, one) &&
      evidence.trace.entries.some(
        (entry) =>
          entry.kind === 'provided' && entry.origin === 'hook' && entry.item['authCode'] === authCode,
      ))
  )
}

/** A request that no way of hashing the body can get wrong was accepted: the scheme is right. */
const isSchemeRight = premise((evidence: Evidence): boolean =>
  signed(evidence).some(
    ({ one }) => one.reaction === 'served' && !isTokenService(one.operation) && isPlain(one.exchange),
  ),
)

const accepted = rule<Signed>({
  id: 'signatures.accepted',
  says: 'A right signature is accepted.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) =>
    signed(evidence).filter(
      ({ one }) =>
        one.reaction === 'served' ||
        (isTurnedAway(evidence, one) &&
          (isTokenService(one.operation) || isPlain(one.exchange) || !isSchemeRight(evidence))),
    ),
  holds: ({ one }, evidence) =>
    isTurnedAway(evidence, one)
      ? [{ expected: 'no refusal: the signature is right', received: told(one) }]
      : [],
})

const understood = (evidence: Evidence): Case[] =>
  isSchemeRight(evidence)
    ? signed(evidence).filter(
        ({ one }) =>
          !isTokenService(one.operation) &&
          !isPlain(one.exchange) &&
          (one.reaction === 'served' || isTurnedAway(evidence, one)),
      )
    : []

const laidOutWrongly = (evidence: Evidence): Forged[] =>
  forged(evidence).filter(
    ({ differs, one }) =>
      differs === 'layout' && one.reaction !== 'open' && !isBlind(evidence, one.operation),
  )

const minified = rule<Signed>({
  id: 'signatures.minified',
  says: 'A body is accepted however it is laid out, and its strings count as they are.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [...(understood(evidence) as Signed[]), ...laidOutWrongly(evidence)],
  holds: ({ one }, evidence) => {
    if (one.exchange.signature === 'good')
      return isTurnedAway(evidence, one)
        ? [{ expected: 'no refusal: the signature is over the minified body', received: told(one) }]
        : []
    return one.reaction === 'served'
      ? [{ expected: 'a refusal: another layout of the body was hashed', received: told(one) }]
      : []
  },
})

export const accepting: Rule[] = [accepted, minified]
