/** Every way to spoil one field of a message so that exactly one promise of its spec is broken. */
import type { Json } from '../wire/reading.ts'
import { isNested, type Contract, type FieldSpec, type MessageSpec, type Profile } from './contract.ts'
import { nestedFlawsOf } from './flaws-nested.ts'
import { lengthOf, presenceOf } from './schema.ts'

export interface FieldFlaw {
  /** `missing`, `empty`, `blank`, `type-number`, `too-long`, `too-short`, `format-1`... */
  id: string
  /** Name of the row. */
  field: string
  /** Where the spoilt value goes in a message: the row, in its first element where it is one of an array. */
  at: string
  /** The spoilt value; null leaves the field out. */
  value: Json
}

/** The flaws of a request's fields, in the order of the table. */
export function flawsOf(contract: Contract, spec: MessageSpec, profile: Profile): FieldFlaw[] {
  if (isNested(contract)) return nestedFlawsOf(contract, spec, profile)
  return spec.fields.flatMap((field) => flawsOfField(contract, field, profile))
}

function flawsOfField(contract: Contract, field: FieldSpec, profile: Profile): FieldFlaw[] {
  const flaw = (id: string, value: string | null): FieldFlaw => ({
    id,
    field: field.name,
    at: field.name,
    value,
  })
  const mandatory =
    presenceOf(field, profile) === 'M' ? [flaw('missing', null), flaw('empty', ''), flaw('blank', ' ')] : []
  return [
    ...mandatory,
    ...lengthFlaws(contract, field, flaw),
    ...wrongForms(contract, field).map((value, index) => flaw(`format-${index + 1}`, value)),
  ]
}

/** Too long and too short, where a length is counted in characters. */
export function lengthFlaws(
  contract: Contract,
  field: FieldSpec,
  flaw: (id: string, value: string) => FieldFlaw,
): FieldFlaw[] {
  const { kind, alphabet = '0' } = contract.formats[field.format]!
  const { least, most } = lengthOf(field.length)
  if (kind === 'datetime' || kind === 'decimal' || kind === 'code' || kind === 'enum' || kind === 'json')
    return []
  const fill = (length: number) =>
    alphabet[1 % alphabet.length]!.repeat(kind === 'hex' ? length + (length % 2) : length)
  return [
    ...(most < Infinity ? [flaw('too-long', fill(most + 1))] : []),
    ...(least > 2 ? [flaw('too-short', fill(least - 1))] : []),
  ]
}

/** Values of the right length that break the format. */
function wrongForms(contract: Contract, field: FieldSpec): string[] {
  const { kind, pattern, wrong: known } = contract.formats[field.format]!
  if (known) return known
  if (kind === 'datetime')
    return [
      '2014-08-06T15:00:00',
      '2014-02-30 10:00:00',
      '2014-13-01 00:00:00',
      '2014-08-06 15:60:00',
      '06-08-2014 15:00:00',
      '2014-08-06 15:00:00:',
    ]
  if (kind === 'decimal') return ['-50000', '50.000', '5.0E4', 'Rp50000', '1000000000000', '0x1F']
  if (kind === 'code') return ['0', '000', 'OK']
  if (kind === 'hex') return ['XYZ' + '0'.repeat(93), 'ABC']
  const { least } = lengthOf(field.length)
  const wrong = new RegExp(pattern, 'u').test('A-1/?') ? [] : ['A-1/?'.padEnd(Math.max(5, least), '_')]
  return wrong
}
