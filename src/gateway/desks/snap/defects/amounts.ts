/** Defects of amounts, currencies, times and addresses in requests. */
import type { Defect } from '../../../defect.ts'
import { type Bend, together } from '../bend.ts'
import { moneyOf } from '../money.ts'
import type { Call, Steps } from '../steps.ts'
import { overlooking, placeOf, reading } from './overlooking.ts'

const [value, currency] = ['amount.value', 'amount.currency']

const isAmount = (place: string): boolean => place === value || place === 'refundAmount.value'

/** Takes amounts in some other forms, and reads them as numbers. */
const lenient = (isFine: (text: string) => boolean): Bend => {
  const numeric = (text: string) => Number(text.trim()).toFixed(2)
  return together(
    overlooking(
      (complaint, { fields }) =>
        isAmount(placeOf(complaint)) &&
        complaint.constraint === 'format' &&
        isFine(String(fields[placeOf(complaint)] ?? '')),
    ),
    (honest) => ({
      valueAt(call, at) {
        const text = call.fields[at]
        return isAmount(at) && typeof text === 'string' && isFine(text)
          ? numeric(text)
          : honest.valueAt(call, at)
      },
    }),
  )
}

const isNothing = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text) && Number(text) <= 0

export const amounts: readonly Defect<Steps>[] = [
  {
    id: 'takes-amounts-as-numbers',
    catalogue: 'D034',
    says: 'Takes the value of an amount as a number.',
    breaks: ['refusals.types'],
    steps: together(
      overlooking(
        (complaint, { fields }) =>
          isAmount(placeOf(complaint)) && typeof fields[placeOf(complaint)] === 'number',
      ),
      (honest) => ({
        valueAt: (call, at) =>
          isAmount(at) && typeof call.fields[at] === 'number'
            ? Number(call.fields[at]).toFixed(2)
            : honest.valueAt(call, at),
      }),
    ),
  },
  {
    id: 'takes-whole-amounts',
    catalogue: 'D035',
    says: 'Takes an amount without its two decimals.',
    breaks: ['amounts.refused'],
    steps: lenient((text) => /^\d+(?:\.\d)?$/.test(text)),
  },
  {
    id: 'takes-what-a-parser-takes',
    catalogue: 'D036',
    says: 'Takes whatever a parser of numbers takes, exponents and blanks included.',
    breaks: ['amounts.refused'],
    steps: lenient((text) => {
      const isPlain = /^-?\d+\.\d{2}$/.test(text)
      return !isPlain && text.trim() !== '' && Number(text) > 0 && /^[\s\d.e+]+$/i.test(text)
    }),
  },
  {
    id: 'takes-amounts-of-nothing',
    catalogue: 'D038',
    says: 'Takes payments of nothing and of less.',
    breaks: ['amounts.positive'],
    steps: together(
      overlooking(
        (complaint, { fields }) => placeOf(complaint) === value && isNothing(String(fields[value] ?? '')),
      ),
      (honest) => ({
        valueAt(call, at) {
          const text = call.fields[at]
          const isFree = at === value && call.operation === 'payment' && typeof text === 'string'
          return isFree && isNothing(text) ? '0.01' : honest.valueAt(call, at)
        },
      }),
    ),
  },
  {
    id: 'refunds-amounts-of-nothing',
    says: 'Answers success to a refund of nothing.',
    breaks: ['amounts.positive'],
    steps: (honest) => ({
      async refundPayment(call, payment) {
        const asked = call.steps.valueAt(call, 'refundAmount.value')
        const isFree = asked !== undefined && Number(asked) === 0 && call.steps.isRefundable(payment)
        if (!isFree) return honest.refundPayment(call, payment)
        const [id, number] = [call.steps.newId(call.till), call.steps.valueAt(call, 'partnerRefundNo') ?? '']
        const refund = { id, number, content: '', amount: 0n, state: '00' as const, at: call.at }
        const fields = call.steps.refundFields(call, payment, refund)
        return { form: '200##00', fields: { ...fields, refundAmount: moneyOf(0n, payment.currency) } }
      },
    }),
  },
  {
    id: 'guesses-currencies',
    catalogue: 'D039',
    says: 'Takes an amount without a currency for rupiah.',
    breaks: ['amounts.pair', 'refusals.incomplete'],
    steps: together(
      overlooking((complaint) => placeOf(complaint) === currency && complaint.constraint === 'required'),
      reading(currency, (text, call) => text ?? (hasValue(call) ? 'IDR' : undefined)),
    ),
  },
  {
    id: 'takes-currencies-of-its-own',
    catalogue: 'D040',
    says: 'Takes idr and RP for rupiah.',
    breaks: ['amounts.currency'],
    steps: together(
      overlooking((complaint, { fields }) => {
        const at = placeOf(complaint)
        return at.endsWith('.currency') && /^(?:idr|rp)$/i.test(String(fields[at] ?? ''))
      }),
      reading(currency, (text) => (/^(?:idr|rp)$/i.test(text ?? '') ? 'IDR' : text)),
    ),
  },
  {
    id: 'takes-any-currency',
    says: 'Takes a currency that nobody has.',
    breaks: ['amounts.currency'],
    steps: reading(currency, (text, { operation }) =>
      operation !== 'status' && /^[A-Z]{3}$/.test(text ?? '') ? 'IDR' : text,
    ),
  },
  {
    id: 'refuses-large-amounts',
    says: 'Refuses amounts of more than twelve digits before the dot.',
    breaks: ['amounts.range', 'amounts.exact'],
    steps: (honest) => ({
      checkFields: (call) =>
        honest.checkFields(call) ??
        (/^\d{13,}\./.test(String(call.fields[value] ?? '')) ? { form: '400##01', about: value } : undefined),
    }),
  },
  {
    id: 'takes-endless-amounts',
    says: 'Takes amounts of any number of digits.',
    breaks: ['amounts.range'],
    steps: overlooking(
      (complaint, { fields }) =>
        isAmount(placeOf(complaint)) &&
        /^[1-9]\d{14,}\.\d{2}$/.test(String(fields[placeOf(complaint)] ?? '')),
    ),
  },
  {
    id: 'takes-days-that-do-not-exist',
    catalogue: 'D164',
    says: 'Takes a validUpTo on the thirtieth of February.',
    breaks: ['times.refused'],
    steps: overlooking(
      (complaint, { fields }) =>
        placeOf(complaint) === 'validUpTo' && /^\d{4}-02-30T/.test(String(fields['validUpTo'] ?? '')),
    ),
  },
  {
    id: 'takes-times-as-they-come',
    says: 'Takes a validUpTo in any form.',
    breaks: ['times.refused'],
    steps: overlooking(({ field, constraint }) => field.name === 'validUpTo' && constraint === 'format'),
  },
  {
    id: 'takes-any-address',
    catalogue: 'D166',
    says: 'Takes addresses that are relative or too long.',
    breaks: ['urls.refused'],
    steps: overlooking(
      ({ field, constraint }) =>
        field.name === 'urlParam[].url' && (constraint === 'format' || constraint === 'length'),
    ),
  },
]

const hasValue = (call: Call): boolean => call.fields[value] !== undefined
