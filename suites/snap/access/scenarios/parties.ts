/** A second partner, and what it sends. */
import { Skipped, type Hand, type Letter, type Sending } from '../../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../../src/wire/exchange.ts'
import { text, type Fields } from '../../../../src/wire/reading.ts'
import { bears } from '../../../common/bearing.ts'
import { at } from './forging.ts'

export interface Party {
  /** Its credentials by name. */
  as: { [name: string]: string }
  /** A merchant of its own; null where none is declared, which leaves the field out. */
  merchant: string | null
  /** A new token, as Authorization carries it. */
  token(): Promise<string>
  /** Seals a request of its own. */
  seal(operation: string, fields: Fields, sending?: Sending): Letter
  send(operation: string, fields: Fields, sending?: Sending): Promise<Exchange>
}

/** The lane of cases in which the second partner gets tokens: a new one may end the one before it. */
export const lane = 'second partner'

/** The partner beside the target's own, with the tokens that its requests carry; without those of a customer if none pays. */
export async function neighbour(hand: Hand, pays = true): Promise<Party> {
  const item = await hand.share('otherpartner', 'access')
  const { code, secret, privateKey, merchant } = item as { [name: string]: string }
  const as = { client: code!, ...(secret && { secret }), ...(privateKey && { privateKey }) }
  const held: Fields = {}
  const party: Party = {
    as,
    merchant: merchant ?? null,
    token: () => given(hand.token(at.token, { as })),
    seal: (operation, fields, sending) =>
      hand.seal(operation, { ...(isToken(operation) ? {} : held), ...fields }, { as, ...sending }),
    send: (operation, fields, sending) => hand.send(party.seal(operation, fields, sending)),
  }
  if (bears(hand.profile, 'b2b') && privateKey === undefined)
    throw new Skipped('needs-test-data', 'The second partner has no private key to get a token with.')
  if (bears(hand.profile, 'b2b')) held[at.token] = await party.token()
  if (pays && bears(hand.profile, 'b2b2c')) held[at.customer] = await customerToken(hand, party)
  return party
}

async function given(token: Promise<string>): Promise<string> {
  const value = await token
  if (value === '') throw new Skipped('no-answer', 'The second partner was given no token.')
  return value
}

const isToken = (operation: string): boolean => operation === 'token' || operation === 'customerToken'

/** The token of a customer of a party, as its header carries it. */
async function customerToken(hand: Hand, party: Party): Promise<string> {
  const customer = await hand.need('customer', { partner: party.as['client'] })
  const token = await tokenOf(hand, party.send.bind(party), String(customer['authCode']))
  if (token === writtenAs(hand, ''))
    throw new Skipped(
      'needs-test-data',
      'No «customer» of the declaration has consented to the second partner.',
    )
  return token
}

/** Exchanges the code of a customer for a token. */
export async function tokenOf(
  hand: Hand,
  send: (operation: string, fields: Fields) => Promise<Exchange>,
  authCode: string,
): Promise<string> {
  const { response } = await send('customerToken', { grantType: 'AUTHORIZATION_CODE', authCode })
  return writtenAs(hand, text(response?.read, 'accessToken') ?? '')
}

/** A token, with its scheme or without, as the header of the customer carries it. */
export function writtenAs({ profile }: Pick<Hand, 'profile'>, token: string): string {
  const bare = token.replace('Bearer ', '')
  return profile['customerBearer'] === false ? bare : `Bearer ${bare}`
}
