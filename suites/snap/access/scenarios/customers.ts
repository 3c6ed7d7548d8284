/** Customers: their tokens invented, in the hands of another partner, and with the cards of others. */
import type { Item } from '../../../../src/judge/trace.ts'
import { scenario, Skipped, type Hand } from '../../../../src/stimulate/scenario.ts'
import { text, type Fields } from '../../../../src/wire/reading.ts'
import { turned } from '../../../common/letters.ts'
import { bears } from '../../../common/bearing.ts'
import { money, order } from '../../orders.ts'
import { altered, at } from './forging.ts'
import { lane, neighbour, tokenOf, writtenAs, type Party } from './parties.ts'

const plans = ({ profile }: Pick<Hand, 'profile'>): undefined[] =>
  bears(profile, 'b2b2c') ? [undefined] : []

/** Sends in the name of the target's own partner. */
const ownSend =
  (hand: Hand): Party['send'] =>
  (operation, fields, sending) =>
    hand.send(hand.seal(operation, fields, sending))

/** What pays back a part of a payment. */
const backOf = (hand: Hand, reference: string): Fields => ({
  originalPartnerReferenceNo: reference,
  partnerRefundNo: hand.fresh('partnerRefundNo'),
  refundAmount: money('1000.00'),
})

export const wrongCustomers = scenario({
  id: 'wrong-customers',
  says: 'Pay and pay back with tokens of customers that nobody gave out.',
  role: 'server',
  exercises: ['tokens.customer-unknown'],
  plans,
  async act(_plan, hand) {
    const send = ownSend(hand)
    const token = await customerToken(hand)
    const fields = { ...(await order(hand)), [at.customer]: token }
    await send('payment', fields)
    const bare = token.replace('Bearer ', '')
    const wrongs = [altered(bare), turned(bare), bare.slice(0, -5)].filter((one) => one !== bare)
    await Promise.all(
      wrongs.map(async (wrong) => {
        const carried = { [at.customer]: writtenAs(hand, wrong) }
        await send('payment', { ...(await order(hand)), ...carried })
        await send('refund', { ...backOf(hand, String(fields['partnerReferenceNo'])), ...carried })
      }),
    )
  },
})

/** A token of a customer of the target's own partner. */
async function customerToken(hand: Hand): Promise<string> {
  const { authCode } = await hand.need('customer')
  return tokenOf(hand, ownSend(hand), String(authCode))
}

export const othersCustomers = scenario({
  id: 'others-customers',
  says: 'Pay and pay back with the token of a customer that another partner was given, and with that of the partner itself.',
  role: 'server',
  exercises: ['tokens.customer-bound', 'tokens.customer-unknown'],
  lane,
  plans,
  async act(_plan, hand) {
    const other = await neighbour(hand)
    const foreign = { [at.customer]: await customerToken(hand) }
    const fields = await order(hand, 'card', { merchantId: other.merchant })
    const next = await order(hand, 'card', { merchantId: other.merchant })
    const wrong = { ...next, [at.customer]: altered(String(foreign[at.customer])) }
    await other.send('payment', wrong)
    await other.send('payment', { ...next, ...foreign })
    await other.send('payment', fields)
    await other.send('refund', { ...backOf(hand, String(fields['partnerReferenceNo'])), ...foreign })
    if (!bears(hand.profile, 'b2b')) return
    const token = await other.token()
    const both = { [at.token]: token, [at.customer]: writtenAs(hand, token) }
    await other.send('payment', { ...(await order(hand, 'card', { merchantId: other.merchant })), ...both })
  },
})

export const othersCards = scenario({
  id: 'others-cards',
  says: 'Pay from the card of one customer with the token of another.',
  role: 'server',
  exercises: ['tokens.customer'],
  plans,
  async act(_plan, hand) {
    const [customer, owner] = [await hand.need('customer'), await hand.need('othercustomer')]
    const card = await cardOf(hand, owner)
    const send = ownSend(hand)
    for (const { authCode } of [owner, customer]) {
      const carried = { [at.customer]: await tokenOf(hand, send, String(authCode)) }
      await send('payment', await order(hand, 'card', { ...carried, bankCardToken: card, chargeToken: card }))
    }
  },
})

export const othersConsents = scenario({
  id: 'others-consents',
  says: 'Ask for the token of a customer by the code or refresh token of another partner, and by one code twice.',
  role: 'server',
  exercises: ['tokens.consent', 'tokens.consent-once'],
  lane,
  plans,
  async act(_plan, hand) {
    const other = await neighbour(hand, false)
    const send = ownSend(hand)
    const [mine, once] = [await hand.need('customer'), await hand.need('customer')]
    await other.send('customerToken', consent(mine))
    const { response } = await send('customerToken', consent(once))
    const refreshToken = text(response?.read, 'refreshToken')
    if (refreshToken !== undefined) await other.send('customerToken', renewal(refreshToken))
    await send('customerToken', consent(once))
  },
})

const consent = ({ authCode }: Item): Fields => ({
  grantType: 'AUTHORIZATION_CODE',
  authCode: String(authCode),
})
const renewal = (refreshToken: string): Fields => ({ grantType: 'REFRESH_TOKEN', refreshToken })

/** Seconds after the end of a token that it is tried again. */
const late = 120

export const agedCustomers = scenario({
  id: 'aged-customers',
  says: 'Pay, pay back and renew with the tokens of a customer whose time is over.',
  role: 'server',
  exercises: ['tokens.customer-expired'],
  exclusive: 'together',
  plans,
  async act(_plan, hand) {
    const send = ownSend(hand)
    const { response } = await send('customerToken', consent(await hand.need('customer')))
    const told = (name: string) => text(response?.read, name)
    const token = told('accessToken')
    if (token === undefined) throw new Skipped('no-answer', 'The client was given no token of the customer.')
    const carried = { [at.customer]: writtenAs(hand, token) }
    const fields = { ...(await order(hand)), ...carried }
    await send('payment', fields)
    const ends = ['accessTokenExpiryTime', 'refreshTokenExpiryTime'].map((name) =>
      Date.parse(told(name) ?? ''),
    )
    const last = Math.max(...ends.filter(Number.isFinite))
    if (!Number.isFinite(last)) throw new Skipped('no-answer', 'The token of the customer tells no end.')
    await hand.advance(Math.ceil((last - Date.parse(hand.now())) / 1000) + late)
    await send('payment', { ...(await order(hand)), ...carried })
    await send('refund', { ...backOf(hand, String(fields['partnerReferenceNo'])), ...carried })
    const refreshToken = told('refreshToken')
    if (refreshToken !== undefined) await send('customerToken', renewal(refreshToken))
  },
})

/** A card of a customer: the one that is told of, or one that a hook makes for him. */
async function cardOf(hand: Hand, { code, card }: Item): Promise<string> {
  if (card !== undefined) return String(card)
  const made = await hand.need('card', { customer: code })
  if (made['customer'] === code) return made.code
  throw new Skipped('needs-test-data', 'The «othercustomer» of the declaration names no card of his.')
}
