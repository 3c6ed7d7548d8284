/** Defects of response codes and their texts. */
import type { Defect } from '../../../defect.ts'
import type { Bill } from '../ledger.ts'
import type { Call, Outcome, Steps } from '../steps.ts'
import { isInquiry, isPayment, isReversal, isSuccess, rewriting } from './bend.ts'

const withCode = (code: string, when: (call: Call, outcome: Outcome) => boolean): Defect<Steps>['steps'] =>
  rewriting('ResponseCode', () => code, when)

const because =
  (...causes: string[]) =>
  (_call: Call, { cause }: Outcome): boolean =>
    causes.includes(cause)

export const codes: readonly Defect<Steps>[] = [
  {
    id: 'shortens-the-success-code',
    catalogue: 'M-IDM-15',
    says: 'Answers 0 where 00 means success.',
    breaks: ['codes.format'],
    steps: withCode('0', isSuccess),
  },
  {
    id: 'answers-success-in-words',
    catalogue: 'M-IDM-16',
    says: 'Answers SUCCESS where 00 means success.',
    breaks: ['codes.format'],
    steps: withCode('SUCCESS', isSuccess),
  },
  {
    id: 'knows-every-code',
    catalogue: 'M-IDM-17',
    says: 'Answers 00 and no amount to an inquiry of an unknown code.',
    breaks: ['inquiry.unknown', 'inquiry.exact-code'],
    steps: (honest) => ({
      async inquire(call) {
        const outcome = await honest.inquire(call)
        return outcome.cause === 'unknown-code' ? { cause: 'success', bill: nothingDue } : outcome
      },
    }),
  },
  {
    id: 'answers-99-to-a-biller-timeout',
    catalogue: 'M-IDM-18',
    says: 'Answers 99 when its biller does not answer.',
    breaks: ['codes.reserved@99'],
    steps: withCode('99', because('biller-unavailable')),
  },
  {
    id: 'answers-21-to-lost-payments',
    catalogue: 'M-IDM-19',
    says: 'Answers 21 to payments of paid and of unknown codes.',
    breaks: ['codes.reserved@21'],
    steps: withCode(
      '21',
      (call, outcome) => isPayment(call) && because('already-paid', 'unknown-code')(call, outcome),
    ),
  },
  {
    id: 'answers-99-to-unknown-reversals',
    catalogue: 'M-IDM-20',
    says: 'Answers 99 to a reversal of what it never saw.',
    breaks: ['codes.reserved@99'],
    steps: withCode(
      '99',
      (call, { cause, book }) => isReversal(call) && (cause === 'not-paid' || book === 'tombstone'),
    ),
  },
  {
    id: 'says-nothing-on-success',
    catalogue: 'M-IDM-21',
    says: 'Leaves the text of a success empty.',
    breaks: ['codes.described'],
    steps: rewriting('ResponseDesc', () => '', isSuccess),
  },
  {
    id: 'refuses-with-letters',
    says: 'Takes its refusal codes from banking, letters and all.',
    breaks: ['codes.format'],
    steps: withCode('A1', (call, outcome) => !isSuccess(call, outcome)),
  },
  {
    id: 'pads-codes',
    says: 'Writes a blank before every response code.',
    breaks: ['codes.format'],
    steps: rewriting('ResponseCode', (value) => ` ${value}`),
  },
  {
    id: 'needs-two-inquiries',
    says: 'Knows a code only when it is asked for the second time.',
    breaks: ['inquiry.payable', 'inquiry.read-only'],
    steps: (honest) => {
      const asked = new Set<string>()
      return {
        async inquire(call) {
          const code = call.texts['PaymentCode'] ?? ''
          if (asked.has(code)) return honest.inquire(call)
          asked.add(code)
          return { cause: 'unknown-code' }
        },
      }
    },
  },
  {
    id: 'books-what-it-refuses',
    says: 'Refuses a payment below the minimum and books it all the same.',
    breaks: ['codes.success'],
    steps: (honest) => ({
      async settle(call, outcome) {
        if (outcome.cause === 'below-minimum') await honest.settle(call, { ...outcome, book: 'payment' })
        return honest.settle(call, outcome)
      },
    }),
  },
  {
    id: 'books-when-the-biller-answers-late',
    says: 'Refuses a payment whose biller does not answer, and books it when that answers after all.',
    breaks: ['codes.success'],
    steps: (honest) => ({
      async settle(call, outcome) {
        if (outcome.cause === 'biller-unavailable')
          call.till.clock.at(call.till.clock.now() + 600, async () => {
            await honest.settle(call, { ...outcome, book: 'payment' })
          })
        return honest.settle(call, outcome)
      },
    }),
  },
  {
    id: 'shows-expired-bills',
    says: 'Answers 00 to an inquiry of an expired code.',
    breaks: ['inquiry.expired', 'clocks.expiry-ahead'],
    steps: (honest) => ({ isExpired: (call, bill) => !isInquiry(call) && honest.isExpired(call, bill) }),
  },
]

const nothingDue: Bill = { code: '', amount: 0, minAmount: 0, fee: 0, desc: '-', reusable: false }
