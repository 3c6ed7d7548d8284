/** Defects of orders: made twice, without an instrument, under numbers of others. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import { answering, isCash, isOrder, type Bend } from '../bend.ts'
import { accepted } from '../ordering.ts'
import type { Steps } from '../steps.ts'
import { isPay } from './kinds.ts'
import { telling } from './signing.ts'

/** Milliseconds in which orders get past each other. */
const gap = 40

/** Does nothing of a kind one after the other. */
const unlocked =
  (kind: string): Bend =>
  (honest) => ({
    serialise: (till, name, work) => (name[0] === kind ? work() : honest.serialise(till, name, work)),
  })

/** Takes a number for used when another one was that is kept as the same. */
const keeping =
  (kept: (number: string) => string): Bend =>
  (honest) => {
    const numbers = new Map<string, string>()
    return {
      async known(call) {
        const found = await honest.known(call)
        const number = call.steps.valueAt(call, 'orderNum') ?? ''
        const key = JSON.stringify([call.merchant?.code, kept(number)])
        const first = numbers.get(key) ?? number
        numbers.set(key, first)
        return (
          found ?? (first === number ? undefined : call.till.ledger.order(call.merchant?.code ?? '', first))
        )
      },
    }
  }

export const orders: readonly Defect<Steps>[] = [
  {
    id: 'ignores-the-case-of-numbers',
    says: 'Takes the number of an order for used that another one has in letters of the other case.',
    breaks: ['orders.distinct'],
    steps: keeping((number) => number.toLowerCase()),
  },
  {
    id: 'cuts-numbers',
    says: 'Keeps the first thirty letters of the number of an order.',
    breaks: ['orders.distinct'],
    steps: keeping((number) => number.slice(0, 30)),
  },
  {
    id: 'counts-numbers',
    says: 'Keeps a number of an order that has digits alone without the zeros before it.',
    breaks: ['orders.distinct'],
    steps: keeping((number) => (/^\d+$/.test(number) ? number.replace(/^0+/, '') : number)),
  },
  {
    id: 'orders-again',
    catalogue: 'D16',
    says: 'Makes a second order under the number of a first.',
    // Once the first was paid, the second is asked for, which is open.
    breaks: [
      'orders.repeat',
      'orders.parallel',
      'orders.stable',
      'states.monotone',
      'callbacks.agree',
      'callbacks.target',
      'amounts.kept@callback',
    ],
    steps: () => ({ known: async () => undefined }),
  },
  {
    id: 'answers-success-again',
    says: 'Answers success to an order that comes again, which is not agreed on.',
    breaks: ['orders.repeat'],
    steps: (honest) => ({
      repeat: (call, order) =>
        order.content === call.steps.contentOf(call)
          ? accepted(call.steps.orderFields(call, order))
          : honest.repeat(call, order),
    }),
  },
  {
    id: 'changes-orders',
    says: 'Gives an order the amount of a second one with its number.',
    breaks: ['orders.repeat'],
    steps: (honest) => ({
      repeat(call, order) {
        const isOther = order.kind !== (call.operation === 'prepaidOrder' ? 'link' : call.operation)
        if (isOther || order.kind === 'static' || order.content === call.steps.contentOf(call))
          return honest.repeat(call, order)
        order.money = call.steps.amountOf(call)
        order.detail = call.steps.valueAt(call, 'productDetail') ?? ''
        return accepted(call.steps.orderFields(call, order))
      },
    }),
  },
  {
    id: 'numbers-pages-apart',
    says: 'Takes the number of an order again for a page.',
    breaks: ['orders.repeat', 'orders.stable'],
    steps: (honest) => ({
      async known(call) {
        const found = await honest.known(call)
        return found?.kind === 'pay' && call.operation === 'prepaidOrder' ? undefined : found
      },
    }),
  },
  {
    id: 'numbers-static-vas-apart',
    says: 'Takes the number of an order again for a static VA.',
    breaks: ['orders.repeat'],
    steps: (honest) => ({
      async known(call) {
        const found = await honest.known(call)
        return found?.kind === 'pay' && call.operation === 'staticVa' ? undefined : found
      },
    }),
  },
  {
    id: 'frees-numbers-of-paid-orders',
    says: 'Takes the number of an order again once it was paid.',
    // What is asked for then is the second order, which is open and told of late.
    breaks: ['orders.repeat', 'orders.stable', 'states.monotone', 'callbacks.agree', 'amounts.kept@callback'],
    steps: (honest) => ({
      async known(call) {
        const found = await honest.known(call)
        return found?.state === 'SUCCESS' && found.kind !== 'static' ? undefined : found
      },
    }),
  },
  {
    id: 'orders-in-parallel',
    catalogue: 'D17',
    says: 'Looks for an order before it makes one, and lets others in between.',
    breaks: ['orders.parallel', 'orders.stable'],
    steps: (honest) => ({
      ...unlocked('order')(honest),
      async admit(call, kind) {
        await sleep(gap)
        return honest.admit(call, kind)
      },
    }),
  },
  {
    id: 'gives-no-va',
    catalogue: 'D29',
    says: 'Answers success without a vaNumber.',
    breaks: ['orders.instrument'],
    steps: answering(({ vaNumber: _none, ...fields }) => fields, isPay),
  },
  {
    id: 'gives-no-page',
    says: 'Answers success without the address of a page.',
    breaks: ['orders.instrument'],
    steps: answering(
      ({ url: _none, ...fields }) => fields,
      ({ operation }) => operation === 'prepaidOrder',
    ),
  },
  {
    id: 'gives-numbers-twice',
    says: 'Gives every third order the number of the one before.',
    breaks: ['orders.numbered'],
    steps: (honest) => {
      const given: string[] = []
      return {
        async open(call, kind) {
          const order = await honest.open(call, kind)
          if (kind === 'pay' && given.length % 3 === 2) order.id = given.at(-1)!
          given.push(order.id)
          return order
        },
      }
    },
  },
  {
    id: 'finds-under-other-numbers',
    says: 'Answers a query with another number than that of the order.',
    breaks: ['orders.stable'],
    steps: (honest) => ({
      orderStateFields: (call, order) => ({
        ...honest.orderStateFields(call, order),
        platOrderNum: `Q${order.id}`,
      }),
    }),
  },
  {
    id: 'tells-under-other-numbers',
    says: 'Tells a payment under another number than that of the order.',
    breaks: ['orders.stable'],
    steps: telling('paymentCallback', (fields) => ({
      ...fields,
      platOrderNum: `Q${String(fields['platOrderNum'])}`,
    })),
  },
  {
    id: 'keeps-what-it-refused',
    says: 'Finds a payout that it has refused.',
    breaks: ['orders.refused'],
    steps: (honest) => ({
      admitPayout(call, account) {
        const refusal = honest.admitPayout(call, account)
        if (refusal && account?.outcome === 'refused') void call.steps.openPayout(call)
        return refusal
      },
    }),
  },
  {
    id: 'shares-a-va',
    says: 'Gives every order one VA number.',
    breaks: ['orders.instrument-own'],
    steps: () => ({ newVa: () => '8808123456789012' }),
  },
  {
    id: 'closes-static-vas',
    says: 'Takes one payment to a static VA.',
    breaks: ['static.repeated'],
    steps: (honest) => ({
      isPayable: (order, at) =>
        (order.kind !== 'static' || order.payments.length === 0) && honest.isPayable(order, at),
    }),
  },
  {
    id: 'shares-numbers',
    says: 'Refuses the number of an order that another merchant has used.',
    breaks: ['isolation.numbers'],
    steps: (honest) => ({
      async known(call) {
        const number = call.steps.valueAt(call, 'orderNum') ?? ''
        return (await honest.known(call)) ?? (await call.till.ledger.orders(number))[0]
      },
    }),
  },
  {
    id: 'finds-orders-of-others',
    catalogue: 'D52',
    says: 'Finds the orders of another merchant.',
    breaks: ['isolation.query'],
    steps: (honest) => ({
      async findOrder(call) {
        const number = call.steps.valueAt(call, 'orderNum') ?? ''
        return (await honest.findOrder(call)) ?? (await call.till.ledger.orders(number))[0]
      },
    }),
  },
  {
    id: 'answers-numbers',
    catalogue: 'D21',
    says: 'Answers platOrderNum as a JSON number.',
    breaks: ['fields.type@PayResponse/platOrderNum', 'orders.stable'],
    steps: answering(
      (fields) =>
        'platOrderNum' in fields ? { ...fields, platOrderNum: Number(fields['platOrderNum']) } : fields,
      isPay,
    ),
  },
  {
    id: 'loses-zeroes',
    catalogue: 'D22',
    says: 'Answers the bank 014 as 14.',
    breaks: ['echoes.kept@bankCode', 'echoes.text@bankCode'],
    steps: answering(
      (fields) =>
        'bankCode' in fields ? { ...fields, bankCode: String(Number(fields['bankCode'])) } : fields,
      isCash,
    ),
  },
  {
    id: 'shares-a-buffer',
    says: 'Answers with the number of whichever order came last.',
    breaks: ['echoes.parallel'],
    steps: (honest) => {
      let last = ''
      return {
        async authenticate(call) {
          if (isOrder(call)) last = call.steps.valueAt(call, 'orderNum') ?? last
          return honest.authenticate(call)
        },
        async admit(call, kind) {
          await sleep(gap)
          return honest.admit(call, kind)
        },
        orderFields: (call, order) => ({
          ...honest.orderFields(call, order),
          ...(isOrder(call) && { orderNum: last }),
        }),
      }
    },
  },
]
