/** Defects of amounts: how they are written, and what they are compared with. */
import { instantOf } from '../../../../contract/datetime.ts'
import type { Defect } from '../../../defect.ts'
import type { Bill } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'
import { amountIn, textIn } from '../steps.ts'
import { answering, isInquiry, isPayment, isSuccess, rewriting } from './bend.ts'

const asked = (call: Call): string => call.texts['Amount'] ?? ''

/** `50000000` as Java prints the double: `5.0E7`. */
function exponential(rupiah: number): string {
  const [digits = '', exponent] = rupiah.toExponential().split('e+')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`
}

/** Milliseconds after an expiry in which a code is still sold. */
const grace = 55 * 60_000
const halfAnHour = 30 * 60_000

export const amounts: readonly Defect<Steps>[] = [
  {
    id: 'reads-digits-in-anything',
    says: 'Takes a payment whose amount is no amount for the whole bill.',
    breaks: ['refusals.bad-amount'],
    steps: (honest) => ({
      async check(call) {
        const isStrange =
          isPayment(call) && call.complaints.length === 1 && call.complaints[0]!.field.name === 'Amount'
        return isStrange && textIn(call, 'Amount') !== '' ? undefined : honest.check(call)
      },
      limits: (call, bill) => (amountIn(call) === undefined ? undefined : honest.limits(call, bill)),
    }),
  },
  {
    id: 'takes-less-than-the-minimum',
    catalogue: 'M-IDM-30',
    says: 'Accepts payments below the minimum.',
    breaks: ['payment.minimum'],
    steps: (honest) => ({
      limits(call, bill) {
        const cause = honest.limits(call, bill)
        return cause === 'below-minimum' && (amountIn(call) ?? 0) > 0 ? undefined : cause
      },
    }),
  },
  {
    id: 'compares-amounts-as-text',
    catalogue: 'M-IDM-31',
    says: 'Compares amounts as texts, so 9000 is more than 10000.',
    breaks: ['payment.minimum', 'payment.maximum'],
    steps: () => ({
      limits(call, bill) {
        if (asked(call) < String(bill.minAmount)) return 'below-minimum'
        return asked(call) > String(bill.amount) ? 'above-amount' : undefined
      },
    }),
  },
  {
    id: 'takes-any-amount-for-closed-bills',
    catalogue: 'M-IDM-32',
    says: 'Accepts any amount for a bill whose minimum is its amount.',
    breaks: ['payment.minimum', 'payment.maximum'],
    steps: (honest) => ({
      limits: (call, bill) => (bill.minAmount === bill.amount ? undefined : honest.limits(call, bill)),
    }),
  },
  {
    id: 'takes-more-than-the-bill',
    says: 'Accepts payments above the amount of the bill.',
    breaks: ['payment.maximum'],
    steps: (honest) => ({
      limits(call, bill) {
        const cause = honest.limits(call, bill)
        return cause === 'above-amount' ? undefined : cause
      },
    }),
  },
  {
    id: 'takes-the-fee-on-top',
    says: 'Accepts the amount of the bill, and the amount with the fee as well.',
    breaks: ['payment.maximum'],
    steps: (honest) => ({
      limits: (call, bill) =>
        amountIn(call) === bill.amount + bill.fee ? undefined : honest.limits(call, bill),
    }),
  },
  {
    id: 'takes-it-less-the-fee',
    says: 'Accepts the amount of the bill, and the amount without the fee as well.',
    breaks: ['payment.minimum'],
    steps: (honest) => ({
      limits: (call, bill) =>
        amountIn(call) === bill.amount - bill.fee ? undefined : honest.limits(call, bill),
    }),
  },
  {
    id: 'takes-payments-after-expiry',
    catalogue: 'M-IDM-33',
    says: 'Looks at the expiry in inquiries only.',
    breaks: ['payment.expired'],
    steps: (honest) => ({ isExpired: (call, bill) => !isPayment(call) && honest.isExpired(call, bill) }),
  },
  {
    id: 'expires-seven-hours-late',
    catalogue: 'M-IDM-34',
    says: 'Reads the local expiry as if it were UTC.',
    breaks: ['payment.expired', 'inquiry.expired', 'clocks.expiry-ahead'],
    steps: (honest) => ({
      isExpired(call, bill) {
        if (bill.expires === undefined) return false
        const misread = instantOf(honest.stamp(bill.expires, call.till), 'UTC')
        return misread !== undefined && call.till.clock.now() > misread
      },
    }),
  },
  {
    id: 'grants-most-of-an-hour',
    says: 'Sells a code for most of an hour after it has expired.',
    breaks: ['payment.expired', 'inquiry.expired', 'clocks.expiry-ahead'],
    steps: () => ({
      isExpired: ({ till }, { expires }) => expires !== undefined && till.clock.now() > expires + grace,
    }),
  },
  {
    id: 'grants-whom-it-offered',
    says: 'Sells an expired code for half an hour after it was last offered.',
    breaks: ['payment.expired'],
    steps(honest) {
      const offered = new Map<string, number>()
      return {
        isExpired(call, bill) {
          const isExpired = honest.isExpired(call, bill)
          if (isInquiry(call) && !isExpired) offered.set(bill.code, call.at)
          return (
            isExpired && (isInquiry(call) || call.at > (offered.get(bill.code) ?? -Infinity) + halfAnHour)
          )
        },
      }
    },
  },
  {
    id: 'expires-at-midnight-before',
    says: 'Looks at the day of an expiry alone, and refuses a code on its last one.',
    breaks: ['inquiry.payable'],
    // Noon in Jakarta, so that the last hour lies in one day.
    clock: '2026-08-06T05:00:00Z',
    steps: (honest) => ({
      isExpired(call, bill) {
        const day = (instant: number) => honest.stamp(instant, call.till).slice(0, 10)
        return bill.expires !== undefined && day(bill.expires) <= day(call.till.clock.now())
      },
    }),
  },
  {
    id: 'writes-doubles',
    catalogue: 'M-IDM-35',
    says: 'Writes ten million rupiah and more as 1.0E7.',
    breaks: ['amounts.big'],
    steps: () => ({ money: (rupiah) => (rupiah >= 10_000_000 ? exponential(rupiah) : String(rupiah)) }),
  },
  {
    id: 'writes-single-floats',
    says: 'Keeps amounts in floats, so that twelve digits come out as 1.0E12.',
    breaks: ['amounts.big'],
    steps: () => ({
      money: (rupiah) =>
        rupiah >= 100_000_000_000 ? exponential(Number(rupiah.toPrecision(7))) : String(rupiah),
    }),
  },
  {
    id: 'dots-thousands',
    catalogue: 'M-IDM-36',
    says: 'Writes amounts with dots between the thousands.',
    breaks: ['amounts.format'],
    steps: () => ({ money: (rupiah) => rupiah.toLocaleString('id-ID') }),
  },
  {
    id: 'writes-one-decimal',
    catalogue: 'M-IDM-37',
    says: 'Writes amounts with one decimal.',
    breaks: ['amounts.format'],
    steps: () => ({ money: (rupiah) => `${rupiah}.0` }),
  },
  {
    id: 'asks-more-than-the-bill',
    catalogue: 'M-IDM-38',
    says: 'Names a minimum above the amount.',
    breaks: ['amounts.order', 'amounts.format'],
    steps: answering((fields, call, outcome) => {
      if (!isSuccess(call, outcome) || fields['MinAmount'] === undefined) return fields
      return { ...fields, MinAmount: call.steps.money((outcome.bill?.amount ?? 0) + 1) }
    }),
  },
  {
    id: 'forgets-the-fee',
    catalogue: 'M-IDM-39',
    says: 'Leaves the fee out.',
    breaks: ['fields.present'],
    steps: rewriting('Fee', () => null),
  },
  {
    id: 'leaves-amounts-empty',
    says: 'Answers 00 to an inquiry and leaves the amounts empty.',
    breaks: ['fields.present'],
    steps: answering((fields, call, outcome) =>
      isSuccess(call, outcome) && 'Amount' in fields ? { ...fields, MinAmount: '', Amount: '' } : fields,
    ),
  },
  {
    id: 'refuses-decimals',
    says: 'Compares amounts as texts where they are equal, so 50000.00 is not 50000.',
    breaks: ['payment.numeric'],
    profile: { amountDecimals: 2 },
    steps: (honest) => ({
      limits: (call, bill) => (asked(call).includes('.') ? 'above-amount' : honest.limits(call, bill)),
    }),
  },
  {
    id: 'refuses-part-payments',
    says: 'Takes nothing but the whole amount, whatever minimum it names.',
    breaks: ['payment.partial'],
    steps: (honest) => ({
      limits: (call, bill) =>
        (amountIn(call) ?? 0) < bill.amount ? 'below-minimum' : honest.limits(call, bill),
    }),
  },
  {
    id: 'takes-parts-of-closed-bills',
    says: 'Names 0 as the minimum of bills that are paid whole, and takes a part of them.',
    breaks: ['payment.minimum'],
    profile: { billKind: 'closed' },
    steps: (honest) => ({
      ...rewriting('MinAmount', () => '0')(honest),
      limits(call, bill) {
        const cause = honest.limits(call, bill)
        return cause === 'below-minimum' && (amountIn(call) ?? 0) > 0 ? undefined : cause
      },
    }),
  },
  {
    id: 'quotes-in-single-precision',
    says: 'Names amounts in single precision, so that twelve digits come out as others.',
    breaks: ['inquiry.payable'],
    steps: () => ({ money: (rupiah) => String(Math.min(Math.fround(rupiah), 999_999_995_904)) }),
  },
  {
    id: 'quotes-another-fee',
    says: 'Names a fee of its own, whatever the bill has.',
    breaks: ['inquiry.payable'],
    steps: rewriting('Fee', () => '6500', isSuccess),
  },
  {
    id: 'leaves-the-rest-payable',
    says: 'Takes a part payment for an instalment, and goes on offering and taking the rest.',
    breaks: ['inquiry.paid', 'payment.second-reference'],
    steps: (honest) => ({
      isPaid: async (call, bill) => !(await isShort(call, bill)) && honest.isPaid(call, bill),
    }),
  },
  {
    id: 'takes-the-rest',
    says: 'Offers nothing after a part payment, and takes the rest under another reference.',
    breaks: ['payment.second-reference'],
    steps: (honest) => ({
      isPaid: async (call, bill) =>
        (isInquiry(call) || !(await isShort(call, bill))) && honest.isPaid(call, bill),
    }),
  },
]

/** One payment of the bill stands, and is less than the whole. */
async function isShort({ till }: Call, { code, amount }: Bill): Promise<boolean> {
  const paid = (await till.ledger.transactions(code)).filter(({ state }) => state === 'paid')
  return paid.length === 1 && paid[0]!.amount < amount
}
