/** Receivers that remember too much or too little of what came before. */
import type { Odd } from '../../oddity.ts'
import type { Order } from '../books.ts'
import type { Notice } from './notice.ts'
import type { ReceiverSteps } from './steps.ts'

export const memory: readonly Odd<ReceiverSteps>[] = [
  {
    id: 'knows-repeats-of-what-it-refused',
    says: 'Takes a right notification for the repetition of one that it refused, and does nothing.',
    breaks: ['receiver.honest'],
    steps: (honest) => {
      const seen = new Set<string>()
      const again = new WeakSet<Notice>()
      return {
        contradiction(notice, order) {
          const name = JSON.stringify([order.reference, notice.status])
          if (seen.has(name)) again.add(notice)
          else seen.add(name)
          return again.has(notice) ? undefined : honest.contradiction(notice, order)
        },
        store: async (notice, order, counter) =>
          again.has(notice) ? undefined : honest.store(notice, order, counter),
      }
    },
  },
  {
    id: 'gives-orders-up',
    says: 'Refuses whatever comes about an order after it refused something about it.',
    breaks: ['receiver.accepts'],
    steps: (honest) => {
      const lost = new WeakSet<Order>()
      return {
        contradiction(notice, order) {
          const refused = lost.has(order) ? { status: 404, case: '18' } : honest.contradiction(notice, order)
          if (refused) lost.add(order)
          return refused
        },
      }
    },
  },
  {
    id: 'verifies-while-orders-wait',
    says: 'Acknowledges whatever comes about an order that has ended, before it looks at the signature.',
    breaks: ['receiver.unsigned', 'receiver.tampered'],
    steps: (honest) => ({
      authenticate(arrival, counter) {
        const named = counter.steps.read(arrival)?.['originalPartnerReferenceNo']
        const order = typeof named === 'string' ? counter.books.find(named) : undefined
        return order && order.state !== 'pending'
          ? { status: 200, case: '00' }
          : honest.authenticate(arrival, counter)
      },
    }),
  },
  {
    id: 'pays-again-what-went-back',
    says: 'Takes an order for paid again when 00 comes once more after its money went back.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(order, state, notice) {
        if (state === 'paid' && order.state === 'reversed' && order.effects > 0) order.state = 'paid'
        else honest.apply(order, state, notice)
      },
    }),
  },
]
