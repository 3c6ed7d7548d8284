/** Calls a receiver back wrongly: about nothing that was paid, or not signed as it has to be. */
import { scenario, type Scenario } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { turned } from '../../common/letters.ts'
import { tail } from '../receiver/own.ts'
import { ended, given, settled, told, waiting } from './callbacks.ts'
import { forgeries, forgedIn } from './forgeries.ts'

const codes = scenario<string>({
  id: 'receivers.code',
  says: 'A callback says that nothing was paid, and the right one follows.',
  role: 'receiver',
  exercises: ['receiver.code', 'receiver.open'],
  plans: given(['01', '99', '0', 'FAIL', '01 SUCCESS']),
  async act(plan, hand) {
    const order = await waiting(hand)
    const [code = '', msg = 'FAIL'] = plan.split(' ')
    await hand.send(told(hand, order, { code, msg }))
    await settled(hand, order.code)
    await hand.send(told(hand, order))
    await settled(hand, order.code)
  },
})

const amounts = scenario<'less' | 'more' | 'less its fee' | 'one less of many'>({
  id: 'receivers.amount',
  says: 'A callback tells another amount than was ordered.',
  role: 'receiver',
  exercises: ['receiver.amount'],
  plans: given<'less' | 'more' | 'less its fee' | 'one less of many'>([
    'less',
    'more',
    'less its fee',
    'one less of many',
  ]),
  async act(what, hand) {
    const isLarge = what === 'one less of many'
    const order = isLarge ? await hand.need('order', { amount: 123_456_789_012 }) : await waiting(hand)
    const amount = Number(order.amount ?? 50_000)
    const others = {
      less: 1,
      more: amount * 10,
      'less its fee': amount - 4500,
      'one less of many': amount - 1,
    }
    await hand.send(told(hand, order, { payMoney: String(Math.max(1, others[what])), payFee: '4500' }))
    await settled(hand, order.code)
  },
})

const payoutAmounts = scenario<'less' | 'more'>({
  id: 'receivers.payout-amount',
  says: 'A callback tells that another amount was paid out than was ordered.',
  role: 'receiver',
  exercises: ['receiver.amount'],
  plans: given<'less' | 'more'>(['less', 'more'], 'payout'),
  async act(what, hand) {
    const order = await waiting(hand, 'payout')
    if (order.amount === undefined) return
    const amount = what === 'less' ? 1 : order.amount * 10
    await hand.send(hand.seal('payoutCallback', ended({ ...order, amount }, '2'), { note: what }))
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

/** The name of the payer, nearly. */
const names: { [what: string]: string } = {
  'a name without blanks': 'BudiSantoso',
  'a name in capitals': 'BUDI SANTOSO',
}

const wrong = scenario<string>({
  id: 'receivers.wrong',
  says: 'A callback is unsigned or was changed, and a right one follows.',
  role: 'receiver',
  exercises: ['receiver.unsigned', 'receiver.tampered', 'receiver.undeterred', 'receiver.unacknowledged'],
  plans: given([
    'absent',
    'empty',
    'payMoney',
    'orderNum',
    'platOrderNum',
    'email',
    'extra',
    ...Object.keys(names),
  ]),
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
            : names[what] !== undefined
              ? { ...body, name: names[what] }
              : { ...body, [what]: what === 'payMoney' ? body['payMoney']! : 'other@example.com' }
    const bad = what === 'payMoney' ? { ...body, payFee: '1' } : changed
    await hand.send(hand.seal('paymentCallback', bad, { spare: ['platSign'], note: what }))
    await settled(hand, order.code)
    await hand.send(letter)
    await settled(hand, order.code)
  },
})

const replayed = scenario<'another order' | 'another code'>({
  id: 'receivers.replayed',
  says: 'The signature of a right callback comes again, under another order or after another code of its own.',
  role: 'receiver',
  exercises: ['receiver.tampered', 'receiver.unacknowledged'],
  plans: given<'another order' | 'another code'>(['another order', 'another code']),
  async act(what, hand) {
    hand.needSigner()
    const order = await waiting(hand)
    const first = told(hand, order, what === 'another code' ? { code: '01', msg: 'FAIL' } : {})
    await hand.send(first)
    await settled(hand, order.code)
    const platSign = String(Object.fromEntries(new URLSearchParams(first.body.toString('utf8')))['platSign'])
    const next = what === 'another code' ? order : await waiting(hand)
    const { fields } = told(hand, next).draft
    await hand.send(
      hand.seal('paymentCallback', { ...fields, platSign }, { spare: ['platSign'], note: what }),
    )
    await settled(hand, next.code)
  },
})

const doubled = scenario<'first' | 'last'>({
  id: 'receivers.doubled',
  says: 'A callback has the number of another order beside the one that is signed, before it or after it.',
  role: 'receiver',
  exercises: ['receiver.tampered'],
  plans: given<'first' | 'last'>(['first', 'last']),
  async act(place, hand) {
    hand.needSigner()
    const [paid, other] = [await waiting(hand), await waiting(hand)]
    const body = Object.fromEntries(new URLSearchParams(told(hand, paid).body.toString('utf8')))
    const [orderNum, again] = place === 'first' ? [other.code, paid.code] : [paid.code, other.code]
    const style = { duplicates: { orderNum: again } }
    await hand.send(
      hand.seal(
        'paymentCallback',
        { ...body, orderNum },
        { spare: ['platSign'], note: place, flaws: 1, style },
      ),
    )
    await settled(hand, other.code)
  },
})

const unknown = scenario<'payment' | 'payout'>({
  id: 'receivers.unknown',
  says: 'A callback names an order that nobody made.',
  role: 'receiver',
  exercises: ['receiver.unknown'],
  plans: () => ['payment', 'payout'],
  async act(kind, hand) {
    const order = { code: hand.fresh('orderNum'), amount: 50_000 }
    const letter = kind === 'payment' ? told(hand, order) : hand.seal('payoutCallback', ended(order, '2'))
    await hand.send(letter)
    await settled(hand, order.code)
  },
})

const alike = scenario<'longer' | 'in other letters'>({
  id: 'receivers.own',
  says: 'A callback names an order that nobody made, whose number is nearly that of one that waits.',
  role: 'receiver',
  exercises: ['receiver.own'],
  plans: given<'longer' | 'in other letters'>(['longer', 'in other letters']),
  async act(how, hand) {
    const order = await waiting(hand)
    const code = how === 'longer' ? order.code + tail : turned(order.code)
    if (code === order.code) return
    await hand.send(told(hand, { ...order, code }))
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

export const wrongly: Scenario[] = [
  codes,
  amounts,
  payoutAmounts,
  forged,
  wrong,
  replayed,
  doubled,
  unknown,
  alike,
  payoutForged,
]
