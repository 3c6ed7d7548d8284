/** Draws values that a field spec allows: shortest and longest first, then any between. */
import * as fc from 'fast-check'
import { isNested, type Contract, type FieldSpec, type Format, type MessageSpec } from './contract.ts'
import { lengthOf } from './schema.ts'

/** Longest text that is drawn where a spec sets no limit, in characters. */
const far = 300

/** Values of one field. Shrinks towards the shortest. */
export function drawField(contract: Contract, spec: MessageSpec, name: string): fc.Arbitrary<string> {
  const field = spec.fields.find((one) => one.name === name)
  if (!field) throw new Error(`${spec.message} has no field «${name}».`)
  return drawString(contract, field)
}

/** Texts that a row allows. */
export function drawString(contract: Contract, field: FieldSpec): fc.Arbitrary<string> {
  const format = contract.formats[field.format]!
  const { least, most } = lengthOf(field.length)
  if (format.examples) return fc.constantFrom(...format.examples)
  if (isNested(contract) && format.kind !== 'text' && format.kind !== 'hex') return drawForm(format, most)
  return drawText(format, Math.max(field.presence === 'M' ? 1 : 0, least), Math.min(most, far))
}

function drawText(format: Format, least: number, most: number): fc.Arbitrary<string> {
  const pattern = new RegExp(format.pattern, 'u')
  const unit = fc.constantFrom(...(format.alphabet ?? '0123456789'))
  const text = (minLength: number, maxLength: number) =>
    fc.string({ unit, minLength, maxLength, size: 'max' })
  const even = (value: string) => (format.kind === 'hex' && value.length % 2 === 1 ? value + '0' : value)
  const edges = fc.oneof({ withCrossShrink: true }, text(least, least), text(most, most), text(least, most))
  return edges.map(even).filter((value) => value === '' || (pattern.test(value) && value === value.trim()))
}

/** Amounts, times and codes have forms of their own; what is drawn is filtered by the pattern. */
function drawForm(format: Format, most: number): fc.Arbitrary<string> {
  const pattern = new RegExp(format.pattern, 'u')
  return drawAny(format, Math.min(most, 14)).filter((value) => pattern.test(value))
}

function drawAny({ kind, values, alphabet = '0123456789' }: Format, digits: number): fc.Arbitrary<string> {
  if (values) return fc.constantFrom(...values)
  if (kind === 'decimal')
    return fc
      .tuple(fc.bigInt(1n, 10n ** BigInt(digits) - 1n), fc.constantFrom('', '.00', '.99'))
      .map((parts) => parts.join(''))
  if (kind === 'datetime')
    return fc.tuple(drawDay, fc.constantFrom(...layouts)).map(([day, layout]) => layout(day))
  return fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 })
}

const drawDay = fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })

/** Forms of a date and time: with an offset, in UTC, as digits. */
const layouts: ((day: Date) => string)[] = [
  (day) => day.toISOString().replace(/\.\d+Z$/, '+07:00'),
  (day) => day.toISOString().replace(/\.\d+/, ''),
  (day) => day.toISOString().replace(/\D/g, '').slice(0, 14),
]
