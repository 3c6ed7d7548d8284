/** Messages of a contract as OpenAPI wants them: bodies apart from headers, strict forms only. */
import {
  met,
  type Contract,
  type FieldSpec,
  type Format,
  type MessageSpec,
  type Profile,
} from './contract.ts'
import { jsonSchemaOf, presenceOf, type JsonSchema } from './schema.ts'
import { isHeader, isPseudoHeader } from './tree.ts'

/** A header that a message carries. */
export interface HeaderRow {
  name: string
  required: boolean
  description: string
  schema: JsonSchema
}

/** Headers that OpenAPI describes in another way. */
const told = new Set(['accept', 'authorization', 'content-type'])

/** The headers of a message. */
export function headersOf(contract: Contract, spec: MessageSpec, profile: Profile): HeaderRow[] {
  const { properties } = strictSchema(contract, spec, profile)
  return spec.fields
    .filter(({ name }) => isHeader(name) && !isPseudoHeader(name) && !told.has(bare(name).toLowerCase()))
    .map((field) => ({
      name: bare(field.name),
      required: presenceOf(field, profile) === 'M',
      description: field.says,
      schema: (properties as { [name: string]: JsonSchema })[field.name]!,
    }))
}

const bare = (name: string): string => name.slice('header:'.length)

/** JSON Schema of a body, with examples of nothing that is tolerated only. */
export function bodySchema(contract: Contract, spec: MessageSpec, profile: Profile): JsonSchema {
  const { $schema: _dialect, title: _title, allOf, ...schema } = strictSchema(contract, spec, profile)
  // A body alone does not tell an outcome that a header tells.
  const conditions = allOf === undefined || isHeader(contract.outcome.at) ? {} : { allOf }
  return { title: spec.title, ...(withoutHeaders({ ...schema, ...conditions }) as JsonSchema) }
}

/** What one outcome demands of a body, where an answer tells its outcome by a header; undefined for nothing. */
export function demandsOf(
  contract: Contract,
  spec: MessageSpec,
  profile: Profile,
  outcome: 'success' | 'refusal',
): JsonSchema | undefined {
  const { allOf = [] } = strictSchema(contract, spec, profile) as { allOf?: Condition[] }
  const found = allOf.find((one) => ('allOf' in one.if ? 'refusal' : 'success') === outcome)
  return found && (withoutHeaders(found.then) as JsonSchema)
}

interface Condition {
  if: JsonSchema
  then: JsonSchema
}

/** What the message must keep when nothing is tolerated. */
function strictSchema(contract: Contract, spec: MessageSpec, profile: Profile): JsonSchema {
  const formats = Object.entries(contract.formats).map(
    ([name, format]) => [name, strict(format, profile)] as const,
  )
  const fields = spec.fields.map(({ tolerates: _named, reads: _types, ...field }): FieldSpec => field)
  const plain = { ...contract, formats: Object.fromEntries(formats) }
  const schema = jsonSchemaOf(plain, { ...spec, fields }, profile, 'must')
  // The name of our own check of dates means nothing to others; the pattern stays.
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (isOwn(key, value) ? undefined : value)),
  ) as JsonSchema
}

const isOwn = (key: string, value: unknown): boolean => key === 'format' && value === 'date-and-time'

function strict({ tolerates = [], ...format }: Format, profile: Profile): Format {
  return { ...format, tolerates: tolerates.filter(({ welcome }) => met(welcome, profile)) }
}

/** The schema without whatever it says of headers, in its conditions too. */
function withoutHeaders(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !isHeaderName(one)).map(withoutHeaders)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !isHeaderName(name))
      .map(([name, inner]) => [name, withoutHeaders(inner)]),
  )
}

const isHeaderName = (value: unknown): boolean => typeof value === 'string' && isHeader(value)
