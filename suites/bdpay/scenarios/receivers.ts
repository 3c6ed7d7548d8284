/** Calls a receiver back about its orders: rightly, again, and in lawful ways. */
import { scenario, type Scenario, type Sending } from '../../../src/stimulate/scenario.ts'
import { signText } from '../../../src/dialects/bdpay-sign.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { ended, given, payment, renumbered, settled, told, waiting } from './callbacks.ts'
import { forgedIn, splittingText } from './forgeries.ts'
import { wrongly } from './receivers-wrong.ts'

const right = scenario<number>({
  id: 'receivers.right',
  says: 'A payment is told, of a usual amount or of a large one.',
  role: 'receiver',
  exercises: ['receiver.acknowledges', 'receiver.stores', 'receiver.sums'],
  plans: given([50_000, 123_456_789_012]),
  async act(amount, hand) {
    const order = await hand.need('order', { amount })
    await hand.send(told(hand, order))
    await settled(hand, order.code)
  },
})

interface Way {
  fields?: Fields
  sending?: Sending
  /** The number of the platform has digits alone. */
  digits?: true
}

const ways: { [what: string]: Way } = {
  'more fields': { fields: { phone: '082113086611', status: 'SUCCESS', extra: '1' } },
  'a field called sign': { fields: { sign: 'merchant' } },
  'no fee': { fields: { payFee: '0' } },
  'another order': { sending: { style: { order: ['vaNumber', 'payMoney', 'platSign', 'email', 'code'] } } },
  'blanks as %20': { sending: { style: { percentBlanks: true } } },
  'no VA number': { fields: { method: 'QRIS', vaNumber: null } },
  'another text': { fields: { msg: 'Pembayaran berhasil' } },
  'a number of 19 digits': { digits: true },
  'a name in capitals': { fields: { Zone: 'WIB' } },
  'a plus in a value': { fields: { email: 'budi+kopi%41@example.com' } },
  'letters beyond ASCII': { fields: { name: 'José Müller' } },
  'a blank at the end': { fields: { name: 'Budi Santoso ' } },
}

const lawful = scenario<string>({
  id: 'receivers.ways',
  says: 'A payment is told in an unusual, lawful way.',
  role: 'receiver',
  exercises: [
    'receiver.extra',
    'receiver.sign',
    'receiver.zero',
    'receiver.shuffled',
    'receiver.blanks',
    'receiver.channel',
    'receiver.words',
    'receiver.capitals',
    'receiver.decoded',
    'receiver.edges',
    'receiver.digits',
    'receiver.letters',
  ],
  plans: given(Object.keys(ways)),
  async act(what, hand) {
    const order = await waiting(hand)
    const { fields = {}, sending = {}, digits } = ways[what]!
    const number = String(payment(order)['platOrderNum']).replace(/\D/g, '')
    const whole = digits ? { ...fields, platOrderNum: number } : fields
    await hand.send(told(hand, order, whole, { ...sending, note: what }))
    await settled(hand, order.code)
  },
})

const blocks = scenario<string>({
  id: 'receivers.blocks',
  says: 'A payment is signed in small blocks, or with a character across two of them.',
  role: 'receiver',
  exercises: ['receiver.blocks', 'receiver.bytes'],
  plans: given(['small', 'across']),
  async act(what, hand) {
    hand.needSigner()
    const order = await waiting(hand)
    const fields = what === 'across' ? splittingText(hand, payment(order)) : payment(order)
    const letter = hand.seal('paymentCallback', fields)
    const small = forgedIn(hand, letter, 'platSign', (text, key) => signText(text, key, { block: 50 }))
    await hand.send(
      what === 'across' ? letter : hand.seal('paymentCallback', small, { spare: ['platSign'], note: what }),
    )
    await settled(hand, order.code)
  },
})

const expired = scenario<string>({
  id: 'receivers.expired',
  says: 'A payment is told of an order that the receiver holds for expired.',
  role: 'receiver',
  exercises: ['receiver.expired'],
  plans: given(['expired'], 'expiredorder'),
  async act(_plan, hand) {
    const order = await waiting(hand, 'expiredorder')
    await hand.send(told(hand, order))
    await settled(hand, order.code)
  },
})

const repeats = scenario<string>({
  id: 'receivers.repeat',
  says: 'A callback comes again, six times, several times at once, or under another number of the platform.',
  role: 'receiver',
  exercises: ['receiver.idempotent'],
  plans: given(['twice', 'six times', 'together', 'renumbered']),
  async act(how, hand) {
    const order = await waiting(hand)
    const letter = told(hand, order)
    if (how === 'together') await hand.race([letter, letter, letter, letter])
    else if (how === 'renumbered')
      for (const one of [letter, told(hand, order, renumbered(order))]) await hand.send(one)
    else for (let times = 0; times < (how === 'twice' ? 2 : 6); times += 1) await hand.send(letter)
    await settled(hand, order.code)
  },
})

const apart = scenario<string>({
  id: 'receivers.order',
  says: 'Callbacks about two orders come in the other order.',
  role: 'receiver',
  exercises: ['receiver.order'],
  plans: given(['other']),
  async act(_plan, hand) {
    const first = await hand.need('order', { amount: 50_101 })
    const second = await hand.need('order', { amount: 50_102 })
    await hand.send(told(hand, second))
    await hand.send(told(hand, first))
    await settled(hand, first.code)
  },
})

const payouts = scenario<string>({
  id: 'receivers.payout',
  says: 'The end of a payout is told, once or more than once.',
  role: 'receiver',
  exercises: [
    'receiver.payout',
    'receiver.refund',
    'receiver.final',
    'receiver.acknowledges',
    'receiver.idempotent',
    'receiver.sums',
  ],
  plans: given(['2', '4', '3', '1', '9', '4 4', '4 4 4', '2 2', '4 again', '2 4', '4 2', '4+4+4'], 'payout'),
  async act(plan, hand) {
    const order = await waiting(hand, 'payout')
    const letters = plan
      .split(/[ +]/)
      .map((status) =>
        status === 'again' ? { ...ended(order, '4'), ...renumbered(order) } : ended(order, status),
      )
      .map((fields) => hand.seal('payoutCallback', fields))
    if (plan.includes('+')) await hand.race(letters)
    else for (const letter of letters) await hand.send(letter)
    await settled(hand, order.code)
  },
})

const late = scenario<string>({
  id: 'receivers.late',
  says: 'A callback comes weeks after the order.',
  role: 'receiver',
  exercises: ['receiver.late'],
  plans: (scope) => (scope.can.clock ? given(['late'])(scope) : []),
  exclusive: true,
  async act(_plan, hand) {
    const order = await waiting(hand)
    await hand.advance(40 * 86_400)
    await hand.send(told(hand, order))
    await settled(hand, order.code)
  },
})

export const receivers: Scenario[] = [
  right,
  lawful,
  blocks,
  expired,
  repeats,
  apart,
  payouts,
  ...wrongly,
  late,
]
