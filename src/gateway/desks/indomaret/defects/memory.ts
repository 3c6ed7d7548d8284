/** Defects of memory: what is forgotten after a while, or after much else. */
import type { Defect } from '../../../defect.ts'
import type { Transaction } from '../ledger.ts'
import { type Call, type Steps, textIn } from '../steps.ts'
import { isPayment } from './bend.ts'

/** Payments, and reversals before their payments, that the defects remember. */
const few = { payments: 60, tombstones: 4 }

/** Seconds for which the defects remember that something was reversed. */
const anHour = 3600

const wasPaid = ({ receipt }: Transaction): boolean => receipt !== undefined

/** Takes the payment of a key that was reversed, once `isForgotten` says so. */
const payingAgain =
  (isForgotten: (call: Call, known: Transaction) => boolean): Defect<Steps>['steps'] =>
  (honest) => ({
    recall: async (call, known) =>
      isPayment(call) && known?.state === 'reversed' && isForgotten(call, known)
        ? undefined
        : honest.recall(call, known),
  })

/** The instant at which each transaction was reversed, booked as the honest one does it. */
function timing(isMeant: (known: Transaction) => boolean): Defect<Steps>['steps'] {
  const since = new Map<string, number>()
  const keyOf = (call: Call) => `${textIn(call, 'PaymentCode')} ${textIn(call, 'TrackingRef')}`
  return (honest) => ({
    ...payingAgain(
      (call, known) => isMeant(known) && call.at - (since.get(keyOf(call)) ?? call.at) > anHour * 1000,
    )(honest),
    async settle(call, outcome) {
      if (outcome.book === 'reversal' || outcome.book === 'tombstone') since.set(keyOf(call), call.at)
      return honest.settle(call, outcome)
    },
  })
}

/** What was reversed is forgotten once a payment has been refused for it. */
const spending =
  (isMeant: (known: Transaction) => boolean): Defect<Steps>['steps'] =>
  (honest) => {
    const spent = new Set<string>()
    return payingAgain((_call, known) => {
      const key = `${known.code} ${known.reference}`
      const isSpent = spent.has(key)
      if (isMeant(known)) spent.add(key)
      return isMeant(known) && isSpent
    })(honest)
  }

export const memory: readonly Defect<Steps>[] = [
  {
    id: 'remembers-few-payments',
    says: 'Remembers the last sixty payments.',
    breaks: ['inquiry.paid', 'reversal.pay-again'],
    steps: (honest) => {
      const last: string[] = []
      const isKept = (code: string) => last.includes(code)
      return {
        async settle(call, outcome) {
          const settled = await honest.settle(call, outcome)
          if (outcome.book === 'payment') last.push(textIn(call, 'PaymentCode'))
          if (last.length > few.payments) last.shift()
          return settled
        },
        isPaid: async (call, bill) => isKept(bill.code) && honest.isPaid(call, bill),
        async find(call) {
          const known = await honest.find(call)
          return known && wasPaid(known) && !isKept(known.code) ? undefined : known
        },
      }
    },
  },
  {
    id: 'remembers-few-early-reversals',
    says: 'Remembers the last four reversals that came before their payments.',
    breaks: ['reversal.tombstone'],
    steps: (honest) => {
      const last: string[] = []
      return {
        ...payingAgain((_call, known) => !wasPaid(known) && !last.includes(known.reference))(honest),
        async settle(call, outcome) {
          if (outcome.book === 'tombstone') last.push(textIn(call, 'TrackingRef'))
          if (last.length > few.tombstones) last.shift()
          return honest.settle(call, outcome)
        },
      }
    },
  },
  {
    id: 'forgets-early-reversals-in-an-hour',
    says: 'Takes the payment of a key an hour after it was reversed unpaid.',
    breaks: ['reversal.tombstone'],
    steps: (honest) => timing((known) => !wasPaid(known))(honest),
  },
  {
    id: 'forgets-reversals-in-an-hour',
    says: 'Takes the payment of a key again an hour after its reversal.',
    breaks: ['reversal.pay-again'],
    steps: (honest) => timing(wasPaid)(honest),
  },
  {
    id: 'spends-early-reversals',
    says: 'Refuses the payment of a key that was reversed unpaid once, and takes it when it comes again.',
    breaks: ['reversal.tombstone'],
    steps: spending((known) => !wasPaid(known)),
  },
  {
    id: 'spends-reversals',
    says: 'Refuses the payment of a reversed key once, and takes it when it comes again.',
    breaks: ['reversal.pay-again'],
    steps: spending(wasPaid),
  },
  {
    id: 'forgets-reversals-when-confused',
    says: 'Forgets all that was reversed when it gets what it cannot read.',
    breaks: ['reversal.pay-again', 'reversal.tombstone'],
    steps: (honest) => {
      let forgotten = 0
      const since = new Map<string, number>()
      return {
        ...payingAgain((_call, { reference }) => (since.get(reference) ?? 0) < forgotten)(honest),
        async recognise(reading, raw, till) {
          const found = await honest.recognise(reading, raw, till)
          if (typeof found !== 'string') forgotten++
          return found
        },
        async settle(call, outcome) {
          if (outcome.book && outcome.book !== 'payment') since.set(textIn(call, 'TrackingRef'), forgotten)
          return honest.settle(call, outcome)
        },
      }
    },
  },
]
