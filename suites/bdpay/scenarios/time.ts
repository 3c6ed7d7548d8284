/** What takes a clock: expiry, the push message of OVO, callbacks that nobody acknowledges. */
import type { ListenerReply } from '../../../src/stimulate/listener.ts'
import { scenario, type Hand, type Letter, type Sending } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { askUntil } from '../../common/asking-until.ts'
import { open } from '../asking.ts'
import { PATIENCE, ask, credentialsOf, link, numberOf, order, payout, said, stamp, weigh } from '../orders.ts'

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
  /** As whom it is asked for, where that is somebody with a balance of his own. */
  sending?: Sending
}

/** A payout that fails, of a merchant with a balance of its own: however often that is told, it is paid back once. */
async function failed(hand: Hand): Promise<Told> {
  const as = credentialsOf(await hand.need('merchant'))
  const letter = hand.seal('cash', payout(hand, await hand.need('failing')), { as })
  hand.answerCallbacks(numberOf(letter), [replies['text']!])
  await weigh(hand, as['merchant']!, { as })
  return { what: 'failed payout', letter, sending: { as } }
}

async function looked(hand: Hand, { letter, sending }: Told): Promise<void> {
  await ask(hand, numberOf(letter), letter.operation === 'cash' ? 'CASH_QUERY' : 'ORDER_QUERY', sending)
  if (sending) await weigh(hand, sending.as!['merchant']!, sending)
}

export const callbacksAgain = scenario<'all' | 'with a balance'>({
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
    'orders.repeat',
    'payouts.repeat',
    'payouts.agree',
    'payouts.returned',
  ],
  plans: ({ can, has }) => {
    const isWeighed = has('merchant') !== 'no' && has('failing') !== 'no'
    return can.clock && can.callbacks ? [isWeighed ? 'with a balance' : 'all'] : []
  },
  exclusive: 'together',
  async act(plan, hand) {
    hand.needCallbacks()
    const told = [...(await toldOf(hand)), ...(plan === 'all' ? [] : [await failed(hand)])]
    const held = hand.seal('pay', order(hand, await hand.need('payer')))
    hand.answerCallbacks(numberOf(held), [{ hang: true }, {}])
    await Promise.all([...told.map(({ letter }) => letter), held].map((letter) => hand.send(letter)))
    let attempts = 0
    const began = Date.now()
    for (const seconds of begins) await hand.advance(seconds)
    const { last = Date.now() } = await heard(hand, told, PATIENCE)
    // Where others keep the clock from moving, all may have been told long ago, and time has passed for what comes next.
    const moved = last < began ? begins.reduce((sum, seconds) => sum + seconds, 0) : 0
    let [heardAt, ahead] = [performance.now(), moved + Math.floor((Date.now() - last) / 1000)]
    let slowest = 0
    const schedule = steps[String(hand.profile['retrySchedule'])]!
    for (const [index, seconds] of [...schedule, longAfter(schedule)].entries()) {
      // What comes of an attempt that nobody answers is seen once it is over, and the clock is moved again.
      if (index === schedule.length)
        attempts = (await hand.callbacks(numberOf(held), { withinMs: PATIENCE })).length
      // An answer has to reach its caller before the clock moves on.
      await hand.wait(Math.min(500, 20 + slowest))
      // Time that was waited for in vain has passed for the target too.
      const waited = ahead + Math.floor((performance.now() - heardAt) / 1000)
      const left = Math.max(1, seconds - waited)
      ahead = Math.max(0, waited + left - seconds)
      await hand.advance(left)
      heardAt = performance.now()
      slowest = Math.max(slowest, (await heard(hand, told, patienceAt(index, slowest))).took)
    }
    if (attempts === 1) await hand.callbacks(numberOf(held), { withinMs: PATIENCE })
    // Beside the one that was waited for there may be others.
    await Promise.all(told.map(({ letter }) => hand.callbacks(numberOf(letter), { withinMs: 30 })))
    // What nobody acknowledged is paid, or has failed, all the same; and its number was given out days ago.
    await Promise.all(told.map((one) => looked(hand, one)))
    for (const { what, letter } of told)
      if (what.endsWith('acknowledged'))
        await hand.send(hand.seal(letter.operation, { ...letter.draft.fields, dateTime: stamp(hand) }))
  },
})

/** Milliseconds after a move of the clock: as long as others took, with some to spare. */
function patienceAt(index: number, slowest: number): number {
  if (index === 0) return QUIET
  if (index === 1) return PATIENCE
  // Of these moves each brings a callback by every reading: who looks every second may be later than he was before.
  const least = index < CERTAIN ? 2500 : QUIET
  return Math.min(PATIENCE, Math.max(least, QUIET + 4 * slowest))
}

/** The move from which on it depends on the reading whether anything comes. */
const CERTAIN = 5

/** Milliseconds for what need not come. */
const QUIET = 150

/** What was heard: milliseconds that the slowest took, and when the last was sent, in milliseconds since 1970. */
interface Heard {
  took: number
  last: number | undefined
}

/** Waits for one more callback about each order. Where others were heard, what need not come has had its time. */
async function heard(hand: Hand, told: Told[], patience: number): Promise<Heard> {
  const start = performance.now()
  const [spare, due] = [told.filter(isSpare), told.filter((one) => !isSpare(one))]
  const all = await Promise.all(
    due.map(async ({ letter }) => {
      const found = await hand.callbacks(numberOf(letter), { withinMs: patience })
      const took = found.length > 0 ? performance.now() - start : 0
      return { took, sent: found.map(({ sentAt }) => Date.parse(sentAt)) }
    }),
  )
  const slowest = Math.max(...all.map(({ took }) => took))
  const left = Math.max(0, (slowest > 0 ? 30 : QUIET) - (performance.now() - start))
  await Promise.all(spare.map(({ letter }) => hand.callbacks(numberOf(letter), { withinMs: left })))
  const sent = all.flatMap((one) => one.sent)
  return { took: slowest, last: sent.length > 0 ? Math.max(...sent) : undefined }
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
