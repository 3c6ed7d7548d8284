/** The 24 hours of a trx_id. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { buy, partner, purchaseBy, soldWays, weigh, type Way } from '../messages.ts'

/** Seconds: pending for an hour, repeated at 23 hours, asked a minute before the 24 hours are over, and a minute after. */
const hours = { pending: 3600, repeat: 23 * 3600, before: 59 * 60, after: 2 * 60 }

type Kind = 'pulsa' | 'plna' | 'missing' | 'pending'

/** What is repeated a minute before the end: bought in another way, or given back, where there is that. */
const other: { [data in Kind]?: { way?: Way; data?: 'refunded' } } = {
  pulsa: { way: 'TopupRequest' },
  plna: { way: 'after a query' },
  pending: { data: 'refunded' },
}

export const dayLong = scenario<{ data: Kind }>({
  id: 'day-long',
  says: 'Repeat trx_ids at 23 hours and at 23:59, and use them anew at 24:01.',
  role: 'server',
  exercises: ['purchase.repeat', 'purchase.anchor', 'purchase.after', 'purchase.same-transaction'],
  exclusive: 'together',
  plans: ({ has }) => [
    { data: 'pulsa' },
    { data: 'plna' },
    ...(['missing', 'pending'] as const).filter((data) => has(data) !== 'no').map((data) => ({ data })),
  ],
  async act({ data }, hand) {
    const who = await partner(hand)
    await weigh(hand, who)
    const wish = data === 'pending' ? { settlesIn: hours.pending } : {}
    const letterOf = async (kind: string, way: Way = 'usual') =>
      purchaseBy(hand, way, await hand.need(kind, wish), who.fields)
    const [way] = soldWays(hand.profile, other[data]?.way ?? 'usual')
    const kind = other[data]?.data ?? data
    const early = await letterOf(data)
    const late = await letterOf(hand.plenty(kind) ? kind : data, way)
    const untouched = await letterOf(data)
    for (const letter of [early, late, untouched]) await buy(hand, who, letter)
    await hand.advance(hours.repeat)
    await buy(hand, who, early)
    await hand.advance(hours.before)
    await buy(hand, who, late)
    await hand.advance(hours.after)
    await buy(hand, who, untouched)
    await buy(hand, who, early)
    await buy(hand, who, untouched)
  },
})
