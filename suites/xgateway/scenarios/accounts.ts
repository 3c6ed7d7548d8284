/** Requests of those who may not send them. */
import { scenario, type Hand, type Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { buy, partner, partnerOf, purchase, referenceOf, request, weigh, type Partner } from '../messages.ts'

type Who = 'nobody' | 'wrong PIN' | 'strange address'

interface Disguise {
  fields: Fields
  sending: Sending
}

export const intruders = scenario<{ who: Who }>({
  id: 'intruder',
  says: 'Buy, query and ask for a status under an unknown name, a wrong PIN or from a strange address.',
  role: 'server',
  exercises: ['accounts.user', 'accounts.pin', 'accounts.address', 'accounts.all', 'accounts.no-consume'],
  plans: ({ can }) => [
    { who: 'nobody' },
    { who: 'wrong PIN' },
    ...(can.stranger ? [{ who: 'strange address' as const }] : []),
  ],
  async act({ who }, hand) {
    const right = await partner(hand)
    const phone = await hand.need('pulsa')
    const meter = hand.plenty('plna') ? await hand.need('plna') : undefined
    const known = purchase(hand, phone, right.fields)
    await buy(hand, right, known)
    if (meter) await hand.send(request(hand, 'query', meter, right.fields))
    const { fields, sending } = await disguise(hand, who, right, String(known.draft.fields['PIN']))
    // Another number, so that nobody can refuse it for what was bought before.
    const fresh = await hand.need('pulsa')
    const refused = purchase(hand, fresh, fields, sending)
    await hand.send(refused)
    await hand.send(purchase(hand, phone, { ...fields, REQUESTID: referenceOf(known) }, sending))
    for (const method of ['query', 'purchase', 'direct'] as const)
      if (meter) await hand.send(request(hand, method, meter, fields, sending))
    await weigh(hand, right)
    await buy(hand, right, purchase(hand, fresh, { ...right.fields, REQUESTID: referenceOf(refused) }))
  },
})

async function disguise(hand: Hand, who: Who, right: Partner, pin: string): Promise<Disguise> {
  if (who === 'nobody')
    return { fields: { MSISDN: (await hand.need('nobody')).code, PIN: pin }, sending: { note: who } }
  if (who === 'wrong PIN') return { fields: { ...right.fields, PIN: `${pin}7` }, sending: { note: who } }
  hand.needStranger()
  return { fields: right.fields, sending: { stranger: true, note: who } }
}

export const forwarded = scenario<{ from: 'home' | 'abroad' }>({
  id: 'forwarded',
  says: 'Name another address in a header, from the registered address and from a strange one.',
  role: 'server',
  exercises: ['accounts.forwarded'],
  plans: ({ can }) => [{ from: 'home' }, ...(can.stranger ? [{ from: 'abroad' as const }] : [])],
  async act({ from }, hand) {
    const who = await partner(hand)
    const item = await hand.need('pulsa')
    await hand.send(purchase(hand, item, who.fields))
    const abroad = from === 'abroad'
    if (abroad) await hand.send(purchase(hand, item, who.fields, { stranger: true }))
    const headers = (address: string): [string, string][] => [
      ['X-Forwarded-For', address],
      ['X-Real-IP', address],
    ]
    await hand.send(
      purchase(hand, item, who.fields, {
        headers: headers(abroad ? '127.0.0.1' : '203.0.113.7'),
        ...(abroad ? { stranger: true } : {}),
      }),
    )
  },
})

export const blocked = scenario<{ method: 'topup' | 'query' }>({
  id: 'blocked',
  says: 'Buy and query with a blocked account.',
  role: 'server',
  exercises: ['accounts.blocked'],
  plans: ({ has }) =>
    has('blocked') === 'no'
      ? []
      : [{ method: 'topup' }, ...(has('pln') === 'no' ? [] : [{ method: 'query' as const }])],
  async act({ method }, hand) {
    const { fields } = partnerOf(await hand.need('blocked'))
    const item = await hand.need(method === 'topup' ? 'pulsa' : 'pln')
    await hand.send(request(hand, method, item, fields))
  },
})
