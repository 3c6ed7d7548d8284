/** PLN tokens: what opens the way for a purchase, and what does not. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { buy, linked, partner, partnerOf, request, weigh } from '../messages.ts'

export const queried = scenario<{ data: string; other: boolean }>({
  id: 'queried',
  says: 'Query a meter and buy for it, the product of the query or another; then both once more.',
  role: 'server',
  exercises: [
    'pln.query',
    'pln.meter',
    'pln.same-customer',
    'pln.sum',
    'pln.kwh',
    'pln.reference',
    'pln.first-product',
  ],
  plans: ({ has }) => [
    ...['pln', 'plna', 'ampersand', 'comma']
      .filter((data) => has(data) !== 'no')
      .map((data) => ({ data, other: false })),
    { data: 'plna', other: true },
  ],
  async act({ data, other }, hand) {
    const who = await partner(hand)
    const item = await hand.need(data)
    const product = other ? (await hand.need('pln'))['product'] : item['product']
    await weigh(hand, who)
    const asked = request(hand, 'query', item, who.fields)
    await buy(hand, who, asked)
    await hand.send(asked)
    const bought = { ...item, product }
    await buy(hand, who, request(hand, 'purchase', bought, { ...who.fields, ...linked(hand, asked) }))
    const again = request(hand, 'query', item, who.fields)
    await hand.send(again)
    await buy(hand, who, request(hand, 'purchase', bought, { ...who.fields, ...linked(hand, again) }))
  },
})

type Way =
  | 'nothing'
  | 'query of another meter'
  | 'query of another partner'
  | 'failed query'
  | 'query of what nobody sells'
  | 'query under a wrong PIN'

export const gate = scenario<{ way: Way }>({
  id: 'gate',
  says: 'Buy by PLNPrepaidTopup after no query, or after one that opens nothing.',
  role: 'server',
  exercises: ['pln.first', 'pln.first-match'],
  plans: ({ has }) => [
    { way: 'nothing' },
    { way: 'query of another meter' },
    ...(has('account') === 'no' ? [] : [{ way: 'query of another partner' as const }]),
    ...(has('nometer') === 'no' ? [] : [{ way: 'failed query' as const }]),
    { way: 'query of what nobody sells' },
    ...(has('account') === 'freely' ? [{ way: 'query under a wrong PIN' as const }] : []),
  ],
  async act({ way }, hand) {
    const who = await partner(hand)
    const item = await hand.need('pln')
    if (way === 'query of another meter')
      await hand.send(request(hand, 'query', await hand.need('pln'), who.fields))
    if (way === 'query of another partner')
      await hand.send(request(hand, 'query', item, partnerOf(await hand.need('account')).fields))
    if (way === 'failed query')
      await hand.send(request(hand, 'query', await hand.need('nometer'), who.fields))
    if (way === 'query of what nobody sells') {
      const { product } = await hand.need('unknownproduct')
      await hand.send(request(hand, 'query', { ...item, product }, who.fields))
    }
    if (way === 'query under a wrong PIN')
      await hand.send(request(hand, 'query', item, { ...who.fields, PIN: `${String(who.fields['PIN'])}7` }))
    await buy(hand, who, request(hand, 'purchase', item, who.fields))
    await hand.send(request(hand, 'direct', item, who.fields))
    if (way !== 'nothing') return
    // Whose token was sold is known by now, and was queried by nobody.
    await hand.send(request(hand, 'purchase', item, who.fields))
    // Only a partner of this case alone has queried no meter of the other kind.
    if (who.user !== undefined && hand.plenty('plna'))
      await buy(hand, who, request(hand, 'purchase', await hand.need('plna'), who.fields))
  },
})

export const shut = scenario({
  id: 'shut',
  says: 'Buy by PLNPrepaidTopup for a meter whose query has failed.',
  role: 'server',
  exercises: ['pln.first-failed'],
  async act(_plan, hand) {
    const item = await hand.need('noquery')
    const who = await partner(hand)
    const asked = request(hand, 'query', item, who.fields)
    await hand.send(asked)
    await buy(hand, who, request(hand, 'purchase', item, { ...who.fields, ...linked(hand, asked) }))
    await hand.send(request(hand, 'direct', item, who.fields))
  },
})
