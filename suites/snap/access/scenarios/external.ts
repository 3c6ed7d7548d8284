/** X-EXTERNAL-IDs that come again: at once, together, and on the next day. */
import { scenario } from '../../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../../src/wire/reading.ts'
import { cancellation, inquire, inquiry, order, pay, refund } from '../../orders.ts'
import { at } from './forging.ts'

export const replayed = scenario({
  id: 'replays',
  says: 'Send a payment, an inquiry, a refund and a cancellation again byte by byte.',
  role: 'server',
  exercises: ['signatures.replay'],
  async act(_plan, hand) {
    const fields = await order(hand)
    const payment = hand.seal('payment', fields)
    const reference = String(fields['partnerReferenceNo'])
    for (const letter of [payment, inquiry(hand, reference), refund(hand, reference, '4000.00')]) {
      await hand.send(letter)
      await hand.send(letter)
    }
    await inquire(hand, reference)
    if (!hand.plenty('idle')) return
    const open = await pay(hand, {}, 'idle')
    const letter = cancellation(hand, open.reference)
    await hand.send(letter)
    await hand.send(letter)
    await inquire(hand, open.reference)
  },
})

export const externalAgain = scenario({
  id: 'external-again',
  says: 'Use an X-EXTERNAL-ID again: for the same body, for other ones, for another service.',
  role: 'server',
  exercises: ['external.repeat'],
  async act(_plan, hand) {
    const external = { [at.external]: hand.fresh(at.external) }
    const { reference, fields } = await pay(hand, external)
    await hand.send(hand.seal('payment', { ...fields, [at.time]: hand.now(1) }))
    const other = await order(hand)
    const second = String(other['partnerReferenceNo'])
    await hand.send(hand.seal('payment', { ...other, ...external }))
    await inquire(hand, second)
    await hand.send(hand.seal('payment', other))
    await hand.send(inquiry(hand, reference, external))
    const back = { [at.external]: hand.fresh(at.external) }
    await hand.send(refund(hand, reference, '1000.00', back))
    await hand.send(refund(hand, reference, '1000.00', back))
    await inquire(hand, reference)
  },
})

export const externalTogether = scenario<string>({
  id: 'external-together',
  says: 'Send payments with one X-EXTERNAL-ID together.',
  role: 'server',
  exercises: ['external.parallel'],
  trials: 2,
  patient: true,
  plans: ({ has }) => [has('slow') === 'no' ? 'card' : 'slow'],
  async act(card, hand) {
    const external = { [at.external]: hand.fresh(at.external) }
    const orders = await Promise.all([1, 2, 3, 4].map(() => order(hand, card, external)))
    await hand.race(orders.map((fields) => hand.seal('payment', fields)))
  },
})

/** The most letters that an X-EXTERNAL-ID may have which is to be repeated. */
const longest = 32

export const externalAlike = scenario({
  id: 'external-alike',
  says: 'Use X-EXTERNAL-IDs of 32 digits that differ in the last or the first one alone, and in the zeros before them.',
  role: 'server',
  exercises: ['external.distinct'],
  async act(_plan, hand) {
    const stem = hand.fresh(at.external).padEnd(longest, '0').slice(1, -1)
    for (const id of [`1${stem}1`, `1${stem}2`, `1${stem}3`, `2${stem}1`, `3${stem}1`]) {
      const { reference } = await pay(hand, { [at.external]: id })
      await inquire(hand, reference)
    }
    const number = hand.fresh(at.external)
    for (const id of [`00${number}`.slice(-longest), number.replace(/^0+/, '')])
      await pay(hand, { [at.external]: id })
  },
})

const hour = 3600

/** Seconds from an instant until a time of the day in a zone. */
function until(instant: number, clock: string, timeZone: string): number {
  const now = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(instant)
  const seconds = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return (seconds(clock) - seconds(now) + 24 * hour) % (24 * hour)
}

/**
 * Times around which a day may end, in UTC and in the zone of the contract. From the second to the third most of one day of
 * both passes, which tells whether an id is kept at all.
 */
const times = ['06:59:00', '07:01:00', '23:59:00', '00:01:00'] as const

export const externalDay = scenario({
  id: 'external-day',
  says: 'Use an X-EXTERNAL-ID before and after midnight, in the zone of the contract and in that of UTC.',
  role: 'server',
  exercises: ['external.day', 'external.repeat'],
  exclusive: 'together',
  async act(_plan, hand) {
    const zone = String(hand.profile['dayZone'])
    let known: Fields | undefined
    for (const time of times) {
      await hand.advance(until(Date.parse(hand.now()), time, zone))
      if (known) await pay(hand, known)
      if (time === times.at(-1)) return
      known = { [at.external]: hand.fresh(at.external) }
      await pay(hand, known)
      await pay(hand, known)
    }
  },
})
