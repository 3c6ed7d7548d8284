/** Freedoms of deciding: what the document leaves to the partner. */
import { soapActionOf } from '../../../../contract/profile.ts'
import { header } from '../../../../wire/exchange.ts'
import type { Freedom } from '../../../defect.ts'
import type { Bill } from '../ledger.ts'
import { type Call, type Steps, textIn } from '../steps.ts'

const keyOf = (call: Call): string => `${textIn(call, 'PaymentCode')} ${textIn(call, 'TrackingRef')}`

export const decisions: readonly Freedom<Steps>[] = [
  {
    id: 'refuses-repeats',
    says: 'Refuses a repeated payment instead of repeating its receipt.',
    because: 'E-IDM-29, IDM-PAY-IDEMPOTENT',
    steps: (honest) => ({
      async recall(call, known) {
        if (call.operation === 'payment' && known?.state === 'paid') return { cause: 'already-paid' }
        return honest.recall(call, known)
      },
    }),
  },
  {
    id: 'refuses-parallel-repeats',
    says: 'Refuses a payment while the same one is being worked on.',
    because: 'E-IDM-29, IDM-PAY-PARALLEL',
    steps: (honest) => {
      const running = new Set<string>()
      return {
        async serialise(call, work) {
          const key = keyOf(call)
          if (call.operation !== 'payment') return honest.serialise(call, work)
          if (running.has(key)) return { cause: 'already-paid' }
          running.add(key)
          return honest.serialise(call, work).finally(() => running.delete(key))
        },
      }
    },
  },
  {
    id: 'refuses-second-reversals',
    says: 'Refuses a reversal of what is reversed.',
    warns: ['reversal.twice'],
    because: 'E-IDM-29, IDM-REV-TWICE',
    steps: (honest) => ({
      async recall(call, known) {
        if (call.operation === 'reversal' && known?.state === 'reversed') return { cause: 'reversed-key' }
        return honest.recall(call, known)
      },
    }),
  },
  {
    id: 'refuses-unknown-reversals',
    says: 'Refuses a reversal before its payment, takes the payment, and then reverses it.',
    because: 'E-IDM-29, IDM-REV-LATE-OK',
    steps: (honest) => ({
      reverse: async (call, known) => (known ? honest.reverse(call, known) : { cause: 'not-paid' }),
    }),
  },
  {
    id: 'accepts-reversals-of-unknown-codes',
    says: 'Answers 00 to a reversal of a code that does not exist.',
    because: 'IDM-REV-UNKNOWN',
    steps: (honest) => ({
      async reverse(call, known) {
        const outcome = await honest.reverse(call, known)
        return outcome.bill ? outcome : { cause: 'success', book: 'tombstone' }
      },
    }),
  },
  {
    id: 'cancels-payments-in-flight',
    says: 'Lets a reversal cancel a payment that is still being worked on.',
    because: 'IDM-REV-INFLIGHT',
    steps: (honest) => ({
      serialise: (call, work) => (call.operation === 'reversal' ? work() : honest.serialise(call, work)),
      async settle(call, outcome) {
        const known = outcome.book === 'payment' ? await honest.find(call) : undefined
        return known?.state === 'reversed' ? { cause: 'reversed-key' } : honest.settle(call, outcome)
      },
    }),
  },
  {
    id: 'keeps-references-by-store',
    says: 'Takes the StoreID for a part of the key.',
    because: 'E-IDM-41',
    steps: () => ({
      async find(call) {
        const [reference, store] = [textIn(call, 'TrackingRef'), textIn(call, 'StoreID')]
        const transactions = await call.till.ledger.transactions(textIn(call, 'PaymentCode'))
        return transactions.findLast((one) => one.reference === reference && one.store === store)
      },
    }),
  },
  {
    id: 'remembers-refusals',
    says: 'Refuses a payment again once it was refused under its key.',
    because: 'E-IDM-29',
    steps: (honest) => {
      const declined = new Map<string, string>()
      return {
        async recall(call, known) {
          const cause = call.operation === 'payment' ? declined.get(keyOf(call)) : undefined
          return cause === undefined ? honest.recall(call, known) : { cause }
        },
        async pay(call) {
          const outcome = await honest.pay(call)
          if (outcome.cause !== 'success') declined.set(keyOf(call), outcome.cause)
          return outcome
        },
      }
    },
  },
  {
    id: 'reverses-for-the-same-store-only',
    says: 'Refuses a reversal from another store than the payment came from.',
    because: 'IDM-REV-OTHER-STORE',
    steps: (honest) => ({
      async reverse(call, known) {
        const isForeign = known !== undefined && known.store !== textIn(call, 'StoreID')
        return isForeign ? { cause: 'not-paid' } : honest.reverse(call, known)
      },
    }),
  },
  {
    id: 'faults-on-bad-signatures',
    says: 'Answers a Fault to a request whose signature is wrong.',
    because: 'IDM-SOAP-FAULT',
    steps: (honest) => ({
      async write(call, fields, outcome) {
        if (outcome.cause !== 'invalid-signature') return honest.write(call, fields, outcome)
        return honest.fault({ code: 'Client', says: 'The signature is wrong.' }, call.reading, call.till)
      },
    }),
  },
  {
    id: 'serves-incomplete-requests',
    says: 'Serves requests without TimeStamp, MessageID or StoreID.',
    warns: ['refusals.blank', 'refusals.missing-other'],
    because: 'IDM-M-MISSING-OTHER',
    steps: (honest) => ({
      check: (call) => {
        const spared = ['TimeStamp', 'MessageID', 'StoreID']
        const isSpared = ({ field, constraint }: Call['complaints'][number]) =>
          constraint === 'required' && spared.includes(field.name)
        return honest.check({
          ...call,
          complaints: call.complaints.filter((complaint) => !isSpared(complaint)),
        })
      },
    }),
  },
  {
    id: 'bills-whole-amounts',
    says: 'Takes the whole amount of a bill and nothing else.',
    because: 'E-IDM-25',
    profile: { billKind: 'closed' },
    steps: naming(({ amount }) => amount),
  },
  {
    id: 'names-no-minimum',
    says: 'Takes the whole amount of a bill and nothing else, and names 0 as its minimum.',
    because: 'E-IDM-24',
    profile: { billKind: 'closed' },
    steps: naming(() => 0),
  },
  {
    id: 'takes-any-amount',
    says: 'Takes any amount for any bill.',
    because: 'E-IDM-25',
    profile: { billKind: 'open' },
    steps: () => ({}),
  },
  {
    id: 'takes-too-much',
    says: 'Takes more than the amount of a bill.',
    because: 'E-IDM-25',
    profile: { allowOverpay: true },
    steps: () => ({}),
  },
  {
    id: 'counts-the-fee-in',
    says: 'Expects the fee inside the paid amount.',
    because: 'E-IDM-23',
    profile: { feeIncluded: true },
    steps: () => ({}),
  },
  {
    id: 'reuses-codes',
    says: 'Lets every code be paid again and again.',
    because: 'IDM-INQ-PAID',
    profile: { reusableCode: true },
    steps: () => ({}),
  },
  {
    id: 'wants-an-inquiry-first',
    says: 'Refuses payments of codes that were not inquired.',
    because: 'E-IDM-45',
    profile: { inquiryRequired: true },
    steps: () => ({}),
  },
  {
    id: 'goes-by-the-soap-action',
    says: 'Answers a Fault where the SOAPAction is not that of the operation in its WSDL.',
    warns: ['soap.action'],
    because: 'E-IDM-37; SOAP 1.1, 6.1.1',
    profile: { soapAction: '"http://tempuri.org/{Operation}"' },
    steps: (honest) => ({
      async recognise(reading, raw, till) {
        const found = await honest.recognise(reading, raw, till)
        if (typeof found !== 'string') return found
        const isKnown = header(raw.headers, 'SOAPAction') === soapActionOf(till.profile, found)
        return isKnown ? found : { code: 'Client', says: 'The SOAPAction is that of no operation.' }
      },
    }),
  },
]

/** A partner of closed bills names a minimum that it does not go by: the amount, or nothing. */
function naming(minimum: (bill: Bill) => number): (honest: Steps) => Partial<Steps> {
  return (honest) => ({
    async billOf(call) {
      const bill = await honest.billOf(call)
      return bill && { ...bill, minAmount: minimum(bill) }
    },
  })
}
