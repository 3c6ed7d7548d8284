/** Turns a field spec into JSON Schema: what a message must keep, and, apart, what it should keep. */
import type { Contract, FieldSpec, MessageSpec, Presence, Profile, Tolerance } from './contract.ts'
import { isNested, met } from './contract.ts'
import { nestedSchemaOf } from './schema-nested.ts'

export type Strictness = 'must' | 'should'
export interface JsonSchema {
  [keyword: string]: unknown
}

/** Least and most characters of `8`, `1..20`, `1..` or `..100`. */
export function lengthOf(length: string): { least: number; most: number } {
  const [least = '', most] = length.split('..')
  if (most === undefined) return { least: Number(least), most: Number(least) }
  return { least: Number(least || 0), most: most === '' ? Infinity : Number(most) }
}

/** Presence of a field under a profile, on success or on refusal. */
export function presenceOf(field: FieldSpec, profile: Profile, outcome?: 'success' | 'refusal'): Presence {
  const byOutcome =
    outcome === 'success' ? field.onSuccess : outcome === 'refusal' ? field.onRefusal : undefined
  return (
    field.when?.find((condition) => met(condition.profile, profile))?.presence ?? byOutcome ?? field.presence
  )
}

/**
 * JSON Schema 2020-12 of a message. Blank values are to be dropped before validating: in XML an empty
 * element and an absent one both mean "no value", and in JSON an empty string and null do.
 */
export function jsonSchemaOf(
  contract: Contract,
  spec: MessageSpec,
  profile: Profile,
  strictness: Strictness,
): JsonSchema {
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${contract.title} ${spec.message}: what it ${strictness} keep`,
    description: spec.source,
  }
  if (isNested(contract)) return { ...head, ...nestedSchemaOf(contract, spec, profile, strictness) }
  return {
    ...head,
    type: 'object',
    properties: Object.fromEntries(
      spec.fields.map((field) => [field.name, valueSchema(contract, spec, field, profile, strictness)]),
    ),
    ...(spec.side === 'request'
      ? { allOf: [demands(spec, profile, strictness)] }
      : byOutcome(contract, spec, profile, strictness)),
  }
}

function byOutcome(
  contract: Contract,
  spec: MessageSpec,
  profile: Profile,
  strictness: Strictness,
): JsonSchema {
  const { at, success, format } = contract.outcome
  const always = {
    required: spec.fields
      .filter((f) => f.presence === 'M' && !f.onSuccess && !f.onRefusal)
      .map((f) => f.name),
  }
  const code = { properties: { [at]: { enum: success } }, required: [at] }
  const legible = { properties: { [at]: { pattern: contract.formats[format]?.pattern } }, required: [at] }
  return {
    ...(strictness === 'must' ? always : {}),
    allOf: [
      { if: code, then: demands(spec, profile, strictness, 'success') },
      { if: { allOf: [legible, { not: code }] }, then: demands(spec, profile, strictness, 'refusal') },
    ],
  }
}

function demands(
  spec: MessageSpec,
  profile: Profile,
  strictness: Strictness,
  outcome?: 'success' | 'refusal',
): JsonSchema {
  const named = (presence: Presence) =>
    spec.fields.filter((f) => presenceOf(f, profile, outcome) === presence).map((f) => f.name)
  if (strictness === 'must') return { required: named('M') }
  return { required: named('S'), properties: Object.fromEntries(named('X').map((name) => [name, false])) }
}

/** JSON Schema of a value that is text. */
export function valueSchema(
  contract: Contract,
  spec: MessageSpec,
  field: FieldSpec,
  profile: Profile,
  strictness: Strictness,
): JsonSchema {
  const format = contract.formats[field.format]!
  const spellings = [
    format.pattern,
    ...tolerated(contract, spec, field, profile, strictness).map(({ pattern }) => pattern),
  ]
  const pattern = spellings.length === 1 ? spellings[0]! : spellings.map((one) => `(?:${one})`).join('|')
  const schema: JsonSchema = { type: 'string', description: field.says }
  if (format.kind === 'datetime') return { ...schema, pattern, format: 'date-and-time' }
  if (format.kind === 'enum' && spellings.length === 1 && format.values && !field.reads)
    return { ...schema, pattern, enum: format.values }
  if (format.kind === 'code' || format.kind === 'enum' || format.kind === 'json')
    return { ...schema, pattern }
  if (format.kind === 'decimal') return { ...schema, pattern: wholeDigits(field.length, pattern) }
  if (format.kind === 'hex') return { ...schema, pattern: digits(field.length, pattern) }
  return { ...schema, pattern, ...lengths(strictness === 'must' ? field.length : field.soft) }
}

/** Digits before the point are counted without leading zeros. */
function wholeDigits(length: string, pattern: string): string {
  const { most } = lengthOf(length)
  return most === Infinity ? pattern : `^(?=0*\\d{1,${most}}(?:\\.|$))(?:${pattern})`
}

/** Hexadecimal digits are counted without the white space that a line break in a value leaves. */
function digits(length: string, pattern: string): string {
  const { least, most } = lengthOf(length)
  return `^(?=(?:\\s*[^\\s]){${least},${most}}\\s*$)(?:${pattern})`
}

function lengths(length: string | undefined): JsonSchema {
  if (length === undefined) return {}
  const { least, most } = lengthOf(length)
  return { ...(least > 0 ? { minLength: least } : {}), ...(most < Infinity ? { maxLength: most } : {}) }
}

/** Other spellings that this strictness lets pass: every tolerated one under must, only welcome ones under should. */
export function tolerated(
  contract: Contract,
  spec: MessageSpec,
  field: FieldSpec,
  profile: Profile,
  strictness: Strictness,
): Tolerance[] {
  const own = (contract.formats[field.format]!.tolerates ?? []).filter(
    ({ side, when = {} }) => (side === undefined || side === spec.side) && met(when, profile),
  )
  const named = (field.tolerates ?? []).map((name) => contract.formats[name]!)
  const all: Tolerance[] = [...own, ...named]
  return strictness === 'must' ? all : all.filter(({ welcome }) => met(welcome, profile))
}
