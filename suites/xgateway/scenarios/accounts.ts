/** Requests of those who may not send them. */
import { scenario, type Hand, type Letter, type Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { inOtherCase } from '../../common/letters.ts'
import {
  buy,
  partner,
  partnerOf,
  purchase,
  referenceOf,
  request,
  soldWays,
  weigh,
  type Method,
  type Partner,
} from '../messages.ts'

type Who = 'nobody' | 'nearly the name' | 'wrong PIN' | 'strange address'

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
    { who: 'nearly the name' },
    { who: 'wrong PIN' },
    ...(can.stranger ? [{ who: 'strange address' as const }] : []),
  ],
  async act({ who }, hand) {
    const right = await partner(hand)
    const phone = await hand.need('pulsa')
    const meter = hand.plenty('plna') ? await hand.need('plna') : undefined
    const known = purchase(hand, phone, right.fields)
    await buy(hand, right, known)
    const waits = hand.plenty('pending')
      ? purchase(hand, await hand.need('pending'), right.fields)
      : undefined
    if (waits) await hand.send(waits)
    const failed = hand.plenty('missing')
      ? purchase(hand, await hand.need('missing'), right.fields)
      : undefined
    if (failed) await hand.send(failed)
    if (meter) await hand.send(request(hand, 'query', meter, right.fields))
    const { fields, sending } = await disguise(hand, who, right, known)
    // Another number, so that nobody can refuse it for what was bought before.
    const fresh = await hand.need('pulsa')
    const refused = purchase(hand, fresh, fields, sending)
    await hand.send(refused)
    await hand.send(purchase(hand, phone, { ...fields, REQUESTID: referenceOf(known) }, sending))
    for (const known of [waits, failed])
      if (known) await hand.send(hand.seal('topup', { ...known.draft.fields, ...fields }, sending))
    for (const method of soldWays(hand.profile, 'TopupRequest'))
      await hand.send(request(hand, 'topup', fresh, fields, { ...sending, style: { method } }))
    for (const method of ['query', 'purchase', 'direct'] as const)
      if (meter) await hand.send(request(hand, method, meter, fields, sending))
    await weigh(hand, right)
    await buy(hand, right, purchase(hand, fresh, { ...right.fields, REQUESTID: referenceOf(refused) }))
  },
})

async function disguise(hand: Hand, who: Who, right: Partner, known: Letter): Promise<Disguise> {
  const [user, pin] = [String(known.draft.fields['MSISDN']), String(known.draft.fields['PIN'])]
  if (who === 'wrong PIN') return { fields: { ...right.fields, PIN: `${pin}7` }, sending: { note: who } }
  if (who !== 'strange address') {
    const nobody = await hand.need('nobody', who === 'nobody' ? {} : { code: `${user}X` })
    return { fields: { MSISDN: nobody.code, PIN: pin }, sending: { note: who } }
  }
  hand.needStranger()
  return { fields: right.fields, sending: { stranger: true, note: who } }
}

type Slip =
  | 'another sign'
  | 'a zero before it'
  | 'its first signs'
  | 'its letters in the other case'
  | 'the PIN of another partner'

const slips: readonly Slip[] = [
  'another sign',
  'a zero before it',
  'its first signs',
  'its letters in the other case',
  'the PIN of another partner',
]

export const pins = scenario<{ slip: Slip }>({
  id: 'pins',
  says: 'Buy under a PIN that is nearly the right one, or that of somebody else.',
  role: 'server',
  exercises: ['accounts.pin'],
  // Whoever shuts an account after some wrong PINs would shut the only one.
  plans: ({ has }) => (has('account') === 'freely' ? slips.map((slip) => ({ slip })) : []),
  async act({ slip }, hand) {
    const isCase = slip === 'its letters in the other case'
    const right = isCase ? partnerOf(await hand.need('account', { pin: lettered })) : await partner(hand)
    const pin = String(right.fields['PIN'])
    const wrong = slip === 'the PIN of another partner' ? await pinOfAnother(hand) : mistaken(slip, pin)
    const letter = purchase(hand, await hand.need('pulsa'), right.fields)
    if (wrong === pin || wrong === '') return
    await weigh(hand, right)
    await hand.send(hand.seal('topup', { ...letter.draft.fields, PIN: wrong }, { note: slip }))
    await weigh(hand, right)
    await buy(hand, right, letter)
  },
})

/** A PIN of both cases; whoever gives another one, of digits alone, is asked nothing. */
const lettered = 'Uji24Xgw'

/** A PIN that is right, with another user id. */
async function pinOfAnother(hand: Hand): Promise<string> {
  const { fields } = partnerOf(await hand.need('account'))
  await hand.send(purchase(hand, await hand.need('pulsa'), fields))
  return String(fields['PIN'])
}

function mistaken(slip: Slip, pin: string): string {
  if (slip === 'a zero before it') return `0${pin}`
  if (slip === 'its letters in the other case') return inOtherCase(pin)
  const [start, last] = [pin.slice(0, -1), pin.slice(-1)]
  return slip === 'another sign' ? start + (last === '7' ? '3' : '7') : start
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
    await weigh(hand, who)
    if (abroad) await hand.send(purchase(hand, item, who.fields, { stranger: true }))
    await weigh(hand, who)
    const headers = (address: string): [string, string][] => [
      ['X-Forwarded-For', address],
      ['X-Real-IP', address],
    ]
    const sending = {
      headers: headers(abroad ? '127.0.0.1' : '203.0.113.7'),
      ...(abroad ? { stranger: true } : {}),
    }
    await hand.send(purchase(hand, item, who.fields, sending))
    if (hand.plenty('pln'))
      await hand.send(request(hand, 'query', await hand.need('pln'), who.fields, sending))
  },
})

export const blocked = scenario<{ data: 'pulsa' | 'pln'; method: string }>({
  id: 'blocked',
  says: 'Buy and query with a blocked account.',
  role: 'server',
  exercises: ['accounts.blocked'],
  plans: ({ has, profile }) =>
    has('blocked') === 'no'
      ? []
      : [
          ...['topUpRequest', ...soldWays(profile, 'TopupRequest')].map((method) => ({
            data: 'pulsa' as const,
            method,
          })),
          ...(has('pln') === 'no'
            ? []
            : ['query', 'direct'].map((method) => ({ data: 'pln' as const, method }))),
        ],
  async act({ data, method }, hand) {
    const { fields } = partnerOf(await hand.need('blocked'))
    const item = await hand.need(data)
    const isTopup = data === 'pulsa'
    const operation = isTopup ? 'topup' : (method as Method)
    await hand.send(request(hand, operation, item, fields, isTopup ? { style: { method } } : {}))
  },
})
