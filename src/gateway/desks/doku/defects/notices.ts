/** Notifications that are not sent, sent wrongly, or sent too often. */
import { keyring } from '../../../../dialects/doku-keyring.ts'
import type { Defect } from '../../../defect.ts'
import { type Bend, withMember } from '../bend.ts'
import type { Order } from '../ledger.ts'
import type { Steps } from '../steps.ts'
import { utcOf } from '../time.ts'

/** A name that was never asked with or given out. */
const nobodysName = (name: string): string => `7${name.slice(1)}`
const nobodys = (order: Order): Order => ({
  ...order,
  invoice: nobodysName(order.invoice),
  code: nobodysName(order.code),
})

const other = (text: string): string => `${text.slice(0, -1)}${text.endsWith('1') ? '2' : '1'}`

/** Milliseconds by which Jakarta is ahead of UTC. */
const jakarta = 7 * 3_600_000

/** Dates payments otherwise, in notifications and in states. */
const dating =
  (timeOf: (order: Order) => number): Bend =>
  (honest) => ({
    notice: (order, payment, till) =>
      withMember(honest.notice(order, payment, till), 'transaction', 'date', utcOf(timeOf(order))),
    statusFields: (call, order) =>
      order.payments.length === 0
        ? honest.statusFields(call, order)
        : withMember(honest.statusFields(call, order), 'transaction', 'date', utcOf(timeOf(order))),
  })

export const notices: readonly Defect<Steps>[] = [
  {
    id: 'notifies-nobody',
    says: 'Notifies no payment.',
    breaks: ['notifications.sent'],
    steps: () => ({ notify: async () => undefined }),
  },
  {
    id: 'notifies-codes',
    catalogue: 'D51',
    says: 'Notifies a success of a code that waits to be paid, when its state is asked for.',
    breaks: ['notifications.early', 'status.agrees'],
    steps: (honest) => {
      const told = new Set<string>()
      return {
        statusFields(call, order) {
          const { till, steps, at } = call
          if (steps.stateOf(order, till) === 'PENDING' && !told.has(order.code)) {
            told.add(order.code)
            const payment = { id: till.number(), at, amount: order.amount, identifiers: [] }
            void steps.notify(order, payment, till, steps)
          }
          return honest.statusFields(call, order)
        },
      }
    },
  },
  {
    id: 'notifies-by-get',
    says: 'Sends notifications by PUT.',
    breaks: ['notifications.post'],
    steps: (honest) => ({
      compose: (...about) => ({ ...honest.compose(...about), method: 'PUT' }),
    }),
  },
  {
    id: 'signs-its-own-path',
    catalogue: 'D24',
    says: 'Signs notifications for the path of payment codes.',
    breaks: ['notifications.signed'],
    steps: (honest) => ({
      compose(fields, id, merchant, _url, till) {
        const path = till.contract.operations['generate']?.path ?? ''
        return honest.compose(fields, id, merchant, `http://127.0.0.1${path}`, till)
      },
    }),
  },
  {
    id: 'signs-with-another-key',
    says: 'Signs notifications with another key.',
    breaks: ['notifications.signed'],
    steps: (honest) => ({
      compose(fields, id, merchant, url, till) {
        const keys = keyring({ secret: `${merchant.secret}?`, profile: till.profile, url })
        const heads = {
          'header:Client-Id': merchant.id,
          'header:Request-Id': id,
          'header:Request-Timestamp': utcOf(till.clock.now()),
        }
        void honest
        return till.dialect.seal(
          { operation: 'notify', side: 'request', fields: { ...heads, ...fields } },
          keys,
        )
      },
    }),
  },
  {
    id: 'notifies-pending',
    says: 'Tells of a payment as PENDING.',
    breaks: ['notifications.success', 'status.agrees'],
    steps: (honest) => ({
      notice: (order, payment, till) =>
        withMember(honest.notice(order, payment, till), 'transaction', 'status', 'PENDING'),
    }),
  },
  {
    id: 'dates-payments-in-jakarta',
    catalogue: 'D53',
    says: 'Writes the time of a payment in Jakarta, with a Z behind it.',
    breaks: ['notifications.dated'],
    steps: dating(({ payments }) => (payments.at(-1)?.at ?? 0) + jakarta),
  },
  {
    id: 'dates-payments-by-their-codes',
    says: 'Tells when a code was made as the time of its payment.',
    breaks: ['notifications.dated'],
    steps: dating(({ createdAt }) => createdAt),
  },
  {
    id: 'notifies-another-request',
    catalogue: 'D52',
    says: 'Tells a new Request-Id as that of the order.',
    breaks: ['notifications.match@transaction.original_request_id'],
    steps: (honest) => ({
      notice: (order, payment, till) =>
        withMember(honest.notice(order, payment, till), 'transaction', 'original_request_id', till.number()),
    }),
  },
  {
    id: 'notifies-another-invoice',
    says: 'Tells another invoice number than that of the order.',
    breaks: ['notifications.match@order.invoice_number'],
    steps: (honest) => ({
      notice: (order, payment, till) =>
        withMember(
          honest.notice(order, payment, till),
          'order',
          'invoice_number',
          nobodysName(order.invoice),
        ),
    }),
  },
  {
    id: 'notifies-another-client',
    says: 'Notifies in the name of another Client-Id, under the right key.',
    breaks: ['notifications.match@header:Client-Id'],
    steps: (honest) => ({
      compose: (fields, id, merchant, url, till) =>
        honest.compose({ ...fields, 'header:Client-Id': other(merchant.id) }, id, merchant, url, till),
    }),
  },
  {
    id: 'notifies-another-order',
    says: 'Tells invoice number and code of an order that nobody made.',
    breaks: ['notifications.sent', 'notifications.known'],
    steps: (honest) => ({ notice: (order, payment, till) => honest.notice(nobodys(order), payment, till) }),
  },
  {
    id: 'notifies-of-strangers',
    says: 'Notifies with every payment one of an order that nobody made.',
    breaks: ['notifications.known'],
    steps: (honest) => ({
      async notify(order, payment, till, steps) {
        await honest.notify(order, payment, till, steps)
        await honest.notify(nobodys(order), payment, till, steps)
      },
    }),
  },
  {
    id: 'notifies-another-code',
    says: 'Tells another payment code than that of the order.',
    breaks: ['notifications.match@online_to_offline_info.payment_code'],
    steps: (honest) => ({
      notice: (order, payment, till) =>
        withMember(
          honest.notice(order, payment, till),
          'online_to_offline_info',
          'payment_code',
          other(order.code),
        ),
    }),
  },
  {
    id: 'notifies-another-amount',
    says: 'Tells an amount that was not paid.',
    breaks: ['notifications.match@order.amount', 'status.agrees'],
    steps: (honest) => ({
      notice: (order, payment, till) =>
        withMember(honest.notice(order, payment, till), 'order', 'amount', order.amount + 1),
    }),
  },
  {
    id: 'notifies-reusable-payments-twice',
    says: 'Notifies every payment of a reusable code as two.',
    breaks: ['notifications.each'],
    steps: (honest) => ({
      async notify(order, payment, till, steps) {
        await honest.notify(order, payment, till, steps)
        const id = till.number()
        const identifiers = [{ name: 'AGENT_TRX_ID', value: id }]
        if (order.reusable) await honest.notify(order, { ...payment, id, identifiers }, till, steps)
      },
    }),
  },
  {
    id: 'notifies-the-first-only',
    says: 'Notifies the first payment of a reusable code and no other.',
    breaks: ['notifications.each'],
    steps: (honest) => ({
      notify: async (order, payment, till, steps) =>
        order.payments.length > 1 ? undefined : honest.notify(order, payment, till, steps),
    }),
  },
  {
    id: 'ignores-overrides',
    catalogue: 'D69',
    says: 'Notifies the configured address whatever a request says.',
    breaks: ['overrides.used'],
    steps: (honest) => ({
      targetOf: ({ override: _override, ...order }, merchant, till) => honest.targetOf(order, merchant, till),
    }),
  },
  {
    id: 'notifies-another-path',
    says: 'Notifies a path below the configured one.',
    breaks: ['notifications.target'],
    steps: (honest) => ({
      targetOf(order, merchant, till) {
        const url = honest.targetOf(order, merchant, till)
        return url === undefined || order.override !== undefined ? url : `${url}/orders`
      },
    }),
  },
  {
    id: 'keeps-overrides',
    catalogue: 'D70',
    says: 'Keeps an override for all later orders.',
    breaks: ['overrides.once'],
    steps: (honest) => {
      const kept = new Map<string, string>()
      return {
        targetOf(order, merchant, till) {
          const own = honest.targetOf(order, merchant, till)
          if (order.override !== undefined && own === order.override) kept.set(merchant.id, own)
          return kept.get(merchant.id) ?? own
        },
      }
    },
  },
  {
    id: 'takes-overrides-by-their-end',
    says: 'Notifies an override whose path ends with the configured one.',
    breaks: ['overrides.path'],
    steps: (honest) => ({
      targetOf(order, merchant, till) {
        const usual = honest.targetOf({ ...order, override: undefined }, merchant, till)
        const isAlike = usual !== undefined && order.override?.endsWith(new URL(usual).pathname)
        return isAlike ? order.override : usual
      },
    }),
  },
  {
    id: 'takes-any-override',
    says: 'Notifies an override with another path.',
    breaks: ['overrides.path'],
    steps: (honest) => ({
      targetOf: (order, merchant, till) => order.override ?? honest.targetOf(order, merchant, till),
    }),
  },
]
