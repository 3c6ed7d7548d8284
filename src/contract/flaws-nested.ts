/** Every way to spoil one field of a JSON message, wherever it is nested. */
import { verbatim, type Json } from '../wire/reading.ts'
import type { Contract, FieldSpec, Format, JsonType, MessageSpec, Profile } from './contract.ts'
import { lengthFlaws, type FieldFlaw } from './flaws.ts'
import { isRealTime } from './iso-time.ts'
import { presenceOf, valueSchema } from './schema.ts'
import { firstOf, isHeader } from './tree.ts'

/** The flaws of a message's fields, in the order of the table. What they are nested in has to be in the message. */
export function nestedFlawsOf(contract: Contract, spec: MessageSpec, profile: Profile): FieldFlaw[] {
  return spec.fields.flatMap((field) => {
    const { name } = field
    const flaw = (id: string, value: Json): FieldFlaw => ({ id, field: name, at: firstOf(name), value })
    const mandatory = presenceOf(field, profile) === 'M' && !name.endsWith('[]')
    return [
      ...(mandatory ? absences(field).map(([id, value]) => flaw(id, value)) : []),
      ...(isHeader(name) ? [] : wrongTypes(field).map(([type, value]) => flaw(`type-${type}`, value))),
      ...(isText(field) ? lengthFlaws(contract, field, flaw) : []),
      ...wrongForms(contract, spec, field, profile).map((value, index) => flaw(`format-${index + 1}`, value)),
    ]
  })
}

const isText = ({ json = 'string' }: FieldSpec): boolean => json === 'string'

/** White space around the value of a header is no part of it, and a header is never null. */
function absences(field: FieldSpec): [id: string, value: Json][] {
  if (isHeader(field.name))
    return [
      ['missing', null],
      ['empty', ''],
    ]
  return [
    ['missing', null],
    ['null', verbatim('null')],
    ...(isText(field)
      ? ([
          ['empty', ''],
          ['blank', ' '],
        ] as [string, Json][])
      : []),
  ]
}

const samples: [JsonType, Json][] = [
  ['string', 'x'],
  ['number', 12345],
  ['boolean', true],
  ['object', { x: 'y' }],
  ['array', ['x']],
]

function wrongTypes({ json = 'string', reads = [] }: FieldSpec): [JsonType, Json][] {
  const right = new Set<JsonType>([json, ...reads])
  // The number that stands for all is an integer.
  if (right.has('integer')) right.add('number')
  return samples.filter(([type]) => !right.has(type))
}

/** Values of the right type that break the format, tolerated spellings left out. */
function wrongForms(contract: Contract, spec: MessageSpec, field: FieldSpec, profile: Profile): Json[] {
  const format = contract.formats[field.format]!
  const { json = 'string' } = field
  if (format.kind === 'json' || (json !== 'string' && json !== 'number' && json !== 'integer')) return []
  const pattern = new RegExp(String(valueSchema(contract, spec, field, profile, 'must')['pattern']), 'u')
  return candidates(format)
    .filter((value) => !pattern.test(value) || (format.kind === 'datetime' && !isRealTime(value)))
    .filter((value) => json === 'string' || isNumber(value, json))
    .map((value) => (json === 'string' ? value : verbatim(value)))
}

/** A number of JSON that has the type and only breaks the form. */
function isNumber(text: string, type: JsonType): boolean {
  return (
    /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) &&
    (type === 'number' || Number.isInteger(Number(text)))
  )
}

function candidates({ kind, pattern, values = [], wrong }: Format): string[] {
  if (wrong) return wrong
  if (kind === 'datetime') return new RegExp(pattern, 'u').test('20140806150000') ? digitTimes : isoTimes
  if (kind === 'decimal') return amounts
  if (kind === 'code') return ['0', 'OK', '000000000']
  if (kind === 'hex') return [`XYZ${'0'.repeat(61)}`]
  if (kind === 'enum') return [...values.slice(0, 1).map(otherCase), 'NONESUCH', `${values[0]}X`]
  return ['A-1/?', 'é', 'a b']
}

const otherCase = (text: string): string =>
  text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()

const isoTimes = [
  '2024-08-06 15:00:00',
  '2024-08-06T15:00:00',
  '2024-02-30T10:00:00+07:00',
  '2024-13-01T00:00:00+07:00',
  '2024-08-06T24:00:00+07:00',
  '2024-08-06T15:60:00+07:00',
  '2024-08-06T15:00:00+25:00',
  '06-08-2024 15:00:00',
  '1722931200',
]

const digitTimes = [
  '2024-08-06T15:00:00+07:00',
  '20240230100000',
  '20241301000000',
  '20240806156000',
  '202408061500',
]

const amounts = [
  '10000',
  '10000.0',
  '10000.000',
  '10,000.00',
  '1e4',
  '+1.00',
  '-1.00',
  ' 1.00',
  'Rp1.00',
  '0x1F',
  '99999999999999999.00',
]
