/** Defects of payments that come again, at once or later, and of their receipts. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import type { Transaction } from '../ledger.ts'
import { amountIn, type Call, type Outcome, type Steps, textIn } from '../steps.ts'
import { isPayment, isReversal, rewriting } from './bend.ts'

/** Pays a bill again under a key that has paid it. */
const again = async (call: Call): Promise<Outcome> => ({
  cause: 'success',
  bill: await call.steps.billOf(call),
  book: 'payment',
})

const isRepeat = (call: Call, known: Transaction | undefined): known is Transaction =>
  isPayment(call) && known?.state === 'paid'

const lateReceipt = 1000

/** A reversal under a MessageID that paid something is answered so, and nothing is booked. */
const reversingUnderPaid =
  (cause: string): Defect<Steps>['steps'] =>
  (honest) => {
    const paid = new Set<string>()
    return {
      async recall(call, known) {
        const isMeant = isReversal(call) && paid.has(textIn(call, 'MessageID'))
        return isMeant ? { cause } : honest.recall(call, known)
      },
      async settle(call, outcome) {
        if (outcome.book === 'payment') paid.add(textIn(call, 'MessageID'))
        return honest.settle(call, outcome)
      },
    }
  }

export const idempotency: readonly Defect<Steps>[] = [
  {
    id: 'gives-no-receipt',
    catalogue: 'M-IDM-22',
    says: 'Answers 00 to a payment without a receipt.',
    breaks: ['payment.receipt'],
    steps: rewriting('ReceiptCode', () => null),
  },
  {
    id: 'gives-one-receipt-to-all',
    catalogue: 'M-IDM-23',
    says: 'Gives every payment the same receipt.',
    breaks: ['payment.receipt-unique'],
    steps: () => ({ receipt: () => 'R0000000000001' }),
  },
  {
    id: 'counts-receipts-by-day',
    says: 'Numbers its receipts from one again on each day.',
    breaks: ['payment.receipt-unique'],
    steps: (honest) => {
      const counts = new Map<string, number>()
      return {
        receipt(call) {
          const day = honest.stamp(call.at, call.till).slice(0, 10)
          counts.set(day, (counts.get(day) ?? 0) + 1)
          return `R${String(counts.get(day)).padStart(8, '0')}`
        },
      }
    },
  },
  {
    id: 'gives-long-receipts',
    catalogue: 'M-IDM-24',
    says: 'Gives receipts of 36 characters with hyphens.',
    breaks: ['fields.length', 'fields.format'],
    steps: () => ({ receipt: () => crypto.randomUUID() }),
  },
  {
    id: 'charges-twice',
    catalogue: 'M-IDM-25',
    says: 'Books a repeated payment again and gives it a new receipt.',
    breaks: ['payment.repeat', 'payment.repeat-parallel', 'payment.message-id'],
    steps: (honest) => ({
      async recall(call, known) {
        const isSame = isRepeat(call, known) && known.amount === amountIn(call)
        return isSame ? again(call) : honest.recall(call, known)
      },
    }),
  },
  {
    id: 'recalls-by-message-id',
    catalogue: 'M-IDM-26',
    says: 'Recognises a repeat by its MessageID and books every other one again.',
    breaks: ['payment.message-id', 'payment.repeat-parallel', 'payment.repeat-amount', 'reversal.undo'],
    steps: (honest) => {
      const answered = new Map<string, Outcome>()
      return {
        async recall(call, known) {
          if (!isPayment(call)) return honest.recall(call, known)
          const before = answered.get(textIn(call, 'MessageID'))
          return before ?? (isRepeat(call, known) ? again(call) : honest.recall(call, known))
        },
        async settle(call, outcome) {
          const settled = await honest.settle(call, outcome)
          if (isPayment(call)) answered.set(textIn(call, 'MessageID'), { ...settled, book: undefined })
          return settled
        },
      }
    },
  },
  {
    id: 'answers-reversals-by-message-id',
    says: 'Answers a reversal under the MessageID of its payment as it answered that, and reverses nothing.',
    breaks: ['reversal.undo'],
    steps: reversingUnderPaid('success'),
  },
  {
    id: 'refuses-message-ids-of-payments',
    says: 'Refuses a reversal under the MessageID of its payment, as the samples of the document have it.',
    breaks: ['payment.message-id'],
    steps: reversingUnderPaid('not-paid'),
  },
  {
    id: 'recalls-by-reference-only',
    catalogue: 'M-IDM-27',
    says: 'Takes a payment of another code for a repeat when the TrackingRef is the same.',
    breaks: ['payment.key'],
    steps: (honest) => ({
      find: (call) =>
        isPayment(call) ? call.till.ledger.byReference(textIn(call, 'TrackingRef')) : honest.find(call),
    }),
  },
  {
    id: 'recalls-by-code-only',
    catalogue: 'M-IDM-28',
    says: 'Takes the payment of a second store for a repeat of the first.',
    breaks: ['payment.second-reference', 'payment.parallel-references'],
    steps: (honest) => ({
      async find(call) {
        if (!isPayment(call)) return honest.find(call)
        const others = await call.till.ledger.transactions(textIn(call, 'PaymentCode'))
        return others.find(({ state }) => state === 'paid') ?? honest.find(call)
      },
    }),
  },
  {
    id: 'loses-the-race',
    catalogue: 'M-IDM-29',
    says: 'Looks, waits and then books, so parallel payments all succeed.',
    breaks: ['payment.repeat-parallel', 'payment.parallel-references'],
    steps: (honest) => {
      const running = new Map<string, Promise<unknown>>()
      return {
        async serialise(call, work) {
          const code = textIn(call, 'PaymentCode')
          if (!isPayment(call)) {
            await running.get(code)
            return honest.serialise(call, work)
          }
          const mine = work()
          running.set(code, Promise.allSettled([running.get(code), mine]))
          return mine
        },
        async pay(call) {
          const outcome = await honest.pay(call)
          if (outcome.cause === 'success') await sleep(30)
          return outcome
        },
      }
    },
  },
  {
    id: 'locks-each-reference-apart',
    says: 'Holds a reference and not the code, so two rivals both pay one bill.',
    breaks: ['payment.parallel-references', 'reversal.in-flight'],
    steps: (honest) => ({
      serialise: (call, work) =>
        isPayment(call)
          ? call.till.locks.hold(`${textIn(call, 'PaymentCode')} ${textIn(call, 'TrackingRef')}`, work)
          : honest.serialise(call, work),
      async pay(call) {
        const outcome = await honest.pay(call)
        if (outcome.cause === 'success') await sleep(30)
        return outcome
      },
    }),
  },
  {
    id: 'overwrites-paid-amounts',
    catalogue: 'M-IDM-81',
    says: 'Lets a repeat with another amount replace the amount and the receipt.',
    breaks: ['payment.repeat-amount'],
    steps: (honest) => ({
      async recall(call, known) {
        if (!isRepeat(call, known) || known.amount === amountIn(call)) return honest.recall(call, known)
        const receipt = call.steps.receipt(call)
        await call.till.ledger.amend(known, { amount: amountIn(call) ?? 0, receipt })
        return { cause: 'success', receipt }
      },
    }),
  },
  {
    id: 'changes-receipts-later',
    says: 'Gives a repeat another receipt when a second has passed.',
    breaks: ['payment.message-id'],
    steps: (honest) => {
      const given = new Map<string, number>()
      return {
        async settle(call, outcome) {
          const settled = await honest.settle(call, outcome)
          const { receipt } = settled
          if (!isPayment(call) || receipt === undefined) return settled
          if (!given.has(receipt)) given.set(receipt, call.at)
          return call.at - given.get(receipt)! > lateReceipt
            ? { ...settled, receipt: call.steps.receipt(call) }
            : settled
        },
      }
    },
  },
  {
    id: 'forgets-payments',
    says: 'Answers 00 to every payment and books none.',
    breaks: [
      'payment.repeat',
      'payment.repeat-parallel',
      'payment.repeat-amount',
      'payment.message-id',
      'payment.key',
      'payment.second-reference',
      'payment.parallel-references',
      'payment.success',
      'inquiry.paid',
      'reversal.twice',
      'reversal.wrong-amount',
      'reversal.wrong-code',
      'reversal.wrong-reference',
      'codes.success',
    ],
    steps: (honest) => ({
      settle: async (call, outcome) =>
        outcome.book === 'payment'
          ? { ...outcome, receipt: call.steps.receipt(call) }
          : honest.settle(call, outcome),
    }),
  },
  {
    id: 'refuses-every-payment',
    says: 'Finds a reason to refuse each payment.',
    breaks: [
      'payment.success',
      'payment.message-id',
      'payment.key',
      'payment.partial',
      'payment.without-inquiry',
      'inquiry.reference-free',
      'reversal.new-payment',
    ],
    steps: () => ({ pay: async () => ({ cause: 'system-error' }) }),
  },
  {
    id: 'pays-what-it-never-billed',
    says: 'Answers 00 and a receipt to the payment of an unknown code.',
    breaks: ['payment.unknown', 'inquiry.exact-code'],
    steps: (honest) => ({
      async pay(call) {
        const outcome = await honest.pay(call)
        return outcome.cause === 'unknown-code' ? { cause: 'success', book: 'payment' } : outcome
      },
    }),
  },
]
