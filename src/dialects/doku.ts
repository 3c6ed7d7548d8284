/** DOKU seals a message as JSON with headers among its fields, and signs the bytes of requests and answers. */
import { type Contract, type MessageSpec, messageOf } from '../contract/contract.ts'
import { isHeader } from '../contract/tree.ts'
import type { About } from '../wire/header-fields.ts'
import { headerIn } from '../wire/json-place.ts'
import { readJson } from '../wire/json-read.ts'
import { readJsonStrict } from '../wire/json-strict.ts'
import { writeJson } from '../wire/json-write.ts'
import type { Fields, Reading } from '../wire/reading.ts'
import { withoutAliases } from './aliases.ts'
import type { Answer, Call, Dialect, Draft, Keys, Raw, Sealed, Side, Signed } from './dialect.ts'
import { calledAt, namesIn, pathFor, targetOf } from './doku-paths.ts'
import { headersOf } from './headers.ts'

export { keys } from './doku-keyring.ts'

type Read = (raw: Raw, about: About) => Reading

/** The dialect of a contract of DOKU. */
export function dialect(contract: Contract): Dialect {
  return {
    seal: (draft, keys) => seal(contract, draft, keys),
    open: (raw, side, operation) => open(readJsonStrict, contract, raw, side, operation),
    receive: (raw, side) => open(readJson, contract, raw, side),
    operationOf: ({ name }) =>
      name !== undefined && Object.hasOwn(contract.operations, name) ? name : undefined,
    verify: (reading, operation, { judgeCall }, raw) =>
      judgeCall && raw ? judgeCall(callOf(contract, reading, operation, raw)) : 'unchecked',
    blame: (reading, operation, { blameCall }, raw) => blameCall?.(callOf(contract, reading, operation, raw)),
    verifyAnswer: (answer, keys) => verifyAnswer(contract, answer, keys),
    pathOf: (operation) => pathFor(contract, operation, {}),
  }
}

function seal(contract: Contract, draft: Draft, keys: Keys): Sealed {
  const { operation, side, fields, style, spare } = draft
  const spec = messageOf(contract, operation, side)
  const { method = 'POST' } = contract.operations[operation]!
  const { headers, body } = written(contract, spec, draft)
  const status = fields['header::status']
  if (side === 'response')
    return { method, path: '', headers, body, ...(status === undefined ? {} : { status: Number(status) }) }
  const path = pathFor(contract, operation, fields)
  const sealed = {
    method,
    path,
    headers: method === 'GET' && !style ? untyped(headers, fields) : headers,
    body,
  }
  const at = contract.places['signature'] ?? ''
  if (spare?.includes(at)) return sealed
  return withSignature(sealed, headerIn(at)!, keys.signCall?.({ operation, method, path, fields, body }))
}

/** Headers and bytes; whoever asks by GET sends no body, and what stands in a path stands nowhere else. */
function written(contract: Contract, spec: MessageSpec, { operation, side, fields, style }: Draft) {
  const pathed = side === 'request' ? namesIn(contract, operation) : []
  const kept = Object.entries(fields).filter(([place]) => !pathed.includes(place))
  const order = outermostOf(spec)
  const whole = writeJson(headersFirst(spec, Object.fromEntries(kept)), { order, ...style })
  const isBare = side === 'request' && contract.operations[operation]!.method === 'GET'
  return isBare && !style?.instead ? { ...whole, body: Buffer.alloc(0) } : whole
}

/** Without a media type, where there is nothing that it could be of. */
function untyped(headers: Sealed['headers'], fields: Fields): Sealed['headers'] {
  return 'header:Content-Type' in fields
    ? headers
    : headers.filter(([name]) => name.toLowerCase() !== 'content-type')
}

function withSignature(sealed: Sealed, name: string, signature: string | undefined): Sealed {
  if (signature === undefined) return sealed
  const others = sealed.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
  return { ...sealed, headers: [...others, [name, signature]] }
}

/** Headers in the order of the table, then everything else as it came. */
function headersFirst({ fields: rows }: MessageSpec, fields: Fields): Fields {
  const known = rows.map(({ name }) => name).filter((name) => isHeader(name) && name in fields)
  return { ...Object.fromEntries(known.map((name) => [name, fields[name]!])), ...fields }
}

/** A request is known by its path, a notification by its members, an answer by what was asked or by what it tells. */
function open(read: Read, contract: Contract, raw: Raw, side: Side, operation?: string): Reading {
  const called = side === 'request' && raw.url !== undefined ? calledAt(contract, raw.url) : undefined
  const name = operation ?? called?.operation
  const isBare = side === 'request' && contract.operations[name ?? '']?.method === 'GET'
  const about = { headers: headersOf(contract), ...(name === undefined ? {} : { name }) }
  const reading = isBare
    ? read({ ...raw, body: new Uint8Array() }, { ...about, bodyless: true })
    : read(raw, about)
  if (!reading.ok) return reading
  const isAnywhere = side === 'response' || raw.url === undefined || targetOf(raw.url) === '/'
  const found = name ?? told(contract, reading.fields, side)
  // What merchants send they send to the paths of the contract, and notifications go anywhere.
  const isThere = name !== undefined || isAnywhere || contract.operations[found ?? '']?.from === 'gateway'
  const known = isThere ? found : undefined
  const spec = contract.messages[contract.operations[known ?? '']?.[side] ?? '']
  if (known === undefined || spec === undefined) return reading
  return withoutAliases(spec, {
    ...reading,
    name: known,
    fields: { ...reading.fields, ...called?.said },
    order: [...reading.order, ...Object.keys(called?.said ?? {})],
  })
}

/** Members that one message has and no other of its side: any of them tells that it is meant. */
function told({ operations, messages }: Contract, fields: Fields, side: Side): string | undefined {
  const outermost = Object.entries(operations)
    .filter(
      ([, { method, [side]: message }]) => message !== undefined && !(side === 'request' && method === 'GET'),
    )
    .map(([operation, { [side]: message }]) => ({ operation, names: outermostOf(messages[message!]!) }))
  return outermost.find(({ operation, names }) =>
    names.some(
      (name) =>
        name in fields &&
        outermost.every((other) => other.operation === operation || !other.names.includes(name)),
    ),
  )?.operation
}

const outermostOf = ({ fields }: MessageSpec): string[] =>
  fields.map(({ name }) => name).filter((name) => !isHeader(name) && !/[.[]/.test(name))

/** A call as its bytes came; the headers are known even where the body cannot be read. */
function callOf(contract: Contract, reading: Reading, operation: string, raw: Raw): Call {
  const { method = 'POST', url = '/', body } = raw
  return { operation, method, path: targetOf(url), fields: fieldsIn(contract, reading, raw), body }
}

function fieldsIn(contract: Contract, reading: Reading, { headers: all }: Raw): Fields {
  const heads = headersOf(contract).flatMap((name) => {
    const found = all.find(([other]) => other.toLowerCase() === name.toLowerCase())
    return found ? [[`header:${name}`, found[1]]] : []
  })
  return { ...(reading.ok ? reading.fields : {}), ...(Object.fromEntries(heads) as Fields) }
}

/** An answer is signed with its own body, headers and time, and with the path of what it answers. */
function verifyAnswer(contract: Contract, answer: Answer, { judgeCall, blameCall }: Keys): Signed {
  const { read, operation, raw, asked } = answer
  if (!judgeCall) return { signature: 'unchecked' }
  const { method = 'POST', url = '/' } = asked
  const fields = fieldsIn(contract, read, raw)
  const head = { operation, method, path: targetOf(url), side: 'response' as const }
  const call: Call = { ...head, fields, body: raw.body, asked: asked.body }
  const signature = judgeCall(call)
  const fault = signature === 'bad' ? blameCall?.(call) : undefined
  return { signature, ...(fault && { signatureFault: fault }) }
}
