/** Defects of inquiries that change something, or do not see what has changed. */
import type { Defect } from '../../../defect.ts'
import { type Call, type Outcome, type Steps, textIn } from '../steps.ts'
import { isInquiry, isPayment, isReversal } from './bend.ts'

const keyOf = (call: Call): string => `${textIn(call, 'PaymentCode')} ${textIn(call, 'TrackingRef')}`

export const inquiries: readonly Defect<Steps>[] = [
  {
    id: 'reserves-on-inquiry',
    catalogue: 'M-IDM-40',
    says: 'Takes a code that was asked for as being paid, and refuses the next inquiry.',
    breaks: ['inquiry.read-only', 'inquiry.payable', 'codes.success'],
    steps: (honest) => {
      const reserved = new Set<string>()
      return {
        async inquire(call) {
          const outcome = await honest.inquire(call)
          const code = textIn(call, 'PaymentCode')
          if (outcome.cause !== 'success') return outcome
          if (reserved.has(code)) return { cause: 'already-paid', bill: outcome.bill }
          reserved.add(code)
          return outcome
        },
        async settle(call, outcome) {
          if (!isInquiry(call)) reserved.delete(textIn(call, 'PaymentCode'))
          return honest.settle(call, outcome)
        },
      }
    },
  },
  {
    id: 'offers-what-is-paid',
    catalogue: 'M-IDM-41',
    says: 'Answers 00 to an inquiry of a paid code.',
    breaks: ['inquiry.paid'],
    steps: (honest) => ({ isPaid: async (call, bill) => !isInquiry(call) && honest.isPaid(call, bill) }),
  },
  {
    id: 'repeats-its-offers',
    says: 'Answers an inquiry under a reference that it had before with the offer of then.',
    breaks: ['inquiry.paid'],
    steps: (honest) => {
      const offers = new Map<string, Outcome>()
      return {
        async inquire(call) {
          const key = keyOf(call)
          const outcome = offers.get(key) ?? (await honest.inquire(call))
          if (outcome.cause === 'success') offers.set(key, outcome)
          return outcome
        },
      }
    },
  },
  {
    id: 'never-offers-again',
    says: 'Refuses the inquiry of a code whose payment was reversed.',
    breaks: ['inquiry.reversed'],
    steps: (honest) => ({
      async isPaid(call, bill) {
        if (!isInquiry(call)) return honest.isPaid(call, bill)
        const transactions = await call.till.ledger.transactions(bill.code)
        return transactions.some(({ receipt }) => receipt !== undefined)
      },
    }),
  },
  {
    id: 'spends-message-ids-on-inquiries',
    says: 'Refuses a payment whose MessageID an inquiry had.',
    breaks: ['payment.message-id'],
    steps: (honest) => {
      const spent = new Set<string>()
      return {
        async inquire(call) {
          spent.add(textIn(call, 'MessageID'))
          return honest.inquire(call)
        },
        async recall(call, known) {
          if (isPayment(call) && spent.has(textIn(call, 'MessageID'))) return { cause: 'reference-used' }
          return honest.recall(call, known)
        },
      }
    },
  },
  {
    id: 'spends-references-on-inquiries',
    says: 'Refuses a payment whose TrackingRef an inquiry had.',
    breaks: ['inquiry.reference-free'],
    steps: (honest) => {
      const spent = new Set<string>()
      return {
        async inquire(call) {
          spent.add(textIn(call, 'TrackingRef'))
          return honest.inquire(call)
        },
        async recall(call, known) {
          if (isPayment(call) && spent.has(textIn(call, 'TrackingRef'))) return { cause: 'reference-used' }
          return honest.recall(call, known)
        },
      }
    },
  },
  {
    id: 'begins-anew-when-asked',
    says: 'Begins a transaction anew when its reference is asked for once more, and forgets its payment.',
    breaks: ['inquiry.read-only'],
    steps: (honest) => ({
      async inquire(call) {
        const outcome = await honest.inquire(call)
        const known = await honest.find(call)
        if (known?.state === 'paid') await call.till.ledger.amend(known, { state: 'reversed' })
        return outcome
      },
    }),
  },
  {
    id: 'loses-payments-when-asked',
    says: 'Finds nothing to reverse of a payment whose reference was asked for once more, and answers 00.',
    breaks: ['reversal.undo'],
    steps: (honest) => {
      const lost = new Set<string>()
      return {
        async inquire(call) {
          if ((await honest.find(call))?.state === 'paid') lost.add(keyOf(call))
          return honest.inquire(call)
        },
        find: async (call) => (isReversal(call) && lost.has(keyOf(call)) ? undefined : honest.find(call)),
      }
    },
  },
]
