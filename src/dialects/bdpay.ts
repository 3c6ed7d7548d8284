/** BDPay seals requests and answers as flat JSON and callbacks as forms; either side signs all its values. */
import { type Contract, type Profile, messageOf } from '../contract/contract.ts'
import { withoutParts } from '../wire/form-multipart.ts'
import { readForm } from '../wire/form-read.ts'
import { readFormStrict } from '../wire/form-strict.ts'
import { writeForm } from '../wire/form-write.ts'
import type { About } from '../wire/header-fields.ts'
import { readJson } from '../wire/json-read.ts'
import { readJsonStrict } from '../wire/json-strict.ts'
import { writeJson } from '../wire/json-write.ts'
import { mediaTypeOf } from '../wire/media-type.ts'
import { text, type Fields, type Json, type Read, type Reading } from '../wire/reading.ts'
import { likeliest } from './bdpay-likeness.ts'
import { signatureAt } from './bdpay-parties.ts'
import { operationAt, pathOf } from './bdpay-paths.ts'
import { pairsOf } from './bdpay-sign.ts'
import { unwrapped, wrapped } from './bdpay-wrap.ts'
import type { Answer, Call, Dialect, Draft, Keys, Raw, Sealed, Side, Signed } from './dialect.ts'

export { keys } from './bdpay-parties.ts'

interface Speech {
  contract: Contract
  profile: Profile
}

interface Readers {
  json: (raw: Raw, about: About) => Reading
  form: (raw: Raw, about: About) => Reading
}

/** The dialect of a contract of this family, under the profile of a target or the contract's own. */
export function dialect(contract: Contract, profile = defaultsOf(contract)): Dialect {
  const speech = { contract, profile }
  const strict = { json: readJsonStrict, form: readFormStrict }
  return {
    seal: (draft, keys) => seal(speech, draft, keys),
    open: (raw, side, operation) => open(strict, speech, raw, side, operation),
    receive: (raw, side) => open({ json: readJson, form: readForm }, speech, raw, side),
    operationOf: ({ name }) =>
      name !== undefined && Object.hasOwn(contract.operations, name) ? name : undefined,
    verify: (reading, operation, keys, raw) =>
      keys.judgeCall && reading.ok && raw
        ? keys.judgeCall(callOf(contract, reading, operation, raw))
        : 'unchecked',
    blame: (reading, operation, keys, raw) =>
      reading.ok ? keys.blameCall?.(callOf(contract, reading, operation, raw)) : undefined,
    verifyAnswer: (answer, keys) => verifyAnswer(speech, answer, keys),
    pathOf: (operation) =>
      contract.operations[operation]?.from === 'client' ? pathOf(contract, profile, operation) : '',
  }
}

function defaultsOf({ profile }: Contract): Profile {
  return Object.fromEntries(Object.entries(profile).map(([key, row]) => [key, row.default]))
}

/** True where an answer goes unsigned by agreement. */
export const isUnsigned = (profile: Profile, operation: string, side: Side): boolean =>
  side === 'response' &&
  ((operation === 'prepaidOrder' && profile['signedLink'] === false) ||
    (operation === 'query' && (profile['signedQuery'] === false || profile['wrappedQuery'] === true)))

function seal({ contract, profile }: Speech, draft: Draft, keys: Keys): Sealed {
  const { operation, side, style = {} } = draft
  const spec = contract.operations[operation]!
  if (side === 'response' && spec.response === undefined && spec.acknowledgement) {
    const { contentType, body } = spec.acknowledgement
    return { method: 'POST', path: '', headers: [['Content-Type', contentType]], body: Buffer.from(body) }
  }
  const message = messageOf(contract, operation, side)
  const type = String(draft.fields['queryType'] ?? '')
  const path = spec.from === 'client' ? pathOf(contract, profile, operation, type) : ''
  const fields = signed({ contract, profile }, { ...draft, fields: asWritten(profile, draft) }, keys)
  const order = message.fields.map(({ name }) => name)
  const isWrapped = side === 'response' && operation === 'query' && profile['wrappedQuery'] === true
  const written =
    message.codec === 'form'
      ? writeForm(fields, { order, charset: 'utf-8', ...style })
      : writeJson(isWrapped ? wrapped(fields) : fields, { order, charset: 'utf-8', ...style })
  return { method: spec.method ?? 'POST', path, ...written }
}

/** Amounts in the type that the parties agreed on, and no type of a query where its path tells it. */
function asWritten({ amountType, queryPaths }: Profile, { operation, side, fields }: Draft): Fields {
  if (side === 'response') return fields
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (name === 'queryType' && operation === 'query' && queryPaths === 'two') return []
      const isAmount = (name === 'payMoney' || name === 'money') && amountType === 'integer'
      return [[name, isAmount && /^[1-9]\d{0,14}$/.test(String(value)) ? exchanged(value) : value]]
    }),
  )
}

/** Texts are numbers there, and what is to be of the other type is a text. */
const exchanged = (value: Json): Json => (typeof value === 'string' ? Number(value) : String(value))

function signed(
  { contract, profile }: Speech,
  { operation, side, fields, spare }: Draft,
  keys: Keys,
): Fields {
  const at = signatureAt(contract.operations[operation]!, side)
  if (spare?.includes(at) || at in fields || isUnsigned(profile, operation, side)) return fields
  const call = { operation, method: 'POST', path: '', fields, body: Buffer.alloc(0), side }
  const signature = keys.signCall?.(call)
  return signature === undefined ? fields : { ...fields, [at]: signature }
}

/** A request is known by its path, a callback by what is in it, an answer by what was asked. */
function open(readers: Readers, speech: Speech, raw: Raw, side: Side, operation?: string): Reading {
  const { contract, profile } = speech
  if (side === 'response' && contract.operations[operation ?? '']?.from === 'gateway') return acknowledgement
  const called = side === 'request' && raw.url !== undefined ? operationAt(contract, profile, raw.url) : {}
  const name = operation ?? called.operation
  const about = name === undefined ? {} : { name }
  const isPairs = isForm(raw) && side === 'request'
  const reading = isPairs ? readers.form(withoutParts(raw), about) : readers.json(raw, about)
  if (!reading.ok) return reading
  const known = name ?? likeliest(contract, side, reading)
  const isElsewhere = name === undefined && raw.url !== undefined && side === 'request'
  // An address of a merchant may be any; those of the platform are known.
  if (known === undefined || (isElsewhere && contract.operations[known]?.from === 'client')) return reading
  if (side === 'response') return { ...(known === 'query' ? unwrapped(reading) : reading), name: known }
  return { ...withType(reading, called.type), name: known }
}

/** What a receiver answers is a text: the rules read its bytes. */
const acknowledgement: Reading = { ok: true, name: 'acknowledgement', fields: {}, order: [], flaws: [] }

const isForm = ({ headers, body }: Raw): boolean => {
  const { mediaType } = mediaTypeOf(headers)
  if (mediaType !== undefined) return mediaType.includes('form')
  return !/^\s*[[{"]/.test(Buffer.from(body.subarray(0, 64)).toString('latin1'))
}

/** A path of its own says what is asked for, as the field does elsewhere. */
const withType = (read: Read, type: string | undefined): Read =>
  type === undefined || read.fields['queryType'] !== undefined
    ? read
    : { ...read, fields: { ...read.fields, queryType: type } }

function callOf({ operations }: Contract, read: Read, operation: string, raw: Raw, side?: Side): Call {
  const { method = 'POST', url = '/', body } = raw
  const at = signatureAt(operations[operation] ?? { from: 'client' }, side)
  const signature = text(read, at)
  const fields: Fields = {
    ...Object.fromEntries(pairsOf(read, at)),
    ...(signature === undefined ? {} : { [at]: signature }),
  }
  return { operation, method, path: url, fields, body, ...(side ? { side } : {}) }
}

function verifyAnswer({ contract, profile }: Speech, { read, operation, raw }: Answer, keys: Keys): Signed {
  const isSealed =
    contract.operations[operation]?.from === 'client' && !isUnsigned(profile, operation, 'response')
  if (!isSealed || !keys.judgeCall || !read.ok) return { signature: 'unchecked' }
  const call = callOf(contract, read, operation, raw, 'response')
  const signature = keys.judgeCall(call)
  const fault = signature === 'bad' ? keys.blameCall?.(call) : undefined
  return { signature, ...(fault && { signatureFault: fault }) }
}
