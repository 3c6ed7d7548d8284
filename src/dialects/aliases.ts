/** Names that a document spells in several ways: read as the row spells them, written as the profile wants them. */
import { elementAt, memberAt, put, stepsTo } from '../wire/json-place.ts'
import { bodyOf } from '../wire/json-merge.ts'
import type { Fields, Json, Read } from '../wire/reading.ts'
import { met, type FieldSpec, type MessageSpec, type Profile } from '../contract/contract.ts'
import { isHeader, treeOf, type Branch } from '../contract/tree.ts'

type Naming = (branch: Branch, name: string, object: { [name: string]: Json }) => string

interface Notes {
  fields: Fields
  numbers: { [place: string]: string }
  aliases: { [place: string]: string }
}

/**
 * A message whose members are named as in their rows. Where it spells one otherwise stands in `json.aliases`; a name
 * that is there in both spellings is left alone, and is a name without a row then.
 */
export function withoutAliases(spec: MessageSpec, read: Read): Read {
  if (!read.json || !mayHave(spec, read.fields)) return read
  const notes: Notes = { fields: {}, numbers: {}, aliases: {} }
  const body = outermostOf(read.fields)
  note(treeOf(spec), body, { read, notes, from: '', to: '' })
  if (Object.keys(notes.aliases).length === 0) return read
  return {
    ...read,
    fields: { ...notes.fields, ...headsOf(read.fields) },
    order: read.order.map((name) => canonical(treeOf(spec), name, body)),
    json: { ...read.json, numbers: notes.numbers, aliases: notes.aliases },
  }
}

/** Members of a message that is to be written, named as the profile spells them; spared rows keep their names. */
export function asSpelt(spec: MessageSpec, fields: Fields, profile: Profile, spare: string[] = []): Fields {
  const naming = spellingUnder(profile, new Set(spare.map((row) => row.replace(/^.*\./, ''))))
  return { ...headsOf(fields), ...renamed(treeOf(spec), bodyOf(fields), naming) }
}

const names = new WeakMap<MessageSpec, Set<string>>()

/** True where some place ends in an alias; nearly no message has one, and this is all that is done for it then. */
function mayHave(spec: MessageSpec, fields: Fields): boolean {
  const known =
    names.get(spec) ?? new Set(spec.fields.flatMap(({ aliases = [] }) => aliases.map(({ name }) => name)))
  names.set(spec, known)
  return Object.keys(fields).some((place) => known.has(place.slice(place.lastIndexOf('.') + 1)))
}

const headsOf = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([place]) => isHeader(place)))

/** The outermost members of a body that was read; all others stand inside of them too. */
function outermostOf(fields: Fields): Fields {
  const body: Fields = {}
  for (const [place, value] of Object.entries(fields)) {
    const [name, ...more] = isHeader(place) ? [] : stepsTo(place)
    if (name !== undefined && more.length === 0) put(body, String(name), value)
  }
  return body
}

const canonical: Naming = (branch, name, object) => {
  if (branch.members.has(name)) return name
  const found = [...branch.members].find(([, { field }]) => isAlias(field, name))?.[0]
  return found === undefined || found in object ? name : found
}

const isAlias = (field: FieldSpec | undefined, name: string): boolean =>
  field?.aliases?.some((alias) => alias.name === name) ?? false

const spellingUnder =
  (profile: Profile, spared: Set<string>): Naming =>
  (branch, name) => {
    if (spared.has(name)) return name
    const aliases = branch.members.get(name)?.field?.aliases ?? []
    return aliases.find(({ welcome }) => met(welcome, profile))?.name ?? name
  }

function renamed(branch: Branch | undefined, object: { [name: string]: Json }, naming: Naming): Fields {
  const copy: Fields = {}
  for (const [name, value] of Object.entries(object)) {
    const other = branch ? naming(branch, name, object) : name
    put(copy, other, inner(branch && (branch.members.get(other) ?? branch.members.get(name)), value, naming))
  }
  return copy
}

function inner(branch: Branch | undefined, value: Json, naming: Naming): Json {
  if (Array.isArray(value)) return value.map((item) => inner(branch?.each, item, naming))
  if (typeof value !== 'object' || value === null || !branch) return value
  return renamed(branch, value, naming)
}

interface Walk {
  read: Read
  notes: Notes
  /** The place as it was read, and as its rows spell it. */
  from: string
  to: string
}

/** Enters everything under its place, as a reader does, and the numbers and spellings with it. */
function note(branch: Branch | undefined, value: Json, walk: Walk): void {
  const { read, notes, from, to } = walk
  const number = read.json!.numbers[from]
  if (number !== undefined) notes.numbers[to] = number
  if (Array.isArray(value))
    value.forEach((item, index) => {
      const place = elementAt(to, index)
      put(notes.fields, place, inner(branch?.each, item, canonical))
      note(branch?.each, item, { ...walk, from: elementAt(from, index), to: place })
    })
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      const other = branch ? canonical(branch, name, value) : name
      const place = memberAt(to, other)
      const next = branch?.members.get(other)
      if (other !== name) notes.aliases[place] = name
      put(notes.fields, place, inner(next, member, canonical))
      note(next, member, { ...walk, from: memberAt(from, name), to: place })
    }
}
