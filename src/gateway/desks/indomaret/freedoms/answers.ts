/** Freedoms of what an answer holds. */
import { messageOf } from '../../../../contract/contract.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Freedom } from '../../../defect.ts'
import type { Call, Outcome, Steps } from '../steps.ts'
import { sealed } from '../writing.ts'

type Bend = Freedom<Steps>['steps']

const answering =
  (change: (fields: Fields, call: Call, outcome: Outcome) => Fields): Bend =>
  (honest) => ({ answer: async (call, outcome) => change(await honest.answer(call, outcome), call, outcome) })

const without = (fields: Fields, names: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))

/** Fields with Amount before MinAmount. */
function templateOrder(fields: Fields): Fields {
  const names = Object.keys(fields).filter((name) => name !== 'Amount')
  const order = names.flatMap((name) => (name === 'MinAmount' ? ['Amount', name] : [name]))
  return Object.fromEntries(order.filter((name) => name in fields).map((name) => [name, fields[name]!]))
}

/** Every optional field of the table, empty where there is no value. */
function withEmptyOnes(fields: Fields, { till, operation }: Call): Fields {
  const { fields: rows } = messageOf(till.contract, operation, 'response')
  return Object.fromEntries(rows.map(({ name }) => [name, fields[name] ?? '']))
}

const isExtra = (name: string): boolean => /^ExtraParam[123]$/.test(name)

const bankingCodes: { [code: string]: string } = {
  '13': '05',
  '14': '76',
  '30': '12',
  '54': '33',
  '61': '05',
  '63': '05',
  '64': '12',
  '77': '12',
  '88': '78',
  '91': '68',
  '94': '26',
}

export const answers: readonly Freedom<Steps>[] = [
  {
    id: 'puts-amount-first',
    says: 'Writes Amount before MinAmount, as the template does.',
    because: 'E-IDM-20',
    steps: answering(templateOrder),
  },
  {
    id: 'writes-two-decimals',
    says: 'Writes amounts with two decimals.',
    because: 'E-IDM-21',
    profile: { amountDecimals: 2 },
    steps: () => ({ money: (rupiah) => `${rupiah}.00` }),
  },
  {
    id: 'writes-fractions-of-seconds',
    says: 'Writes milliseconds into the time of an inquiry answer, as the template does.',
    warns: ['clocks.format'],
    because: 'E-IDM-02',
    steps: answering((fields, call) =>
      call.operation === 'inquiry' ? { ...fields, TimeStamp: `${String(fields['TimeStamp'])}:123` } : fields,
    ),
  },
  {
    id: 'names-the-last-date',
    says: 'Names the last second of the year 9999 as the expiry of a bill that has none.',
    because: 'IDM-TS-CALENDAR: it exists, and lies ahead',
    steps: answering((fields, { operation }) =>
      operation === 'inquiry' && fields['ResponseCode'] === '00'
        ? { ...fields, ExpiredDateTime: fields['ExpiredDateTime'] || '9999-12-31 23:59:59' }
        : fields,
    ),
  },
  {
    id: 'stamps-in-utc',
    says: 'Writes its own time in UTC.',
    warns: ['clocks.fresh'],
    because: 'E-IDM-06',
    steps: (honest) => ({
      answer: async (call, outcome) => ({
        ...(await honest.answer(call, outcome)),
        TimeStamp: honest.stamp(call.till.clock.now(), {
          ...call.till,
          profile: { ...call.till.profile, timezone: 'UTC' },
        }),
      }),
    }),
  },
  {
    id: 'repeats-the-time',
    says: 'Answers with the time of the request.',
    because: 'E-IDM-43',
    steps: answering((fields, call) => {
      const { TimeStamp = fields['TimeStamp']! } = call.texts
      return { ...fields, TimeStamp }
    }),
  },
  {
    id: 'repeats-extra-params',
    says: 'Repeats the ExtraParams of an inquiry, and never looks at their length.',
    warns: ['refusals.over-length'],
    because: 'IDM-OVERLENGTH',
    steps: (honest) => ({
      check: (call) =>
        honest.check({ ...call, complaints: call.complaints.filter(({ field }) => !isExtra(field.name)) }),
      async answer(call, outcome) {
        const fields = await honest.answer(call, outcome)
        const extras = Object.entries(call.texts).filter(([name]) => isExtra(name))
        return call.operation === 'inquiry' ? { ...fields, ...Object.fromEntries(extras) } : fields
      },
    }),
  },
  {
    id: 'answers-other-codes',
    says: 'Refuses with codes of its own, all of two digits.',
    because: 'E-IDM-32',
    steps: answering((fields) => {
      const code = String(fields['ResponseCode'])
      return { ...fields, ResponseCode: bankingCodes[code] ?? code }
    }),
  },
  {
    id: 'refuses-with-one-code',
    says: 'Refuses everything with 05.',
    because: 'E-IDM-32',
    steps: answering((fields) =>
      fields['ResponseCode'] === '00' ? fields : { ...fields, ResponseCode: '05' },
    ),
  },
  {
    id: 'refuses-without-amounts',
    says: 'Leaves the amounts and Desc out of refusals.',
    warns: ['fields.present'],
    because: 'E-IDM-22',
    steps: answering((fields, _call, { cause }) =>
      cause === 'success' ? fields : without(fields, ['MinAmount', 'Amount', 'Fee', 'Desc']),
    ),
  },
  {
    id: 'adds-elements',
    says: 'Adds elements that no table has.',
    warns: ['fields.known'],
    because: 'E-IDM-34',
    steps: answering((fields) => ({ ...fields, TerminalID: 'T01', Note: '' })),
  },
  {
    id: 'writes-empty-elements',
    says: 'Writes every optional element, empty where it has no value.',
    because: 'IDM-C-ABSENT',
    steps: answering(withEmptyOnes),
  },
  {
    id: 'says-no-more-than-it-has-to',
    says: 'Leaves out every field that may be left out.',
    because: 'IDM-C-ABSENT',
    steps: answering((fields) =>
      without(fields, [
        'Customer',
        'ProductCode',
        'ExpiredDateTime',
        'Message',
        'ExtraParam1',
        'ExtraParam2',
        'ExtraParam3',
      ]),
    ),
  },
  {
    id: 'prints-a-receipt-footer',
    says: 'Writes a long message with characters to escape for the receipt.',
    because: 'Table of the payment response, row 8',
    steps: answering((fields, { operation }) =>
      operation === 'payment'
        ? { ...fields, Message: 'Terima kasih & sampai jumpa. '.repeat(8).trim() }
        : fields,
    ),
  },
  {
    id: 'leaves-empty-ones-nil',
    says: 'Writes empty elements as xsi:nil.',
    because: 'IDM-C-ABSENT',
    steps: (honest) => ({
      answer: async (call, outcome) => withEmptyOnes(await honest.answer(call, outcome), call),
      write: async (call, fields) => sealed(call, fields, { nil: true }),
    }),
  },
  {
    id: 'invents-message-ids-by-profile',
    says: 'Answers under a MessageID of its own.',
    because: 'E-IDM-10',
    profile: { messageId: 'fresh' },
    steps: () => ({}),
  },
  {
    id: 'answers-reversals-as-payments',
    says: 'Answers a reversal with the root ResPayment.',
    warns: ['reversal.root'],
    because: 'E-IDM-26',
    steps: (honest) => ({
      write: async (call, fields, outcome) =>
        call.operation === 'reversal'
          ? sealed(call, fields, { root: 'ResPayment' })
          : honest.write(call, fields, outcome),
    }),
  },
]
