/** Defects of what is taken in a request, and what is refused: presence, types, lengths, lists. */
import type { FieldSpec } from '../../../../contract/contract.ts'
import { messageOf } from '../../../../contract/contract.ts'
import { lengthOf } from '../../../../contract/schema.ts'
import { isHeader } from '../../../../contract/tree.ts'
import type { Defect } from '../../../defect.ts'
import { together } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { overlooking, placeOf, reading, refusingMore } from './overlooking.ts'

const reference = 'partnerReferenceNo'

const isThere = ({ fields }: Call, place: string): boolean => Object.hasOwn(fields, place)

/** Rows of the body whose value is a text. */
const textsOf = ({ operation, till, fields }: Call): { field: FieldSpec; text: string }[] =>
  messageOf(till.contract, operation, 'request').fields.flatMap((field) => {
    const text = fields[field.name]
    return typeof text === 'string' && !isHeader(field.name) ? [{ field, text }] : []
  })

const bytes = (text: string): number => Buffer.byteLength(text)

export const requests: readonly Defect<Steps>[] = [
  {
    id: 'takes-payments-without-a-reference',
    catalogue: 'D030',
    says: 'Takes a payment without a partnerReferenceNo.',
    breaks: ['refusals.incomplete'],
    steps: together(
      overlooking(
        ({ field, constraint }, call) =>
          field.name === reference && constraint === 'required' && !isThere(call, reference),
      ),
      reading(reference, (value, call) =>
        value === undefined && !isThere(call, reference) && call.operation === 'payment'
          ? `R${call.steps.newId(call.till)}`
          : value,
      ),
    ),
  },
  {
    id: 'takes-empty-fields',
    catalogue: 'D046',
    says: 'Takes a mandatory field that is empty.',
    breaks: ['refusals.incomplete', 'fields.present@StatusResponse/refundHistory[].partnerRefundNo'],
    steps: overlooking(
      (complaint, { fields }) =>
        complaint.constraint === 'required' &&
        fields[placeOf(complaint)] === '' &&
        complaint.format.kind === 'text' &&
        !isHeader(complaint.field.name),
    ),
  },
  {
    id: 'takes-addresses-without-a-type',
    says: 'Takes addresses that lack a mandatory member.',
    breaks: ['refusals.incomplete'],
    steps: overlooking(
      ({ field, constraint }) => constraint === 'required' && field.name.startsWith('urlParam[]'),
    ),
  },
  {
    id: 'cuts-references',
    catalogue: 'D031',
    says: 'Cuts a partnerReferenceNo that is too long.',
    breaks: ['refusals.limits'],
    steps: together(
      overlooking(({ field, constraint }) => field.name === reference && constraint === 'length'),
      reading(reference, (value) => value?.slice(0, 64)),
    ),
  },
  {
    id: 'refuses-the-longest',
    catalogue: 'D032',
    says: 'Refuses a partnerReferenceNo of all 64 characters.',
    breaks: ['refusals.limits'],
    steps: refusingMore((call) =>
      call.operation === 'payment' && (call.steps.valueAt(call, reference)?.length ?? 0) >= 64
        ? { form: '400##01', about: reference }
        : undefined,
    ),
  },
  {
    id: 'counts-bytes',
    catalogue: 'D033',
    says: 'Counts the bytes of a text, not its characters.',
    breaks: ['refusals.limits'],
    steps: refusingMore((call) => {
      const long = textsOf(call).find(
        ({ field, text }) => bytes(text) > lengthOf(field.length).most && bytes(text) > [...text].length,
      )
      return long && { form: '400##01', about: long.field.name }
    }),
  },
  {
    id: 'measures-nothing',
    says: 'Takes a text of any length.',
    breaks: [
      'refusals.limits',
      'fields.length@StatusResponse/refundHistory[].reason',
      'fields.length@StatusResponse/refundHistory[].partnerRefundNo',
    ],
    steps: overlooking(
      ({ field, constraint, format }) =>
        constraint === 'length' && format.kind === 'text' && !isHeader(field.name),
    ),
  },
  {
    id: 'crashes-on-types',
    catalogue: 'D057',
    says: 'Answers 500 to a value of another JSON type.',
    breaks: ['refusals.types'],
    steps: (honest) => ({
      checkFields(call) {
        const isOdd = call.complaints.some(
          ({ field, constraint }) => constraint === 'type' && !isHeader(field.name),
        )
        return isOdd ? { form: '500##00' } : honest.checkFields(call)
      },
    }),
  },
  {
    id: 'takes-numbers-for-text',
    says: 'Takes numbers and booleans where the tables have texts.',
    breaks: ['refusals.types'],
    steps: overlooking(
      ({ constraint, format, field }, { fields, operation }) =>
        operation === 'payment' &&
        constraint === 'type' &&
        format.kind === 'text' &&
        ['number', 'boolean'].includes(typeof fields[field.name]),
    ),
  },
  {
    id: 'takes-other-address-types',
    catalogue: 'D041',
    says: 'Takes any type of an address.',
    breaks: ['refusals.enumerations'],
    steps: overlooking(
      ({ field, constraint }) => field.name === 'urlParam[].type' && constraint === 'format',
    ),
  },
  {
    id: 'takes-any-yes',
    catalogue: 'D042',
    says: 'Takes any text for isDeeplink.',
    breaks: ['refusals.enumerations'],
    steps: overlooking(
      ({ field, constraint }) =>
        field.name === 'urlParam[].isDeeplink' && ['format', 'length'].includes(constraint),
    ),
  },
  {
    id: 'looks-at-the-first-element',
    catalogue: 'D043',
    says: 'Checks the first element of a list only.',
    breaks: [
      'refusals.enumerations',
      'refusals.limits',
      'refusals.incomplete',
      'refusals.types',
      'urls.refused',
      'amounts.refused',
      'amounts.pair',
      'amounts.currency',
      'json.additional',
    ],
    steps: overlooking((complaint) => /\[[1-9]\d*\]/.test(placeOf(complaint))),
  },
]
