/** Defects of what becomes of a payment that is paid back: whether it is, its state, its history. */
import { stampOf } from '../../../../contract/datetime.ts'
import type { Defect } from '../../../defect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Bend } from '../bend.ts'
import type { Payment, Refund } from '../ledger.ts'
import { moneyOf } from '../money.ts'
import type { Steps } from '../steps.ts'
import { addedSeconds, day } from '../time.ts'

/** Tells of refunds otherwise. */
const recounting =
  (change: (fields: Fields, refund: Refund, payment: Payment) => Fields): Bend =>
  (honest) => ({
    historyOf: (call, payment, refund) => change(honest.historyOf(call, payment, refund), refund, payment),
  })

const tellingTheLast: Bend = (honest) => ({
  statusFields: (call, payment) =>
    honest.statusFields(call, { ...payment, refunds: payment.refunds.slice(-1) }),
})

const back = ({ refunds }: Payment): bigint =>
  refunds.filter(({ state }) => state === '00').reduce((sum, one) => sum + one.amount, 0n)

export const refunded: readonly Defect<Steps>[] = [
  {
    id: 'refunds-what-was-not-paid',
    catalogue: 'D105',
    says: 'Pays back payments that were never paid, and cancelled ones.',
    breaks: ['refunds.unpaid'],
    steps: (honest) => ({
      isRefundable: () => true,
      stateAfter: (payment, till) =>
        payment.paidAt === undefined ? payment.state : honest.stateAfter(payment, till),
    }),
  },
  {
    id: 'refunds-the-unknown',
    catalogue: 'D186',
    says: 'Answers success to the refund of a payment that does not exist.',
    breaks: ['refunds.unknown', 'isolation.refund', 'references.agreeing@refund'],
    steps: (honest) => ({
      async refund(call) {
        const { steps, till } = call
        const outcome = await honest.refund(call)
        if (outcome.form !== '404##01') return outcome
        return {
          form: '200##00',
          fields: {
            originalPartnerReferenceNo: steps.valueAt(call, 'originalPartnerReferenceNo') ?? '',
            originalReferenceNo: steps.valueAt(call, 'originalReferenceNo') ?? steps.newId(till),
            refundNo: steps.newId(till),
            partnerRefundNo: steps.valueAt(call, 'partnerRefundNo') ?? '',
            refundAmount: call.fields['refundAmount'] ?? moneyOf(0n, 'IDR'),
            refundTime: stampOf(call.at, String(till.profile['timezone'])),
          },
        }
      },
    }),
  },
  {
    id: 'keeps-refunded-payments-paid',
    catalogue: 'D104',
    says: 'Leaves a payment in the state 00 when all of it was paid back.',
    breaks: ['refunds.full'],
    steps: () => ({ stateAfter: () => '00' }),
  },
  {
    id: 'dates-refunds-by-their-payment',
    says: 'Tells the time of the payment as the refundDate.',
    breaks: ['refunds.dated'],
    steps: recounting((fields, _refund, { paidAt, createdAt }) => ({
      ...fields,
      refundDate: stampOf(paidAt ?? createdAt, 'Asia/Jakarta'),
    })),
  },
  {
    id: 'revives-refunded-payments',
    says: 'Tells a payment as paid again when it was paid back whole more than a day ago.',
    breaks: ['refunds.full'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const isOld = payment.refunds.every(({ at }) => call.at - at > day)
        const fields = honest.statusFields(call, payment)
        return payment.state === '04' && isOld
          ? { ...fields, latestTransactionStatus: '00', transactionStatusDesc: 'Success' }
          : fields
      },
    }),
  },
  {
    id: 'ends-with-the-first-refund',
    catalogue: 'D188',
    says: 'Gives a payment the state 04 when part of it was paid back, and refuses the rest.',
    breaks: ['refunds.partial'],
    steps: () => ({
      stateAfter: (payment) => (back(payment) > 0n ? '04' : '00'),
      isRefundable: ({ state }) => state === '00',
    }),
  },
  {
    id: 'calls-partial-refunds-whole',
    says: 'Gives a payment the state 04 when part of it was paid back.',
    breaks: ['refunds.partial'],
    steps: () => ({ stateAfter: (payment) => (back(payment) > 0n ? '04' : '00') }),
  },
  {
    id: 'calls-failed-refunds-whole',
    says: 'Leaves a payment in the state 04 when the refund of all of it has failed.',
    breaks: ['refunds.partial'],
    steps: (honest) => ({
      stateAfter(payment, till) {
        const asked = payment.refunds.some(({ amount }) => amount === payment.amount)
        return asked ? '04' : honest.stateAfter(payment, till)
      },
    }),
  },
  {
    id: 'calls-pending-refunds-whole',
    says: 'Tells the state 04 as soon as all of a payment was asked back, while that is pending.',
    breaks: ['refunds.pending'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const fields = honest.statusFields(call, payment)
        const isPending = payment.refunds.some(({ state }) => state === '03')
        return isPending && call.steps.restOf(payment) === 0n
          ? { ...fields, latestTransactionStatus: '04', transactionStatusDesc: 'Refunded' }
          : fields
      },
    }),
  },
  {
    id: 'lowers-the-amount',
    catalogue: 'D107',
    says: 'Takes refunds off the amount of a payment.',
    breaks: ['refunds.untouched'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const fields = honest.statusFields(call, payment)
        const rest = payment.amount - back(payment)
        return { ...fields, transAmount: moneyOf(rest, payment.currency) }
      },
    }),
  },
  {
    id: 'moves-the-time-of-payment',
    says: 'Tells the time of the last refund as that of the payment.',
    breaks: ['refunds.untouched', 'times.order'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const last = payment.refunds.at(-1)?.at
        return honest.statusFields(call, last === undefined ? payment : { ...payment, paidAt: last + 1000 })
      },
    }),
  },
  {
    id: 'forgets-older-refunds',
    catalogue: 'D108',
    says: 'Tells of the last refund alone.',
    breaks: ['refunds.history'],
    steps: tellingTheLast,
  },
  {
    id: 'forgets-older-refunds-in-additions',
    says: 'Tells of the last refund alone, in additionalInfo as agreed.',
    breaks: ['refunds.history'],
    profile: { refundHistoryIn: 'additionalInfo' },
    steps: tellingTheLast,
  },
  {
    id: 'tells-less-of-refunds-in-additions',
    says: 'Tells a rupiah less of each refund in additionalInfo, where its history stands as agreed.',
    breaks: ['refunds.history'],
    profile: { refundHistoryIn: 'additionalInfo' },
    steps: recounting((fields, { amount }, { currency }) => ({
      ...fields,
      refundAmount: moneyOf(amount - 100n, currency),
    })),
  },
  {
    id: 'tells-refunds-twice',
    says: 'Tells of every refund twice.',
    breaks: ['refunds.history'],
    steps: (honest) => ({
      statusFields: (call, payment) =>
        honest.statusFields(call, { ...payment, refunds: payment.refunds.flatMap((one) => [one, one]) }),
    }),
  },
  {
    id: 'tells-other-refund-amounts',
    says: 'Tells the amount of the payment as that of every refund.',
    breaks: ['refunds.history'],
    steps: recounting((fields, _refund, { amount, currency }) => ({
      ...fields,
      refundAmount: moneyOf(amount, currency),
    })),
  },
  {
    id: 'names-refunds-as-payments',
    catalogue: 'D048',
    says: 'Writes partnerReferenceNo for partnerRefundNo in the history of refunds.',
    breaks: ['fields.named'],
    steps: recounting(({ partnerRefundNo, ...fields }) => ({
      ...fields,
      partnerReferenceNo: partnerRefundNo ?? '',
    })),
  },
  {
    id: 'pads-names',
    catalogue: 'D047',
    says: 'Writes a blank before the name refundNo.',
    breaks: ['fields.named', 'refunds.complete@refundNo'],
    steps: recounting(({ refundNo, ...fields }) => ({ ...fields, ' refundNo': refundNo ?? '' })),
  },
  {
    id: 'tells-refunds-without-number',
    says: 'Leaves refundNo out of the history of refunds.',
    breaks: ['refunds.complete'],
    steps: recounting(({ refundNo: _none, ...fields }) => fields),
  },
  {
    id: 'tells-refunds-without-date',
    says: 'Leaves refundDate out of the history of refunds.',
    breaks: ['refunds.complete'],
    steps: recounting(({ refundDate: _none, ...fields }) => fields),
  },
  {
    id: 'dates-refunds-by-the-inquiry',
    says: 'Tells the time of the inquiry as that of every refund.',
    breaks: ['refunds.dated@refundDate'],
    steps: (honest) => ({
      historyOf: (call, payment, refund) => honest.historyOf(call, payment, { ...refund, at: call.at }),
    }),
  },
  {
    id: 'tells-pending-refunds-as-made',
    says: 'Tells of a pending refund as of one that was made, though it may fail.',
    breaks: ['refunds.pending'],
    steps: recounting((fields, { state }) => (state === '03' ? { ...fields, refundStatus: '00' } : fields)),
  },
  {
    id: 'never-ends-refunds',
    says: 'Leaves pending refunds pending.',
    breaks: ['refunds.pending'],
    steps: (honest) => ({
      endOfRefund(card) {
        const end = honest.endOfRefund(card)
        return end && { ...end, seconds: 10 * 365 * 86_400 }
      },
    }),
  },
  {
    id: 'refunds-before-it-was-paid',
    catalogue: 'D165',
    says: 'Tells a time of refunds that is before that of the payment.',
    breaks: ['times.order'],
    steps: (honest) => {
      const earlier = (refund: Refund): Refund => ({ ...refund, at: addedSeconds(refund.at, -3600) })
      return {
        refundFields: (call, payment, refund) => honest.refundFields(call, payment, earlier(refund)),
        historyOf: (call, payment, refund) => honest.historyOf(call, payment, earlier(refund)),
      }
    },
  },
]
