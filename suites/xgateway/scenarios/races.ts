/** Several requests at once. */
import type { Letter } from '../../../src/stimulate/scenario.ts'
import { scenario } from '../../../src/stimulate/scenario.ts'
import {
  buy,
  either,
  partner,
  partnerOf,
  purchase,
  purchaseBy,
  referenceOf,
  request,
  soldWays,
  weigh,
  type Way,
} from '../messages.ts'

export const sameId = scenario<{
  data: 'pulsa' | 'slow' | 'plna' | 'pending'
  many: number
  way: Way
}>({
  id: 'race-same-id',
  says: 'Send one trx_id several times at once, then ask for its status.',
  role: 'server',
  exercises: ['purchase.parallel'],
  trials: 2,
  plans: ({ has, profile }) =>
    [
      { data: 'pulsa' as const, many: 2, way: 'usual' as const },
      { data: 'pulsa' as const, many: 5, way: 'usual' as const },
      { data: 'slow' as const, many: 3, way: 'usual' as const },
      { data: 'plna' as const, many: 3, way: 'usual' as const },
      { data: 'pending' as const, many: 3, way: 'usual' as const },
      ...soldWays(profile, 'after a query').map((way) => ({ data: 'plna' as const, many: 3, way })),
      ...soldWays(profile, 'TopupRequest').map((way) => ({ data: 'pulsa' as const, many: 3, way })),
    ].filter(({ data }) => has(data) !== 'no'),
  async act({ data, many, way }, hand) {
    const who = await partner(hand)
    const letter = await purchaseBy(hand, way, await hand.need(data), who.fields)
    await weigh(hand, who)
    await hand.race(Array.from({ length: many }, () => letter))
    await buy(hand, who, letter)
  },
})

export const crowd = scenario<{ many: number }>({
  id: 'crowd',
  says: 'Buy for different numbers, and several times for one, all at once.',
  role: 'server',
  exercises: ['purchase.together', 'echoes.parallel'],
  trials: 2,
  plans: () => [{ many: 6 }],
  async act({ many }, hand) {
    const who = await partner(hand)
    const [same, ...others] = [
      await hand.need('pulsa'),
      await either(hand, 'slow', 'pulsa'),
      await either(hand, 'plna', 'pulsa'),
      await hand.need('pulsa'),
    ]
    await weigh(hand, who)
    const letters = Array.from({ length: many }, (_, index): Letter =>
      purchase(hand, index % 2 === 0 ? same : others[(index - 1) / 2]!, who.fields),
    )
    await hand.race(letters)
    await weigh(hand, who)
    await hand.send(letters[0]!)
  },
})

export const queryRace = scenario({
  id: 'race-query',
  says: 'Query a meter and buy for it at the same time.',
  role: 'server',
  exercises: ['pln.query'],
  async act(_plan, hand) {
    const who = await partner(hand)
    const item = await hand.need('pln')
    await hand.race([request(hand, 'query', item, who.fields), request(hand, 'purchase', item, who.fields)])
    await hand.send(request(hand, 'purchase', item, who.fields))
  },
})

export const twoPartners = scenario<{ how: 'in turn' | 'at once'; data: 'pulsa' | 'plna'; way: Way }>({
  id: 'two-partners',
  says: 'Use one trx_id by two partners.',
  role: 'server',
  exercises: ['accounts.isolated', 'purchase.scope'],
  plans: ({ has, profile }) =>
    [
      { how: 'in turn' as const, data: 'pulsa' as const, way: 'usual' as const },
      { how: 'in turn' as const, data: 'plna' as const, way: 'usual' as const },
      { how: 'at once' as const, data: 'plna' as const, way: 'usual' as const },
      ...soldWays(profile, 'after a query').map((way) => ({
        how: 'in turn' as const,
        data: 'plna' as const,
        way,
      })),
    ].filter(({ data }) => data === 'pulsa' || has(data) !== 'no'),
  async act({ how, data, way }, hand) {
    const [one, other] = [partnerOf(await hand.need('account')), partnerOf(await hand.need('account'))]
    const item = await hand.need(data)
    const first = await purchaseBy(hand, way, item, one.fields)
    // Of a number one can tell whose transaction it is; a token is told apart by itself.
    const own = data === 'pulsa' ? await hand.need(data) : item
    const second = await purchaseBy(hand, way, own, other.fields, { REQUESTID: referenceOf(first) })
    if (how === 'at once') await hand.race([first, second])
    else {
      await hand.send(first)
      await hand.send(second)
    }
    await hand.send(second)
    await hand.send(first)
  },
})
