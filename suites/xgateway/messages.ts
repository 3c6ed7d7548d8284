/** The requests of a partner in their usual form, and who sends them. */
import type { Profile } from '../../src/contract/contract.ts'
import type { Item } from '../../src/judge/trace.ts'
import type { Hand, Letter, Sending } from '../../src/stimulate/scenario.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Fields } from '../../src/wire/reading.ts'

/** Who sends a request; nobody in particular is the partner of the declaration. */
export interface Partner {
  user?: string
  fields: Fields
}

/** A partner of this case alone where there are plenty, else the one that is declared. */
export async function partner(hand: Hand): Promise<Partner> {
  return hand.plenty('account') ? partnerOf(await hand.need('account')) : { fields: {} }
}

/** The partner that test data describes. */
export function partnerOf(item: Item): Partner {
  return { user: item.code, fields: { MSISDN: item.code, PIN: String(item['pin'] ?? '') } }
}

export type Method = 'topup' | 'query' | 'purchase' | 'direct'

/** A request about a number, for its product. */
export function request(
  hand: Hand,
  method: Method,
  item: Item,
  more: Fields = {},
  sending: Sending = {},
): Letter {
  return hand.seal(method, { NOHP: item.code, NOM: String(item['product']), ...more }, sending)
}

/** The request by which something is bought at once: a token without a query, anything else as a top-up. */
export function purchase(hand: Hand, item: Item, more: Fields = {}, sending: Sending = {}): Letter {
  return request(hand, isToken(item) ? 'direct' : 'topup', item, more, sending)
}

/** Ways to buy: the usual one, after a query, or under the other name of a top-up. */
export type Way = 'usual' | 'after a query' | 'TopupRequest'

/** The ways that were bought, of these. */
export function soldWays(profile: Profile, ...ways: Way[]): Way[] {
  const methods = profile['methods'] as string[]
  const wanted = { usual: undefined, 'after a query': 'PLNPrepaidTopup', TopupRequest: 'TopupRequest' }
  return ways.filter((way) => wanted[way] === undefined || methods.includes(wanted[way]))
}

/** A purchase by one of the ways; a query that it needs is sent. */
export async function purchaseBy(
  hand: Hand,
  way: Way,
  item: Item,
  fields: Fields,
  more: Fields = {},
): Promise<Letter> {
  if (way === 'usual') return purchase(hand, item, { ...fields, ...more })
  if (way === 'TopupRequest')
    return request(hand, 'topup', item, { ...fields, ...more }, { style: { method: way } })
  const own = hand.profile['plnLinkBy'] === 'requestId' ? { ...fields, ...more } : fields
  const asked = request(hand, 'query', item, own)
  await hand.send(asked)
  return request(hand, 'purchase', item, { ...fields, ...linked(hand, asked), ...more })
}

/** A number of this run alone with as many digits as a reference gives. */
export const digitsOf = (reference: string): string =>
  [...reference].reduce((sum, sign) => sum * 36n + BigInt(parseInt(sign, 36)), 0n).toString()

/** A trx_id of digits alone, with a zero before them and no more than a number holds: readers of numbers lose the zero. */
export const digitsAlone = (hand: Hand): string => `0${digitsOf(hand.fresh('REQUESTID')).slice(-14)}`

export const isToken = ({ product }: Item): boolean => /^PLNA?\d+$/.test(String(product))

export const referenceOf = ({ draft }: Letter): string => String(draft.fields['REQUESTID'])

/** Test data of a kind, or of another where the target has none of it: not everybody sells everything. */
export const either = (hand: Hand, data: string, other: string): Promise<Item> =>
  hand.need(hand.plenty(data) ? data : other)

/** The code of an answer: what a scenario does next may hang on it, never a verdict. */
export function codeOf({ response }: Exchange): string {
  return text(response?.read, 'RESPONSECODE') ?? ''
}

export const isServed = (exchange: Exchange): boolean => ['00', '68'].includes(codeOf(exchange))

/** Reads the balance of a partner of the case's own. */
export async function weigh(hand: Hand, { user }: Partner): Promise<void> {
  if (user !== undefined) await hand.weigh(user)
}

/** Sends a purchase, with the books and the balance read after it. */
export async function buy(hand: Hand, who: Partner, letter: Letter): Promise<Exchange> {
  const exchange = await hand.send(letter)
  await hand.audit(referenceOf(letter))
  await weigh(hand, who)
  return exchange
}

/** Sends a purchase; what is pending is waited for, where its end is reported. */
export async function buyToTheEnd(hand: Hand, who: Partner, letter: Letter): Promise<void> {
  const exchange = await buy(hand, who, letter)
  if (codeOf(exchange) === '68' && hand.callbackUrl !== undefined) await hand.callbacks(referenceOf(letter))
}

/** What a purchase takes over from its query, where the target tells by that what belongs together. */
export function linked({ profile }: Hand, query: Letter): Fields {
  return profile['plnLinkBy'] === 'requestId' ? { REQUESTID: referenceOf(query) } : {}
}
