/** Legal peculiarities of a JSON request, each with the rule that protects it and the place where it is. */
import { met, type FieldSpec, type MessageSpec, type Profile } from '../../src/contract/contract.ts'
import { isoInstant } from '../../src/contract/iso-time.ts'
import { lengthOf } from '../../src/contract/schema.ts'
import { isoIn } from '../../src/contract/time-text.ts'
import { isHeader, outerOf, rowOf, treeOf, type Branch } from '../../src/contract/tree.ts'
import type { Evidence } from '../../src/judge/rule.ts'
import { bytesOf, type Exchange, type Headers } from '../../src/wire/exchange.ts'
import { headerIn } from '../../src/wire/json-place.ts'
import { minified } from '../../src/wire/json-minify.ts'
import { text, type Json } from '../../src/wire/reading.ts'
import { ofMessage, requests, type Message } from './premises.ts'

export interface Oddity {
  rule: string
  at: string
}

/** What is unusual about a request; nothing about one that cannot be read. */
export function jsonOddities(evidence: Evidence, exchange: Exchange): Oddity[] {
  const message = requests(evidence).get(exchange)
  return message ? odditiesOf(evidence, message) : []
}

const odditiesOf = ofMessage((evidence, message): Oddity[] => [
  ...unknownMembers(message),
  ...spellings(message, evidence.profile),
  ...message.spec.fields.flatMap((field) =>
    isHeader(field.name) ? headerOddities(evidence, message, field) : bodyOddities(evidence, message, field),
  ),
  ...layout(message),
])

function unknownMembers({ read, spec }: Message): Oddity[] {
  const rows = rowsOf(spec)
  return Object.keys(read.fields)
    .filter((place) => !isHeader(place) && !place.endsWith(']') && !rows.has(place))
    .filter((place) => isUnknown(treeOf(spec), rowOf(place)))
    .map((at) => ({ rule: 'json.unknown-member', at }))
}

const known = new WeakMap<MessageSpec, Set<string>>()

function rowsOf(spec: MessageSpec): Set<string> {
  const rows = known.get(spec) ?? new Set(spec.fields.map(({ name }) => name))
  known.set(spec, rows)
  return rows
}

/** Not a row, and not inside of what may hold anything. */
function isUnknown(tree: Branch, row: string): boolean {
  if (branchAt(tree, row)?.field) return false
  const around = outerOf(row)
  return around === undefined || (branchAt(tree, around)?.members.size ?? 0) > 0
}

function branchAt(tree: Branch, row: string): Branch | undefined {
  const steps = row.split(/\.|(?=\[\])/)
  return steps.reduce<Branch | undefined>(
    (branch, step) => (step === '[]' ? branch?.each : branch?.members.get(step)),
    tree,
  )
}

/** Spelt in another way than is usual under the profile, where the document knows both. */
function spellings({ read, spec }: Message, profile: Profile): Oddity[] {
  const written = read.json?.aliases ?? {}
  return spec.fields.flatMap(({ name, aliases = [] }) => {
    const usual = aliases.find(({ welcome }) => met(welcome, profile))?.name
    if (usual === undefined) return []
    return placesOf(read.fields, name).flatMap((at) =>
      written[at] === usual ? [] : [{ rule: 'json.spellings', at }],
    )
  })
}

function bodyOddities({ contract }: Evidence, { read, spec }: Message, field: FieldSpec): Oddity[] {
  const { kind } = contract.formats[field.format]!
  return placesOf(read.fields, field.name).flatMap((at): Oddity[] => {
    const value = read.fields[at]
    if (isFree(spec, field)) return [{ rule: 'json.additional', at }]
    if (typeof value !== 'string') return []
    if (value.trim() === '') return [{ rule: 'json.empty', at }]
    if (kind === 'decimal') return isLarge(value) ? both(at, 'amounts.range', 'amounts.exact') : []
    if (kind === 'text' && isFull(field, value)) return [{ rule: 'refusals.limits', at }]
    return /[^\0-~]/.test(value) ? [{ rule: 'json.text', at }] : []
  })
}

const both = (at: string, ...rules: string[]): Oddity[] => rules.map((rule) => ({ rule, at }))

/** Places of a message that belong to a row. */
const placesOf = (fields: { [place: string]: Json }, row: string): string[] =>
  row.includes('[]')
    ? Object.keys(fields).filter((place) => rowOf(place) === row)
    : row in fields
      ? [row]
      : []

/** An object of which the table says nothing but that it is one. */
export function isFree({ fields }: MessageSpec, { name, json }: FieldSpec): boolean {
  return json === 'object' && !fields.some((other) => other.name.startsWith(`${name}.`))
}

/** Thirteen digits before the dot: as many as a careless program loses some of. */
const isLarge = (value: string): boolean => /^\d{13,}(?:\.|$)/.test(value)

const isFull = ({ length }: FieldSpec, value: string): boolean => {
  const { least, most } = lengthOf(length)
  return most > least && [...value].length === most
}

function headerOddities({ contract, profile }: Evidence, message: Message, field: FieldSpec): Oddity[] {
  const { name } = field
  const { time } = contract.places
  const value = text(message.read, name)
  if (value === undefined) return []
  const zone = (clock: string) => /[+-]\d{2}:?\d{2}$|Z$/.exec(clock)?.[0]
  return [
    ...(isOddlyCased(message.exchange.request.headers, name)
      ? [{ rule: 'headers.case', at: 'header:' }]
      : []),
    ...(contract.formats[field.format]!.kind === 'text' && isFull(field, value)
      ? [{ rule: 'headers.length', at: name }]
      : []),
    ...(name === 'header:Content-Type' && value !== 'application/json'
      ? [{ rule: 'headers.content-type', at: name }]
      : []),
    ...(name === time && profile['timestampHeader'] !== 'isoZ' && zone(value) !== usualZone(profile, value)
      ? [{ rule: 'headers.offsets', at: name }]
      : []),
  ]
}

/** What a time ends in that is written as agreed. */
function usualZone({ timezone, timestampHeader }: Profile, value: string): string | undefined {
  if (timestampHeader === 'isoMillis') return 'Z'
  return isoIn(isoInstant(value) ?? 0, String(timezone ?? 'UTC')).slice(19)
}

function isOddlyCased(headers: Headers, place: string): boolean {
  const wanted = headerIn(place)!
  return headers.some(([name]) => name !== wanted && name.toLowerCase() === wanted.toLowerCase())
}

/** Blanks between tokens, and escapes that nothing needs. */
function layout({ exchange }: Message): Oddity[] {
  const bytes = bytesOf(exchange.request.body)
  const isPlain = minified(bytes).equals(bytes) && !/\\[/u]/.test(bytes.toString())
  return isPlain ? [] : [{ rule: 'signatures.minified', at: 'body' }]
}
