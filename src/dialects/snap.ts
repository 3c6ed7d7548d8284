/** The national standard seals a message as JSON with headers among its fields, and signs the bytes of requests. */
import { type Contract, type MessageSpec, type Profile, messageOf } from '../contract/contract.ts'
import { isHeader } from '../contract/tree.ts'
import type { SignatureVerdict } from '../wire/exchange.ts'
import type { About } from '../wire/header-fields.ts'
import { headerAt, headerIn } from '../wire/json-place.ts'
import { readJson } from '../wire/json-read.ts'
import { readJsonStrict } from '../wire/json-strict.ts'
import { writeJson } from '../wire/json-write.ts'
import type { Fields, Reading } from '../wire/reading.ts'
import { asSpelt, withoutAliases } from './aliases.ts'
import type { Call, Dialect, Draft, Keys, Raw, Sealed, Side } from './dialect.ts'
import { headersOf } from './headers.ts'
import { asMoved, withoutMoves } from './moved.ts'
import { operationAt, pathIn, pathOf } from './snap-paths.ts'

export { keys } from './snap-parties.ts'

type Read = (raw: Raw, about: About) => Reading

/** The dialect of a contract of the national standard, under the profile of a target or the contract's own. */
export function dialect(contract: Contract, profile = defaultsOf(contract)): Dialect {
  const speech = { contract, profile }
  return {
    seal: (draft, keys) => seal(speech, draft, keys),
    open: (raw, side, operation) => open(readJsonStrict, speech, raw, side, operation),
    receive: (raw, side) => open(readJson, speech, raw, side),
    operationOf: ({ name }) =>
      name !== undefined && Object.hasOwn(contract.operations, name) ? name : undefined,
    verify: (reading, operation, keys, raw) => verify(contract, reading, operation, keys, raw),
    blame: (reading, operation, keys, raw) => keys.blameCall?.(callIn(contract, reading, operation, raw)),
    pathOf: (operation) =>
      contract.operations[operation]?.from === 'client' ? pathOf(contract, profile, operation) : '',
  }
}

interface Speech {
  contract: Contract
  profile: Profile
}

function defaultsOf({ profile }: Contract): Profile {
  return Object.fromEntries(Object.entries(profile).map(([key, row]) => [key, row.default]))
}

function seal({ contract, profile }: Speech, draft: Draft, keys: Keys): Sealed {
  const { operation, side, fields, style, spare = [] } = draft
  const spec = messageOf(contract, operation, side)
  const order = bodyOrder(spec)
  const ordered = headersFirst(spec, asMoved(spec, asSpelt(spec, fields, profile, spare), profile))
  const { headers, body } = writeJson(ordered, { order, ...style })
  const { method: usual = 'POST', from } = contract.operations[operation]!
  const { method = usual } = draft
  const path = from === 'client' ? pathOf(contract, profile, operation) : ''
  const sealed = { method, path, headers, body }
  const at = contract.places['signature']
  if (side === 'response' || at === undefined || spare.includes(at)) return sealed
  return withSignature(sealed, headerIn(at)!, keys.signCall?.({ operation, method, path, fields, body }))
}

function withSignature(sealed: Sealed, name: string, signature: string | undefined): Sealed {
  if (signature === undefined) return sealed
  const others = sealed.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
  return { ...sealed, headers: [...others, [name, signature]] }
}

/** Outermost members in the order of the table. */
const bodyOrder = ({ fields }: MessageSpec): string[] =>
  fields.map(({ name }) => name).filter((name) => !isHeader(name) && !/[.[]/.test(name))

/** Headers in the order of the table, then everything else as it came. */
function headersFirst({ fields: rows }: MessageSpec, fields: Fields): Fields {
  const known = rows.map(({ name }) => name).filter((name) => isHeader(name) && name in fields)
  return { ...Object.fromEntries(known.map((name) => [name, fields[name]!])), ...fields }
}

/** A request is known by its path, a notification at an address of its receiver's by its state, an answer by its code. */
function open(read: Read, speech: Speech, raw: Raw, side: Side, operation?: string): Reading {
  const { contract, profile } = speech
  const headers = headersOf(contract)
  const called =
    side === 'request' && raw.url !== undefined ? operationAt(contract, profile, raw.url) : undefined
  const name = operation ?? called
  const reading = read(raw, { headers, ...(name === undefined ? {} : { name }) })
  if (!reading.ok) return reading
  const known =
    name ?? (side === 'request' ? notified(contract, reading.fields) : coded(contract, reading.fields))
  const spec = known === undefined ? undefined : specOf(contract, known, side)
  if (known === undefined || spec === undefined) return reading
  return withoutAliases(spec, withoutMoves(spec, { ...reading, name: known }, profile))
}

function specOf({ operations, messages }: Contract, operation: string, side: Side): MessageSpec | undefined {
  return messages[operations[operation]?.[side] ?? '']
}

function notified({ operations, places }: Contract, fields: Fields): string | undefined {
  if (!Object.hasOwn(fields, places['status'] ?? '')) return undefined
  return Object.keys(operations).find((operation) => operations[operation]!.from === 'gateway')
}

function coded({ operations, outcome }: Contract, fields: Fields): string | undefined {
  const digits = String(fields[outcome.at] ?? '').slice(3, 5)
  return Object.keys(operations).find((operation) => operations[operation]!.digits === digits)
}

function verify(
  contract: Contract,
  reading: Reading,
  operation: string,
  { judgeCall }: Keys,
  raw?: Raw,
): SignatureVerdict {
  if (!judgeCall || !raw) return 'unchecked'
  return judgeCall(callIn(contract, reading, operation, raw))
}

const callIn = ({ places }: Contract, reading: Reading, operation: string, raw: Raw): Call =>
  callOf(reading, operation, raw, places['signature'] ?? headerAt('X-SIGNATURE'))

/** A call as its bytes came; the headers are known even where the body cannot be read. */
function callOf(reading: Reading, operation: string, raw: Raw, signature: string): Call {
  const { method = 'POST', url = '/', headers: all, body } = raw
  const heads = Object.fromEntries(
    [...['Authorization', 'X-TIMESTAMP', 'X-CLIENT-KEY'].map(headerAt), signature].flatMap((place) => {
      const name = headerIn(place)!.toLowerCase()
      const found = all.find(([other]) => other.toLowerCase() === name)
      return found ? [[place, found[1]]] : []
    }),
  ) as Fields
  const fields = reading.ok ? { ...reading.fields, ...heads } : heads
  return { operation, method, path: pathIn(url), fields, body }
}
