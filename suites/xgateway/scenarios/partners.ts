/** What belongs to one partner and no other: its name, its purchases, the address of its callbacks, its deposit. */
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { inOtherCase } from '../../common/letters.ts'
import { buy, partner, partnerOf, purchase, referenceOf, weigh, type Partner } from '../messages.ts'

/** How a name differs from that of a partner. */
const slips: { [slip: string]: (user: string) => string } = {
  'its letters in the other case': inOtherCase,
  'all but its first letter': (user) => user.slice(1),
}

export const namesakes = scenario<string>({
  id: 'namesake',
  says: 'Buy under a user id whose letters are in the other case, or whose first letter is missing.',
  role: 'server',
  exercises: ['accounts.user'],
  plans: () => Object.keys(slips),
  async act(slip, hand) {
    const right = await partner(hand)
    const letter = purchase(hand, await hand.need('pulsa'), right.fields)
    await hand.send(letter)
    const [user, PIN] = [String(letter.draft.fields['MSISDN']), String(letter.draft.fields['PIN'])]
    const code = slips[slip]!(user)
    if (code === user || code === '') return
    const nobody = await hand.need('nobody', { code })
    const fields = { MSISDN: nobody.code, PIN }
    await hand.send(purchase(hand, await hand.need('pulsa'), fields, { note: slip }))
  },
})

export const strangersStatus = scenario<{ data: 'pending' | 'missing' | 'biller' }>({
  id: 'two-partners-in-trouble',
  says: 'Use one trx_id by two partners, when that of the first is pending or has failed.',
  role: 'server',
  exercises: ['accounts.isolated'],
  plans: ({ has }) =>
    has('account') === 'no'
      ? []
      : (['pending', 'missing', 'biller'] as const)
          .filter((data) => has(data) !== 'no')
          .map((data) => ({ data })),
  async act({ data }, hand) {
    const [one, other] = [await partner(hand), partnerOf(await hand.need('account'))]
    const first = purchase(hand, await hand.need(data), one.fields)
    const own = await hand.need(data)
    await hand.send(first)
    await hand.send(purchase(hand, own, { ...other.fields, REQUESTID: referenceOf(first) }))
  },
})

export const stillPending = scenario<{ data: 'pending' | 'plnpending' }>({
  id: 'still-pending',
  says: 'Buy once more what is still pending, under another trx_id.',
  role: 'server',
  exercises: ['purchase.unlimited'],
  plans: ({ has }) =>
    (['pending', 'plnpending'] as const).filter((data) => has(data) !== 'no').map((data) => ({ data })),
  async act({ data }, hand) {
    const who = await partner(hand)
    const item = await hand.need(data)
    for (let times = 0; times < 3; times++) await buy(hand, who, purchase(hand, item, who.fields))
  },
})

/** Seconds after which what is pending is to be final. */
const soon = 0.05

interface Owner extends Partner {
  /** Where callbacks to this partner go. */
  callbackUrl: string
}

/** A partner with an address of its own. */
async function owner(hand: Hand): Promise<Owner> {
  const url = new URL(hand.callbackUrl ?? 'http://127.0.0.1:9')
  url.searchParams.set('partner', hand.fresh('REQUESTID'))
  const callbackUrl = url.href
  return { ...partnerOf(await hand.need('account', { callbackUrl })), callbackUrl }
}

export const addresses = scenario<{ clock: boolean }>({
  id: 'own-address',
  says: 'Buy what is pending by two partners, each with an address of its own for callbacks.',
  role: 'server',
  exercises: ['callbacks.addressed'],
  // Alone, so that no address of another case comes after these two.
  exclusive: true,
  plans: ({ has, can: { callbacks, clock } }) =>
    callbacks && has('account') === 'freely' && has('pending') !== 'no' ? [{ clock }] : [],
  async act({ clock }, hand) {
    hand.needCallbacks()
    const [phone, owners] = [await hand.need('pulsa'), [await owner(hand), await owner(hand)]]
    const letters: Letter[] = []
    for (const { fields, callbackUrl } of owners) {
      const item = await hand.need('pending', { settlesIn: soon, callbackUrl })
      // In letters of both cases, which its callback repeats.
      letters.push(purchase(hand, item, { ...fields, REQUESTID: `${hand.fresh('REQUESTID')}aB` }))
    }
    for (const letter of letters) await hand.send(letter)
    if (clock) await hand.advance(Number(hand.profile['callbackSeconds']))
    for (const letter of letters) await hand.callbacks(referenceOf(letter))
    // The balance that is told next shows what was charged for what only a callback has told the end of.
    for (const { fields } of owners) await hand.send(purchase(hand, phone, fields))
  },
})

/** How much of a price is deposited beyond one, in percent. */
const rests = { 'one after the other': 50, 'at once': 50, 'to the last rupiah': 0 }

export const deposits = scenario<{ how: keyof typeof rests }>({
  id: 'deposit',
  says: 'Buy more than the deposit suffices for, one after the other or at once.',
  role: 'server',
  exercises: ['balance.insufficient'],
  plans: ({ has }) =>
    has('account') === 'freely' ? (Object.keys(rests) as (keyof typeof rests)[]).map((how) => ({ how })) : [],
  async act({ how }, hand) {
    const item = await hand.need('pulsa')
    const price = priceIn(await hand.send(purchase(hand, item, (await partner(hand)).fields)))
    if (price === undefined) return
    const balance = Math.floor((price * (100 + rests[how])) / 100)
    const who = partnerOf(await hand.need('account', { balance, credit: 0 }))
    const letters = Array.from({ length: 3 }, (): Letter => purchase(hand, item, who.fields))
    if (how === 'at once') await hand.race(letters)
    else for (const letter of letters.slice(1)) await buy(hand, who, letter)
    await weigh(hand, who)
  },
})

/** What a purchase cost by its own words. */
function priceIn({ response }: Exchange): number | undefined {
  const price = Number(/HRG=(\d+)(?![.\d])/.exec(text(response?.read, 'MESSAGE') ?? '')?.[1] ?? 0)
  return price > 0 ? price : undefined
}
