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

/** How user id and trx_id of two partners come out the same, if they are joined with no sign between them. */
const joints: { [first: string]: (user: string, trx: string) => { user: string; trx: string } } = {
  'user first': (user, trx) => ({ user: user.slice(0, -1), trx: user.slice(-1) + trx }),
  'trx_id first': (user, trx) => ({ user: user.slice(1), trx: trx + user.slice(0, 1) }),
}

interface Two {
  how: 'in turn' | 'at once'
  data: 'pulsa' | 'plna'
  way: Way
  joined?: string
}

export const twoPartners = scenario<Two>({
  id: 'two-partners',
  says: 'Use one trx_id by two partners, and one that together with the user id reads as that of the other.',
  role: 'server',
  exercises: ['accounts.isolated', 'purchase.scope'],
  plans: ({ has, profile }) =>
    [
      { how: 'in turn' as const, data: 'pulsa' as const, way: 'usual' as const, joined: 'user first' },
      { how: 'in turn' as const, data: 'plna' as const, way: 'usual' as const, joined: 'trx_id first' },
      { how: 'at once' as const, data: 'plna' as const, way: 'usual' as const },
      ...soldWays(profile, 'after a query').map((way) => ({
        how: 'in turn' as const,
        data: 'plna' as const,
        way,
      })),
    ].filter(({ data }) => data === 'pulsa' || has(data) !== 'no'),
  async act({ how, data, way, joined = '' }, hand) {
    const other = partnerOf(await hand.need('account'))
    const trx = hand.fresh('REQUESTID')
    const twin = joints[joined]?.(other.user!, trx)
    const one = partnerOf(await hand.need('account', twin ? { code: twin.user } : {}))
    const item = await hand.need(data)
    const first = await purchaseBy(hand, way, item, one.fields, twin ? { REQUESTID: twin.trx } : {})
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
    // Whoever names the partner himself may not give him the name that was wished for.
    if (twin && one.user === twin.user)
      await hand.send(purchase(hand, own, { ...other.fields, REQUESTID: trx }))
  },
})
