/** Receivers that do one thing wrong. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Odd } from '../../oddity.ts'
import { finding } from './defects-finding.ts'
import { signing } from './defects-signing.ts'
import { honest, refuse } from './honest.ts'
import type { ReceiverSteps } from './steps.ts'

/** What speaks of the answers to right notifications, however these are written. */
const everyAnswer = ['receiver.acknowledges', 'receiver.bytes', 'receiver.tolerant', 'headers.case']

/** Milliseconds beyond which an answer is no prompt one. */
const slow = 5400

const sixHours = 6 * 3_600_000

/** Takes nothing more for an order once it was told of this state. */
const endingWith =
  (status: string): Odd<ReceiverSteps>['steps'] =>
  () => ({
    contradicts(notice, order) {
      order.failed ||= notice.status === status
      return notice.amount !== order.amount
    },
    isKnown: (notice, order) => order.failed === true || honest.isKnown(notice, order),
  })

const known = ['SUCCESS', 'PENDING', 'FAILED', 'EXPIRED', 'TIMEOUT', 'REDIRECT', 'REFUNDED']

/** Takes a payment back when one of these states comes after it. */
const undoingBy =
  (is: (status: string) => boolean): Odd<ReceiverSteps>['steps'] =>
  () => ({
    contradicts(notice, order) {
      if (is(notice.status)) order.payments.length = 0
      return notice.amount !== order.amount
    },
  })

export const defects: readonly Odd<ReceiverSteps>[] = [
  { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) },
  ...signing,
  ...finding,
  {
    id: 'reads-headers-by-case',
    says: 'Knows headers in one spelling only.',
    breaks: ['headers.case'],
    steps: () => ({
      headerAt: ({ headers }, name) => headers.find(([other]) => other === name)?.[1]?.trim() ?? '',
    }),
  },
  {
    id: 'wants-virtual-accounts',
    catalogue: 'D57',
    says: 'Falls over notifications without virtual_account_info.',
    breaks: [...everyAnswer, 'receiver.unknown'],
    steps: () => ({
      objectTo: (members) =>
        'virtual_account_info' in members ? undefined : refuse(500, 'Something has failed'),
    }),
  },
  {
    id: 'answers-nothing-but-500',
    says: 'Books a notification and answers 500.',
    breaks: everyAnswer,
    steps: () => ({ acknowledge: () => refuse(500, 'Something has failed') }),
  },
  {
    id: 'knows-every-member',
    catalogue: 'D58',
    says: 'Refuses members that it does not know.',
    breaks: ['receiver.tolerant'],
    steps: () => ({
      objectTo(members) {
        const order = members['order'] as { [name: string]: unknown }
        const strange = 'x_new' in members || 'note' in order
        return strange ? refuse(400, 'A member is unknown') : undefined
      },
    }),
  },
  {
    id: 'sends-elsewhere',
    catalogue: 'D65',
    says: 'Answers with a redirection.',
    breaks: ['receiver.open'],
    steps: () => ({ admit: () => ({ status: 302, headers: [['Location', 'https://shop.example/notify']] }) }),
  },
  {
    id: 'takes-its-time',
    says: 'Answers after more than five seconds.',
    breaks: ['receiver.prompt'],
    steps: (steps) => {
      let isFirst = true
      return {
        async book(notice, order, counter) {
          await steps.book(notice, order, counter)
          const isSlow = isFirst
          isFirst = false
          if (isSlow) await sleep(slow)
        },
      }
    },
  },
  {
    id: 'credits-repetitions',
    catalogue: 'D59',
    says: 'Credits every notification, whether it came before or not.',
    breaks: ['receiver.idempotent', 'receiver.parallel', 'receiver.events', 'receiver.reusable'],
    steps: () => ({ isKnown: () => false }),
  },
  {
    id: 'looks-before-it-books',
    says: 'Looks into its books before it has booked, so that equal notifications at once are credited each.',
    breaks: ['receiver.parallel'],
    steps: (steps) => ({
      async book(notice, order, counter) {
        await sleep(30)
        await steps.book(notice, order, counter)
      },
    }),
  },
  {
    id: 'forgets-in-hours',
    says: 'Knows a notification again for six hours.',
    breaks: ['receiver.idempotent'],
    steps: (steps) => {
      const heard = new Map<string, number>()
      let now = 0
      return {
        find(notice, counter) {
          now = counter.now()
          return steps.find(notice, counter)
        },
        isKnown: (notice, order) =>
          steps.isKnown(notice, order) && now - (heard.get(notice.invoice) ?? now) < sixHours,
        async book(notice, order, counter) {
          heard.set(notice.invoice, now)
          await steps.book(notice, order, counter)
        },
      }
    },
  },
  {
    id: 'knows-ids-only',
    says: 'Knows a notification again by its Request-Id alone.',
    breaks: ['receiver.events'],
    steps: () => ({ isKnown: ({ id }, { seen }) => seen.has(id) }),
  },
  {
    id: 'takes-one-payment',
    catalogue: 'D60',
    says: 'Books one payment of a reusable code.',
    breaks: ['receiver.reusable'],
    steps: () => ({ isKnown: (_notice, { payments }) => payments.length > 0 }),
  },
  {
    id: 'knows-payments-by-their-store',
    says: 'Tells the payments of a reusable code apart by what the store says, and not by their time.',
    breaks: ['receiver.reusable'],
    steps: (steps) => ({
      understand(members, arrival, counter) {
        const notice = steps.understand(members, arrival, counter)
        const store = members['online_to_offline_payment']
        return notice && { ...notice, event: JSON.stringify(store ?? null) }
      },
    }),
  },
  {
    id: 'knows-payments-by-their-time',
    says: 'Tells the payments of a reusable code apart by their time, and not by what the store says.',
    breaks: ['receiver.reusable'],
    steps: (steps) => ({
      understand(members, arrival, counter) {
        const notice = steps.understand(members, arrival, counter)
        const transaction = members['transaction'] as { [name: string]: unknown }
        return notice && { ...notice, event: String(transaction['date']) }
      },
    }),
  },
  {
    id: 'falls-over-strangers',
    says: 'Answers 500 to an invoice number that it does not know.',
    breaks: ['receiver.unknown'],
    steps: () => ({ stranger: () => refuse(500, 'Something has failed') }),
  },
  {
    id: 'opens-unknown-orders',
    says: 'Books payments of invoice numbers that it does not know.',
    breaks: ['receiver.unknown'],
    steps: () => ({
      stranger({ invoice, amount }, { books }) {
        books.open({ invoice, amount }).payments.push({ amount })
        return { status: 200 }
      },
    }),
  },
  {
    id: 'ignores-amounts',
    catalogue: 'D63',
    says: 'Does not compare the amount.',
    breaks: ['receiver.amount'],
    steps: () => ({ contradicts: () => false }),
  },
  {
    id: 'takes-more-for-enough',
    says: 'Takes every amount that is not less than that of the order.',
    breaks: ['receiver.amount'],
    steps: () => ({ contradicts: ({ amount }, order) => amount < order.amount }),
  },
  {
    id: 'books-in-32-bits',
    says: 'Books what is left of an amount in 32 bits.',
    breaks: ['receiver.sums'],
    steps: (steps) => ({
      book: (notice, order, counter) =>
        steps.book({ ...notice, amount: notice.amount >>> 0 }, order, counter),
    }),
  },
  {
    id: 'pays-on-anything',
    catalogue: 'D61',
    says: 'Takes every notification for a payment.',
    breaks: ['receiver.failure'],
    steps: () => ({ isPaid: () => true }),
  },
  {
    id: 'looks-for-success',
    says: 'Takes every state for a payment that has the word SUCCESS in it.',
    breaks: ['receiver.failure'],
    steps: () => ({ isPaid: ({ status }) => status.includes('SUCCESS') }),
  },
  {
    id: 'ignores-amounts-of-reusable-codes',
    says: 'Does not compare the amount where a code can be paid again.',
    breaks: ['receiver.amount'],
    steps: () => ({ contradicts: ({ amount }, order) => !order.reusable && amount !== order.amount }),
  },
  {
    id: 'ends-with-timeout',
    says: 'Takes no payment for an order that has timed out once.',
    breaks: ['receiver.later'],
    steps: endingWith('TIMEOUT'),
  },
  {
    id: 'ends-with-failed',
    says: 'Takes no payment for an order that has failed once.',
    breaks: ['receiver.later'],
    steps: endingWith('FAILED'),
  },
  {
    id: 'takes-orders-back',
    catalogue: 'D62',
    says: 'Takes a payment back when EXPIRED comes after it.',
    breaks: ['receiver.final'],
    steps: undoingBy((status) => status === 'EXPIRED'),
  },
  {
    id: 'waits-again-when-pending',
    says: 'Waits for a payment again when PENDING comes after it.',
    breaks: ['receiver.final'],
    steps: undoingBy((status) => status === 'PENDING'),
  },
  {
    id: 'waits-again-after-a-timeout',
    says: 'Waits for a payment again when TIMEOUT comes after it.',
    breaks: ['receiver.final'],
    steps: undoingBy((status) => status === 'TIMEOUT'),
  },
  {
    id: 'takes-refunds-for-undone',
    says: 'Takes a payment back when REFUNDED comes after it.',
    breaks: ['receiver.final'],
    steps: undoingBy((status) => status === 'REFUNDED'),
  },
  {
    id: 'undoes-what-it-does-not-know',
    says: 'Takes a payment back when a state comes after it that is in no table.',
    breaks: ['receiver.final'],
    steps: undoingBy((status) => !known.includes(status)),
  },
]
