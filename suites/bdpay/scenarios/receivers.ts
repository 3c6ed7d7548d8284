/** Calls a receiver back about its orders: rightly, again, in lawful ways, and wrongly. */
import { scenario, type Scenario, type Sending } from '../../../src/stimulate/scenario.ts'
import { signText } from '../../../src/dialects/bdpay-sign.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { ended, given, payment, settled, told, waiting } from './callbacks.ts'
import { forgeries, forgedIn, splittingText } from './forgeries.ts'

const right = scenario<string>({
  id: 'receivers.right',
  says: 'A payment is told.',
  role: 'receiver',
  exercises: ['receiver.acknowledges', 'receiver.stores'],
  plans: given(['first', 'second']),
  async act(_plan, hand) {
    const order = await waiting(hand)
    await hand.send(told(hand, order))
    await settled(hand, order.code)
  },
})

interface Way {
  fields?: Fields
  sending?: Sending
}

const ways: { [what: string]: Way } = {
  'more fields': { fields: { phone: '082113086611', status: 'SUCCESS', extra: '1' } },
  'a field called sign': { fields: { sign: 'merchant' } },
  'no fee': { fields: { payFee: '0' } },
  'another order': { sending: { style: { order: ['vaNumber', 'payMoney', 'platSign', 'email', 'code'] } } },
  'blanks as %20': { sending: { style: { percentBlanks: true } } },
}

const lawful = scenario<string>({
  id: 'receivers.ways',
  says: 'A payment is told in an unusual, lawful way.',
  role: 'receiver',
  exercises: ['receiver.extra', 'receiver.sign', 'receiver.zero', 'receiver.shuffled', 'receiver.blanks'],
  plans: given(Object.keys(ways)),
  async act(what, hand) {
    const order = await waiting(hand)
    const { fields = {}, sending = {} } = ways[what]!
    await hand.send(told(hand, order, fields, { ...sending, note: what }))
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
  says: 'A callback comes again, six times, or several times at once.',
  role: 'receiver',
  exercises: ['receiver.idempotent'],
  plans: given(['twice', 'six times', 'together']),
  async act(how, hand) {
    const order = await waiting(hand)
    const letter = told(hand, order)
    if (how === 'together') await hand.race([letter, letter, letter, letter])
    else for (let times = 0; times < (how === 'twice' ? 2 : 6); times += 1) await hand.send(letter)
    await settled(hand, order.code)
  },
})

const codes = scenario<string>({
  id: 'receivers.code',
  says: 'A callback says that nothing was paid.',
  role: 'receiver',
  exercises: ['receiver.code'],
  plans: given(['01', '99', 'FAIL']),
  async act(code, hand) {
    const order = await waiting(hand)
    await hand.send(told(hand, order, { code, msg: 'FAIL' }))
    await settled(hand, order.code)
  },
})

const amounts = scenario<string>({
  id: 'receivers.amount',
  says: 'A callback tells another amount than was ordered.',
  role: 'receiver',
  exercises: ['receiver.amount'],
  plans: given(['less', 'more']),
  async act(what, hand) {
    const order = await waiting(hand)
    const amount = Number(order.amount ?? 50_000)
    await hand.send(told(hand, order, { payMoney: String(what === 'less' ? 1 : amount * 10) }))
    await settled(hand, order.code)
  },
})

const forged = scenario<string>({
  id: 'receivers.forged',
  says: 'A callback is signed otherwise than it wants to be.',
  role: 'receiver',
  exercises: [
    'receiver.key',
    'receiver.algorithm',
    'receiver.whole',
    'receiver.padding',
    'receiver.unreadable',
    'receiver.tampered',
    'receiver.unacknowledged',
  ],
  plans: given(Object.keys(forgeries)),
  async act(what, hand) {
    hand.needSigner()
    const order = await waiting(hand)
    // A text of several blocks, so that the first one is not the whole.
    const letter = told(hand, order, { email: 'budi.santoso.with.a.long.name@mail.example.co.id' })
    const fields = forgedIn(hand, letter, 'platSign', forgeries[what]!)
    await hand.send(
      hand.seal('paymentCallback', fields, {
        spare: ['platSign'],
        note: what,
        flaws: what === 'no Base64' ? 1 : 0,
      }),
    )
    await settled(hand, order.code)
  },
})

const wrong = scenario<string>({
  id: 'receivers.wrong',
  says: 'A callback is unsigned or was changed, and a right one follows.',
  role: 'receiver',
  exercises: ['receiver.unsigned', 'receiver.tampered', 'receiver.undeterred', 'receiver.unacknowledged'],
  plans: given(['absent', 'empty', 'payMoney', 'orderNum', 'platOrderNum', 'email', 'extra']),
  async act(what, hand) {
    hand.needSigner()
    const order = await waiting(hand)
    const letter = told(hand, order)
    const body = Object.fromEntries(new URLSearchParams(letter.body.toString('utf8')))
    const changed: Fields =
      what === 'absent'
        ? { ...body, platSign: null }
        : what === 'empty'
          ? { ...body, platSign: '' }
          : what === 'orderNum'
            ? {
                ...Object.fromEntries(
                  new URLSearchParams(told(hand, { ...order, code: `${order.code}9` }).body.toString()),
                ),
                orderNum: order.code,
              }
            : { ...body, [what]: what === 'payMoney' ? body['payMoney']! : 'other@example.com' }
    const bad = what === 'payMoney' ? { ...body, payFee: '1' } : changed
    await hand.send(hand.seal('paymentCallback', bad, { spare: ['platSign'], note: what }))
    await settled(hand, order.code)
    await hand.send(letter)
    await settled(hand, order.code)
  },
})

const unknown = scenario<string>({
  id: 'receivers.unknown',
  says: 'A callback names an order that nobody made.',
  role: 'receiver',
  exercises: ['receiver.unknown'],
  plans: () => ['unknown'],
  async act(_plan, hand) {
    const code = hand.fresh('orderNum')
    await hand.send(told(hand, { code, amount: 50_000 }))
    await settled(hand, code)
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
  exercises: ['receiver.payout', 'receiver.refund', 'receiver.final', 'receiver.acknowledges'],
  plans: given(['2', '4', '3', '1', '9', '4 4', '4 4 4', '2 4', '4 2'], 'payout'),
  async act(plan, hand) {
    const order = await waiting(hand, 'payout')
    for (const status of plan.split(' ')) await hand.send(hand.seal('payoutCallback', ended(order, status)))
    await settled(hand, order.code)
  },
})

const payoutForged = scenario<string>({
  id: 'receivers.payout-forged',
  says: 'The end of a payout is told unsigned, or signed with another key.',
  role: 'receiver',
  exercises: ['receiver.unsigned', 'receiver.key', 'receiver.unacknowledged'],
  plans: given(['absent', 'another key'], 'payout'),
  async act(what, hand) {
    hand.needSigner()
    const order = await waiting(hand, 'payout')
    const letter = hand.seal('payoutCallback', ended(order, '2'))
    const fields =
      what === 'absent'
        ? { ...letter.draft.fields, platSign: null }
        : forgedIn(hand, letter, 'platSign', forgeries[what]!)
    await hand.send(hand.seal('payoutCallback', fields, { spare: ['platSign'], note: what }))
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
  codes,
  amounts,
  forged,
  wrong,
  unknown,
  apart,
  payouts,
  payoutForged,
  late,
]
