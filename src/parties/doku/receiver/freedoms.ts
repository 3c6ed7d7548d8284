/** Receivers that do otherwise than most, and keep their contract. */
import type { Odd } from '../../oddity.ts'
import type { Order } from '../books.ts'
import { honest as plain, refuse } from './honest.ts'
import type { Members, ReceiverSteps } from './steps.ts'

const free = (
  id: string,
  says: string,
  because: string,
  steps: Odd<ReceiverSteps>['steps'],
): Odd<ReceiverSteps> => ({
  id,
  says,
  because,
  steps,
})

export const freedoms: readonly Odd<ReceiverSteps>[] = [
  free('answers-204', 'Acknowledges with 204.', 'Any 2xx acknowledges', () => ({
    acknowledge: () => ({ status: 204 }),
  })),
  free('answers-202', 'Acknowledges with 202 and a text.', 'Any 2xx acknowledges', () => ({
    acknowledge: () => ({ status: 202, headers: [['Content-Type', 'text/plain']], body: 'queued' }),
  })),
  free('answers-json', 'Acknowledges with JSON.', 'Nothing is said of the body', () => ({
    acknowledge: () => ({
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: '{"ok":true}',
    }),
  })),
  free('refuses-with-401', 'Refuses wrong signatures with 401.', 'E-DOKU-13', (honest) => ({
    authenticate: (arrival, counter) => {
      const refusal = honest.authenticate(arrival, counter)
      return refusal && { ...refusal, status: 401 }
    },
  })),
  free('refuses-with-403', 'Refuses wrong signatures with 403.', 'E-DOKU-13', (honest) => ({
    authenticate: (arrival, counter) => {
      const refusal = honest.authenticate(arrival, counter)
      return refusal && { ...refusal, status: 403 }
    },
  })),
  free('acknowledges-strangers', 'Answers 200 to an unknown invoice.', 'The answer is free', () => ({
    stranger: () => ({ status: 200 }),
  })),
  free(
    'acknowledges-other-amounts',
    'Answers 200 to another amount, and books nothing.',
    'The answer is free',
    (honest) => ({
      contradicts: () => false,
      isPaid: (notice) => honest.isPaid(notice),
      isKnown: (notice, order) => notice.amount !== order.amount || honest.isKnown(notice, order),
    }),
  ),
  free('takes-any-media-type', 'Does not look at the media type.', 'Nothing is said of it', (honest) => ({
    admit: (arrival, counter) => (arrival.method === 'POST' ? undefined : honest.admit(arrival, counter)),
  })),
  free('refuses-unknown-states', 'Refuses states that it does not know.', 'Nothing is booked', () => ({
    contradicts: ({ amount }, order) => amount !== order.amount,
    understand: (members, arrival, counter) => {
      const notice = plain.understand(members, arrival, counter)
      return notice && /^[A-Z]+$/.test(notice.status) ? notice : undefined
    },
  })),
  free('is-a-little-slow', 'Answers after 300 milliseconds.', 'Five seconds are free', (honest) => ({
    async book(notice, order, counter) {
      await honest.book(notice, order, counter)
      await new Promise((resolve) => setTimeout(resolve, 300))
    },
  })),
  free('books-afterwards', 'Books after it has acknowledged.', 'Best practice', (honest) => {
    const begun = new Set<string>()
    const eventOf = (notice: { event: string }, order: Order) => `${order.invoice} ${notice.event}`
    return {
      isKnown: (notice, order) =>
        (!order.reusable && begun.has(order.invoice)) ||
        begun.has(eventOf(notice, order)) ||
        honest.isKnown(notice, order),
      async book(notice, order, counter) {
        begun.add(order.invoice).add(eventOf(notice, order))
        setTimeout(() => void honest.book(notice, order, counter), 200)
      },
    }
  }),
  free('compares-codes', 'Refuses another payment code than its own.', 'A receiver may', () => ({
    understand(members, arrival, counter) {
      const notice = plain.understand(members, arrival, counter)
      const own = notice && counter.books.find(notice.invoice)?.code
      const { payment_code: told } = { ...(members['online_to_offline_info'] as object) } as Members
      return own === undefined || own === told ? notice : undefined
    },
  })),
  free('refuses-without-body', 'Refuses with a status alone.', 'Nothing is said of the body', (honest) => ({
    authenticate: (arrival, counter) => (honest.authenticate(arrival, counter) ? { status: 400 } : undefined),
  })),
  free('loses-patience-with-strangers', 'Answers 410 to an unknown invoice.', 'The answer is free', () => ({
    stranger: () => refuse(410, 'Gone'),
  })),
]
