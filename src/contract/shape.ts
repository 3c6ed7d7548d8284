/** Checks the fields of a message against its spec. */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Fields, Read } from '../wire/reading.ts'
import {
  isNested,
  type Contract,
  type FieldSpec,
  type Format,
  type MessageSpec,
  type Profile,
} from './contract.ts'
import { inRange, isEndOfDay, momentOf, onCalendar } from './datetime.ts'
import { jsonSchemaOf, lengthOf, presenceOf, type Strictness } from './schema.ts'
import { createNestedShape } from './shape-nested.ts'
import { createCompiler } from './validator.ts'

/** What is wrong with one field of a message. */
export interface Complaint {
  /** `ResInquiry/TimeStamp`, `Charge/amount.value`, `Status/history[0].no` */
  place: string
  field: FieldSpec
  format: Format
  constraint: 'required' | 'type' | 'length' | 'format' | 'unexpected'
  level: Strictness
  expected: string
  /** Absent when the field is, or is blank. */
  received?: string
  /** What was received is no text but another JSON value, as it was written. */
  isJson?: true
}

export interface Shape {
  spec: MessageSpec
  /**
   * Every breach of the spec, musts first, one a place and level at most. Of nested fields the outermost members
   * count, not what stands beside them; `numbers` are the texts of JSON numbers, by place.
   */
  check(fields: Fields, numbers?: { [place: string]: string }): Complaint[]
  /** Presence of a field under the target's profile. */
  presence(field: string, outcome?: 'success' | 'refusal'): string | undefined
}

const names = new WeakMap<Profile, string>()
const shapes = new WeakMap<MessageSpec, Map<string, Shape>>()

/** The shape of a message under a profile; compiled once for each, since compiling costs more than a thousand checks. */
export function shapeOf(contract: Contract, spec: MessageSpec, profile: Profile): Shape {
  const name = names.get(profile) ?? JSON.stringify(profile)
  names.set(profile, name)
  const known = shapes.get(spec) ?? new Map<string, Shape>()
  shapes.set(spec, known)
  const create = isNested(contract) ? createNestedShape : createShape
  const shape = known.get(name) ?? create(contract, spec, profile)
  known.set(name, shape)
  return shape
}

const checked = new WeakMap<Read, { shape: Shape; complaints: Complaint[] }>()

/** Every breach of a spec by a message as it was read: found once, however often it is judged. */
export function complaintsOf(shape: Shape, read: Read): Complaint[] {
  const known = checked.get(read)
  if (known?.shape === shape) return known.complaints
  const complaints = shape.check(read.fields, read.json?.numbers)
  checked.set(read, { shape, complaints })
  return complaints
}

const compiled = createCompiler(isDateAndTime)

function createShape(contract: Contract, spec: MessageSpec, profile: Profile): Shape {
  const must = compiled(jsonSchemaOf(contract, spec, profile, 'must'))
  const should = compiled(jsonSchemaOf(contract, spec, profile, 'should'))
  const rows = new Map(spec.fields.map((field) => [field.name, field]))
  const complain = (validate: ValidateFunction, level: Strictness, values: Fields): Complaint[] =>
    validate(values) ? [] : complaints(contract, spec, rows, level, validate.errors ?? [], values)
  return {
    spec,
    check(fields) {
      const values = withoutBlanks(contract, rows, fields)
      const broken = complain(must, 'must', values)
      const worse = new Set(broken.map(({ field }) => field.name))
      return [...broken, ...complain(should, 'should', values).filter(({ field }) => !worse.has(field.name))]
    },
    presence: (field, outcome) =>
      rows.has(field) ? presenceOf(rows.get(field)!, profile, outcome) : undefined,
  }
}

/** Written as a date and time that exists; 24:00:00 is the end of a day and tolerated only where a pattern says so. */
function isDateAndTime(value: string): boolean {
  const moment = momentOf(value)
  return moment === undefined || (onCalendar(moment) && (inRange(moment) || isEndOfDay(moment)))
}

/**
 * Blank means absent. Padding around text and numbers is another rule's business; around a time or a code it is a
 * breach of the format itself.
 */
function withoutBlanks(contract: Contract, rows: Map<string, FieldSpec>, fields: Fields): Fields {
  const values: Fields = {}
  for (const name in fields) {
    const value = fields[name]
    if (typeof value !== 'string') continue
    const trimmed = value.trim()
    if (trimmed === '') continue
    const kind = contract.formats[rows.get(name)?.format ?? '']?.kind
    values[name] = kind === 'datetime' || kind === 'code' ? value : trimmed
  }
  return values
}

function complaints(
  contract: Contract,
  spec: MessageSpec,
  rows: Map<string, FieldSpec>,
  level: Strictness,
  errors: ErrorObject[],
  values: Fields,
): Complaint[] {
  const byField = new Map<string, Complaint>()
  for (const error of errors) {
    const name =
      error.keyword === 'required' ? String(error.params['missingProperty']) : error.instancePath.slice(1)
    const field = rows.get(name)
    if (!field || byField.has(`${name} ${constraintOf(error)}`)) continue
    const format = contract.formats[field.format]!
    const constraint = constraintOf(error)
    const received = values[name]
    byField.set(`${name} ${constraint}`, {
      place: `${spec.message}/${name}`,
      field,
      format,
      constraint,
      level,
      expected: expectation(constraint, field, format, level),
      ...(typeof received === 'string' ? { received } : {}),
    })
  }
  return [...byField.values()]
}

/** What an error of the validator is about. */
export function constraintOf({ keyword }: ErrorObject): Complaint['constraint'] {
  if (keyword === 'required') return 'required'
  if (keyword === 'type') return 'type'
  if (keyword === 'minLength' || keyword === 'maxLength') return 'length'
  return keyword === 'false schema' ? 'unexpected' : 'format'
}

function expectation(
  constraint: Complaint['constraint'],
  field: FieldSpec,
  format: Format,
  level: Strictness,
): string {
  if (constraint === 'required') return `${field.name} is there and not blank`
  if (constraint === 'unexpected') return `no ${field.name} in this message`
  return constraint === 'length'
    ? lengthInWords(level === 'must' ? field.length : (field.soft ?? field.length))
    : format.says
}

/** `1..20` as «1 to 20 characters». */
export function lengthInWords(length: string): string {
  const { least, most } = lengthOf(length)
  if (least === most) return `exactly ${least} characters`
  return most === Infinity
    ? `at least ${least} character${least === 1 ? '' : 's'}`
    : least === 0
      ? `at most ${most} characters`
      : `${least} to ${most} characters`
}
