/** Payments at counters, and what is notified of them. */
import { scenario } from '../../../src/stimulate/scenario.ts'
import { at } from '../asked.ts'
import { buy, buyForSure, heard, look, pay } from '../orders.ts'
import { override } from './addresses.ts'
import { settled } from './settled.ts'

/** Milliseconds in which something comes that is not to come. */
const briefly = 150

const usual = [
  'notifications.sent',
  'notifications.signed',
  'notifications.success',
  'notifications.match',
  'notifications.target',
  'status.paid',
  'status.agrees',
]

export const paid = scenario({
  id: 'paid',
  says: 'Have a code paid, and look at its state before and after.',
  role: 'server',
  exercises: [
    ...usual,
    'notifications.early',
    'notifications.post',
    'notifications.dated',
    'payments.once',
    'status.pending',
    'invoices.unique',
  ],
  patient: true,
  async act(_plan, hand) {
    const bought = await buyForSure(hand)
    await look(hand, bought.invoice)
    if (hand.callbackUrl !== undefined) await heard(hand, bought, { withinMs: briefly })
    if (await pay(hand, bought)) await settled(hand, bought)
    await hand.send(bought.letter)
    await look(hand, bought.id)
    await hand.send(hand.seal('generate', bought.fields, { note: 'the invoice number of a paid code' }))
  },
})

export const twice = scenario({
  id: 'paid-twice',
  says: 'Have a code paid twice that can be paid once: at one moment, and later.',
  role: 'server',
  exercises: ['payments.once', 'status.final'],
  patient: true,
  async act(_plan, hand) {
    const bought = await buyForSure(hand)
    const taken = await Promise.all([pay(hand, bought), pay(hand, bought)])
    if (taken.includes(true)) await settled(hand, bought)
    await pay(hand, bought)
    if (hand.callbackUrl !== undefined) await heard(hand, bought, { withinMs: briefly })
    await hand.audit(bought.invoice)
    await look(hand, bought.invoice)
  },
})

export const reusable = scenario({
  id: 'reusable',
  says: 'Have a reusable code paid again and again.',
  role: 'server',
  exercises: ['payments.reusable', 'notifications.each', 'status.paid'],
  patient: true,
  async act(_plan, hand) {
    const bought = await buyForSure(hand, { [at.reusable]: true })
    const first = await pay(hand, bought)
    const others = await Promise.all([pay(hand, bought), pay(hand, bought)])
    const count = [first, ...others].filter(Boolean).length
    if (count > 0) await settled(hand, bought, count)
    // More than there were payments would be too many.
    if (hand.callbackUrl !== undefined) await heard(hand, bought, { count: 9, withinMs: briefly })
    await hand.audit(bought.invoice)
  },
})

export const flags = scenario({
  id: 'flags-in-text',
  says: 'Ask for codes whose reusable_status is text, and have them paid twice.',
  role: 'server',
  exercises: ['reusables.text'],
  plans: () => ['false', 'true'],
  async act(flag, hand) {
    for (const value of [flag === 'true', flag]) {
      const bought = await buyForSure(hand, { [at.reusable]: value })
      await pay(hand, bought)
      await pay(hand, bought)
    }
  },
})

export const overrides = scenario({
  id: 'overrides',
  says: 'Have a code notified at another host, and the next one at the configured address.',
  role: 'server',
  exercises: ['overrides.used', 'overrides.once', 'notifications.target'],
  patient: true,
  plans: ({ can }) => (can.callbacks ? [0] : []),
  async act(_plan, hand) {
    const first = await buyForSure(hand, { [at.override]: override(hand) })
    if (await pay(hand, first)) await heard(hand, first)
    const second = await buyForSure(hand)
    if (await pay(hand, second)) await heard(hand, second)
  },
})

/** What is before the configured path, and behind it. */
const odd: [before: string, behind: string][] = [
  ['', '/elsewhere'],
  ['/elsewhere', ''],
]

export const otherPaths = scenario<number>({
  id: 'override-path',
  says: 'Give an override whose path is not the configured one, but begins or ends with it.',
  role: 'server',
  exercises: ['overrides.path'],
  patient: true,
  plans: ({ can }) => (can.callbacks ? odd.map((_path, index) => index) : []),
  async act(index, hand) {
    const [before, behind] = odd[index]!
    const url = override(hand, (one) => void (one.pathname = before + one.pathname + behind))
    const bought = await buy(hand, { [at.override]: url })
    if (bought.code === '') return
    if (await pay(hand, bought)) await heard(hand, bought)
  },
})
