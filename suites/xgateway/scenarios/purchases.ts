/** Purchases that succeed and that fail, in every method of the document. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import {
  buy,
  buyToTheEnd,
  digitsAlone,
  linked,
  partner,
  partnerOf,
  purchase,
  purchaseBy,
  request,
  soldWays,
  weigh,
  type Method,
  type Way,
} from '../messages.ts'

const sold = ['pulsa', 'pln', 'plna']

export const purchases = scenario<{ data: string }>({
  id: 'purchase',
  says: 'Buy, buy the same again under another trx_id, and ask for the status of the first.',
  role: 'server',
  exercises: [
    'purchase.unlimited',
    'purchase.repeat',
    'purchase.replay',
    'purchase.replay-text',
    'purchase.same-transaction',
    'purchase.new-transaction',
    'serials.success',
    'serials.pln',
    'serials.plna',
    'serials.token',
    'serials.token-unique',
  ],
  plans: () => sold.map((data) => ({ data })),
  async act({ data }, hand) {
    const who = await partner(hand)
    const item = await hand.need(data)
    await weigh(hand, who)
    const first = purchase(hand, item, who.fields)
    await buyToTheEnd(hand, who, first)
    await buyToTheEnd(hand, who, purchase(hand, item, who.fields))
    await buy(hand, who, first)
    await hand.send(purchase(hand, item, who.fields))
  },
})

export const names = scenario<{ data: 'ampersand' | 'comma' }>({
  id: 'names',
  says: 'Query and buy for customers whose names hold signs that have a meaning elsewhere.',
  role: 'server',
  exercises: ['xml.escaped', 'serials.plna'],
  plans: () => [{ data: 'ampersand' }, { data: 'comma' }],
  async act({ data }, hand) {
    const item = await hand.need(data)
    const who = await partner(hand)
    await hand.send(request(hand, 'query', item, who.fields))
    const letter = purchase(hand, item, who.fields)
    await hand.send(letter)
    await hand.send(letter)
  },
})

export const money = scenario({
  id: 'money',
  says: 'Read the balance of a partner after each thing that is done: bought, asked, failed, repeated.',
  role: 'server',
  exercises: ['balance.charge', 'balance.no-charge'],
  async act(_plan, hand) {
    const who = partnerOf(await hand.need('account'))
    const [phone, meter, missing] = [
      await hand.need('pulsa'),
      await hand.need('pln'),
      await hand.need('missing'),
    ]
    const letter = purchase(hand, phone, who.fields)
    const deeds = [
      letter,
      request(hand, 'query', meter, who.fields),
      purchase(hand, missing, who.fields),
      letter,
      purchase(hand, meter, who.fields),
    ]
    await weigh(hand, who)
    for (const deed of deeds) {
      await hand.send(deed)
      await weigh(hand, who)
    }
  },
})

const unsold = ['missing', 'unknownproduct', 'biller', 'unpriced', 'closed']

export const refusals = scenario<{ data: string; method: Method }>({
  id: 'refusal',
  says: 'Buy what is not sold or cannot be delivered, then something that can.',
  role: 'server',
  exercises: [
    'purchase.unknown-product',
    'purchase.unknown-number',
    'message.reason',
    'serials.empty',
    'purchase.identified',
  ],
  plans: ({ has }) =>
    [
      ...unsold.map((data) => ({ data, method: 'topup' as const })),
      { data: 'nometer', method: 'query' as const },
      { data: 'nometer', method: 'direct' as const },
      ...(has('pln') === 'no' ? [] : [{ data: 'unknownproduct', method: 'direct' as const }]),
    ].filter(({ data }) => has(data) !== 'no'),
  async act({ data, method }, hand) {
    const who = await partner(hand)
    const meter = data === 'unknownproduct' && method === 'direct' ? await hand.need('pln') : undefined
    const item = await hand.need(data, meter ? { code: meter.code } : {})
    await weigh(hand, who)
    await buy(hand, who, request(hand, method, item, who.fields))
    await buy(hand, who, purchase(hand, await hand.need('pulsa'), who.fields))
  },
})

export const methods = scenario({
  id: 'methods',
  says: 'Buy by every method of the document, and by each name of what has two.',
  role: 'server',
  exercises: ['rpc.methods', 'rpc.method-case', 'pln.direct', 'pln.query', 'echoes.kept'],
  async act(_plan, hand) {
    const who = await partner(hand)
    const [phone, other, meter, second, direct, asked] = [
      await hand.need('pulsa'),
      await hand.need('pulsa'),
      await hand.need('pln'),
      await hand.need('pln'),
      await hand.need('plna'),
      await hand.need('plna'),
    ]
    await weigh(hand, who)
    const own = () => ({ ...who.fields, REQUESTID: digitsAlone(hand) })
    const named = (method: string) => ({ style: { method } })
    await buy(hand, who, request(hand, 'topup', phone, own(), named('topUpRequest')))
    await buy(hand, who, request(hand, 'topup', meter, own(), named('TopupRequest')))
    await buy(hand, who, request(hand, 'topup', second, own(), named('topUpRequest')))
    await buy(hand, who, request(hand, 'topup', other, own(), named('TopupRequest')))
    await buy(hand, who, request(hand, 'direct', direct, own()))
    const query = request(hand, 'query', asked, own())
    await hand.send(query)
    await buy(hand, who, request(hand, 'purchase', asked, { ...own(), ...linked(hand, query) }))
  },
})

export const unknownMethod = scenario<{ method: string; data: 'pulsa' | 'pln' }>({
  id: 'unknown-method',
  says: 'Call a method that the document does not have.',
  role: 'server',
  exercises: ['rpc.unknown-method'],
  plans: ({ has }) => [
    ...['PLNPostpaidInquiry', 'topUpRequests', 'system.listMethods'].map((method) => ({
      method,
      data: 'pulsa' as const,
    })),
    ...(has('pln') === 'no' ? [] : [{ method: 'PLNPostpaidTopup', data: 'pln' as const }]),
  ],
  async act({ method, data }, hand) {
    const who = await partner(hand)
    const item = await hand.need(data)
    const letter = request(hand, 'topup', item, who.fields, { style: { method } })
    await weigh(hand, who)
    await buy(hand, who, letter)
  },
})

export const poor = scenario<{ data: 'pulsa' | 'plna' | 'pending'; way: Way }>({
  id: 'poor',
  says: 'Buy with a deposit that is below every price.',
  role: 'server',
  exercises: ['balance.insufficient'],
  plans: ({ has, profile }) =>
    [
      { data: 'pulsa' as const, way: 'usual' as const },
      { data: 'plna' as const, way: 'usual' as const },
      { data: 'pending' as const, way: 'usual' as const },
      ...soldWays(profile, 'TopupRequest').map((way) => ({ data: 'pulsa' as const, way })),
      ...soldWays(profile, 'after a query').map((way) => ({ data: 'plna' as const, way })),
    ].filter(({ data }) => data === 'pulsa' || has(data) !== 'no'),
  async act({ data, way }, hand) {
    const { fields } = partnerOf(await hand.need('poor'))
    await hand.send(await purchaseBy(hand, way, await hand.need(data), fields))
  },
})
