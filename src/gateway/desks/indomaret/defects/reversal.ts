/** Defects of reversals: what they find, what they undo, and what is remembered of them. */
import type { Defect } from '../../../defect.ts'
import type { Transaction } from '../ledger.ts'
import { amountIn, type Call, type Steps, textIn } from '../steps.ts'
import { isPayment, isReversal, rewriting } from './bend.ts'

const keyOf = (call: Call): string => `${textIn(call, 'PaymentCode')} ${textIn(call, 'TrackingRef')}`

/** A transaction that is not known is none, so that a tombstone stays possible. */
const wasPaid = (known: Transaction | undefined): boolean => known?.receipt !== undefined

/** Seconds after a payment in which the window defect still reverses. */
const reversalWindow = 60

export const reversal: readonly Defect<Steps>[] = [
  {
    id: 'reverses-in-words-only',
    catalogue: 'M-IDM-42',
    says: 'Answers 00 to a reversal and leaves the payment standing.',
    breaks: ['reversal.undo', 'reversal.in-flight'],
    steps: (honest) => ({
      settle: async (call, outcome) => (outcome.book === 'reversal' ? outcome : honest.settle(call, outcome)),
    }),
  },
  {
    id: 'reverses-by-code-only',
    catalogue: 'M-IDM-43',
    says: 'Reverses the payment of the code, whatever TrackingRef is named.',
    breaks: ['reversal.wrong-reference'],
    steps: (honest) => ({
      async find(call) {
        const known = await honest.find(call)
        if (!isReversal(call) || known) return known
        const others = await call.till.ledger.transactions(textIn(call, 'PaymentCode'))
        return others.find(({ state }) => state === 'paid')
      },
    }),
  },
  {
    id: 'reverses-by-reference-only',
    catalogue: 'M-IDM-44',
    says: 'Reverses the payment of the TrackingRef, whatever code is named.',
    breaks: ['reversal.wrong-code'],
    steps: (honest) => ({
      find: async (call) =>
        (await honest.find(call)) ??
        (isReversal(call) ? call.till.ledger.byReference(textIn(call, 'TrackingRef')) : undefined),
      billOf: async (call) => {
        const bill = await honest.billOf(call)
        const other =
          isReversal(call) && !bill
            ? await call.till.ledger.byReference(textIn(call, 'TrackingRef'))
            : undefined
        return other ? call.till.ledger.bill(other.code) : bill
      },
    }),
  },
  {
    id: 'forgets-early-reversals',
    catalogue: 'M-IDM-45',
    says: 'Answers 00 to a reversal before its payment, and then takes the payment.',
    breaks: ['reversal.tombstone'],
    steps: (honest) => ({
      settle: async (call, outcome) =>
        outcome.book === 'tombstone' ? outcome : honest.settle(call, outcome),
    }),
  },
  {
    id: 'holds-early-reversals-to-their-amount',
    says: 'Takes a payment after its early reversal, if that named another amount.',
    breaks: ['reversal.tombstone'],
    steps: (honest) => ({
      recall: async (call, known) =>
        isPayment(call) && known && !wasPaid(known) && known.amount !== amountIn(call)
          ? undefined
          : honest.recall(call, known),
    }),
  },
  {
    id: 'pays-reversed-keys-again',
    catalogue: 'M-IDM-46',
    says: 'Takes a payment again under a key that was reversed.',
    breaks: ['reversal.pay-again'],
    steps: (honest) => ({
      recall: async (call, known) =>
        isPayment(call) && known?.state === 'reversed' && wasPaid(known)
          ? undefined
          : honest.recall(call, known),
    }),
  },
  {
    id: 'reverses-whoever-paid-since',
    catalogue: 'M-IDM-47',
    says: 'Lets a second reversal undo the payment that another reference made since.',
    breaks: ['reversal.twice'],
    steps: (honest) => ({
      async recall(call, known) {
        if (!isReversal(call) || known?.state !== 'reversed') return honest.recall(call, known)
        const others = await call.till.ledger.transactions(known.code)
        const since = others.find(({ state }) => state === 'paid')
        return since ? { cause: 'success', book: 'reversal', transaction: since } : honest.recall(call, known)
      },
    }),
  },
  {
    id: 'reverses-any-amount',
    catalogue: 'M-IDM-48',
    says: 'Reverses the whole payment, whatever amount is named.',
    breaks: ['reversal.wrong-amount'],
    steps: (honest) => ({
      async reverse(call, known) {
        const outcome = await honest.reverse(call, known)
        if (outcome.cause !== 'amount-differs') return outcome
        return { cause: 'success', book: 'reversal', transaction: known }
      },
    }),
  },
  {
    id: 'lowers-bills-for-good',
    says: 'Takes a part payment off its bill, and does not put it back when it is reversed.',
    breaks: ['reversal.undo'],
    steps: (honest) => ({
      async settle(call, outcome) {
        const { bill, book } = outcome
        const rest = (bill?.amount ?? 0) - (amountIn(call) ?? 0)
        if (book === 'payment' && rest > 0) await call.till.ledger.keepBill({ ...bill!, amount: rest })
        return honest.settle(call, outcome)
      },
    }),
  },
  {
    id: 'reverses-whole-payments-only',
    says: 'Refuses to reverse a payment of less than the bill.',
    breaks: ['reversal.undo'],
    steps: (honest) => ({
      async reverse(call, known) {
        const outcome = await honest.reverse(call, known)
        const isPart = outcome.book === 'reversal' && known!.amount < outcome.bill!.amount
        return isPart ? { cause: 'amount-differs' } : outcome
      },
    }),
  },
  {
    id: 'forgets-what-is-reversed-twice',
    says: 'Forgets a payment at its second reversal, and takes it again.',
    breaks: ['reversal.pay-again'],
    steps: (honest) => {
      const forgotten = new Set<string>()
      return {
        async recall(call, known) {
          if (isReversal(call) && known?.state === 'reversed' && wasPaid(known)) forgotten.add(keyOf(call))
          return isPayment(call) && known?.state === 'reversed' && forgotten.delete(keyOf(call))
            ? undefined
            : honest.recall(call, known)
        },
      }
    },
  },
  {
    id: 'wants-a-product-to-reverse',
    says: 'Refuses a reversal without ProductCode.',
    breaks: ['tolerance.optional-absent'],
    steps: (honest) => ({
      check: async (call) =>
        isReversal(call) && textIn(call, 'ProductCode') === ''
          ? { cause: 'invalid-request' }
          : honest.check(call),
    }),
  },
  {
    id: 'wants-the-payments-message-id',
    catalogue: 'M-IDM-49',
    says: 'Refuses a reversal whose MessageID differs from that of the payment.',
    breaks: ['reversal.undo', 'reversal.late', 'reversal.in-flight'],
    steps: (honest) => {
      const messages = new Map<string, string>()
      return {
        async settle(call, outcome) {
          if (outcome.book === 'payment') messages.set(keyOf(call), textIn(call, 'MessageID'))
          return honest.settle(call, outcome)
        },
        async reverse(call, known) {
          const isForeign = wasPaid(known) && messages.get(keyOf(call)) !== textIn(call, 'MessageID')
          return isForeign ? { cause: 'not-paid' } : honest.reverse(call, known)
        },
      }
    },
  },
  {
    id: 'loses-reversals-in-flight',
    catalogue: 'M-IDM-50',
    says: 'Finds nothing to reverse while the payment runs, nor ever after.',
    breaks: ['reversal.late'],
    steps: (honest) => {
      const running = new Set<string>()
      const refused = new Set<string>()
      return {
        async serialise(call, work) {
          if (!isPayment(call)) return work()
          running.add(keyOf(call))
          return honest.serialise(call, work).finally(() => running.delete(keyOf(call)))
        },
        async recall(call, known) {
          if (!isReversal(call)) return honest.recall(call, known)
          if (!known && running.has(keyOf(call))) refused.add(keyOf(call))
          return refused.has(keyOf(call)) ? { cause: 'not-paid' } : honest.recall(call, known)
        },
      }
    },
  },
  {
    id: 'remembers-refused-reversals',
    says: 'Refuses a reversal before its payment, and every later one of that key.',
    breaks: ['reversal.late'],
    steps: (honest) => {
      const refused = new Set<string>()
      return {
        async reverse(call, known) {
          if (!known) refused.add(keyOf(call))
          return refused.has(keyOf(call)) ? { cause: 'not-paid' } : honest.reverse(call, known)
        },
      }
    },
  },
  {
    id: 'closes-codes-on-strange-reversals',
    says: 'Refuses the reversal of a key that never paid, and never offers its code again.',
    breaks: ['reversal.unknown'],
    steps: (honest) => {
      const closed = new Set<string>()
      return {
        async reverse(call, known) {
          if (known) return honest.reverse(call, known)
          closed.add(textIn(call, 'PaymentCode'))
          return { cause: 'not-paid' }
        },
        inquire: async (call) =>
          closed.has(textIn(call, 'PaymentCode')) ? { cause: 'unknown-code' } : honest.inquire(call),
      }
    },
  },
  {
    id: 'closes-reversed-codes',
    catalogue: 'M-IDM-51',
    says: 'Never takes another payment of a code that was reversed.',
    breaks: ['reversal.new-payment'],
    steps: (honest) => ({
      async pay(call) {
        const earlier = await call.till.ledger.transactions(textIn(call, 'PaymentCode'))
        return earlier.some(({ state }) => state === 'reversed')
          ? { cause: 'reversed-key' }
          : honest.pay(call)
      },
    }),
  },
  {
    id: 'reverses-a-code-once',
    says: 'Refuses to reverse the second payment of a code.',
    breaks: ['reversal.undo'],
    steps: (honest) => ({
      async reverse(call, known) {
        const earlier = await call.till.ledger.transactions(textIn(call, 'PaymentCode'))
        const isSecond = earlier.some((one) => one.state === 'reversed' && wasPaid(one))
        return isSecond && known ? { cause: 'not-paid' } : honest.reverse(call, known)
      },
    }),
  },
  {
    id: 'reverses-within-a-minute',
    catalogue: 'M-IDM-82',
    says: 'Refuses reversals that come more than a minute after the payment.',
    breaks: ['reversal.undo'],
    steps: (honest) => ({
      async reverse(call, known) {
        const entries = await call.till.ledger.entries(textIn(call, 'PaymentCode'))
        const paid = entries.findLast(
          ({ kind, reference }) => kind === 'payment' && reference === known?.reference,
        )
        const isLate = paid !== undefined && call.at - paid.at > reversalWindow * 1000
        return isLate ? { cause: 'not-paid' } : honest.reverse(call, known)
      },
    }),
  },
  {
    id: 'refuses-unknown-reversals-with-21',
    says: 'Answers 21 to a reversal of what it never saw.',
    breaks: ['codes.reserved@21'],
    steps: rewriting(
      'ResponseCode',
      () => '21',
      (call, { cause, book }) => isReversal(call) && (cause === 'not-paid' || book === 'tombstone'),
    ),
  },
]
