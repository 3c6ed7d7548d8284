/** Fields of contracts that nest them and give them types: no other rule speaks of their times and codes. */
import type { Rule } from '../../src/judge/rule.ts'
import { fieldRule, isGeneral, named, once, present, type FieldCase } from './fields.ts'

const typed = fieldRule(
  'fields.type',
  'Every field has the JSON type of its row.',
  ({ message: { read }, at }) => (read.fields[at] ?? null) !== null,
  ({ constraint }) => constraint === 'type',
)

/** Amounts have rules of their own, and so has what is of another type. */
const isWritten = ({ value, kind, complaints }: FieldCase): boolean =>
  value !== undefined &&
  kind !== 'decimal' &&
  kind !== 'json' &&
  complaints.every(({ constraint }) => constraint !== 'type')

const length = fieldRule(
  'fields.length',
  'Every field is as long as its row of the table allows.',
  (subject, { contract }) => isWritten(subject) && subject.field.name !== contract.outcome.at,
  ({ constraint }) => constraint === 'length',
)

const format = fieldRule(
  'fields.format',
  'Every field holds only the characters that its format allows.',
  (subject, { contract }) => isWritten(subject) && isGeneral(subject, contract),
  ({ constraint }) => constraint === 'format',
)

/** For contracts whose fields are nested and have types. */
export const nestedMembers: Rule[] = [typed, present, length, format, named, once]
