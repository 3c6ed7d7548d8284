/** Checks the fields of a JSON message, or of a form, against its spec. */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Fields, Json } from '../wire/reading.ts'
import type { Contract, FieldSpec, JsonType, MessageSpec, Profile } from './contract.ts'
import { sieveOf, sifted, type Sieve } from './blanks.ts'
import { isRealTime } from './iso-time.ts'
import { jsonSchemaOf, presenceOf, valueSchema, type Strictness } from './schema.ts'
import { firm } from './schema-firm.ts'
import { constraintOf, lengthInWords, type Complaint, type Shape } from './shape.ts'
import { outerOf, rowOf, treeOf } from './tree.ts'
import { createCompiler } from './validator.ts'

interface Table {
  contract: Contract
  spec: MessageSpec
  rows: Map<string, FieldSpec>
}

interface Message {
  values: Fields
  numbers: { [place: string]: string }
}

/** One strictness of a table, ready for thousands of messages. */
interface Grade {
  level: Strictness
  validate: ValidateFunction
  numbers(message: Message): Complaint[]
}

const compiled = createCompiler(isRealTime)

/** The shape of a message of nested fields. */
export function createNestedShape(contract: Contract, spec: MessageSpec, profile: Profile): Shape {
  const table = { contract, spec, rows: new Map(spec.fields.map((field) => [field.name, field])) }
  const sieve = sieveOf(treeOf(spec))
  const gradeOf = (level: Strictness): Grade => ({
    level,
    validate: compiled(firm(jsonSchemaOf(contract, spec, profile, level))),
    numbers: numberFinder(table, profile, level),
  })
  const [must, should] = [gradeOf('must'), gradeOf('should')]
  return {
    spec,
    check(fields, numbers = {}) {
      const errors = errorsIn(must, should, sieve, fields)
      const broken = complaintsOf(table, must, errors.must, { values: errors.values, numbers })
      const more = complaintsOf(table, should, errors.should, { values: errors.values, numbers })
      if (broken.length === 0) return more
      const worse = new Set(broken.map(({ place }) => place))
      return [...broken, ...more.filter(({ place }) => !worse.has(place))]
    },
    presence: (field, outcome) =>
      table.rows.has(field) ? presenceOf(table.rows.get(field)!, profile, outcome) : undefined,
  }
}

interface Errors {
  must: ErrorObject[]
  should: ErrorObject[]
  /** What was validated at last. */
  values: Fields
}

/** Only where something is wrong it is asked whether blank values are to blame, and then validated without them. */
function errorsIn(must: Grade, should: Grade, sieve: Sieve, values: Fields): Errors {
  const errors = { must: errorsOf(must, values), should: errorsOf(should, values), values }
  if (errors.must.length === 0 && errors.should.length === 0) return errors
  const left = sifted(sieve, values) as Fields
  return left === values
    ? errors
    : { must: errorsOf(must, left), should: errorsOf(should, left), values: left }
}

const none: ErrorObject[] = []

const errorsOf = ({ validate }: Grade, values: Fields): ErrorObject[] =>
  validate(values) ? none : (validate.errors ?? none)

function complaintsOf(
  table: Table,
  { level, numbers }: Grade,
  errors: ErrorObject[],
  message: Message,
): Complaint[] {
  const ofNumbers = numbers(message)
  return errors.length === 0 ? ofNumbers : [...found(table, errors, level, message), ...ofNumbers]
}

function found(table: Table, errors: ErrorObject[], level: Strictness, message: Message): Complaint[] {
  const complaints = new Map<string, Complaint>()
  for (const error of errors) {
    const { place, value } = spotOf(error, message)
    const field = fieldAt(table, place)
    const key = `${place} ${constraintOf(error)}`
    if (!field || complaints.has(key)) continue
    const constraint = constraintOf(error)
    complaints.set(
      key,
      complaint({ table, field, place, constraint, level, ...receipt(value, place, message) }),
    )
  }
  return [...complaints.values()]
}

/** The row of a place; an element without one belongs to the row of its array. */
function fieldAt({ rows }: Table, place: string): FieldSpec | undefined {
  const row = rowOf(place)
  return rows.get(row) ?? (row.endsWith('[]') ? rows.get(outerOf(row)!) : undefined)
}

function spotOf({ keyword, instancePath, params }: ErrorObject, { values }: Message) {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keyword === 'required') steps.push(String(params['missingProperty']))
  let place = ''
  let value: Json | undefined = values
  for (const step of steps) {
    if (Array.isArray(value)) {
      place += `[${step}]`
      value = value[Number(step)]
    } else {
      place += place === '' ? step : `.${step}`
      value = (value as { [name: string]: Json })[step]
    }
  }
  return { place, value }
}

function receipt(value: Json | undefined, place: string, { numbers }: Message): Receipt {
  if (value === undefined || typeof value === 'string') return { received: value }
  const number = typeof value === 'number' ? numbers[place] : undefined
  return { received: number ?? JSON.stringify(value), isJson: true }
}

interface Receipt {
  received: string | undefined
  isJson?: true
}

interface Trouble extends Receipt {
  table: Table
  field: FieldSpec
  place: string
  constraint: Complaint['constraint']
  level: Strictness
}

function complaint({ table, field, place, constraint, level, received, isJson }: Trouble): Complaint {
  return {
    place: `${table.spec.message}/${place}`,
    field,
    format: table.contract.formats[field.format]!,
    constraint,
    level,
    expected: expectation(table, field, place, constraint, level),
    ...(received === undefined ? {} : { received }),
    ...(isJson && { isJson }),
  }
}

function expectation(
  { contract, rows }: Table,
  field: FieldSpec,
  place: string,
  constraint: Complaint['constraint'],
  level: Strictness,
): string {
  if (constraint === 'required') return `${place} is there and not blank`
  if (constraint === 'unexpected') return `no ${place} in this message`
  if (constraint === 'length')
    return lengthInWords(level === 'must' ? field.length : (field.soft ?? field.length))
  if (constraint === 'format') return contract.formats[field.format]!.says
  return rows.has(rowOf(place)) ? inWords[field.json ?? 'string'] : inWords.object
}

const inWords: { [type in JsonType]: string } = {
  string: 'a JSON string',
  number: 'a JSON number',
  integer: 'a JSON number without a fraction',
  boolean: 'true or false',
  object: 'a JSON object',
  array: 'a JSON array',
}

const nothing: Complaint[] = []

/** Numbers are held to their format by their text, which the validator does not see. */
function numberFinder(table: Table, profile: Profile, level: Strictness): Grade['numbers'] {
  const { contract, spec, rows } = table
  const numeric = [...rows.values()].filter(
    (field) =>
      contract.formats[field.format]!.kind !== 'json' &&
      [field.json, ...(level === 'must' ? (field.reads ?? []) : [])].some(
        (type) => type === 'number' || type === 'integer',
      ),
  )
  if (numeric.length === 0) return () => nothing
  const patterns = new Map(
    numeric.map((field) => [
      field.name,
      new RegExp(String(valueSchema(contract, spec, field, profile, level)['pattern']), 'u'),
    ]),
  )
  return ({ numbers }) => {
    let wrong: Complaint[] | undefined
    for (const place in numbers) {
      const row = rowOf(place)
      const text = numbers[place]!
      if (patterns.get(row)?.test(text) ?? true) continue
      wrong ??= []
      wrong.push(
        complaint({
          table,
          field: rows.get(row)!,
          place,
          constraint: 'format',
          level,
          received: text,
          isJson: true,
        }),
      )
    }
    return wrong ?? nothing
  }
}
