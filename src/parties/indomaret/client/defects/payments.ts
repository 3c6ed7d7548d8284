/** Defects of what a client pays, and under which names. */
import { text } from '../../../../wire/reading.ts'
import { next } from '../honest.ts'
import { pay } from '../sell.ts'
import type { Variant } from '../steps.ts'

const same = next()

export const payments: readonly Variant[] = [
  {
    id: 'pays-the-fee-too',
    catalogue: 'M-IDM-73',
    says: 'Pays the amount and the fee, though that was not agreed.',
    breaks: ['client.amount'],
    steps: () => ({ amount: ({ most, fee }) => String(Number(most) + Number(fee)) }),
  },
  {
    id: 'pays-what-it-was-triggered-with',
    says: 'Pays the amount that it was triggered with, whatever the inquiry told.',
    breaks: ['client.amount'],
    steps: (honest) => ({
      amount: (offer, counter, sale) => String(sale.supposed ?? honest.amount(offer, counter, sale)),
    }),
  },
  {
    id: 'pays-refused-offers',
    catalogue: 'M-IDM-74',
    says: 'Pays after an inquiry that was refused.',
    breaks: ['client.after-success'],
    steps: () => ({ declined: pay }),
  },
  {
    id: 'pays-once-more',
    says: 'Pays once more, under a new reference, what it has just paid.',
    breaks: ['client.after-success'],
    steps: () => ({
      async settled(work, _payment, offer) {
        const { steps, sale } = work
        const again = { ...sale, reference: steps.reference() }
        const once = { ...steps, settled: async () => undefined }
        await pay({ ...work, sale: again, steps: once }, offer)
      },
    }),
  },
  {
    id: 'asks-in-capitals',
    says: 'Writes payment codes in capital letters.',
    breaks: ['client.exact-code'],
    steps: () => ({ codeOf: (said) => said.toUpperCase() }),
  },
  {
    id: 'loses-what-is-paid',
    says: 'Has no line in its books for a sale that is paid.',
    breaks: ['client.result'],
    steps: () => ({ settled: async ({ sale }) => void (sale.code = '') }),
  },
  {
    id: 'pays-from-another-store',
    says: 'Pays from another store than inquired.',
    breaks: ['client.same-code@StoreID'],
    steps: () => ({ store: ({ operation }) => (operation === 'inquiry' ? 'G001T001' : 'G002T002') }),
  },
  {
    id: 'pays-codes-in-small-letters',
    says: 'Inquires about a payment code as it is, and pays it in small letters.',
    breaks: ['client.same-code@PaymentCode'],
    steps: (honest) => ({
      draft(draft) {
        const whole = honest.draft(draft)
        return draft.operation === 'inquiry'
          ? whole
          : { ...whole, PaymentCode: String(whole['PaymentCode']).toLowerCase() }
      },
    }),
  },
  {
    id: 'pays-for-another-product',
    says: 'Pays for another product than inquired.',
    breaks: ['client.same-code@ProductCode'],
    steps: (honest) => ({
      draft: (draft) => ({
        ...honest.draft(draft),
        ...(draft.operation === 'inquiry' ? {} : { ProductCode: '456000' }),
      }),
    }),
  },
  {
    id: 'repeats-message-ids',
    says: 'Pays under the MessageID of the inquiry.',
    breaks: ['client.message-id-unique'],
    steps: (honest) => ({
      messageId(draft, sale) {
        if (draft.operation === 'reversal') return honest.messageId(draft, sale)
        sale.messageId ??= honest.messageId(draft, sale)
        return sale.messageId
      },
    }),
  },
  {
    id: 'repeats-references',
    says: 'Sells everything under one tracking reference.',
    breaks: ['client.reference-unique'],
    steps: () => ({ reference: () => `0SAME${same}` }),
  },
  {
    id: 'drops-leading-zeros',
    says: 'Keeps payment codes as numbers.',
    breaks: ['client.exact-code'],
    steps: () => ({ codeOf: (said) => said.replace(/^0+(?=.)/, '') }),
  },
  {
    id: 'writes-amounts-with-dots',
    says: 'Separates thousands with dots.',
    breaks: ['amounts.format@Amount'],
    steps: (honest) => ({
      amount: (...what) => honest.amount(...what).replace(/\B(?=(\d{3})+$)/g, '.'),
    }),
  },
  {
    id: 'writes-big-amounts-as-doubles',
    says: 'Writes amounts of ten million and more with an exponent.',
    breaks: ['amounts.big@Amount'],
    steps: (honest) => ({
      amount(...what) {
        const amount = honest.amount(...what)
        return Number(amount) < 1e7 ? amount : Number(amount).toExponential().replace('e+', 'E')
      },
    }),
  },
  {
    id: 'tells-refusals-as-successes',
    says: 'Tells the store of a success when a payment was refused.',
    breaks: ['client.result'],
    steps: () => ({ tell: (verdict, sale) => void (sale.state = verdict === 'unclear' ? 'failed' : 'paid') }),
  },
  {
    id: 'takes-receipts-for-payments',
    says: 'Takes a payment for a success when its answer has a ReceiptCode.',
    breaks: ['client.result'],
    steps: (honest) => ({
      outcome: (said) =>
        said.draft.operation === 'payment' && text(said.reading, 'ReceiptCode')
          ? 'success'
          : honest.outcome(said),
    }),
  },
  {
    id: 'tells-the-unknown-as-successes',
    says: 'Tells the store of a success when an answer is lost, though it reverses the payment.',
    breaks: ['client.result'],
    steps: () => ({ tell: (verdict, sale) => void (sale.state = verdict === 'refusal' ? 'failed' : 'paid') }),
  },
  {
    id: 'tells-nobody-of-successes',
    says: 'Tells the store of a failure when a payment was answered 00.',
    breaks: ['client.result'],
    steps: () => ({ tell: (_verdict, sale) => void (sale.state = 'failed') }),
  },
]
