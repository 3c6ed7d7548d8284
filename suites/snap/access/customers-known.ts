/** Tokens of customers that a trace tells of: whose they are, and which partner was given them. */
import { premise, type Evidence } from '../../../src/judge/rule.ts'
import type { Item } from '../../../src/judge/trace.ts'
import { wordIn } from '../../../src/wire/reading.ts'
import { asked, provided } from '../../common/premises.ts'
import { bare, requestsMade, type Asked } from './asked.ts'
import { isDistorted } from './tokens-known.ts'

interface Given {
  /** The partner that it was given to. */
  client: string
  /** The authCode that it was got with. */
  authCode: string
}

/** The tokens of customers that were given out. */
const given = premise((evidence: Evidence): Map<string, Given> => {
  const tokens = new Map<string, Given>()
  for (const { operation, reaction, exchange, partner } of requestsMade(evidence)) {
    if (operation !== 'customerToken' || reaction !== 'served') continue
    const token = wordIn(exchange.response?.read, 'accessToken')
    if (token !== '') tokens.set(token, { client: partner, authCode: asked(exchange, 'authCode') })
  }
  return tokens
})

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

/** The customer's token in a request is not one that it may carry, or not for this card. */
export const hasBadCustomer = (evidence: Evidence, one: Asked): boolean =>
  isForeign(evidence, one) || isNobodys(evidence, one) || isSomebodyElses(evidence, one)
