/** Defects of queries: states that are not so, orders that there are not. */
import type { Defect } from '../../../defect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import { answering, isQuery, type Bend } from '../bend.ts'
import { isOpen } from '../settling.ts'
import { accepted, namesOf } from '../ordering.ts'
import type { Order } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'
import { sent } from './overlooking.ts'

/** Tells something else about an order. */
const finding =
  (change: (fields: Fields, order: Order) => Fields): Bend =>
  (honest) => ({
    orderStateFields: (call, order) => change(honest.orderStateFields(call, order), order),
  })

/** Tells another state of some orders. */
const stating = (status: string, when: (order: Order) => boolean): Bend =>
  finding((fields, order) => (when(order) ? { ...fields, status } : fields))

/** The number of an order, in a body or in an address. */
function numberIn(call: Call): string {
  const { searchParams } = new URL(call.raw.url ?? '/', 'http://gateway')
  return sent(call, 'orderNum').trim() || (searchParams.get('orderNum') ?? '')
}

/** Tells the same of an order only so often. */
const turning =
  (times: number, change: (order: Order) => void): Bend =>
  (honest) => {
    const counts = new Map<Order, number>()
    return {
      orderStateFields(call, order) {
        const count = (counts.get(order) ?? 0) + 1
        counts.set(order, count)
        if (count > times) change(order)
        return honest.orderStateFields(call, order)
      },
    }
  }

/** Finds what is there, whatever the type of a query says. */
export const findingAny: Bend = (honest) => ({
  async query(call) {
    const decision = await honest.query(call)
    if (decision.code === 'SUCCESS') return decision
    const order = await call.steps.findOrder(call)
    if (order) return accepted(call.steps.orderStateFields(call, order))
    const payout = await call.steps.findPayout(call)
    return payout ? accepted(call.steps.payoutStateFields(call, payout)) : decision
  },
})

export const dayMs = 86_400_000

export const queries: readonly Defect<Steps>[] = [
  {
    id: 'finds-no-open-orders',
    says: 'Finds an order once it was paid, or is over.',
    breaks: ['query.found'],
    steps: (honest) => ({
      async findOrder(call) {
        const order = await honest.findOrder(call)
        return order && isOpen(order.state) ? undefined : order
      },
    }),
  },
  {
    id: 'finds-payouts-from-a-queue',
    says: 'Finds a payout three seconds after it was taken.',
    breaks: ['query.found'],
    steps: (honest) => {
      const taken = new Map<string, number>()
      return {
        async openPayout(call) {
          const payout = await honest.openPayout(call)
          taken.set(payout.id, call.till.clock.now())
          return payout
        },
        async findPayout(call) {
          const payout = await honest.findPayout(call)
          const since = payout && call.till.clock.now() - (taken.get(payout.id) ?? 0)
          return since !== undefined && since < 3000 ? undefined : payout
        },
      }
    },
  },
  {
    id: 'forgets-old-payments',
    says: 'Finds no order that was paid more than a day ago.',
    breaks: ['states.monotone'],
    steps: (honest) => ({
      async findOrder(call) {
        const order = await honest.findOrder(call)
        const paidAt = order?.payments[0]?.at ?? Infinity
        return paidAt < call.till.clock.now() - dayMs ? undefined : order
      },
    }),
  },
  {
    id: 'finds-the-first-of-a-number',
    says: 'Finds, for whoever has an order of a number, the first that anybody made.',
    breaks: ['orders.stable'],
    steps: (honest) => ({
      async findOrder(call) {
        const own = await honest.findOrder(call)
        return own && (await call.till.ledger.orders(own.number))[0]
      },
    }),
  },
  {
    id: 'finds-what-there-is-not',
    catalogue: 'D50',
    says: 'Answers success about an order that nobody has made.',
    breaks: ['query.unknown'],
    steps: (honest) => {
      const heard = new Set<string>()
      return {
        checkMethod(call) {
          if (call.operation !== 'query') heard.add(numberIn(call))
          return honest.checkMethod(call)
        },
        async query(call) {
          const decision = await honest.query(call)
          const number = sent(call, 'orderNum')
          if (decision.code === 'SUCCESS' || heard.has(number)) return decision
          const id = call.steps.newId(call.till)
          return accepted({
            platOrderNum: id,
            orderNum: number,
            amount: 0,
            fee: 0,
            status: 'INIT_ORDER',
            msg: 'Created',
          })
        },
      }
    },
  },
  {
    id: 'finds-by-the-beginning',
    says: 'Finds the order whose number begins like the one that is asked for.',
    breaks: ['query.unknown', 'echoes.kept@orderNum'],
    steps: (honest) => {
      const heard: string[] = []
      return {
        checkMethod(call) {
          if (call.operation !== 'query') heard.push(numberIn(call))
          return honest.checkMethod(call)
        },
        async findOrder(call) {
          const [merchant, number] = namesOf(call)
          const like = heard.find((one) => one.startsWith(number)) ?? number
          return (await honest.findOrder(call)) ?? call.till.ledger.order(merchant, like)
        },
      }
    },
  },
  {
    id: 'fails-to-find',
    says: 'Answers FAIL about an unknown order, where NOTEXIST is agreed on.',
    breaks: ['query.unknown'],
    profile: { unknownOrder: 'notexist' },
    steps: (honest) => ({
      async query(call) {
        const decision = await honest.query(call)
        return decision.code === 'NOTEXIST' ? { ...decision, code: 'FAIL' } : decision
      },
    }),
  },
  {
    id: 'tells-ends-before-they-come',
    says: 'Tells a payout that is on its way as paid.',
    breaks: ['payouts.final'],
    steps: (honest) => ({
      payoutStateFields: (call, payout) => ({
        ...honest.payoutStateFields(call, payout),
        ...(['0', '1', '5'].includes(payout.state) && { status: '2' }),
      }),
    }),
  },
  {
    id: 'makes-states-up',
    says: 'Tells an open order as WAITING.',
    breaks: ['query.statuses'],
    steps: stating('WAITING', ({ state }) => isOpen(state)),
  },
  {
    id: 'gives-orders-up',
    says: 'Tells an open order as PAY_CANCEL.',
    breaks: ['query.unpaid'],
    steps: stating('PAY_CANCEL', ({ state }) => isOpen(state)),
  },
  {
    id: 'lags-behind',
    catalogue: 'D51',
    says: 'Tells a paid order as NO_PAY while its callback is out.',
    breaks: ['callbacks.agree'],
    steps: stating('NO_PAY', ({ state, kind }) => state === 'SUCCESS' && kind !== 'static'),
  },
  {
    id: 'hides-amounts',
    says: 'Tells no amount of a paid order.',
    breaks: ['query.paid'],
    steps: finding(({ amount: _none, ...fields }) => fields),
  },
  {
    id: 'hides-fees',
    says: 'Tells no fee of a paid order.',
    breaks: ['query.paid'],
    steps: finding(({ fee: _none, ...fields }) => fields),
  },
  {
    id: 'wears-orders-out',
    says: 'Cancels an order that is asked for again and again.',
    breaks: ['query.read-only', 'query.unpaid'],
    steps: turning(3, (order) => {
      if (isOpen(order.state)) order.state = 'PAY_CANCEL'
    }),
  },
  {
    id: 'reopens-orders',
    says: 'Tells a paid order as NO_PAY once it was asked for.',
    breaks: ['states.monotone', 'callbacks.agree'],
    steps: turning(1, (order) => {
      if (order.state === 'SUCCESS' && order.payments.length > 0) order.state = 'NO_PAY'
    }),
  },
  {
    id: 'finds-any-type',
    says: 'Finds payouts and payments by a query of either type.',
    breaks: ['query.typed'],
    steps: findingAny,
  },
  {
    id: 'answers-in-small-letters',
    says: 'Answers a query with the number of its order in other letters.',
    breaks: ['echoes.kept@orderNum', 'echoes.text@orderNum'],
    steps: answering(
      (fields) =>
        'orderNum' in fields ? { ...fields, orderNum: turned(String(fields['orderNum'])) } : fields,
      isQuery,
    ),
  },
]

const turned = (text: string): string =>
  text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()
