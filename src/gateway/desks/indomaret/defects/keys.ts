/** Defects of keys: what is taken for the same code and reference though it is not. */
import type { Defect } from '../../../defect.ts'
import type { Transaction } from '../ledger.ts'
import { type Call, type Steps, textIn } from '../steps.ts'
import { isPayment, isReversal } from './bend.ts'

/** Looks for transactions of a code whose references are the same once they are worn down. */
const wearing =
  (worn: (reference: string) => string): Defect<Steps>['steps'] =>
  () => ({
    async find(call) {
      const reference = worn(textIn(call, 'TrackingRef'))
      const transactions = await call.till.ledger.transactions(textIn(call, 'PaymentCode'))
      return transactions.findLast((one) => worn(one.reference) === reference)
    },
  })

/** Finds a bill by its code or, where there is none, by one that was inquired and is near enough. */
const nearing =
  (isNear: (code: string, other: string) => boolean): Defect<Steps>['steps'] =>
  (honest) => ({
    async billOf(call) {
      const code = textIn(call, 'PaymentCode')
      const near = [...call.till.inquired].find((other) => isNear(code, other))
      return (await honest.billOf(call)) ?? (near === undefined ? undefined : call.till.ledger.bill(near))
    },
  })

const joined = (call: Call): string => textIn(call, 'PaymentCode') + textIn(call, 'TrackingRef')

export const keys: readonly Defect<Steps>[] = [
  {
    id: 'ignores-leading-zeros',
    says: 'Takes references for the same that differ in leading zeros.',
    breaks: ['reversal.wrong-reference'],
    steps: wearing((reference) => reference.replace(/^0+/, '')),
  },
  {
    id: 'ignores-the-case-of-references',
    says: 'Takes references for the same that differ in the case of their letters.',
    breaks: ['reversal.wrong-reference'],
    steps: wearing((reference) => reference.toUpperCase()),
  },
  {
    id: 'keeps-thirteen-characters',
    says: 'Keeps the first thirteen characters of a reference.',
    breaks: ['reversal.wrong-reference'],
    steps: wearing((reference) => reference.slice(0, 13)),
  },
  {
    id: 'keeps-eighteen-characters',
    says: 'Keeps the first eighteen characters of a reference.',
    breaks: ['reversal.wrong-reference'],
    steps: wearing((reference) => reference.slice(0, 18)),
  },
  {
    id: 'finds-codes-by-their-beginning',
    says: 'Finds a code by all but its last character.',
    breaks: ['inquiry.exact-code'],
    steps: nearing((code, other) => other.slice(0, -1) === code),
  },
  {
    id: 'looks-codes-up-as-numbers',
    says: 'Takes codes of digits for numbers, so that leading zeros do not count.',
    breaks: ['inquiry.exact-code'],
    steps: nearing(
      (...both) => both.every((one) => /^\d+$/.test(one)) && BigInt(both[0]) === BigInt(both[1]),
    ),
  },
  {
    id: 'keeps-nineteen-characters-of-codes',
    says: 'Keeps the first nineteen characters of a code.',
    breaks: ['inquiry.exact-code'],
    steps: nearing((code, other) => code.length === 20 && other.slice(0, 19) === code.slice(0, 19)),
  },
  {
    id: 'joins-code-and-reference',
    says: 'Joins code and reference without anything between, so that other keys are the same.',
    breaks: ['payment.key'],
    steps: (honest) => {
      const first = new Map<string, Transaction>()
      return {
        find: async (call) =>
          (await honest.find(call)) ?? (isPayment(call) ? first.get(joined(call)) : undefined),
        async settle(call, outcome) {
          const settled = await honest.settle(call, outcome)
          if (settled.transaction && isPayment(call)) first.set(joined(call), settled.transaction)
          return settled
        },
      }
    },
  },
  {
    id: 'buries-references-for-every-code',
    says: 'Refuses a payment under a reference under which another code was reversed.',
    breaks: ['payment.key'],
    steps: (honest) => {
      const buried = new Set<string>()
      return {
        async recall(call, known) {
          const reference = textIn(call, 'TrackingRef')
          if (isPayment(call) && !known && buried.has(reference)) return { cause: 'reversed-key' }
          if (isReversal(call) && !known) buried.add(reference)
          return honest.recall(call, known)
        },
      }
    },
  },
  {
    id: 'finds-by-product-too',
    says: 'Finds nothing to reverse where a reversal has no ProductCode, and answers 00.',
    breaks: ['reversal.undo'],
    steps: (honest) => ({
      find: async (call) =>
        isReversal(call) && textIn(call, 'ProductCode') === '' ? undefined : honest.find(call),
    }),
  },
  {
    id: 'reverses-for-whom-it-refused',
    says: 'Undoes the payment that stands when whoever was refused as the second reverses.',
    breaks: ['reversal.wrong-reference'],
    steps: (honest) => {
      const refused = new Set<string>()
      return {
        async pay(call) {
          const outcome = await honest.pay(call)
          if (outcome.cause === 'already-paid') refused.add(joined(call))
          return outcome
        },
        async find(call) {
          const known = await honest.find(call)
          if (known || !isReversal(call) || !refused.has(joined(call))) return known
          const others = await call.till.ledger.transactions(textIn(call, 'PaymentCode'))
          return others.find(({ state }) => state === 'paid')
        },
      }
    },
  },
]
