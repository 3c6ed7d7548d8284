/** Payments that have an end by the clock: validUpTo in several offsets, and the time that an end may take. */
import { scenario, type Hand } from '../../../../src/stimulate/scenario.ts'
import { inquire, pay, refund, type Paid } from '../../orders.ts'
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
  wait: { life: 4, before: 1, shortly: 6, long: 3 },
}

export const expires = scenario<'clock' | 'wait'>({
  id: 'expires',
  says: 'Let payments expire that nobody pays, that are paid too late, and that are being made.',
  role: 'server',
  exercises: ['expiry.expires', 'expiry.in-flight'],
  exclusive: true,
  plans: ({ can }) => [can.clock ? 'clock' : 'wait'],
  async act(how, hand) {
    const { life, before, shortly, long } = spans[how]
    const late = { paysIn: before + shortly + 10, settlesIn: before + shortly + 10 }
    const made: Paid[] = []
    for (const offset of offsets) made.push(await payUntil(hand, 'idle', life, offset))
    if (hand.plenty('redirect')) made.push(await payUntil(hand, 'redirect', life, '+07:00', late))
    if (hand.plenty('pending')) made.push(await payUntil(hand, 'pending', life, '+07:00', late))
    const look = async () => {
      for (const { reference } of made) await inquire(hand, reference)
    }
    await look()
    for (const seconds of [before, shortly, long]) {
      if (how === 'clock') await hand.advance(seconds)
      else await hand.wait(seconds * 1000)
      await look()
    }
    for (const { reference } of made) {
      await hand.audit(reference)
      await hand.send(refund(hand, reference, '10.00'))
    }
  },
})

/** Seconds beyond the longest time that an end may take. */
const grace = 10

/** Kinds of payments and refunds that end by themselves, after as long as they usually take. */
const ending = ['pending', 'pendingfail', 'timeout', 'timeoutfail'] as const

export const overdue = scenario<{ clock: boolean; kinds: readonly string[] }>({
  id: 'ends-in-time',
  says: 'Let pass the time that an end may take, and ask how pending payments and refunds ended.',
  role: 'server',
  exercises: ['states.pending', 'states.timeout', 'refunds.pending'],
  exclusive: true,
  plans: ({ can, has }) => [{ clock: can.clock, kinds: ending.filter((kind) => has(kind) !== 'no') }],
  async act({ clock, kinds }, hand) {
    const made: string[] = []
    for (const kind of kinds.length > 0 ? kinds : ending) made.push((await pay(hand, {}, kind)).reference)
    for (const kind of ['refundpending', 'refundfail'])
      if (hand.plenty(kind)) {
        const { reference } = await pay(hand, {}, kind)
        await inquire(hand, reference)
        await hand.send(refund(hand, reference, '4000.00'))
        made.push(reference)
      }
    for (const reference of made) await inquire(hand, reference)
    const seconds = Number(hand.profile['notifySeconds']) + grace
    if (clock) await hand.advance(seconds)
    else await hand.wait(seconds * 1000)
    for (const reference of made) await inquire(hand, reference)
  },
})
