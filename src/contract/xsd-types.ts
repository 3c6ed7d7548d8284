/** The simple types of a generated schema: one for each format, narrowed by the lengths that fields have. */
import type { Contract, FieldSpec, Format, MessageSpec } from './contract.ts'
import { lengthOf } from './schema.ts'
import { element } from './xml-lines.ts'
import { xsdPattern, xsdPatternExcept } from './xsd-pattern.ts'

/** A named simple type. */
export interface SimpleType {
  name: string
  lines: string[]
}

/** A field and the side whose tolerances it has. */
export interface Place {
  field: FieldSpec
  side: MessageSpec['side']
}

type Input = Pick<Contract, 'formats' | 'outcome'>

/** True when no profile and no outcome lets the field be absent or empty. */
export function isAlwaysThere({ presence, onSuccess, onRefusal, when = [] }: FieldSpec): boolean {
  const all = [presence, onSuccess, onRefusal, ...when.map((condition) => condition.presence)]
  return all.every((one) => one === undefined || one === 'M')
}

/** The types of a field, each a restriction of the one before; the last is the field's own. */
export function typesOf(input: Input, place: Place): [SimpleType, ...SimpleType[]] {
  const types: [SimpleType, ...SimpleType[]] = [formatType(input, place), ...lengthType(input, place)]
  if (place.field.name !== input.outcome.at) return types
  for (const code of input.outcome.reserved) types.push(exceptType(types.at(-1)!.name, code))
  return types
}

/** `timestamp-fraction` as TimestampFraction. */
export const capitalised = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())

function formatType(input: Input, place: Place): SimpleType {
  const accepted = [
    formatOf(input, place),
    ...(place.field.tolerates ?? []).map((name) => input.formats[name]!),
  ]
  const patterns = accepted.flatMap((format) =>
    [format, ...toleratedBy(format, place)].map(({ pattern }) => xsdPattern(pattern)),
  )
  const blank = isAlwaysThere(place.field) ? [] : ['\\s*']
  const facets = [...patterns, ...blank].map((value): Facet => ['pattern', value])
  return restriction(formatName(input, place), baseOf(accepted[0]!), facets)
}

const toleratedBy = ({ tolerates = [] }: Format, place: Place) =>
  tolerates.filter(({ side }) => side === undefined || side === place.side)

/** Padding around a time or a code breaks its format; around anything else a reader drops it, as `xs:token` does. */
const baseOf = (format: Format): string => (hasFixedForm(format) ? 'xs:string' : 'xs:token')

/** A time or a code, which has its length from its pattern already. */
const hasFixedForm = ({ kind }: Format): boolean => kind === 'datetime' || kind === 'code'

function lengthType(input: Input, place: Place): SimpleType[] {
  const format = formatOf(input, place)
  if (hasFixedForm(format)) return []
  const facets = format.kind === 'decimal' ? digitFacets(place.field) : lengthFacets(place.field)
  const base = formatName(input, place)
  const name = base.replace(/(OrBlank)?$/, `${lengthName(place.field.length)}$1`)
  return facets.length === 0 ? [] : [restriction(name, `tns:${base}`, facets)]
}

/** The length of an amount counts the digits before its decimals, leading zeros aside. */
const digitFacets = (field: FieldSpec): Facet[] => [
  ['pattern', `0*[0-9]{${isAlwaysThere(field) ? 1 : 0},${lengthOf(field.length).most}}(\\.[0-9]*)?`],
]

/** A field that may be empty has no least length, and the patterns want one character where there must be one. */
function lengthFacets(field: FieldSpec): Facet[] {
  const { least, most } = lengthOf(field.length)
  const needed = isAlwaysThere(field) ? least : 0
  if (needed === most) return [['length', `${most}`]]
  const upper: Facet[] = most === Infinity ? [] : [['maxLength', `${most}`]]
  return needed > 1 ? [['minLength', `${needed}`], ...upper] : upper
}

const exceptType = (base: string, code: string): SimpleType =>
  restriction(`${base}Except${code}`, `tns:${base}`, [['pattern', xsdPatternExcept(code)]])

type Facet = [kind: string, value: string]

function restriction(name: string, base: string, facets: Facet[]): SimpleType {
  const narrowed = facets.map(([kind, value]) => element(`xs:${kind}`, { value }))
  return { name, lines: element('xs:simpleType', { name }, element('xs:restriction', { base }, ...narrowed)) }
}

const formatOf = ({ formats }: Input, { field }: Place): Format => formats[field.format]!

/** A format whose tolerances differ between the sides has a type on each. */
function formatName(input: Input, { field, side }: Place): string {
  const sided = formatOf(input, { field, side }).tolerates?.some((tolerance) => tolerance.side !== undefined)
  const names = [field.format, ...(field.tolerates ?? [])].map(capitalised).join('Or')
  return `${sided ? capitalised(side) : ''}${names}${isAlwaysThere(field) ? '' : 'OrBlank'}`
}

const lengthName = (length: string): string => length.replace(/^\.\./, 'UpTo').replace('..', 'To')
