/** A made-up contract of JSON messages, small but with everything that one can have. */
import { readJsonStrict } from '../wire/json-strict.ts'
import { writeJson } from '../wire/json-write.ts'
import type { Fields } from '../wire/reading.ts'
import {
  messageOf,
  type Contract,
  type FieldSpec,
  type Format,
  type MessageSpec,
  type Profile,
} from './contract.ts'
import { shapeOf } from './shape.ts'

const formats: { [name: string]: Format } = {
  any: { kind: 'text', pattern: '^[^]*$', alphabet: 'abcXYZ 09é/"\\', says: 'any text' },
  id: {
    kind: 'text',
    pattern: '^[A-Za-z0-9-]*$',
    alphabet: 'ABCdef0123456789',
    says: 'letters, digits, hyphens',
  },
  thing: { kind: 'json', pattern: '', says: 'whatever its rows say' },
  amount: {
    kind: 'decimal',
    pattern: '^(0|[1-9]\\d{0,13})\\.\\d{2}$',
    says: 'digits, a dot, two decimals',
    tolerates: [{ pattern: '^[1-9]\\d*$', says: 'whole rupiah', welcome: { whole: true } }],
  },
  currency: { kind: 'enum', pattern: '^(?:IDR|USD)$', values: ['IDR', 'USD'], says: 'IDR or USD' },
  time: {
    kind: 'datetime',
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}$',
    says: 'yyyy-MM-ddTHH:mm:ss and the offset',
  },
  count: { kind: 'decimal', pattern: '^(0|[1-9]\\d*)$', says: 'a whole number' },
  code: { kind: 'code', pattern: '^\\d{7}$', says: 'seven digits' },
}

const row = (name: string, presence: FieldSpec['presence'], more: Partial<FieldSpec> = {}): FieldSpec => ({
  no: '-',
  name,
  presence,
  length: '0..',
  format: 'any',
  says: `What ${name} says.`,
  ...more,
})

const money = (name: string, presence: FieldSpec['presence']): FieldSpec[] => [
  row(name, presence, { json: 'object', format: 'thing' }),
  row(`${name}.value`, 'M', { format: 'amount', length: '1..16' }),
  row(`${name}.currency`, 'M', { format: 'currency', length: '3' }),
]

const message = (
  name: string,
  operation: string,
  side: MessageSpec['side'],
  fields: FieldSpec[],
): MessageSpec => ({
  message: name,
  operation,
  side,
  clauses: 'TOK-FLD',
  title: `The ${side} of ${operation}`,
  source: 'made up',
  fields,
})

const messages = [
  message('ChargeRequest', 'charge', 'request', [
    row('header:X-TIMESTAMP', 'M', { format: 'time', length: '25' }),
    row('header:X-PARTNER-ID', 'M', { format: 'id', length: '1..8' }),
    row('header:Authorization', 'O'),
    row('reference', 'M', { format: 'id', length: '1..12' }),
    row('merchant', 'O', {
      length: '1..10',
      soft: '1..8',
      when: [{ profile: { merchant: true }, presence: 'M' }],
    }),
    ...money('amount', 'M'),
    row('items', 'O', { json: 'array', format: 'thing' }),
    row('items[].name', 'M', { length: '1..10' }),
    row('items[].count', 'O', { json: 'integer', format: 'count' }),
    ...money('items[].price', 'O'),
    row('tags', 'O', { json: 'array', format: 'thing' }),
    row('tags[]', 'O', { format: 'id', length: '1..4' }),
    row('deep', 'O', { json: 'boolean', format: 'thing' }),
    row('fee', 'O', { json: 'number', format: 'amount', reads: ['string'] }),
    row('ttl', 'O', { format: 'count', length: '1..5', reads: ['integer'] }),
    row('more', 'O', { json: 'object', format: 'thing' }),
  ]),
  message('ChargeResponse', 'charge', 'response', [
    row('header:X-TIMESTAMP', 'M', { format: 'time', length: '25' }),
    row('code', 'M', { format: 'code', length: '7' }),
    row('text', 'M', { length: '1..150' }),
    row('number', 'C', { onSuccess: 'M', onRefusal: 'X', format: 'id', length: '1..12' }),
    row('paid', 'O', { json: 'object', format: 'thing' }),
    row('paid.at', 'C', { onSuccess: 'M', format: 'time', length: '25' }),
    row('paid.by', 'S'),
  ]),
  message('NotifyRequest', 'notify', 'request', [row('reference', 'M'), ...money('amount', 'O')]),
]

/** The contract; `messages` by name. */
export const toko: Contract = {
  id: 'toko',
  title: 'Toko',
  version: '1.0',
  document: 'Toko, a contract made up for tests',
  codec: 'json',
  roles: { server: 'provider', client: 'merchant', receiver: 'merchant' },
  operations: {
    charge: {
      from: 'client',
      request: 'ChargeRequest',
      response: 'ChargeResponse',
      path: '/v1/charges/{merchant}',
      says: 'Take money.',
      source: 'made up',
    },
    notify: {
      from: 'gateway',
      request: 'NotifyRequest',
      acknowledgement: { contentType: 'text/plain', body: 'OK' },
      says: 'Money was taken.',
      source: 'made up',
    },
  },
  outcome: { at: 'code', text: 'text', success: ['2000100'], format: 'code', reserved: [] },
  places: { reference: 'reference', amount: 'amount.value' },
  fresh: ['reference'],
  key: ['reference'],
  profile: {},
  data: {},
  formats,
  messages: Object.fromEntries(messages.map((spec) => [spec.message, spec])),
  clauses: [],
  errata: [],
  codes: [
    { code: '2000100', class: 'success', says: 'Successful', status: 200 },
    { code: '4000101', class: 'refusal', says: 'Invalid Field Format', status: 400 },
    { code: '4000102', class: 'refusal', says: 'Invalid Mandatory Field', status: 400 },
    { code: '5000100', class: 'refusal', says: 'General Error' },
  ],
  situations: [],
  hash: '',
}

/** A request with all that it can have. */
export const wholeCharge: Fields = {
  'header:X-TIMESTAMP': '2024-08-06T15:00:00+07:00',
  'header:X-PARTNER-ID': 'PARTNER',
  'header:Authorization': 'Bearer x',
  reference: 'REF-1',
  merchant: 'Warung',
  amount: { value: '10000.00', currency: 'IDR' },
  items: [{ name: 'tea', count: 2, price: { value: '5000.00', currency: 'IDR' } }, { name: 'cup' }],
  tags: ['a', 'b'],
  deep: true,
  fee: 1.25,
  ttl: '15',
  more: { anything: ['goes', null, ''] },
}

export const request = messageOf(toko, 'charge', 'request')
export const response = messageOf(toko, 'charge', 'response')
const headers = request.fields.map(({ name }) => name).filter((name) => name.startsWith('header:'))
/** The headers that are fields of a charge. */
export const names = headers.map((name) => name.slice('header:'.length))

/** What is wrong with fields after they were written and read, as place, constraint, level. */
export function complaintsOf(fields: Fields, spec = request, profile: Profile = {}) {
  const read = readJsonStrict(writeJson(fields), { headers: names })
  if (!read.ok) throw new Error(read.fault.says)
  return shapeOf(toko, spec, profile).check(read.fields, read.json?.numbers)
}

/** Level, constraint and place of each complaint. */
export const brief = (fields: Fields, spec = request, profile: Profile = {}) =>
  complaintsOf(fields, spec, profile).map(({ place, constraint, level }) => `${level} ${constraint} ${place}`)
