/** Receivers that book what they should not, or not what they should. */
import type { Odd } from '../../oddity.ts'
import { settle, type Order, type State } from '../books.ts'
import type { ReceiverSteps } from './steps.ts'

type Defect = Odd<ReceiverSteps>

/** Books some words otherwise. */
const applying =
  (change: (order: Order, state: State, status: string) => State | undefined): Defect['steps'] =>
  (honest) => ({
    apply(order, state, notice) {
      const other = change(order, state, notice.status)
      if (other === undefined) honest.apply(order, state, notice)
      else if (other === 'paid') settle(order, 'paid')
      else order.state = other
    },
  })

export const booking: readonly Defect[] = [
  {
    id: 'fulfils-repeats',
    catalogue: 'D123',
    says: 'Fulfils an order again when its notification comes again.',
    breaks: ['receiver.idempotent', 'receiver.replay'],
    steps: applying((order, state) => (order.state === 'paid' && state === 'paid' ? 'paid' : undefined)),
  },
  {
    id: 'knows-repeats-by-external-id',
    catalogue: 'D123',
    says: 'Knows a repetition by its X-EXTERNAL-ID, which is another one each time.',
    breaks: ['receiver.idempotent'],
    steps: knowingByExternalId,
  },
  {
    id: 'refuses-repeats',
    says: 'Answers 409 to a notification that comes again.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      contradiction: (notice, order) =>
        order.state === 'paid' && notice.status === '00'
          ? { status: 409, case: '00' }
          : honest.contradiction(notice, order),
    }),
  },
  {
    id: 'ignores-the-amount',
    catalogue: 'D124',
    says: 'Fulfils an order whatever amount was paid.',
    breaks: ['receiver.amount'],
    steps: (honest) => ({
      contradiction: ({ amount: _told, ...notice }, order) => honest.contradiction(notice, order),
    }),
  },
  {
    id: 'ignores-the-reference',
    catalogue: 'D124',
    says: 'Fulfils an order whatever originalReferenceNo comes with it.',
    breaks: ['receiver.reference'],
    steps: (honest) => ({
      contradiction: (notice, order) =>
        honest.contradiction(
          order.transaction === undefined ? notice : { ...notice, transaction: order.transaction },
          order,
        ),
    }),
  },
  {
    id: 'books-for-others',
    says: 'Fulfils an order by a notification that is for another partner and merchant.',
    breaks: ['receiver.partner'],
    steps: () => ({ isMine: () => true }),
  },
  {
    id: 'ignores-the-currency',
    catalogue: 'D124',
    says: 'Compares the value of an amount, not its currency.',
    breaks: ['receiver.amount'],
    steps: (honest) => ({
      contradiction: ({ amount, ...notice }, order) =>
        honest.contradiction(
          { ...notice, ...(amount && { amount: { ...amount, currency: order.currency } }) },
          order,
        ),
    }),
  },
  {
    id: 'compares-whole-rupiah',
    catalogue: 'D124',
    says: 'Compares amounts without their decimals.',
    breaks: ['receiver.amount'],
    steps: (honest) => ({
      contradiction: ({ amount, ...notice }, order) =>
        honest.contradiction(
          {
            ...notice,
            ...(amount && { amount: { ...amount, value: `${Math.trunc(Number(amount.value))}.00` } }),
          },
          order,
        ),
    }),
  },
  {
    id: 'acknowledges-the-unknown',
    catalogue: 'D125',
    says: 'Acknowledges notifications about payments that it does not know.',
    breaks: ['receiver.unknown'],
    steps: (honest) => ({ stranger: (notice) => honest.acknowledge(notice) }),
  },
  {
    id: 'knows-orders-by-their-beginnings',
    says: 'Takes a reference that begins with that of an order for that order.',
    breaks: ['receiver.unknown'],
    steps: (honest) => ({
      find: (notice, counter) =>
        honest.find(notice, counter) ??
        counter.books.all().find(({ reference }) => notice.reference.startsWith(reference)),
    }),
  },
  {
    id: 'lets-pending-overwrite',
    catalogue: 'D126',
    says: 'Lets a late 03 make an order pending again that was paid.',
    breaks: ['receiver.final'],
    steps: applying((_order, state) => (state === 'pending' ? 'pending' : undefined)),
  },
  {
    id: 'lets-failures-overwrite',
    catalogue: 'D126',
    says: 'Lets a late 06 make an order failed that was paid.',
    breaks: ['receiver.final'],
    steps: applying((_order, state) => (state === 'failed' ? 'failed' : undefined)),
  },
  {
    id: 'lets-successes-overwrite',
    catalogue: 'D126',
    says: 'Fulfils an order when 00 comes after it was cancelled or had failed.',
    breaks: ['receiver.final'],
    steps: applying((order, state) =>
      state === 'paid' && order.state !== 'paid' && order.state !== 'pending' ? 'paid' : undefined,
    ),
  },
  {
    id: 'reopens-what-was-cancelled',
    says: 'Lets a late 03 make an order pending again that was cancelled.',
    breaks: ['receiver.final'],
    steps: applying((order, state) =>
      state === 'pending' && order.state === 'reversed' ? 'pending' : undefined,
    ),
  },
  {
    id: 'loses-what-it-acknowledged',
    catalogue: 'D128',
    says: 'Acknowledges a notification although it could not be booked.',
    breaks: ['receiver.honest'],
    steps: () => ({ store: async () => undefined }),
  },
  {
    id: 'takes-everything-for-paid',
    catalogue: 'D131',
    says: 'Fulfils an order when any notification about it comes.',
    breaks: ['receiver.failure', 'receiver.states'],
    steps: applying((order) => (order.state === 'pending' ? 'paid' : undefined)),
  },
  {
    id: 'fulfils-on-refunds',
    says: 'Fulfils a paid order again when its money goes back.',
    breaks: ['receiver.final'],
    steps: applying((order, _state, status) =>
      order.state === 'paid' && status === '04' ? 'paid' : undefined,
    ),
  },
  {
    id: 'takes-cancelled-for-paid',
    catalogue: 'D131',
    says: 'Fulfils an order whose payment was cancelled.',
    breaks: ['receiver.failure'],
    steps: applying((order, _state, status) =>
      order.state === 'pending' && status === '05' ? 'paid' : undefined,
    ),
  },
  {
    id: 'takes-refunded-for-paid',
    says: 'Fulfils an order that it never heard was paid when its money has gone back.',
    breaks: ['receiver.failure'],
    steps: applying((order, _state, status) =>
      order.state === 'pending' && status === '04' ? 'paid' : undefined,
    ),
  },
  {
    id: 'fulfils-on-strange-states',
    says: 'Fulfils an order when its state is 08 or 09.',
    breaks: ['receiver.states'],
    steps: applying((order, _state, status) =>
      order.state === 'pending' && /^0[89]$/.test(status) ? 'paid' : undefined,
    ),
  },
]

/** What a receiver does wrong with orders that it knows already, or not at all. */
export const keeping: readonly Defect[] = [
  {
    id: 'books-the-unknown',
    says: 'Refuses a notification about a payment that it does not know, and fulfils it all the same.',
    breaks: ['receiver.unknown'],
    steps: (honest) => ({
      stranger(notice, counter) {
        const { amount = { value: '0.00', currency: 'IDR' } } = notice
        const order = counter.books.open({
          reference: notice.reference,
          amount: amount.value,
          currency: amount.currency,
        })
        if (notice.status === '00') settle(order, 'paid')
        return honest.stranger(notice, counter)
      },
    }),
  },
  {
    id: 'books-sen-for-rupiah',
    says: 'Books a hundred times what was paid.',
    breaks: ['receiver.honest'],
    steps: bookingSen,
  },
  {
    id: 'reopens-what-had-failed',
    says: 'Lets a late 03 make an order pending again whose payment had failed.',
    breaks: ['receiver.final'],
    steps: applying((order, state) =>
      state === 'pending' && order.state === 'failed' ? 'pending' : undefined,
    ),
  },
  {
    id: 'heeds-the-first-alone',
    says: 'Acknowledges and passes over whatever comes after the first notification about an order.',
    breaks: ['receiver.honest'],
    steps: (honest) => ({
      apply(order, state, notice) {
        if (heeded.has(order)) return
        heeded.add(order)
        honest.apply(order, state, notice)
      },
    }),
  },
  {
    id: 'fulfils-again-after-a-refund',
    says: 'Fulfils an order again when 00 comes once more after its money went back.',
    breaks: ['receiver.final'],
    steps: applying((order, state) =>
      state === 'paid' && order.state === 'reversed' && order.effects > 0 ? 'paid' : undefined,
    ),
  },
]

const heeded = new WeakSet<Order>()

/** Its books tell another amount than its orders. */
function bookingSen(honest: ReceiverSteps): Partial<ReceiverSteps> {
  const ordered = new WeakMap<Order, string>()
  return {
    contradiction: (notice, order) =>
      honest.contradiction(notice, { ...order, amount: ordered.get(order) ?? order.amount }),
    apply(order, state, notice) {
      if (!ordered.has(order)) {
        ordered.set(order, order.amount)
        order.amount = `${Number(order.amount) * 100}.00`
      }
      honest.apply(order, state, notice)
    },
  }
}

/** What has another number is another notification to it. */
function knowingByExternalId(honest: ReceiverSteps): Partial<ReceiverSteps> {
  let current = ''
  const done = new Set<string>()
  return {
    signed(arrival, counter) {
      current = counter.steps.headerAt(arrival, 'X-EXTERNAL-ID') ?? ''
      return honest.signed(arrival, counter)
    },
    apply(order, state, notice) {
      if (done.has(current)) return
      done.add(current)
      if (order.state === 'paid' && state === 'paid') settle(order, 'paid')
      else honest.apply(order, state, notice)
    },
  }
}
