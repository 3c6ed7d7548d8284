/** Checks the fields of a JSON message, or of a form, against its spec. */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Fields, Json } from '../wire/reading.ts'
import type { Contract, FieldSpec, JsonType, MessageSpec, Profile } from './contract.ts'
import { isRealTime } from './iso-time.ts'
import { jsonSchemaOf, presenceOf, valueSchema, type Strictness } from './schema.ts'
import { constraintOf, lengthInWords, type Complaint, type Shape } from './shape.ts'
import { outerOf, rowOf, treeOf, typesOf, type Branch } from './tree.ts'
import { createValidator } from './validator.ts'

interface Table {
  contract: Contract
  spec: MessageSpec
  rows: Map<string, FieldSpec>
}

interface Message {
  values: Fields
  numbers: { [place: string]: string }
}

type Finder = (message: Message) => Complaint[]

/** The shape of a message of nested fields. */
export function createNestedShape(contract: Contract, spec: MessageSpec, profile: Profile): Shape {
  const table = { contract, spec, rows: new Map(spec.fields.map((field) => [field.name, field])) }
  const tree = treeOf(spec)
  const finder = (level: Strictness): Finder => {
    const validate = createValidator(isRealTime).compile(jsonSchemaOf(contract, spec, profile, level))
    const ofNumbers = numberFinder(table, profile, level)
    return (message) => [...found(table, validate, level, message), ...ofNumbers(message)]
  }
  const [must, should] = [finder('must'), finder('should')]
  return {
    spec,
    check(fields, numbers = {}) {
      const message = { values: withoutBlanks(tree, fields) as Fields, numbers }
      const broken = must(message)
      const worse = new Set(broken.map(({ place }) => place))
      return [...broken, ...should(message).filter(({ place }) => !worse.has(place))]
    },
    presence: (field, outcome) =>
      table.rows.has(field) ? presenceOf(table.rows.get(field)!, profile, outcome) : undefined,
  }
}

/** null means absent, and so does blank text where text belongs. Only the table's places are looked at. */
function withoutBlanks(branch: Branch, value: Json | undefined): Json | undefined {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string')
    return value.trim() === '' && typesOf(branch, 'must').includes('string') ? undefined : value
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return branch.each ? elements(branch.each, value) : value
  let copy: { [name: string]: Json } | undefined
  for (const [name, inner] of branch.members) {
    const member = value[name]
    const kept = withoutBlanks(inner, member)
    if (kept === member) continue
    copy ??= { ...value }
    if (kept === undefined) delete copy[name]
    else copy[name] = kept
  }
  return copy ?? value
}

/** An element that says nothing is still there, and of the wrong type. */
function elements(each: Branch, items: Json[]): Json[] {
  const kept = items.map((item) => withoutBlanks(each, item) ?? item)
  return kept.every((item, index) => item === items[index]) ? items : kept
}

function found(table: Table, validate: ValidateFunction, level: Strictness, message: Message): Complaint[] {
  if (validate(message.values)) return []
  const complaints = new Map<string, Complaint>()
  for (const error of validate.errors ?? []) {
    const { place, value } = spotOf(error, message)
    const field = fieldAt(table, place)
    const key = `${place} ${constraintOf(error)}`
    if (!field || complaints.has(key)) continue
    const constraint = constraintOf(error)
    complaints.set(
      key,
      complaint({ table, field, place, constraint, level, received: received(value, place, message) }),
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

function received(value: Json | undefined, place: string, { numbers }: Message): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  return (typeof value === 'number' ? numbers[place] : undefined) ?? JSON.stringify(value)
}

interface Trouble {
  table: Table
  field: FieldSpec
  place: string
  constraint: Complaint['constraint']
  level: Strictness
  received: string | undefined
}

function complaint({ table, field, place, constraint, level, received }: Trouble): Complaint {
  return {
    place: `${table.spec.message}/${place}`,
    field,
    format: table.contract.formats[field.format]!,
    constraint,
    level,
    expected: expectation(table, field, place, constraint, level),
    ...(received === undefined ? {} : { received }),
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
  if (constraint === 'unexpected') return `no ${place} in this answer`
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

/** Numbers are held to their format by their text, which the validator does not see. */
function numberFinder(table: Table, profile: Profile, level: Strictness): Finder {
  const { contract, spec, rows } = table
  const numeric = [...rows.values()].filter(
    (field) =>
      contract.formats[field.format]!.kind !== 'json' &&
      [field.json, ...(level === 'must' ? (field.reads ?? []) : [])].some(
        (type) => type === 'number' || type === 'integer',
      ),
  )
  if (numeric.length === 0) return () => []
  const patterns = new Map(
    numeric.map((field) => [
      field.name,
      new RegExp(String(valueSchema(contract, spec, field, profile, level)['pattern']), 'u'),
    ]),
  )
  return ({ numbers }) =>
    Object.entries(numbers).flatMap(([place, text]) => {
      const pattern = patterns.get(rowOf(place))
      if (!pattern || pattern.test(text)) return []
      const field = rows.get(rowOf(place))!
      return [complaint({ table, field, place, constraint: 'format', level, received: text })]
    })
}
