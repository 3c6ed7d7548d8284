/** What takes time: expiry, and notifications that are not taken. The clock of the target is moved. */
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import { elsewhere, type ListenerReply } from '../../../src/stimulate/listener.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { at } from '../asked.ts'
import { buyForSure, heard, look, pay, repeat, type Bought } from '../orders.ts'
import { secondAddress } from './addresses.ts'
import { endOf, settled } from './settled.ts'

const minute = 60

export const expiry = scenario({
  id: 'expiry',
  says: 'Let codes of several lives expire, have them paid in time and too late.',
  role: 'server',
  exercises: [
    'payments.expired',
    'status.expired',
    'status.final',
    'lifetimes.default',
    'payments.reusable',
    'repeats.conflict',
    'invoices.unique',
    'notifications.dated',
  ],
  exclusive: 'together',
  plans: ({ can }) => (can.clock ? [0] : []),
  async act(_plan, hand) {
    const unpaid = await buyForSure(hand)
    const inTime = await buyForSure(hand, { [at.lifetime]: null })
    const short = await buyForSure(hand, { [at.reusable]: true, [at.lifetime]: 30 })
    const again = await buyForSure(hand, { [at.reusable]: true, [at.lifetime]: 180 })
    await hand.advance(58 * minute)
    await look(hand, unpaid.invoice)
    await repeat(hand, unpaid)
    await endOf(hand, short)
    await pay(hand, short)
    for (const bought of [inTime, again]) {
      if (await pay(hand, bought)) await settled(hand, bought)
    }
    await hand.advance(4 * minute)
    for (const bought of [unpaid, inTime, again]) await look(hand, bought.invoice)
    await pay(hand, unpaid)
    await pay(hand, again)
    if (hand.callbackUrl !== undefined) await heard(hand, unpaid, { withinMs: 100 })
    await look(hand, unpaid.invoice)
    await hand.advance(2 * 24 * 60 * minute)
    await repeat(hand, unpaid)
    await pay(hand, again)
    await look(hand, inTime.invoice)
    await endOf(hand, unpaid)
    await hand.send(hand.seal('generate', unpaid.fields, { note: 'the invoice number of an expired code' }))
  },
})

/** How the first attempt is answered; a redirection leads to where everything is taken. */
const fatesOf = ({ callbackUrl = '' }: Hand): { [name: string]: ListenerReply[] } => ({
  500: [{ status: 500 }],
  503: [{ status: 503 }, { status: 200 }],
  404: [{ status: 404 }, { status: 200 }],
  400: [{ status: 400 }, { status: 200 }],
  302: [{ status: 302, headers: [['Location', callbackUrl + elsewhere]] }, { status: 200 }],
  dropped: [{ drop: true }, { status: 200 }],
  silence: [{ hang: true }, { status: 200 }],
  204: [{ status: 204 }],
  202: [{ status: 202 }],
  200: [{ status: 200 }],
})

/** Fates whose first attempt fails; the first of them has all attempts fail. */
const failing = ['500', '503', '404', '400', '302', 'dropped', 'silence']

/** What is told again and again although its code has expired, and what goes to an override each time. */
function peculiar(hand: Hand): { [fate: string]: Fields } {
  const url = secondAddress(hand)
  return {
    500: { [at.lifetime]: 60 },
    ...(url && { 404: { [at.lifetime]: 10_000, [at.override]: url.href } }),
  }
}

/** Steps of the clock in minutes, and the fates for which an attempt is due after each. */
const steps: [minutes: number, due: string[]][] = [
  [29, []],
  [2, failing],
  [325, []],
  [8, ['500']],
  [350, []],
  [12, ['500']],
  [24 * 60, []],
]

export const retries = scenario({
  id: 'retries',
  says: 'Answer notifications in every way, and wait until none comes any more.',
  role: 'server',
  exercises: [
    'retries.count',
    'retries.schedule',
    'retries.end',
    'retries.failures',
    'retries.same',
    'retries.each',
    'notifications.signed',
    'overrides.used',
    'status.paid',
  ],
  exclusive: 'together',
  plans: ({ can }) => (can.clock && can.callbacks ? [0] : []),
  async act(_plan, hand) {
    const orders = new Map<string, Bought>()
    for (const [fate, replies] of Object.entries(fatesOf(hand))) {
      const bought = await buyForSure(hand, peculiar(hand)[fate] ?? { [at.lifetime]: 10_000 })
      for (const name of [bought.invoice, bought.code]) hand.answerCallbacks(name, replies)
      if (await pay(hand, bought)) orders.set(fate, bought)
    }
    await Promise.all([...orders.values()].map((bought) => heardAtLast(hand, bought)))
    const again = await paidAgain(hand)
    // The target has to learn of each failure before its clock moves.
    await hand.wait(200)
    const failed = orders.get('500')
    if (failed) await look(hand, failed.invoice)
    for (const [minutes, due] of steps) {
      await hand.advance(minutes * minute)
      await Promise.all(due.flatMap((fate) => orders.get(fate) ?? []).map((bought) => heard(hand, bought)))
      await gather(hand, [...orders.values(), ...again])
    }
  },
})

/** Has a reusable code paid twice, with a second between, and takes neither notification at first. */
async function paidAgain(hand: Hand): Promise<Bought[]> {
  const bought = await buyForSure(hand, { [at.reusable]: true, [at.lifetime]: 10_000 })
  for (const name of [bought.invoice, bought.code])
    hand.answerCallbacks(name, [{ status: 500 }, { status: 500 }, { status: 200 }])
  for (const seconds of [2, 0]) {
    if (!(await pay(hand, bought))) return []
    await heardAtLast(hand, bought)
    await hand.advance(seconds)
  }
  return [bought]
}

/** Takes what has come about an order: what is answered with silence is known when that is over. */
async function heardAtLast(hand: Hand, bought: Bought): Promise<void> {
  const isHeard = (await heard(hand, bought)).length > 0
  if (!isHeard) await heard(hand, bought)
}

/** Takes what has come about each of the orders. */
async function gather(hand: Hand, orders: Bought[]): Promise<void> {
  await hand.wait(80)
  for (const bought of orders) await heard(hand, bought, { count: 9, withinMs: 1 })
}
