/** Clients that believe too much or too little, or act on it wrongly. */
import type { Odd } from '../../oddity.ts'
import { within } from './honest.ts'
import { letterFor } from './order.ts'
import type { ClientSteps } from './steps.ts'

export const believing: readonly Odd<ClientSteps>[] = [
  {
    id: 'believes-any-answer',
    catalogue: 'D23',
    says: 'Takes codes from answers that are wrongly signed, or not at all.',
    breaks: ['client.verifies'],
    steps: () => ({
      isTrusted: ({ members }, { invoice }) => within(members, 'order')['invoice_number'] === invoice,
    }),
  },
  {
    id: 'believes-any-state',
    says: 'Takes an order for paid by a state that is wrongly signed.',
    breaks: ['client.verifies-states'],
    steps: (steps) => ({
      judgeState: (told, order) => steps.judgeState(told && { ...told, isSigned: true }, order),
    }),
  },
  {
    id: 'believes-foreign-answers',
    says: 'Takes the code of another invoice.',
    breaks: ['client.foreign'],
    steps: () => ({ isTrusted: ({ isSigned }) => isSigned }),
  },
  {
    id: 'believes-foreign-states',
    says: 'Takes an order for paid by the state of another invoice.',
    breaks: ['client.foreign-states'],
    steps: (steps) => ({
      judgeState(told, order) {
        const own = told && { ...told.members, order: { invoice_number: order.invoice } }
        return steps.judgeState(told && { ...told, members: own! }, order)
      },
    }),
  },
  {
    id: 'reads-codes-as-numbers',
    says: 'Keeps the code as a number.',
    breaks: ['client.code'],
    steps: () => ({ keep: (code) => String(Number(code)) }),
  },
  {
    id: 'takes-200-for-a-code',
    says: 'Takes an order for one with a code whenever it is answered 200.',
    breaks: ['client.no-code'],
    steps: (steps) => ({
      judge(told, order, own) {
        const word = steps.judge(told, order, own)
        return word === 'refused' && told?.status === 200 ? { code: 'UNKNOWN' } : word
      },
    }),
  },
  {
    id: 'knows-every-member',
    says: 'Believes no answer with members that it does not know.',
    breaks: ['client.tolerant', 'client.recovers'],
    steps: (steps) => ({
      judge: (told, order, own) =>
        told && 'trace' in told.members ? 'refused' : steps.judge(told, order, own),
    }),
  },
  {
    id: 'knows-headers-by-their-letters',
    says: 'Finds the headers of an answer only as the document spells them.',
    breaks: ['client.headers', 'client.patient'],
    steps: (steps) => ({
      understand(heard, letter, shop) {
        const spelt = heard.headers.filter(([name]) => /[A-Z]/.test(name))
        return steps.understand({ ...heard, headers: spelt }, letter, shop)
      },
    }),
  },
  {
    id: 'fails-on-conflicts',
    catalogue: 'D49',
    says: 'Takes 409 for a failure.',
    breaks: ['client.conflict', 'client.recovers'],
    steps: (steps) => ({
      judge: (told, order, own) => (told?.status === 409 ? 'refused' : steps.judge(told, order, own)),
    }),
  },
  {
    id: 'renews-lost-requests',
    catalogue: 'D79',
    says: 'Repeats a lost request under another Request-Id.',
    breaks: ['client.repeat'],
    steps: () => ({ again: (_letter, order, shop) => letterFor('generate', order, shop) }),
  },
  {
    id: 'renews-lost-orders',
    says: 'Asks for a code under another invoice number when an answer is lost.',
    // Of the second number nobody asks any more.
    breaks: ['client.repeat', 'client.recovers'],
    steps: () => ({
      again: (_letter, order, shop) =>
        letterFor('generate', { ...order, invoice: `${order.invoice}-2` }, shop),
    }),
  },
  {
    id: 'gives-lost-requests-up',
    says: 'Does nothing more when an answer is lost.',
    breaks: ['client.unknown'],
    steps: () => ({ again: () => undefined, asksWhenLost: false }),
  },
  {
    id: 'asks-at-once',
    catalogue: 'D74',
    says: 'Asks for the state as soon as it has a code.',
    breaks: ['client.patient'],
    steps: () => ({ patience: 0 }),
  },
  {
    id: 'never-asks',
    says: 'Waits for notifications for ever.',
    breaks: ['client.recovers'],
    steps: () => ({ patience: Number.MAX_SAFE_INTEGER }),
  },
  {
    id: 'ends-with-failed',
    says: 'Takes FAILED for the end of an order.',
    breaks: ['client.not-final'],
    steps: (steps) => ({
      isOver: ({ failed }) => failed === true,
      judgeState: (told, order) =>
        told && within(told.members, 'transaction')['status'] === 'FAILED'
          ? 'failed'
          : steps.judgeState(told, order),
    }),
  },
  {
    id: 'asks-for-two-codes',
    says: 'Asks for a second code of an order that has one.',
    breaks: ['client.invoices'],
    steps: () => ({ more: (order, shop) => letterFor('generate', order, shop) }),
  },
  {
    id: 'takes-codes-for-payments',
    says: 'Takes an order for paid as soon as it has a code.',
    breaks: ['client.unpaid'],
    steps: () => ({
      more({ payments, amount }) {
        // Its notification may have come before.
        if (payments.length === 0) payments.push({ amount })
        return undefined
      },
    }),
  },
  {
    id: 'books-what-was-notified',
    says: 'Books a payment that was notified once more when a state tells of it.',
    breaks: ['client.once'],
    steps: () => ({
      isDone: () => false,
      credit: ({ payments, amount }) => void payments.push({ amount }),
    }),
  },
  {
    id: 'takes-pending-for-paid',
    says: 'Takes every state but EXPIRED for a payment.',
    breaks: ['client.unpaid'],
    steps: (steps) => ({
      judgeState(told, order) {
        const word = steps.judgeState(told, order)
        const state = told?.status === 200 ? within(told.members, 'transaction')['status'] : undefined
        return word === 'open' && state !== undefined ? 'paid' : word
      },
    }),
  },
  {
    id: 'closes-what-expires',
    says: 'Closes an order when its code expires, and asks and books nothing more.',
    breaks: ['client.late'],
    steps: () => ({
      isExpired: ({ members }, { now }) =>
        Date.parse(String(within(members, 'online_to_offline_info')['expired_date_utc'])) < now() + 60_000,
      isOver: ({ failed }) => failed === true,
      isDone: ({ payments, failed }) => payments.length > 0 || failed === true,
    }),
  },
  {
    id: 'expires-by-compact-time',
    catalogue: 'D42',
    says: 'Takes the expiry of a code from expired_date, as a time in Jakarta.',
    breaks: ['client.expiry'],
    steps: () => ({
      isExpired({ members }, { now }) {
        const text = String(within(members, 'online_to_offline_info')['expired_date'])
        const iso = text.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6+07:00')
        return Date.parse(iso) < now()
      },
    }),
  },
  {
    id: 'forgets-early-notifications',
    says: 'Begins an order anew when its code comes after its notification.',
    breaks: ['client.early'],
    steps: (steps) => {
      const forgotten = new Set<string>()
      return {
        judge(told, order, own) {
          const word = steps.judge(told, order, own)
          if (typeof word === 'string' || order.payments.length === 0) return word
          forgotten.add(order.invoice)
          order.payments.length = 0
          return word
        },
        judgeState: (told, order) => (forgotten.has(order.invoice) ? 'open' : steps.judgeState(told, order)),
      }
    },
  },
]
