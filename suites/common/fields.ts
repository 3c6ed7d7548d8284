/** Presence, length, format, spelling and order of the fields that the party on trial writes. */
import type { Contract, FieldSpec, Format, Level } from '../../src/contract/contract.ts'
import { shapeOf, type Complaint } from '../../src/contract/shape.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { outerOf } from '../../src/contract/tree.ts'
import { text, type Flaw, type Read } from '../../src/wire/reading.ts'
import { excusedEchoes } from './excused.ts'
import { sayingOf, written, type Message } from './premises.ts'

export interface FieldCase extends Case {
  message: Message
  field: FieldSpec
  /** Its place in the message: the row's, with numbers for elements of arrays. */
  at: string
  kind: Format['kind']
  /** The field's value; undefined when it is absent or blank. */
  value: string | undefined
  complaints: Complaint[]
}

/** Every field that a written message has or lacks, with what its spec says of it. */
const fieldCases = premise((evidence: Evidence): FieldCase[] =>
  written(evidence).flatMap((message) => casesOf(evidence, message)),
)

function casesOf(evidence: Evidence, message: Message): FieldCase[] {
  const excused = excusedEchoes(evidence, message)
  return message.spec.fields
    .filter(({ name }) => !excused.has(name))
    .flatMap((field) => {
      const places = placesIn(message.read, field.name)
      return places.map((at) => ({
        message,
        field,
        at,
        kind: evidence.contract.formats[field.format]!.kind,
        value: valueIn(message, at),
        exchanges: [message.exchange],
        place: `${message.spec.message}/${field.name}`,
        complaints: complaintsAt(message, field, places.length === 1 ? undefined : at),
      }))
    })
}

/** What is wrong with a field; of one that an array has many of, with one of them. */
function complaintsAt({ complaints, spec }: Message, field: FieldSpec, at: string | undefined): Complaint[] {
  if (complaints.length === 0) return complaints
  return complaints.filter(
    (one) => one.field === field && (at === undefined || one.place === `${spec.message}/${at}`),
  )
}

/** Where a row speaks of a message: nowhere without what it is nested in, once in each element of an array. */
function placesIn(read: Read, row: string): string[] {
  const around = outerOf(row)
  if (around === undefined) return [row]
  const step = row.slice(around.length)
  return placesIn(read, around).flatMap((place) => {
    const value = read.fields[place]
    if (Array.isArray(value)) return step === '[]' ? value.map((_item, index) => `${place}[${index}]`) : []
    return step !== '[]' && typeof value === 'object' && value !== null ? [place + step] : []
  })
}

/** A view of the complaints about fields: which fields, and which constraint. */
export function fieldRule(
  id: string,
  says: string,
  speaksOf: (subject: FieldCase, evidence: Evidence) => boolean,
  complains: (complaint: Complaint, subject: FieldCase) => boolean,
  { level = 'must', about = ['server', 'client'] }: { level?: Level; about?: Rule['about'] } = {},
): Rule {
  return rule<FieldCase>({
    id,
    says,
    level,
    about,
    over: (evidence) => fieldCases(evidence).filter((subject) => speaksOf(subject, evidence)),
    holds: (subject) =>
      subject.complaints
        .filter((one) => complains(one, subject))
        .map((one) => problemOf(one, subject.message.read)),
  })
}

function problemOf({ expected, received, isJson, level, field }: Complaint, read: Read): Problem {
  if (received !== undefined)
    return { expected, received: isJson ? received : JSON.stringify(received), level }
  return { expected, received: `${field.name in read.fields ? 'a blank' : 'no'} ${field.name}`, level }
}

function valueIn({ read }: Message, name: string): string | undefined {
  const value = text(read, name)
  return value === undefined || value.trim() === '' ? undefined : value
}

/** Fields that have no rule of their own, as outcome and signature have. */
export function isGeneral({ field }: FieldCase, contract: Contract): boolean {
  return (
    field.name !== contract.outcome.text &&
    field.name !== contract.outcome.at &&
    field.name !== contract.signature?.at &&
    field.name !== 'header:Content-Type'
  )
}

function isPlain({ kind, value }: FieldCase): boolean {
  return value !== undefined && (kind === 'text' || kind === 'hex' || kind === 'enum')
}

/** Mandatory in what was said, whether success or refusal; a field that only a success must have is another rule's. */
function isMandatory({ message, field }: FieldCase, evidence: Evidence): boolean {
  if (field.presence !== 'M' && !field.when) return false
  if (message.spec.side === 'request')
    return shapeOf(evidence.contract, message.spec, evidence.profile).presence(field.name) === 'M'
  const saying = sayingOf(evidence, message.exchange)
  return field.onRefusal === undefined || saying !== 'unclear'
}

/** The name that an element was given instead, differing in case only. */
export function misspelt({ read }: Message, name: string): string | undefined {
  return name in read.fields
    ? undefined
    : read.order.find((one) => one !== name && one.toLowerCase() === name.toLowerCase())
}

const constraints = {
  required: ['fields.present', 'Every mandatory field is there and not blank.'],
  length: ['fields.length', 'Every field is as long as its row of the table allows.'],
  format: ['fields.format', 'Every field holds only the characters that its format allows.'],
} as const

/** A rule about one constraint; contracts differ in the fields that it is for. */
export function constraintRule(
  constraint: keyof typeof constraints,
  speaksOf: (subject: FieldCase, evidence: Evidence) => boolean,
): Rule {
  const [id, says] = constraints[constraint]
  return fieldRule(id, says, speaksOf, (one) => one.constraint === constraint)
}

/** What is mandatory is there. */
export const present = constraintRule(
  'required',
  (subject, evidence) =>
    isMandatory(subject, evidence) &&
    (isGeneral(subject, evidence.contract) || subject.field.name === evidence.contract.outcome.at) &&
    misspelt(subject.message, subject.field.name) === undefined,
)

const isPlainly = (subject: FieldCase, { contract }: Evidence): boolean =>
  isPlain(subject) && isGeneral(subject, contract)
const length = constraintRule('length', isPlainly)
const format = constraintRule('format', isPlainly)

interface MessageCase extends Case {
  message: Message
}

/** A rule about whole messages that the party on trial writes. */
export function messageRule(
  id: string,
  says: string,
  level: Level,
  holds: (message: Message, evidence: Evidence) => Problem[],
): Rule {
  return rule<MessageCase>({
    id,
    says,
    level,
    about: ['server', 'client'],
    over: (evidence) =>
      written(evidence).map((message) => ({
        message,
        exchanges: [message.exchange],
        place: message.spec.message,
      })),
    holds: ({ message }, evidence) => holds(message, evidence),
  })
}

const flawed = (kind: Flaw['kind'], expected: string) => (message: Message) =>
  message.read.flaws
    .filter((flaw) => flaw.kind === kind)
    .map(({ at, says }) => ({ expected, received: says, place: `${message.spec.message}/${at}` }))

/** Names are spelt as in the table. */
export const named = messageRule(
  'fields.named',
  'Every element is spelt as in the contract, capital letters included.',
  'must',
  (message) =>
    message.spec.fields.flatMap(({ name }) => {
      const found = misspelt(message, name)
      return found === undefined
        ? []
        : [{ expected: name, received: found, place: `${message.spec.message}/${name}` }]
    }),
)

/** No name occurs twice. */
export const once = messageRule(
  'fields.once',
  'No element occurs twice in a message.',
  'must',
  flawed('duplicate', 'each element once'),
)

/** No white space around values. */
export const unpadded = messageRule(
  'fields.unpadded',
  'Values carry no white space around them.',
  'should',
  (message, { contract }) =>
    flawed(
      'padding',
      'a value without white space around it',
    )(message).filter(({ place }) => {
      const kind =
        contract.formats[message.spec.fields.find(({ name }) => place.endsWith(`/${name}`))?.format ?? '']
          ?.kind
      return kind !== 'datetime' && kind !== 'code'
    }),
)

const known = messageRule(
  'fields.known',
  'A message carries no element beyond its table.',
  'should',
  (message, { contract }) => {
    const names = new Set(message.spec.fields.map(({ name }) => name.toLowerCase()))
    const extra = [...new Set(message.read.order)].filter(
      (name) => !names.has(name.toLowerCase()) && name !== contract.signature?.at,
    )
    return extra.map((name) => ({
      expected: 'the elements of the table only',
      received: name,
      place: `${message.spec.message}/${name}`,
    }))
  },
)

const order = messageRule('fields.order', 'Elements come in the order of the table.', 'should', (message) => {
  const rank = new Map(message.spec.fields.map(({ name }, index) => [name, index]))
  for (const [first, second] of message.spec.swaps ?? []) rank.set(second, rank.get(first)!)
  const ranks = message.read.order
    .filter((name) => rank.has(name))
    .map((name) => ({ name, at: rank.get(name)! }))
  const late = ranks.find(({ at }, index) => index > 0 && at < ranks[index - 1]!.at)
  return late
    ? [
        {
          expected: `${late.name} before ${ranks[ranks.indexOf(late) - 1]!.name}`,
          received: ranks.map(({ name }) => name).join(', '),
        },
      ]
    : []
})

/** For contracts whose fields have no order and may have company. */
export const members: Rule[] = [present, length, format, named, once, unpadded]

export const fields: Rule[] = [...members, known, order]
