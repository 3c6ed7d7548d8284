/** Purchases that are pending at first, and what is reported of them. */
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import {
  buy,
  digitsAlone,
  either,
  partner,
  purchase,
  purchaseBy,
  referenceOf,
  soldWays,
  weigh,
  type Way,
} from '../messages.ts'

const kinds = ['pending', 'pendingfail', 'refunded', 'plnpending'] as const
type Kind = (typeof kinds)[number]

/** Seconds after which what is pending is to be final, where a hook can do that. */
const soon = 0.05

export const pendings = scenario<{ data: Kind; listens: boolean; asks: boolean; way: Way }>({
  id: 'pending',
  says: 'Buy what is pending, ask for its status or not, wait for the callback and ask again.',
  role: 'server',
  exercises: ['purchase.pending', 'balance.refund'],
  plans: ({ has, can, profile }) =>
    [
      ...[true, false].flatMap((asks) => kinds.map((data) => ({ data, asks, way: 'usual' as const }))),
      ...soldWays(profile, 'TopupRequest').map((way) => ({ data: 'pending' as const, asks: true, way })),
      ...soldWays(profile, 'after a query').map((way) => ({ data: 'plnpending' as const, asks: true, way })),
    ]
      .filter(({ data }) => has(data) !== 'no')
      .map((plan) => ({ ...plan, listens: can.callbacks })),
  async act({ data, listens, asks, way }, hand) {
    const who = await partner(hand)
    const letter = await purchaseBy(hand, way, await hand.need(data, { settlesIn: soon }), who.fields)
    await weigh(hand, who)
    await hand.send(letter)
    if (asks) await hand.send(letter)
    await settled(hand, letter, listens)
    await weigh(hand, who)
    await buy(hand, who, letter)
    await buy(hand, who, letter)
    await buy(hand, who, purchase(hand, await hand.need('pulsa'), who.fields))
  },
})

async function settled(hand: Hand, letter: Letter, listens: boolean): Promise<void> {
  if (listens) await hand.callbacks(referenceOf(letter))
  else await hand.wait(soon * 1000 + 100)
}

export const slowListener = scenario({
  id: 'slow-listener',
  says: 'Keep a callback waiting, and ask for the status meanwhile.',
  role: 'server',
  exercises: ['callbacks.consistent', 'http.answers'],
  async act(_plan, hand) {
    hand.needCallbacks()
    const who = await partner(hand)
    const letter = purchase(hand, await hand.need('pending', { settlesIn: soon }), who.fields)
    hand.answerCallbacks(referenceOf(letter), [{ delayMs: 250 }])
    await hand.send(letter)
    await hand.wait(150)
    await hand.send(letter)
    await hand.callbacks(referenceOf(letter))
    await hand.send(letter)
  },
})

export const unwelcome = scenario({
  id: 'unwelcome-callback',
  says: 'Answer a callback with 500, then ask for the status.',
  role: 'server',
  exercises: ['callbacks.consistent'],
  async act(_plan, hand) {
    hand.needCallbacks()
    const who = await partner(hand)
    const letter = purchase(hand, await hand.need('pending', { settlesIn: soon }), who.fields)
    hand.answerCallbacks(referenceOf(letter), [{ status: 500 }, {}])
    await hand.send(letter)
    await hand.callbacks(referenceOf(letter))
    await hand.send(letter)
  },
})

/** Milliseconds within which a callback comes again by itself, perhaps. */
const patience = 1500

export const unwelcomeEnds = scenario<{ data: Kind; clock: boolean }>({
  id: 'unwelcome-end',
  says: 'Answer the callback of an end with 500, and weigh what is left when it came again.',
  role: 'server',
  exercises: ['balance.no-charge'],
  exclusive: 'together',
  plans: ({ can, has }) =>
    (['pending', 'pendingfail', 'refunded'] as const)
      .filter((data) => has(data) !== 'no' && can.callbacks)
      .map((data) => ({ data, clock: can.clock })),
  async act({ data, clock }, hand) {
    hand.needCallbacks()
    const who = await partner(hand)
    const letter = purchase(hand, await hand.need(data, { settlesIn: soon }), who.fields)
    hand.answerCallbacks(referenceOf(letter), [{ status: 500 }, {}])
    await hand.send(letter)
    await hand.callbacks(referenceOf(letter))
    await weigh(hand, who)
    if (clock) await hand.advance(Number(hand.profile['callbackSeconds']))
    await hand.callbacks(referenceOf(letter), { withinMs: patience })
    await buy(hand, who, letter)
  },
})

export const meddling = scenario<{ how: 'other number' | 'other product' }>({
  id: 'meddling',
  says: 'Send the trx_id of a pending purchase with another number or product.',
  role: 'server',
  exercises: ['purchase.payload', 'purchase.pending'],
  plans: ({ has }) => (has('pending') === 'no' ? [] : [{ how: 'other number' }, { how: 'other product' }]),
  async act({ how }, hand) {
    const who = await partner(hand)
    const item = await hand.need('pending')
    const letter = purchase(hand, item, who.fields)
    await hand.send(letter)
    const other = await either(hand, how === 'other number' ? 'pulsa' : 'plna', 'pulsa')
    await hand.send(purchase(hand, other, { ...who.fields, REQUESTID: referenceOf(letter) }))
    await buy(hand, who, letter)
  },
})

/** Seconds beyond the longest time that a callback may take. */
const grace = 5

/** Kinds of both ends, pending for as long as they usually are. */
const usual = ['pending', 'pendingfail', 'refunded', 'plnpending'] as const

/** What is bought by each of the other ways. */
const otherwise = { TopupRequest: 'pending', 'after a query': 'plnpending' } as const

export const overdue = scenario<{ clock: boolean; kinds: readonly string[] }>({
  id: 'overdue',
  says: 'Let pass the time that a callback may take, and wait for what is reported.',
  role: 'server',
  exercises: [
    'callbacks.sent',
    'callbacks.failure',
    'callbacks.key',
    'callbacks.format',
    'callbacks.post',
    'callbacks.final',
    'callbacks.consistent',
    'callbacks.only-pending',
    'callbacks.again',
    'balance.refund',
  ],
  exclusive: 'together',
  plans: ({ can, has }) => [{ clock: can.clock, kinds: usual.filter((kind) => has(kind) !== 'no') }],
  async act({ clock, kinds }, hand) {
    hand.needCallbacks()
    const who = await partner(hand)
    const letters: Letter[] = []
    for (const kind of kinds.length > 0 ? kinds : usual)
      letters.push(purchase(hand, await hand.need(kind), { ...who.fields, REQUESTID: digitsAlone(hand) }))
    for (const way of soldWays(hand.profile, 'TopupRequest', 'after a query')) {
      const kind = otherwise[way as keyof typeof otherwise]
      if (kinds.includes(kind)) letters.push(await purchaseBy(hand, way, await hand.need(kind), who.fields))
    }
    const sendAll = () => Promise.all(letters.map((letter) => hand.send(letter)))
    await weigh(hand, who)
    // Sent, and asked about three times: patience may have an end.
    for (let times = 0; times < 4; times++) await sendAll()
    const seconds = Number(hand.profile['callbackSeconds']) + grace
    if (clock) await hand.advance(seconds)
    const wanted = clock ? {} : { withinMs: seconds * 1000 }
    await Promise.all(letters.map((letter) => hand.callbacks(referenceOf(letter), wanted)))
    await weigh(hand, who)
    await sendAll()
  },
})
