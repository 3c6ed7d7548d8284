/** Draws values that a field spec allows: shortest and longest first, then any between. */
import * as fc from 'fast-check'
import type { Contract, Format, MessageSpec } from './contract.ts'
import { lengthOf } from './schema.ts'

/** Longest text that is drawn where a spec sets no limit, in characters. */
const far = 300

/** Values of one field. Shrinks towards the shortest. */
export function drawField(contract: Contract, spec: MessageSpec, name: string): fc.Arbitrary<string> {
  const field = spec.fields.find((one) => one.name === name)
  if (!field) throw new Error(`${spec.message} has no field «${name}».`)
  const format = contract.formats[field.format]!
  const { least, most } = lengthOf(field.length)
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
