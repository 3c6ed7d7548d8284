/** Tokens of customers that a trace tells of: whose they are, and which partner was given them. */
import { premise, type Evidence } from '../../../src/judge/rule.ts'
import type { Item } from '../../../src/judge/trace.ts'
import { wordIn } from '../../../src/wire/reading.ts'
import { isoInstant } from '../../../src/contract/iso-time.ts'
import { answered, asked, provided, targetTime } from '../../common/premises.ts'
import { bare, isBefore, requestsMade, type Asked } from './asked.ts'
import { isDistorted } from './tokens-known.ts'

interface Given {
  /** The partner that it was given to. */
  client: string
  /** The authCode that it was got with, or that the token was got with which it renews. */
  authCode: string
  /** By the target's clock, milliseconds since 1970: when its time is over, as far as its answer tells. */
  until: number | undefined
}

/** Members of an answer that hold a token, each with the one that tells its end. */
const ends = { accessToken: 'accessTokenExpiryTime', refreshToken: 'refreshTokenExpiryTime' } as const
type Kind = keyof typeof ends

interface Gifts {
  accessToken: Map<string, Given>
  refreshToken: Map<string, Given>
}

/** The tokens of customers that were given out, and those that renew them. */
const gifts = premise((evidence: Evidence): Gifts => {
  const all: Gifts = { accessToken: new Map(), refreshToken: new Map() }
  for (const { operation, reaction, exchange, partner: client } of requestsMade(evidence)) {
    if (operation !== 'customerToken' || reaction !== 'served') continue
    const renewed = all.refreshToken.get(asked(exchange, 'refreshToken'))
    const authCode = renewed?.authCode ?? asked(exchange, 'authCode')
    for (const kind of Object.keys(ends) as Kind[]) {
      const token = wordIn(exchange.response?.read, kind)
      const until = isoInstant(answered(exchange, ends[kind]))
      if (token !== '') all[kind].set(token, { client, authCode, until })
    }
  }
  return all
})

const given = (evidence: Evidence): Map<string, Given> => gifts(evidence).accessToken

const tokenIn = ({ exchange }: Asked): string => bare(asked(exchange, 'header:Authorization-Customer'))

/** The customer's token in a request, and the code of the customer that it was given for, as far as the trace tells. */
export const customerOf = (evidence: Evidence, one: Asked): string | undefined =>
  given(evidence).get(tokenIn(one))?.authCode

/** Another partner was given it, and whoever asks was not. */
export function isForeign(evidence: Evidence, one: Asked): boolean {
  const found = given(evidence).get(tokenIn(one))
  return found !== undefined && found.client !== one.partner
}

/** Nobody was given it as a customer's: it is one that is distorted, or made up, or a partner's own. */
export function isNobodys(evidence: Evidence, one: Asked): boolean {
  const token = tokenIn(one)
  if (token === '' || given(evidence).has(token)) return false
  return token === one.token || [...given(evidence).keys()].some((known) => isDistorted(known, token))
}

/** The card was made for a customer, and the token was given for the code of another one. */
export function isSomebodyElses(evidence: Evidence, one: Asked): boolean {
  const code = customerOf(evidence, one)
  if (code === undefined) return false
  const consent = ownerOf(evidence, asked(one.exchange, 'bankCardToken'))?.['authCode']
  return consent !== undefined && consent !== code
}

/** The customer whose card it is: whom it was made for, or who was declared to have it. */
function ownerOf(evidence: Evidence, card: string): Item | undefined {
  const known = provided(evidence)
  const owner = known.get(card)?.item['customer']
  if (owner !== undefined) return known.get(String(owner))?.item
  return [...known.values()].find(({ data, item }) => data === 'othercustomer' && item['card'] === card)?.item
}

/** Seconds that the clocks of two parties may differ by. */
const leeway = 60

/** Its time is over by the target's clock. */
const isPast = (evidence: Evidence, { exchange }: Asked, { until = Infinity }: Given): boolean =>
  targetTime(evidence, exchange) > until + leeway * 1000

/** The time of the customer's token in a request is over. */
export function isStale(evidence: Evidence, one: Asked): boolean {
  const found = given(evidence).get(tokenIn(one))
  return found !== undefined && found.client === one.partner && isPast(evidence, one, found)
}

/** What a request for a token of a customer is asked with. */
const renewing = (evidence: Evidence, { exchange }: Asked): Given | undefined =>
  gifts(evidence).refreshToken.get(asked(exchange, 'refreshToken'))

/** Whoever asks for a token of a customer has a refresh token whose time is over. */
export function isRenewalStale(evidence: Evidence, one: Asked): boolean {
  const found = renewing(evidence, one)
  return found !== undefined && found.client === one.partner && isPast(evidence, one, found)
}

/** Whoever asks for a token of a customer has a code or a refresh token that another partner was given. */
export function isConsentForeign(evidence: Evidence, one: Asked): boolean {
  const found = renewing(evidence, one)
  if (found) return found.client !== one.partner
  const customer = consenting(evidence, asked(one.exchange, 'authCode'))
  if (customer === undefined) return false
  const partner = customer['partner']
  return partner === undefined ? isOther(evidence, one.partner) : partner !== one.partner
}

/** The customer whose code it is. */
const consenting = (evidence: Evidence, authCode: string): Item | undefined =>
  authCode === ''
    ? undefined
    : [...provided(evidence).values()].find(({ item }) => item['authCode'] === authCode)?.item

/** It is the second partner, for whom customers consent who name him. */
const isOther = (evidence: Evidence, partner: string): boolean =>
  provided(evidence).get(partner)?.data === 'otherpartner'

/** The code of a customer was good for a token before. */
export function isConsentUsed(evidence: Evidence, one: Asked): boolean {
  const authCode = asked(one.exchange, 'authCode')
  return (
    authCode !== '' &&
    requestsMade(evidence).some(
      (other) =>
        other.operation === 'customerToken' &&
        other.reaction === 'served' &&
        asked(other.exchange, 'authCode') === authCode &&
        isBefore(other, one),
    )
  )
}

/** The customer's token in a request is not one that it may carry, or not for this card. */
export const hasBadCustomer = (evidence: Evidence, one: Asked): boolean =>
  isForeign(evidence, one) ||
  isNobodys(evidence, one) ||
  isSomebodyElses(evidence, one) ||
  isStale(evidence, one)
