/** What takes a clock: expiry, the push message of OVO, callbacks that nobody acknowledges. */
import type { ListenerReply } from '../../../src/stimulate/listener.ts'
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { askUntil } from '../../common/asking-until.ts'
import { open } from '../asking.ts'
import { PATIENCE, ask, link, numberOf, order, payout, said, stamp } from '../orders.ts'

interface Term {
  operation?: 'prepaidOrder'
  fields: Fields
  /** Seconds after the order at which its payer pays; none where he does not. */
  paysIn?: number
  /** He is too late. */
  late?: true
}

/** Orders that are paid in time, by those that are paid too late. */
const terms: Term[] = [
  { fields: { method: 'EWALLET_OVO' }, paysIn: 24 },
  { fields: { method: 'EWALLET_OVO' }, paysIn: 34, late: true },
  { fields: { method: 'EWALLET_OVO', expiryPeriod: '60' }, paysIn: 45, late: true },
  { fields: { method: 'EWALLET_OVO' } },
  { fields: { expiryPeriod: '30' }, paysIn: 29.5 * 60 },
  { fields: { expiryPeriod: '30' }, paysIn: 30.5 * 60, late: true },
  { operation: 'prepaidOrder', fields: { expiryPeriod: '120' }, paysIn: 119 * 60 },
  { operation: 'prepaidOrder', fields: { expiryPeriod: '120' }, paysIn: 121 * 60, late: true },
  { fields: {}, paysIn: 4319 * 60 },
  { fields: {}, paysIn: 4321 * 60, late: true },
]

/**
 * Moments, in seconds after the orders, at which the clock stops and the orders are asked for; at the first of them it is
 * known for how long others were waited for. Whoever pays in the background has the time for it before an order ends.
 */
const stops = [
  10,
  25,
  36,
  50,
  29.5 * 60 + 5,
  30.5 * 60 + 5,
  119 * 60 + 5,
  121 * 60 + 5,
  4319 * 60 + 5,
  4321 * 60 + 5,
]

export const expiry = scenario<'all'>({
  id: 'expiry',
  says: 'Order payments that are made shortly before and shortly after their time is over.',
  role: 'server',
  exercises: [
    'expiry.minutes',
    'expiry.final',
    'expiry.default',
    'ovo.window',
    'ovo.short',
    'ovo.ends',
    'callbacks.only-paid',
    'states.monotone',
  ],
  plans: ({ can }) => (can.clock ? ['all'] : []),
  exclusive: 'together',
  async act(_plan, hand) {
    const letters = await Promise.all(terms.map((term) => ordered(hand, term)))
    await Promise.all(letters.map((letter) => hand.send(letter)))
    const start = secondsAt(hand)
    for (const stop of stops) {
      // What went by while others were waited for has passed for the target too; parts of a second are not told.
      await hand.advance(Math.max(1, stop + 1 - (secondsAt(hand) - start)))
      await Promise.all(
        letters.map(async (letter, index) => {
          const term = terms[index]!
          if (isDue(term, stop)) await (term.late ? ask : askForEnd)(hand, numberOf(letter))
        }),
      )
    }
    // What was paid days ago is paid.
    const old = letters[terms.findIndex(({ fields }) => fields['expiryPeriod'] === '30')]!
    await ask(hand, numberOf(old))
    if (hand.callbackUrl === undefined) return
    await Promise.all(letters.map((letter) => hand.callbacks(numberOf(letter), { withinMs: QUIET })))
  },
})

async function ordered(hand: Hand, { operation, fields, paysIn }: Term): Promise<Letter> {
  const payer = await (paysIn === undefined ? hand.need('idle') : hand.need('payer', { paysIn }))
  return operation
    ? hand.seal(operation, link(hand, payer, fields))
    : hand.seal('pay', order(hand, payer, fields))
}

/** The time of the target, in whole seconds: what it writes is read as if it were UTC. */
function secondsAt(hand: Hand): number {
  const [year, month, day, hour, minute, second] = stamp(hand)
    .match(/^\d{4}|\d\d/g)!
    .map(Number)
  return Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000
}

const isDue = ({ paysIn = 30 }: Term, at: number): boolean => at > paysIn && at < paysIn + 130

/** Asks until an order has ended, for as long as whoever works in the background may take to find that its time has come. */
const askForEnd = (hand: Hand, number: string): Promise<Exchange> =>
  askUntil(hand, {
    ask: () => ask(hand, number),
    hasEnded: (answer) => !open.includes(said(answer, 'status')),
    rests: [200, 400, 800, 1600],
  })

/** How a callback is answered that is to come again. */
const replies: { [what: string]: ListenerReply } = {
  text: { body: 'OK' },
  case: { body: 'success' },
  quotes: { body: '"SUCCESS"' },
  json: { body: '{"status":"SUCCESS"}' },
  empty: { body: '' },
  status: { status: 500, body: 'SUCCESS' },
  redirect: { status: 302, headers: [['Location', 'http://127.0.0.1:9/']], body: 'SUCCESS' },
  silence: { drop: true },
}

/** Seconds by which the clock moves: each interval of the schedule. */
const steps: { [schedule: string]: number[] } = {
  document: [2, 30, 60, 90, 3600, 7200],
  platform: [2, 30, 30, 3600, 3600, 3600],
}

/** Orders are paid by the first move, and their callbacks are due by the second. */
const begins = [2, 2]

/** Seconds after the last interval of a schedule until the orders of others have expired: both listen then. */
const longAfter = (schedule: number[]): number =>
  [...begins, ...schedule].reduce((left, seconds) => left - seconds, stops.at(-1)!)

interface Told {
  what: string
  letter: Letter
}

export const callbacksAgain = scenario<'all'>({
  id: 'unacknowledged',
  says: 'Leave callbacks unacknowledged in many ways, move the clock through their schedule, and count.',
  role: 'server',
  exercises: [
    'callbacks.unacknowledged',
    'callbacks.count',
    'callbacks.schedule',
    'callbacks.same',
    'callbacks.ends',
    'states.kept',
  ],
  plans: ({ can }) => (can.clock && can.callbacks ? ['all'] : []),
  exclusive: 'together',
  async act(_plan, hand) {
    hand.needCallbacks()
    const told = await toldOf(hand)
    await Promise.all(told.map(({ letter }) => hand.send(letter)))
    for (const seconds of begins) await hand.advance(seconds)
    let [heardAt, ahead] = [performance.now(), 0]
    await heard(hand, told, PATIENCE)
    let slowest = 0
    const schedule = steps[String(hand.profile['retrySchedule'])]!
    for (const [index, seconds] of [...schedule, longAfter(schedule)].entries()) {
      // An answer has to reach its caller before the clock moves on.
      await hand.wait(Math.min(500, 20 + slowest))
      // Time that was waited for in vain has passed for the target too.
      const waited = ahead + Math.floor((performance.now() - heardAt) / 1000)
      const left = Math.max(1, seconds - waited)
      ahead = Math.max(0, waited + left - seconds)
      await hand.advance(left)
      heardAt = performance.now()
      slowest = Math.max(slowest, await heard(hand, told, patienceAt(index, slowest)))
    }
    // Beside the one that was waited for there may be others.
    await Promise.all(told.map(({ letter }) => hand.callbacks(numberOf(letter), { withinMs: 30 })))
    // What nobody acknowledged is paid all the same.
    const payments = told.filter(({ letter }) => letter.operation === 'pay')
    await Promise.all(payments.map(({ letter }) => ask(hand, numberOf(letter))))
  },
})

/** Milliseconds after a move of the clock: as long as others took, with some to spare. */
function patienceAt(index: number, slowest: number): number {
  if (index === 0) return QUIET
  return index === 1 ? PATIENCE : Math.min(PATIENCE, QUIET + 4 * slowest)
}

/** Milliseconds for what need not come. */
const QUIET = 150

/**
 * Waits for one more callback about each order; tells how long the last of them took, in milliseconds. Where others
 * were heard, what need not come has had its time.
 */
async function heard(hand: Hand, told: Told[], patience: number): Promise<number> {
  const start = performance.now()
  const [spare, due] = [told.filter(isSpare), told.filter((one) => !isSpare(one))]
  const took = await Promise.all(
    due.map(async ({ letter }) => {
      const found = await hand.callbacks(numberOf(letter), { withinMs: patience })
      return found.length > 0 ? performance.now() - start : 0
    }),
  )
  const slowest = Math.max(...took)
  const left = Math.max(0, (slowest > 0 ? 30 : QUIET) - (performance.now() - start))
  await Promise.all(spare.map(({ letter }) => hand.callbacks(numberOf(letter), { withinMs: left })))
  return slowest
}

const isSpare = ({ what }: Told): boolean => what.includes('acknowledged')

/** An order for each way to answer, two of them payouts, one that is acknowledged at once and one the second time. */
async function toldOf(hand: Hand): Promise<Told[]> {
  const [payer, account] = [await hand.need('payer'), await hand.need('account')]
  const pay = (): Letter => hand.seal('pay', order(hand, payer))
  const cash = (): Letter => hand.seal('cash', payout(hand, account))
  const refused = Object.keys(replies).map((what) => ({ what, letter: pay() }))
  for (const { what, letter } of refused) hand.answerCallbacks(numberOf(letter), [replies[what]!])
  const others = [
    { what: 'payout', letter: cash(), answers: [replies['text']!] },
    { what: 'payout acknowledged', letter: cash(), answers: [{}] },
    { what: 'acknowledged', letter: pay(), answers: [{}] },
    { what: 'acknowledged late', letter: pay(), answers: [replies['text']!, {}] },
  ]
  for (const { letter, answers } of others) hand.answerCallbacks(numberOf(letter), answers)
  return [...refused, ...others]
}
