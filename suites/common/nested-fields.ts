/** Fields of contracts that nest them and give them types: no other rule speaks of their times and codes. */
import { met, type Profile } from '../../src/contract/contract.ts'
import { shapeOf } from '../../src/contract/shape.ts'
import { isHeader, outerOf, rowOf } from '../../src/contract/tree.ts'
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import { constraintRule, fieldRule, isGeneral, messageRule, once, type FieldCase } from './fields.ts'
import { sayingOf, type Message } from './premises.ts'

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

const length = constraintRule(
  'length',
  (subject, { contract }) => isWritten(subject) && subject.field.name !== contract.outcome.at,
)
const format = constraintRule(
  'format',
  (subject, { contract }) => isWritten(subject) && isGeneral(subject, contract),
)

/** What has to be there in what was said, whether success or refusal. */
function isDue({ message, field }: FieldCase, evidence: Evidence): boolean {
  const { contract, profile } = evidence
  const said = sayingOf(evidence, message.exchange)
  const outcome = said === 'success' ? 'success' : said === 'unclear' ? undefined : 'refusal'
  const shape = shapeOf(contract, message.spec, profile)
  return shape.presence(field.name, message.spec.side === 'request' ? undefined : outcome) === 'M'
}

const present = constraintRule(
  'required',
  (subject, evidence) =>
    (isGeneral(subject, evidence.contract) || subject.field.name === evidence.contract.outcome.at) &&
    isDue(subject, evidence) &&
    !misnamed(subject.message).some(({ row }) => row === subject.field.name),
)

interface Misnamed {
  row: string
  name: string
}

/** Names that are those of rows but for their case, or for blanks and signs in them. */
function misnamed(message: Message): Misnamed[] {
  const known = told.get(message.read) ?? misnamedIn(message)
  told.set(message.read, known)
  return known
}

/** It is asked for each field of a message. */
const told = new WeakMap<Message['read'], Misnamed[]>()

function misnamedIn({ read, spec }: Message): Misnamed[] {
  const { rows, alike } = namesOf(spec)
  return Object.keys(read.fields).flatMap((place) => {
    const row = rowOf(place)
    const known = alike.get(plain(row))
    const isOwn = isHeader(place) || rows.has(row) || row.endsWith('[]') || known === undefined
    return isOwn || outerOf(row) !== outerOf(known) ? [] : [{ row: known, name: place }]
  })
}

interface Names {
  rows: Set<string>
  alike: Map<string, string>
}

const names = new WeakMap<Message['spec'], Names>()

function namesOf(spec: Message['spec']): Names {
  const known = names.get(spec) ?? {
    rows: new Set(spec.fields.map(({ name }) => name)),
    alike: new Map(spec.fields.map(({ name }) => [plain(name), name])),
  }
  names.set(spec, known)
  return known
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '')

const named = messageRule(
  'fields.named',
  'Every element is spelt as in the contract, capital letters included.',
  'must',
  (message, { profile }) => [
    ...misnamed(message).map(({ row, name }) => ({
      expected: row,
      received: JSON.stringify(name),
      place: `${message.spec.message}/${row}`,
    })),
    ...Object.entries(message.read.json?.aliases ?? {})
      .filter(([place, name]) => !isWelcome(message, place, name, profile))
      .map(([place, name]) => ({
        expected: rowOf(place),
        received: name,
        level: 'should' as const,
        place: `${message.spec.message}/${rowOf(place)}`,
      })),
  ],
)

function isWelcome({ spec }: Message, place: string, written: string, profile: Profile): boolean {
  const row = spec.fields.find(({ name }) => name === rowOf(place))
  return (row?.aliases ?? []).some(({ name, welcome }) => name === written && met(welcome, profile))
}

/** For contracts whose fields are nested and have types. */
export const nestedMembers: Rule[] = [typed, present, length, format, named, once]
