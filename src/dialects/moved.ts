/** Members that a profile has inside of another member: read at the place of their row, and written where they stand. */
import { memberAt } from '../wire/json-place.ts'
import { met, type FieldSpec, type MessageSpec, type Profile } from '../contract/contract.ts'
import type { Fields, Json, Read } from '../wire/reading.ts'

type Moved = FieldSpec & { moved: { into: string } }

const movedIn = ({ fields }: MessageSpec, profile: Profile): Moved[] =>
  fields.filter((row): row is Moved => row.moved !== undefined && met(row.moved.when, profile))

/** A message with moved members at the places of their rows too; one that is there itself stands for both. */
export function withoutMoves(spec: MessageSpec, read: Read, profile: Profile): Read {
  return movedIn(spec, profile).reduce(
    (known, { name, moved: { into } }) => lifted(known, memberAt(into, name), name),
    read,
  )
}

function lifted(read: Read, from: string, to: string): Read {
  if (read.fields[from] === undefined || read.fields[to] !== undefined) return read
  const { json } = read
  return {
    ...read,
    fields: copied(read.fields, from, to),
    ...(json && { json: { ...json, numbers: copied(json.numbers, from, to) } }),
  }
}

/** Everything at a place and inside of it, at another place as well. */
function copied<Value>(
  all: { [place: string]: Value },
  from: string,
  to: string,
): { [place: string]: Value } {
  const isWithin = (place: string) => place === from || /^[.[]/.test(place.slice(from.length))
  const found = Object.entries(all).filter(([place]) => place.startsWith(from) && isWithin(place))
  return {
    ...all,
    ...Object.fromEntries(found.map(([place, value]) => [to + place.slice(from.length), value])),
  }
}

/** Members of a message that is to be written, each where the profile has it. */
export function asMoved(spec: MessageSpec, fields: Fields, profile: Profile): Fields {
  return movedIn(spec, profile).reduce(
    (known, { name, moved: { into } }) => lowered(known, name, into),
    fields,
  )
}

function lowered(fields: Fields, name: string, into: string): Fields {
  const { [name]: value, ...others } = fields
  const around = fields[into] ?? {}
  if (value === undefined || !isObject(around)) return fields
  return { ...others, [into]: { ...around, [name]: value } }
}

const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
