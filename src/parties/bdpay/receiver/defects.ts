/** Receivers that do one thing wrong. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Odd } from '../../oddity.ts'
import { readings } from './defects-reading.ts'
import { repeatings } from './defects-repeating.ts'
import { verifyings } from './defects-verifying.ts'
import { say } from './honest.ts'
import type { ReceiverSteps } from './steps.ts'

const answering =
  (status: number, body: string): Odd<ReceiverSteps>['steps'] =>
  () => ({
    acknowledge: () => say(status, body),
  })

const booking: readonly Odd<ReceiverSteps>[] = [
  { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) },
  {
    id: 'answers-ok',
    catalogue: 'D57',
    says: 'Acknowledges with OK.',
    breaks: ['receiver.acknowledges'],
    steps: answering(200, 'OK'),
  },
  {
    id: 'answers-json',
    says: 'Acknowledges with JSON.',
    breaks: ['receiver.acknowledges'],
    steps: answering(200, '{"status":"success"}'),
  },
  {
    id: 'shows-its-stack',
    says: 'Tells where in its code it refused.',
    breaks: ['answers.discreet'],
    steps: () => ({ refuse: () => say(400, 'Error: bad sign\n    at verify (/srv/shop/notify.js:41:9)') }),
  },
  {
    id: 'wants-a-login',
    catalogue: 'D66',
    says: 'Asks for a token against forgery.',
    breaks: ['receiver.acknowledges'],
    steps: () => ({ admit: () => say(419, 'Page Expired') }),
  },
  {
    id: 'reads-other-names',
    catalogue: 'D64',
    says: 'Looks for order_id and amount, and acknowledges whatever comes.',
    breaks: ['receiver.stores', 'receiver.payout'],
    steps: () => ({
      async book() {
        await sleep(0)
      },
    }),
  },
  {
    id: 'pays-on-any-code',
    catalogue: 'D55',
    says: 'Takes every callback for a payment.',
    breaks: ['receiver.code'],
    steps: (steps) => ({
      stateIn: (fields) => (fields['code'] === undefined ? steps.stateIn(fields) : 'paid'),
    }),
  },
  {
    id: 'refuses-the-expired',
    catalogue: 'D28',
    says: 'Refuses a payment for an order that it holds for expired.',
    breaks: ['receiver.expired'],
    steps: (steps) => ({
      contradicts: (fields, entry) => entry.expired === true || steps.contradicts(fields, entry),
    }),
  },
  {
    id: 'credits-in-32-bits',
    says: 'Credits what is left of an amount in 32 bits.',
    breaks: ['receiver.sums'],
    steps: (honest) => ({
      async book(entry, state, fields) {
        await honest.book(entry, state, fields)
        entry.amount = entry.amount >>> 0
      },
    }),
  },
  {
    id: 'credits-twice',
    catalogue: 'D61',
    says: 'Credits a callback again when it comes again.',
    breaks: ['receiver.idempotent'],
    steps: (steps) => ({
      async book(entry, state, fields) {
        if (entry.kind === 'order' && entry.state === 'paid' && state === 'paid') entry.credits += 1
        await steps.book(entry, state, fields)
      },
    }),
  },
  {
    id: 'refuses-the-paid',
    catalogue: 'D62',
    says: 'Answers an error for an order that is paid already.',
    breaks: ['receiver.idempotent'],
    steps: (steps) => ({
      acknowledge: (entry, wasFinal) =>
        wasFinal && entry.kind === 'order' ? say(409, 'ALREADY PAID') : steps.acknowledge(entry, wasFinal),
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
    id: 'ignores-amounts-of-payouts',
    says: 'Compares the amounts of payments alone.',
    breaks: ['receiver.amount'],
    steps: (steps) => ({
      contradicts: (fields, entry) => entry.kind === 'order' && steps.contradicts(fields, entry),
    }),
  },
  {
    id: 'books-fees-for-payouts',
    says: 'Books the fee of a payout in place of its money.',
    breaks: ['receiver.sums'],
    steps: (steps) => ({
      contradicts: (fields, entry) => entry.state === 'pending' && steps.contradicts(fields, entry),
      async book(entry, state, fields) {
        await steps.book(entry, state, fields)
        if (entry.kind === 'payout') entry.amount = Number(fields['fee'])
      },
    }),
  },
  {
    id: 'compares-amounts-in-24-bits',
    says: 'Compares amounts as numbers of single precision.',
    breaks: ['receiver.amount'],
    steps: () => ({
      contradicts: (fields, { kind, amount }) =>
        Math.fround(Number(fields[kind === 'payout' ? 'money' : 'payMoney'])) !== Math.fround(amount),
    }),
  },
  {
    id: 'finds-by-beginnings',
    says: 'Finds the order whose number begins like the one that is told.',
    breaks: ['receiver.own'],
    steps: (steps) => ({
      find: (fields, counter) =>
        steps.find(fields, counter) ??
        counter.books.all().find(({ number }) => fields['orderNum']?.startsWith(number)),
    }),
  },
  {
    id: 'pays-strangers',
    says: 'Makes an order of a callback about an unknown one.',
    breaks: ['receiver.unknown'],
    steps: (steps) => ({
      stranger(fields, { books }) {
        const number = fields['orderNum'] ?? ''
        const amount = Number(fields['payMoney'] ?? fields['money'])
        books.open({ number, kind: 'order', amount, state: 'paid', credits: 1 })
        return steps.acknowledge(books.find(number)!, false)
      },
    }),
  },
  {
    id: 'takes-three-for-paid',
    says: 'Takes every payout that ended for paid.',
    breaks: ['receiver.payout'],
    steps: (steps) => ({
      stateIn: (fields) => (['3', '4'].includes(fields['status'] ?? '') ? 'paid' : steps.stateIn(fields)),
    }),
  },
  {
    id: 'takes-all-else-for-failed',
    says: 'Takes every state of a payout but 2 for failed.',
    breaks: ['receiver.payout'],
    steps: (steps) => ({
      stateIn: (fields) =>
        fields['code'] === undefined && fields['status'] !== '2' ? 'failed' : steps.stateIn(fields),
    }),
  },
  {
    id: 'refunds-twice',
    catalogue: 'D79',
    says: 'Pays its user back each time a failure is told.',
    breaks: ['receiver.refund'],
    steps: (steps) => ({
      async book(entry, state, fields) {
        if (entry.kind === 'payout' && entry.state === 'failed' && state === 'failed') entry.refunds += 1
        await steps.book(entry, state, fields)
      },
    }),
  },
  {
    id: 'overturns-outcomes',
    says: 'Takes the last outcome of a payout for the right one.',
    breaks: ['receiver.final'],
    steps: (steps) => ({
      async book(entry, state, fields) {
        if (
          entry.kind === 'payout' &&
          entry.state !== 'pending' &&
          state !== 'pending' &&
          state !== entry.state
        )
          Object.assign(entry, { state: 'pending', refunds: 0, credits: 0 })
        await steps.book(entry, state, fields)
      },
    }),
  },
  {
    id: 'takes-unique-codes-in-turn',
    says: 'Refuses a payment with a unique code when a newer order with one was paid already.',
    breaks: ['receiver.order', 'receiver.acknowledges'],
    steps: (steps) => {
      let newest = ''
      return {
        contradicts(fields, entry) {
          if (entry.kind === 'payout' || entry.amount % 1000 === 0) return steps.contradicts(fields, entry)
          if (entry.number < newest) return true
          newest = entry.number
          return steps.contradicts(fields, entry)
        },
      }
    },
  },
  {
    id: 'pays-by-the-text',
    says: 'Takes the text of a payment for what decides, not its code.',
    breaks: ['receiver.code', 'receiver.words'],
    steps: (steps) => ({
      stateIn: (fields) =>
        fields['code'] === undefined
          ? steps.stateIn(fields)
          : fields['msg'] === 'SUCCESS'
            ? 'paid'
            : 'pending',
    }),
  },
  {
    id: 'knows-va-payments-alone',
    says: 'Refuses a payment without a VA number.',
    breaks: ['receiver.channel'],
    steps: (steps) => ({
      contradicts: (fields, entry) =>
        (fields['code'] !== undefined && (fields['vaNumber'] ?? '') === '') ||
        steps.contradicts(fields, entry),
    }),
  },
  {
    id: 'refunds-in-parallel',
    says: 'Looks whether a failure was paid back before it pays back, and lets others in between.',
    breaks: ['receiver.refund'],
    steps: (steps) => ({
      async book(entry, state, fields) {
        const wasOpen = entry.state === 'pending'
        await sleep(20)
        const isSecond = entry.kind === 'payout' && wasOpen && entry.state === 'failed'
        if (isSecond && state === 'failed') entry.refunds += 1
        await steps.book(entry, state, fields)
      },
    }),
  },
  {
    id: 'forgets-old-orders',
    says: 'Refuses callbacks a month after the order.',
    breaks: ['receiver.late'],
    steps: (steps) => ({
      find: (fields, counter) =>
        counter.profile['isLate'] === true ? undefined : steps.find(fields, counter),
    }),
  },
]

/** Every defect of the receiver. */
export const defects: readonly Odd<ReceiverSteps>[] = [...booking, ...verifyings, ...readings, ...repeatings]
