/** Defects of amounts. */
import type { Defect } from '../../../defect.ts'
import { answering, isOrder, together, type Bend } from '../bend.ts'
import { paidOf } from '../asking.ts'
import type { Call, Steps } from '../steps.ts'
import { isPay } from './kinds.ts'
import { overlooking, refusingMore } from './overlooking.ts'

/** The amount of an order as it was written, in digits of JSON or in text. */
const written = ({ fields, reading }: Call): string =>
  (reading.ok ? reading.json?.numbers['payMoney'] : undefined) ?? String(fields['payMoney'] ?? '')

/** Takes some amounts of orders that are none. */
const lenient = (isFine: (text: string) => boolean, worth: (text: string) => number): Bend =>
  together(
    overlooking(({ field }, call) => field.name === 'payMoney' && isOrder(call) && isFine(written(call))),
    (honest) => ({
      amountOf: (call) => (isFine(written(call)) ? worth(written(call)) : honest.amountOf(call)),
    }),
  )

const isNothing = (text: string): boolean => /^-?\d+$/.test(text) && Number(text) <= 0
const isFraction = (text: string): boolean => /^\d+\.\d+$/.test(text)
const digits = (text: string): number => Number(text.replace(/\D/g, ''))

export const amounts: readonly Defect<Steps>[] = [
  {
    id: 'rounds-amounts',
    catalogue: 'D07',
    says: 'Takes 10000.50 and rounds it.',
    breaks: ['amounts.refused@payMoney'],
    steps: lenient(isFraction, (text) => Math.round(Number(text))),
  },
  {
    id: 'reads-separators',
    says: 'Takes amounts with separators, signs and currencies, and reads their digits.',
    breaks: ['amounts.refused@payMoney'],
    steps: lenient((text) => /^(?:Rp|\+)?\d[\d.,]*$/.test(text) && !/^\d+$/.test(text), digits),
  },
  {
    id: 'reads-exponents',
    says: 'Takes amounts with an exponent.',
    breaks: ['amounts.refused@payMoney'],
    steps: lenient((text) => /^\d+e\d+$/i.test(text), Number),
  },
  {
    id: 'takes-amounts-of-nothing',
    catalogue: 'D08',
    says: 'Takes orders of nothing and of less.',
    breaks: ['amounts.nothing@payMoney'],
    steps: lenient(isNothing, () => 1),
  },
  {
    id: 'refuses-numbers',
    says: 'Refuses an amount that is a JSON number.',
    breaks: ['amounts.either'],
    steps: refusingMore(
      'payMoney is no text',
      (call) => isPay(call) && typeof call.fields['payMoney'] === 'number',
    ),
  },
  {
    id: 'loses-digits',
    says: 'Answers long amounts in the precision of a short float.',
    breaks: ['amounts.large', 'echoes.kept@payMoney'],
    steps: answering((fields) => {
      const amount = String(fields['payMoney'] ?? '')
      return amount.length > 9 ? { ...fields, payMoney: String(Math.fround(Number(amount))) } : fields
    }, isPay),
  },
  {
    id: 'answers-exponents',
    says: 'Answers long amounts as a float prints itself, with an exponent.',
    breaks: ['amounts.format@payMoney', 'amounts.large'],
    steps: answering((fields) => {
      const amount = String(fields['payMoney'] ?? '')
      return amount.length > 9 ? { ...fields, payMoney: Number(amount).toExponential() } : fields
    }, isPay),
  },
  {
    id: 'answers-cents',
    says: 'Answers amounts in hundredths of a rupiah.',
    breaks: ['echoes.kept@payMoney', 'amounts.large'],
    steps: answering(
      (fields) =>
        'payMoney' in fields ? { ...fields, payMoney: `${String(fields['payMoney'])}00` } : fields,
      isPay,
    ),
  },
  {
    id: 'tells-what-is-left',
    catalogue: 'D11',
    says: 'Tells in a callback what is left of an amount without the fee.',
    breaks: ['amounts.kept@callback'],
    steps: (honest) => ({
      paymentNotice: (order, payment, till) => ({
        ...honest.paymentNotice(order, payment, till),
        payMoney: String(Math.max(1, payment.money - payment.fee)),
      }),
    }),
  },
  {
    id: 'finds-what-is-left',
    says: 'Answers a query with what is left of an amount without the fee.',
    breaks: ['amounts.kept@query'],
    steps: (honest) => ({
      orderStateFields(call, order) {
        const { money, fee } = paidOf(order)
        return { ...honest.orderStateFields(call, order), amount: money - fee }
      },
    }),
  },
]
