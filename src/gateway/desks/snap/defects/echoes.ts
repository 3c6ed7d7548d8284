/** Defects of identifiers: those that an answer repeats, and those that the desk gives out. */
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { answering, isPayment } from '../bend.ts'
import type { Steps } from '../steps.ts'

/** Numbers by the second, of which one is given twice. */
function bySecond(): Steps['newId'] {
  let [last, count] = ['', 0]
  let isNoticed = false
  return ({ clock }) => {
    const number = `REF${Math.floor(clock.now() / 1000)}`
    if (number !== last) [last, count] = [number, 0]
    else if (isNoticed) count += 1
    else isNoticed = true
    return count === 0 ? number : `${number}-${count}`
  }
}

const partners = ['partnerReferenceNo', 'originalPartnerReferenceNo', 'partnerRefundNo']

/** Changes the consumer's own identifiers in answers. */
const renaming = (change: (value: string) => string) =>
  answering((fields: Fields) => ({
    ...fields,
    ...Object.fromEntries(
      partners.flatMap((place) => {
        const value = fields[place]
        return typeof value === 'string' ? [[place, change(value)]] : []
      }),
    ),
  }))

export const echoes: readonly Defect<Steps>[] = [
  {
    id: 'echoes-in-small-letters',
    catalogue: 'D054',
    says: 'Repeats references in small letters.',
    breaks: ['echoes.kept', 'echoes.text'],
    steps: renaming((value) => value.toLowerCase()),
  },
  {
    id: 'echoes-numbers',
    says: 'Repeats references without the zeros that they begin with.',
    breaks: ['echoes.kept', 'echoes.text'],
    steps: renaming((value) => value.replace(/^0+(?=\d)/, '')),
  },
  {
    id: 'echoes-its-own-name',
    says: 'Repeats no reference, but tells its own in its place.',
    breaks: ['echoes.kept'],
    steps: answering(
      (fields) =>
        typeof fields['referenceNo'] === 'string'
          ? { ...fields, partnerReferenceNo: fields['referenceNo'] }
          : fields,
      isPayment,
    ),
  },
  {
    id: 'shares-a-buffer',
    catalogue: 'D162',
    says: 'Answers with the reference of whichever request came last.',
    breaks: ['echoes.parallel'],
    steps: (honest) => {
      let last = ''
      return {
        async authenticate(call) {
          if (isPayment(call)) last = call.steps.valueAt(call, 'partnerReferenceNo') ?? last
          return honest.authenticate(call)
        },
        paymentFields: (call, payment) => ({
          ...honest.paymentFields(call, payment),
          partnerReferenceNo: last,
        }),
      }
    },
  },
  {
    id: 'numbers-by-the-second',
    catalogue: 'D168',
    says: 'Makes a referenceNo out of the second of the clock, and notices it once too late.',
    breaks: ['references.unique'],
    steps: () => ({ newId: bySecond() }),
  },
  {
    id: 'numbers-refunds-alike',
    says: 'Gives all refunds of a payment one refundNo.',
    breaks: ['references.unique', 'refunds.exact'],
    steps: (honest) => ({
      refundFields: (call, payment, refund) => ({
        ...honest.refundFields(call, payment, refund),
        refundNo: `RF${payment.id}`,
      }),
      historyOf: (call, payment, refund) => ({
        ...honest.historyOf(call, payment, refund),
        refundNo: `RF${payment.id}`,
      }),
    }),
  },
  {
    id: 'numbers-anew-by-inquiry',
    says: 'Tells another originalReferenceNo with every inquiry.',
    breaks: ['references.stable'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const fields = honest.statusFields(call, payment)
        const isAsked = call.steps.valueAt(call, 'originalReferenceNo') !== undefined
        return isAsked ? fields : { ...fields, originalReferenceNo: call.steps.newId(call.till) }
      },
    }),
  },
]
