/** Defects of fees and amounts that are told in more than one place. */
import type { Defect } from '../../../defect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import { answering } from '../bend.ts'
import type { Steps } from '../steps.ts'
import { isPay } from './kinds.ts'
import { telling } from './signing.ts'

/** A fee with a tax of eleven percent. */
const taxed = (fee: unknown): number => Math.ceil(Number(fee) * 1.11)

const taxing = (fields: Fields): Fields => ({ ...fields, fee: taxed(fields['fee']) })

export const fees: readonly Defect<Steps>[] = [
  {
    id: 'tells-the-fee-with-a-tax',
    says: 'Tells of a payment what it has cost with a tax, and a query without it.',
    breaks: ['fees.agree', 'fees.answered'],
    steps: telling('paymentCallback', (fields) => ({ ...fields, payFee: String(taxed(fields['payFee'])) })),
  },
  {
    id: 'adds-a-tax-to-queries',
    says: 'Adds a tax to the fee of a payment when it is asked for.',
    breaks: ['fees.agree'],
    steps: (honest) => ({
      orderStateFields: (call, order) => taxing(honest.orderStateFields(call, order)),
    }),
  },
  {
    id: 'adds-a-tax-to-queries-of-payouts',
    says: 'Adds a tax to the fee of a payout when it is asked for.',
    breaks: ['fees.agree'],
    steps: (honest) => ({
      payoutStateFields: (call, payout) => taxing(honest.payoutStateFields(call, payout)),
    }),
  },
  {
    id: 'promises-no-fee',
    says: 'Answers an order with no fee, and charges one.',
    breaks: ['fees.answered'],
    steps: answering((fields) => ({ ...fields, payFee: '0' }), isPay),
  },
  {
    id: 'asks-what-is-left-of-payouts',
    says: 'Tells of a payout with feeType 1 its amount less the fee when it is asked for.',
    breaks: ['payouts.told'],
    steps: (honest) => ({
      payoutStateFields: (call, payout) => ({
        ...honest.payoutStateFields(call, payout),
        amount: payout.money - payout.fee,
      }),
    }),
  },
]
