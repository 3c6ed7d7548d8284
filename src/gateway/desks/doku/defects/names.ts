/** Defects of names: which of two is taken for the other, and what is told under which. */
import type { Defect } from '../../../defect.ts'
import { answering, isStatus, withMember, type Bend } from '../bend.ts'
import type { Steps } from '../steps.ts'

/** Takes an invoice number for used when another one was that is kept as the same. */
const keeping =
  (kept: (invoice: string) => string): Bend =>
  (honest) => {
    const first = new Map<string, string>()
    return {
      async known(call) {
        const found = await honest.known(call)
        const invoice = call.steps.valueAt(call, 'order.invoice_number') ?? ''
        const key = JSON.stringify([call.merchant?.id, kept(invoice)])
        const earlier = first.get(key) ?? invoice
        if (found || earlier === invoice) {
          first.set(key, earlier)
          return found
        }
        const valueAt: Steps['valueAt'] = (one, place) =>
          place === 'order.invoice_number' ? earlier : honest.valueAt(one, place)
        return honest.known({ ...call, steps: { ...call.steps, valueAt } })
      },
    }
  }

export const names: readonly Defect<Steps>[] = [
  {
    id: 'ignores-the-case-of-invoices',
    says: 'Takes an invoice number for used that another one has in letters of the other case.',
    breaks: ['repeats.distinct@order.invoice_number'],
    steps: keeping((invoice) => invoice.toLowerCase()),
  },
  {
    id: 'cuts-invoices',
    says: 'Keeps the first sixty letters of an invoice number.',
    breaks: ['repeats.distinct@order.invoice_number', 'refusals.limits'],
    steps: keeping((invoice) => invoice.slice(0, 60)),
  },
  {
    id: 'cuts-request-ids',
    says: 'Keeps the first hundred letters of a Request-Id.',
    breaks: ['repeats.distinct@header:Request-Id', 'headers.length'],
    steps: (honest) => ({
      claimOf(call) {
        const valueAt: Steps['valueAt'] = (one, place) => {
          const value = honest.valueAt(one, place)
          return place === 'header:Request-Id' ? value?.slice(0, 100) : value
        }
        return honest.claimOf({ ...call, steps: { ...call.steps, valueAt } })
      },
    }),
  },
  {
    id: 'tells-states-under-other-codes',
    says: 'Writes another payment code where it tells a state.',
    breaks: ['status.code'],
    steps: answering(
      (fields) => withMember(fields, 'online_to_offline_info', 'payment_code', '8888999988889999'),
      isStatus,
    ),
  },
  {
    id: 'tells-states-under-small-names',
    says: 'Writes the invoice number in small letters where it tells a state.',
    breaks: ['status.names'],
    steps: (honest) => ({
      statusFields: (call, order) =>
        withMember(honest.statusFields(call, order), 'order', 'invoice_number', order.invoice.toLowerCase()),
    }),
  },
  {
    id: 'numbers-notifications-alike',
    says: 'Gives all notifications one Request-Id.',
    breaks: ['notifications.numbered'],
    steps: (honest) => ({
      compose: (fields, _id, merchant, url, till) => honest.compose(fields, 'N1', merchant, url, till),
    }),
  },
  {
    id: 'numbers-payments-alike',
    says: 'Gives the notifications of all payments of a code one Request-Id.',
    breaks: ['notifications.numbered'],
    steps: (honest) => ({
      notify: (order, payment, till, steps) =>
        honest.notify(order, payment, till, {
          ...steps,
          compose: (fields, _id, merchant, url) =>
            honest.compose(fields, `N${order.code}`, merchant, url, till),
        }),
    }),
  },
  {
    id: 'stamps-notifications-of-yesterday',
    says: 'Writes the time a day ago into the header of a notification.',
    breaks: ['notifications.stamped'],
    steps: (honest) => ({
      compose(fields, id, merchant, url, till) {
        const clock = { ...till.clock, now: () => till.clock.now() - 86_400_000 }
        return honest.compose(fields, id, merchant, url, { ...till, clock })
      },
    }),
  },
  {
    id: 'stamps-notifications-of-jakarta',
    says: 'Writes the time of Jakarta as one of UTC into the header of a notification.',
    breaks: ['notifications.stamped'],
    steps: (honest) => ({
      compose(fields, id, merchant, url, till) {
        const clock = { ...till.clock, now: () => till.clock.now() + 7 * 3_600_000 }
        return honest.compose(fields, id, merchant, url, { ...till, clock })
      },
    }),
  },
]
