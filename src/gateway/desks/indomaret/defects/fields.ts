/** Defects of elements: their names, order and padding in answers, and what is taken from requests. */
import { messageOf } from '../../../../contract/contract.ts'
import type { Defect } from '../../../defect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Bill } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'
import { answering, isInquiry, isPayment, overlooking, rewriting } from './bend.ts'

const renamed = (fields: Fields, from: string, to: string): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name === from ? to : name, value]))

const lacks = (call: Call, field: string): boolean => !(field in call.reading.fields)

const isBlank = (call: Call, field: string): boolean => {
  const value = call.reading.fields[field]
  return typeof value === 'string' && value !== '' && value.trim() === ''
}

/** What a blank code finds when a search for it matches everything. */
const anybody: Bill = { code: ' ', amount: 90000, minAmount: 10000, fee: 0, desc: 'Tagihan', reusable: true }

const longest = 20

/** Cuts a value to its longest, and goes on. */
const cutting =
  (field: string): Defect<Steps>['steps'] =>
  (honest) => ({
    async check(call) {
      const { [field]: value = '' } = call.texts
      if (value.length <= longest) return honest.check(call)
      call.texts[field] = value.slice(0, longest)
      call.complaints = call.complaints.filter((one) => one.field.name !== field)
      return honest.check(call)
    },
  })

export const fields: readonly Defect<Steps>[] = [
  {
    id: 'adds-an-element-of-its-own',
    says: 'Adds an element that no table has to the answer of a payment.',
    breaks: ['fields.known'],
    steps: answering((fields, call) => (isPayment(call) ? { ...fields, Balance: '0' } : fields)),
  },
  {
    id: 'reads-plain-names-only',
    says: 'Finds no operation in a payload that is in a namespace.',
    breaks: ['soap.qualified'],
    steps: (honest) => ({
      async recognise(reading, raw, till) {
        const isPlain = !reading.ok || (reading.soap?.payloadNs ?? null) === null
        return isPlain
          ? honest.recognise(reading, raw, till)
          : { code: 'Client', says: 'Procedure not present.' }
      },
    }),
  },
  {
    id: 'crashes-without-extra-params',
    catalogue: 'M-IDM-61',
    says: 'Crashes at an inquiry without ExtraParam1.',
    breaks: ['tolerance.optional-absent'],
    steps: (honest) => ({
      async write(call, answer, outcome) {
        if (!isInquiry(call) || !lacks(call, 'ExtraParam1')) return honest.write(call, answer, outcome)
        return {
          status: 500,
          headers: [['Content-Type', 'text/plain']],
          body: Buffer.from('NullReferenceException'),
        }
      },
    }),
  },
  {
    id: 'cuts-long-references',
    catalogue: 'M-IDM-62',
    says: 'Cuts a TrackingRef to 20 characters and goes on with the rest.',
    breaks: ['refusals.over-length'],
    steps: cutting('TrackingRef'),
  },
  {
    id: 'cuts-long-codes',
    says: 'Cuts a PaymentCode to 20 characters and finds the bill of what is left.',
    breaks: ['refusals.over-length'],
    steps: cutting('PaymentCode'),
  },
  {
    id: 'misspells-message-ids',
    catalogue: 'M-IDM-63',
    says: 'Writes messageID, as the end tags of the samples do.',
    breaks: ['fields.named'],
    steps: answering((answer) => renamed(answer, 'MessageID', 'messageID')),
  },
  {
    id: 'pays-blank-codes',
    catalogue: 'M-IDM-64',
    says: 'Takes a payment code of blanks for a code.',
    breaks: ['refusals.missing-key'],
    steps: (honest) => ({
      ...overlooking('PaymentCode', (call) => isBlank(call, 'PaymentCode'))(honest),
      billOf: async (call) => (isBlank(call, 'PaymentCode') ? anybody : honest.billOf(call)),
    }),
  },
  {
    id: 'works-without-store',
    says: 'Serves requests without StoreID or MessageID.',
    breaks: ['refusals.missing-other', 'refusals.blank'],
    steps: (honest) => ({
      check: (call) => {
        const complaints = call.complaints.filter(
          ({ field, constraint }) =>
            constraint !== 'required' || !['StoreID', 'MessageID'].includes(field.name),
        )
        return honest.check({ ...call, complaints })
      },
    }),
  },
  {
    id: 'demands-a-product-code',
    says: 'Refuses requests without ProductCode.',
    breaks: ['tolerance.optional-absent@ProductCode'],
    steps: (honest) => ({
      check: async (call) => (lacks(call, 'ProductCode') ? { cause: 'invalid-request' } : honest.check(call)),
    }),
  },
  {
    id: 'refuses-unknown-elements',
    says: 'Refuses requests with an element that its table does not have.',
    breaks: ['tolerance.unknown-element'],
    steps: (honest) => ({
      async check(call) {
        const spec = messageOf(call.till.contract, call.operation, 'request')
        const known = new Set(spec.fields.map(({ name }) => name))
        const isStrange = call.reading.order.some((name) => !known.has(name))
        return isStrange ? { cause: 'invalid-request' } : honest.check(call)
      },
    }),
  },
  {
    id: 'sorts-fields-by-name',
    says: 'Writes the elements in the order of the alphabet.',
    breaks: ['fields.order'],
    steps: answering((answer) =>
      Object.fromEntries(Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  },
  {
    id: 'pads-descriptions',
    says: 'Writes blanks around the response description.',
    breaks: ['fields.unpadded'],
    steps: rewriting('ResponseDesc', (value) => ` ${value} `),
  },
  {
    id: 'pads-receipts-with-lines',
    says: 'Writes each receipt on a line of its own.',
    breaks: ['fields.unpadded'],
    steps: rewriting('ReceiptCode', (value) => `\n${value}\n`),
  },
]
