/** Payments that have an end by the clock: validUpTo in several offsets, and the time that an end may take. */
import { scenario, type Hand, type Scenario, type Scope } from '../../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../../src/wire/exchange.ts'
import { askUntil } from '../../../common/asking-until.ts'
import { cancellation, inquire, pay, refund, type Paid } from '../../orders.ts'
import { payerFrom } from './player.ts'
import { inZone } from './times.ts'

const offsets = ['+07:00', '+00:00', '+09:00', '-05:00'] as const

/** A payment that is good for so many seconds from now. */
async function payUntil(
  hand: Hand,
  data: string,
  seconds: number,
  offset: string,
  wish?: { [key: string]: unknown },
): Promise<Paid> {
  const payer = wish && hand.plenty(data) ? payerFrom((await hand.need(data, wish)).code) : {}
  return pay(hand, { ...payer, validUpTo: inZone(hand.now(seconds), offset) }, data)
}

export const past = scenario<string>({
  id: 'expired-before',
  says: 'Send a payment whose validUpTo was an hour ago.',
  role: 'server',
  exercises: ['expiry.past'],
  plans: () => [...offsets],
  async act(offset, hand) {
    const { reference } = await payUntil(hand, 'idle', -3600, offset)
    await inquire(hand, reference)
  },
})

/** Seconds: payments are good for `life`, looked at before, shortly after and long after their end. */
const spans = {
  clock: { life: 60, before: 30, shortly: 45, long: 60 },
  wait: { life: 4, before: 1, shortly: 5, long: 5 },
}
type How = keyof typeof spans

/** Scenarios that move the clock share its moves; one that waits keeps nobody from working. */
function timed<Plan>(id: string, more: Omit<Scenario<Plan>, 'id' | 'role' | 'act' | 'plans'> & Timed<Plan>) {
  const { plans, act, ...rest } = more
  const by = (how: How): Scenario =>
    scenario<Plan>({
      ...rest,
      id: how === 'clock' ? id : `${id}-by-waiting`,
      role: 'server',
      ...(how === 'clock' ? { exclusive: 'together' as const } : { patient: true }),
      plans: (scope) => (scope.can.clock === (how === 'clock') ? plans(scope) : []),
      act: (plan, hand) => act(plan, hand, how),
    })
  return [by('clock'), by('wait')] as const
}

interface Timed<Plan> {
  plans: (scope: Scope) => Plan[]
  act: (plan: Plan, hand: Hand, how: How) => Promise<void>
}

const pass = (hand: Hand, how: How, seconds: number): Promise<unknown> =>
  how === 'clock' ? hand.advance(seconds) : hand.wait(seconds * 1000)

export const [expires, expiresByWaiting] = timed<undefined>('expires', {
  says: 'Let payments expire that nobody pays, that are paid too late, and that are being made.',
  exercises: ['expiry.expires', 'expiry.in-flight'],
  plans: () => [undefined],
  async act(_plan, hand, how) {
    const { life, before, shortly, long } = spans[how]
    const late = { paysIn: before + shortly + 10, settlesIn: before + shortly + 10 }
    const underway = (['redirect', 'pending'] as const).filter((kind) => hand.plenty(kind))
    const made = await Promise.all([
      ...offsets.map((offset) => payUntil(hand, 'idle', life, offset)),
      ...underway.map((kind) => payUntil(hand, kind, life, '+07:00', late)),
    ])
    const references = made.map(({ reference }) => reference)
    const look = () => Promise.all(references.map((reference) => inquire(hand, reference)))
    await look()
    for (const seconds of [before, shortly]) {
      await pass(hand, how, seconds)
      await look()
    }
    await pass(hand, how, long)
    await untilClosed(hand, references, how === 'clock' ? afterwards : [])
    await Promise.all(
      references.map(async (reference) => {
        await hand.audit(reference)
        await hand.send(refund(hand, reference, '10.00'))
      }),
    )
  },
})

/** Seconds beyond the longest time that an end may take; with the usual minute the clock moves to where `shortly` ends too. */
const grace = 15

/** Kinds of payments and refunds that end by themselves, after as long as they usually take. */
const ending = ['pending', 'pendingfail', 'timeout', 'timeoutfail'] as const

export const [overdue, overdueByWaiting] = timed<readonly string[]>('ends-in-time', {
  says: 'Let pass the time that an end may take, and ask how pending payments, refunds and cancellations ended.',
  exercises: ['states.pending', 'states.timeout', 'refunds.pending', 'cancels.unpaid'],
  plans: ({ has }) => [ending.filter((kind) => has(kind) !== 'no')],
  async act(kinds, hand, how) {
    const paid = async (kind: string) => (await pay(hand, {}, kind)).reference
    const refunded = async (kind: string) => {
      const reference = await paid(kind)
      await inquire(hand, reference)
      await hand.send(refund(hand, reference, '4000.00'))
      return reference
    }
    const made = await Promise.all([
      ...(kinds.length > 0 ? kinds : ending).map(paid),
      ...['refundpending', 'refundfail'].filter((kind) => hand.plenty(kind)).map(refunded),
    ])
    if (hand.plenty('idle')) made.push(...(await promisedEnd(hand)))
    await untilEnded(hand, how, made)
  },
})

/** A payment whose cancellation was answered 202; what is cancelled at once is no matter of time. */
async function promisedEnd(hand: Hand): Promise<string[]> {
  const { reference } = await pay(hand, {}, 'idle')
  await inquire(hand, reference)
  const { response } = await hand.send(cancellation(hand, reference))
  return response?.status === 202 ? [reference] : []
}

/** Milliseconds between looks at what is still open, once the clock was moved: whoever works in the background finds that. */
const afterwards = [200, 500, 1000, 2000]

/** Milliseconds between looks while so many seconds pass. */
function* meanwhile(seconds: number): Generator<number> {
  const pauses = [1, 1, 2, 3]
  for (let left = seconds, next = 0; left > 0; left -= next)
    yield (next = Math.min(left, pauses.shift() ?? 5)) * 1000
}

/** Asks until nothing is open any more, or the time is over: whoever waits waits no longer than needed. */
async function untilEnded(hand: Hand, how: How, made: string[]): Promise<void> {
  const seconds = Number(hand.profile['notifySeconds']) + grace
  if (how === 'clock') {
    // What ends before it is to is looked at again: nobody takes it back.
    await stillOpen(hand, made)
    await hand.advance(seconds)
  }
  await untilClosed(hand, made, how === 'clock' ? afterwards : meanwhile(seconds))
}

/** Asks about all of them, and again about those that are open, after as many milliseconds each time, until none is. */
async function untilClosed(hand: Hand, references: string[], rests: Iterable<number>): Promise<void> {
  let open = references
  await askUntil(hand, {
    ask: async () => (open = await stillOpen(hand, open)),
    hasEnded: ({ length }) => length === 0,
    rests,
  })
}

async function stillOpen(hand: Hand, references: string[]): Promise<string[]> {
  const found = await Promise.all(references.map((reference) => inquire(hand, reference)))
  return references.filter((_reference, index) => isOpen(found[index]!))
}

/** The payment, or a refund of it, has not ended as far as the answer tells. */
function isOpen({ response }: Exchange): boolean {
  if (!response?.read.ok) return true
  const { latestTransactionStatus: state, refundHistory: refunds = [] } = response.read.fields
  return (
    !['00', '04', '05', '06'].includes(String(state)) || /"refundStatus":"03"/.test(JSON.stringify(refunds))
  )
}
