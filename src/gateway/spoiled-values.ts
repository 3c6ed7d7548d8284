/** Spoilt values for the fields of a table, and where they go. */
import type { Format } from '../contract/contract.ts'
import { lengthOf, presenceOf } from '../contract/schema.ts'
import { isHeader, outerOf } from '../contract/tree.ts'
import type { Fields, Json } from '../wire/reading.ts'
import type { Place, Spoiling } from './spoiled.ts'

/** Makes another value of one; null leaves the field out. */
export type Spoil = (value: Json | undefined) => Json | null

/** The fields with one of them spoilt: each of them, where it is in a list; `standIn` is for an object that is not there. */
export function spotsOf(fields: Fields, row: string, spoil: Spoil, standIn: Json = {}): Fields {
  if (isHeader(row)) return { ...fields, [row]: spoil(fields[row]) }
  const outer = outerOf(row)
  if (outer === undefined) return { ...fields, [row]: spoil(fields[row]) }
  const inner = row.slice(outer.length + 1)
  const [list, member] = row.split('[].', 2)
  if (member === undefined) return { ...fields, [outer]: within(fields[outer] ?? standIn, inner, spoil) }
  const items = fields[list!]
  return Array.isArray(items)
    ? { ...fields, [list!]: items.map((item) => deep(item, member.split('.'), spoil)) }
    : fields
}

const within = (object: Json, name: string, spoil: Spoil): Json => deep(object, [name], spoil)

function deep(object: Json, [name, ...more]: string[], spoil: Spoil): Json {
  const members = object as { [name: string]: Json }
  const { [name!]: old, ...others } = members
  const value = more.length === 0 ? spoil(old) : deep(old ?? {}, more, spoil)
  return value === null ? others : { ...members, [name!]: value }
}

/** The ways to spoil a field that there are; of what an honest desk writes nowhere one is enough. */
export function spoilsOf(place: Place, unwritten: RegExp): { [spoiling in Spoiling]?: Spoil } {
  const { field } = place
  if (unwritten.test(field.name)) return oneOf(place)
  const wrong = wrongFormat(place)
  const type = isHeader(field.name) ? undefined : wrongTypes[field.json ?? 'string']
  return {
    ...(isDue(place) && { missing: () => null }),
    ...(isMeasured(place) && { 'too-long': (value: Json | undefined) => longer(place, value) }),
    ...(wrong && { 'wrong-format': wrong }),
    ...(type && { 'wrong-type': type }),
    ...(isEchoed(place) && { 'not-echoed': (value: Json | undefined) => other(place, value) }),
  }
}

function oneOf(place: Place): { [spoiling in Spoiling]?: Spoil } {
  const { field, format } = place
  if (isHeader(field.name) || field.name.includes('.')) return {}
  if (field.json !== undefined) return { 'wrong-type': wrongTypes[field.json]! }
  return format.kind === 'text' ? { 'too-long': (value) => longer(place, value) } : {}
}

/** Mandatory in a success; of what is optional as a whole nothing is left out. */
function isDue({ field, contract }: Place): boolean {
  const profile = Object.fromEntries(Object.entries(contract.profile).map(([key, row]) => [key, row.default]))
  return presenceOf(field, profile, 'success') === 'M' && field.json === undefined
}

const isMeasured = ({ field, format }: Place): boolean =>
  Number.isFinite(lengthOf(field.length).most) && format.kind === 'text'

function longer({ field, format }: Place, value: Json | undefined): string {
  const { most } = lengthOf(field.length)
  const text = typeof value === 'string' ? value : sampleOf(format)
  // Characters, of which some are two units of a string.
  return text + '0'.repeat(Math.max(0, most + 1 - [...text].length))
}

const sampleOf = ({ examples, layout }: Format): string =>
  examples?.[0] ?? (layout === undefined ? '1' : '2026-11-28T10:15:30+07:00')

/** Of a length that is right, where there is one among the wrong values of a format. */
function wrongFormat({ field, format }: Place): Spoil | undefined {
  const { least, most } = lengthOf(field.length)
  const found = format.wrong?.find((one) => one.length >= least && one.length <= most && one.trim() !== '')
  if (found !== undefined) return () => found
  return format.pattern === '^\\d+$' ? (value) => `X${String(value ?? '12').slice(1)}` : undefined
}

const wrongTypes: { [type: string]: Spoil } = {
  string: (value) => (typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : 12),
  object: () => 'none',
  array: () => ({}),
  number: (value) => String(value ?? 12),
  integer: (value) => String(value ?? 12),
  boolean: () => 'yes',
}

const echoesOf = ({ contract, spec }: Place): string[] =>
  spec.side === 'response' ? (contract.operations[spec.operation]?.echo ?? []).map(({ field }) => field) : []

const isEchoed = (place: Place): boolean => echoesOf(place).includes(place.field.name)

/** Another value of the same form. */
function other({ format }: Place, value: Json | undefined): Json | null {
  if (typeof value !== 'string') return value ?? null
  if (format.kind === 'decimal') return value === '0.01' ? '0.02' : '0.01'
  if (/^[A-Z]{3}$/.test(value)) return 'USD'
  if (format.values?.includes(value)) return format.values.find((one) => one !== value) ?? null
  if (/^https?:\/\//.test(value)) return `${value}x`
  if (/[^\0-~]$/.test(value)) return `${value}1`
  if (value.length < 8) return `${value.slice(0, -1)}${value.endsWith('1') ? '2' : '1'}`
  // The end of an identifier tells it from its neighbours: with another beginning it is nobody's.
  return value.replace(/[A-Za-z\d]/, (sign) =>
    /\d/.test(sign) ? otherThan(sign, '1', '2') : otherThan(sign, 'Q', 'R'),
  )
}

const otherThan = (sign: string, one: string, two: string): string => (sign === one ? two : one)
