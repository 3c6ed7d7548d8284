/** The same trx_id once more, in every way that could make a second purchase of it. */
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import type { Cut } from '../../../src/wire/drive.ts'
import {
  buy,
  digitsOf,
  either,
  isServed,
  partner,
  purchase,
  purchaseBy,
  referenceOf,
  request,
  soldWays,
  weigh,
  type Way,
} from '../messages.ts'

type How = 'same bytes' | 'sealed anew' | 'other number' | 'other product' | 'other both'

export const repeats = scenario<{ data: 'pulsa' | 'pln' | 'plna'; how: How; way: Way }>({
  id: 'repeat',
  says: 'Buy, and send the trx_id again: as it was, or with another number or product.',
  role: 'server',
  exercises: ['purchase.repeat', 'purchase.replay', 'purchase.same-transaction', 'purchase.payload'],
  plans: ({ profile }) => [
    ...(['same bytes', 'sealed anew', 'other number', 'other product', 'other both'] as const).map((how) => ({
      data: 'pulsa' as const,
      how,
      way: 'usual' as const,
    })),
    ...(['same bytes', 'other number'] as const).flatMap((how) => [
      { data: 'plna' as const, how, way: 'usual' as const },
      ...soldWays(profile, 'after a query').map((way) => ({ data: 'pln' as const, how, way })),
      ...soldWays(profile, 'TopupRequest').map((way) => ({ data: 'pulsa' as const, how, way })),
    ]),
  ],
  async act({ data, how, way }, hand) {
    const who = await partner(hand)
    const [item, stranger] = [await hand.need(data), await hand.need(data)]
    const product = await either(hand, data === 'pulsa' ? 'plna' : 'pln', data)
    await weigh(hand, who)
    const first = await purchaseBy(hand, way, item, who.fields)
    const REQUESTID = referenceOf(first)
    const others = {
      'other number': stranger,
      'other product': { ...item, product: product['product'] },
      'other both': product,
      'sealed anew': item,
    }
    const again =
      how === 'same bytes' ? first : await purchaseBy(hand, way, others[how], who.fields, { REQUESTID })
    await buy(hand, who, first)
    await buy(hand, who, again)
    await buy(hand, who, first)
  },
})

export const failed = scenario<{ data: 'missing' | 'biller' | 'nometer' }>({
  id: 'repeat-failed',
  says: 'Fail, see to it that the number is good now, and send the same trx_id again.',
  role: 'server',
  exercises: ['purchase.failed'],
  plans: ({ has }) =>
    (['missing', 'biller', 'nometer'] as const)
      .filter((data) => has(data) !== 'no')
      .map((data) => ({ data })),
  async act({ data }, hand) {
    const who = await partner(hand)
    const item = await hand.need(data)
    const letter = purchase(hand, item, who.fields)
    await buy(hand, who, letter)
    await mend(hand, item.code, data === 'nometer' ? 'pln' : 'pulsa')
    await buy(hand, who, letter)
  },
})

/** A number that failed so far succeeds from now on, where a hook can do that. */
async function mend(hand: Hand, code: string, data: 'pulsa' | 'pln'): Promise<void> {
  if (hand.plenty('account')) await hand.need(data, { code })
}

export const cross = scenario<{ then: 'purchase' | 'direct' }>({
  id: 'cross',
  says: 'Query a meter, buy under the trx_id of the query, query again and repeat the purchase.',
  role: 'server',
  exercises: ['purchase.cross', 'purchase.repeat'],
  plans: () => [{ then: 'purchase' }, { then: 'direct' }],
  async act({ then }, hand) {
    const who = await partner(hand)
    const item = await hand.need('plna')
    const asked = request(hand, 'query', item, who.fields)
    await hand.send(asked)
    const more = { ...who.fields, REQUESTID: referenceOf(asked) }
    const bought = request(hand, then, item, more)
    const isBought = isServed(await buy(hand, who, bought))
    await hand.send(request(hand, 'query', item, more))
    if (isBought) await buy(hand, who, bought)
  },
})

const pairs = ['leading zero', 'case of letters', 'last of twenty', 'one too many'] as const
type Pair = (typeof pairs)[number]

export const ids = scenario<{ pair: Pair; data: 'pulsa' | 'plna' }>({
  id: 'ids',
  says: 'Buy under two trx_ids that are nearly the same.',
  role: 'server',
  exercises: ['purchase.typed', 'purchase.whole-id', 'echoes.text', 'refusals.over-length'],
  plans: ({ has }) =>
    (['pulsa', 'plna'] as const)
      .filter((data) => data === 'pulsa' || has(data) !== 'no')
      .flatMap((data) => pairs.map((pair) => ({ pair, data }))),
  async act({ pair, data }, hand) {
    const who = await partner(hand)
    const reference = hand.fresh('REQUESTID')
    const number = digitsOf(reference).slice(0, 19)
    const [first, second] = {
      'leading zero': [`0${number}`, number],
      'case of letters': [`${reference}a`, `${reference}A`],
      'last of twenty': [`${reference}ABCDEFG1`, `${reference}ABCDEFG2`],
      'one too many': [`${reference}ABCDEFGH`, `${reference}ABCDEFGHI`],
    }[pair] as [string, string]
    // A token is told apart by itself; of another meter it would be wrong in more than one way.
    const item = await hand.need(data)
    const other = data === 'pulsa' ? await hand.need(data) : item
    await hand.send(purchase(hand, item, { ...who.fields, REQUESTID: first }))
    const sending = second.length > 20 ? { flaws: 1 as const } : {}
    await hand.send(purchase(hand, other, { ...who.fields, REQUESTID: second }, sending))
  },
})

export const losses = scenario<{ data: 'pulsa' | 'plna'; cut: Cut }>({
  id: 'lost-reply',
  says: 'Lose the reply to a purchase, then ask for its status.',
  role: 'server',
  exercises: ['purchase.repeat'],
  plans: () => [
    ...(['before-last-byte', 'after-request', 'in-answer'] as const).map((cut) => ({
      data: 'pulsa' as const,
      cut,
    })),
    { data: 'plna', cut: 'after-request' },
  ],
  async act({ data, cut }, hand) {
    const who = await partner(hand)
    const letter = purchase(hand, await hand.need(data), who.fields)
    await weigh(hand, who)
    await hand.lose(letter, cut)
    await buy(hand, who, letter)
    await buy(hand, who, letter)
  },
})
