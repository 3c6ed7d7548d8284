/** Each row of a field table is a clause too: `IDM-PAY-RES-RECEIPTCODE`. Derived from the specs, so none is forgotten. */
import {
  writerOf,
  type Clause,
  type Contract,
  type FieldSpec,
  type MessageSpec,
} from '../contract/contract.ts'
import { outerOf } from '../contract/tree.ts'

export interface FieldClause extends Clause {
  row: { message: string; field: string }
}

const derived = new WeakMap<Contract, FieldClause[]>()

/** The rules that judge what a field holds, whatever the field. */
const general = [
  'fields.present',
  'fields.unwanted',
  'fields.type',
  'fields.length',
  'fields.format',
  'fields.named',
  'fields.once',
  'json.content-type',
  'clocks.format',
  'clocks.range',
  'clocks.calendar',
]
const special = [
  'amounts.format',
  'amounts.big',
  'codes.format',
  'codes.described',
  'payment.receipt',
  'signatures.present',
  'signatures.format',
]

export function fieldClauses(contract: Contract): FieldClause[] {
  const known = derived.get(contract)
  if (known) return known
  const made = Object.values(contract.messages).flatMap((spec) =>
    spec.fields.map((field) => clauseOf(contract, spec, field)),
  )
  derived.set(contract, made)
  return made
}

function clauseOf(contract: Contract, spec: MessageSpec, field: FieldSpec): FieldClause {
  const role = writerOf(contract.operations[spec.operation]?.from ?? 'client', spec.side)
  const place = `${spec.message}/${field.name}`
  return {
    id: `${spec.clauses}-${field.name.toUpperCase()}`,
    section: `Fields of ${spec.message}`,
    says: `${field.name}: ${field.says}`,
    level: isMandatory(spec, field) ? 'must' : 'may',
    basis: 'text',
    source: `${spec.source}, row ${field.no}`,
    ...(field.errata ? { errata: field.errata } : {}),
    row: { message: spec.message, field: field.name },
    judges: [role],
    rules: { [role]: [...general, ...special].map((rule) => `${rule}@${place}`) },
  }
}

/** What is mandatory inside of something optional need never be there. */
function isMandatory(spec: MessageSpec, { name, presence }: FieldSpec): boolean {
  const outer = outerOf(name)
  const around = outer === undefined ? undefined : rowAround(spec, outer)
  return presence === 'M' && (around === undefined || isMandatory(spec, around))
}

/** The row of a place, or the next one around it that the table has: an element of a list has none. */
function rowAround(spec: MessageSpec, place: string): FieldSpec | undefined {
  const outer = outerOf(place)
  return (
    spec.fields.find(({ name }) => name === place) ??
    (outer === undefined ? undefined : rowAround(spec, outer))
  )
}
