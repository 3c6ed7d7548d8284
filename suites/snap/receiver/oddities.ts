/** What is not as usual about a notification, from its bytes: for each oddity the rule that says what is due then. */
import { isoInstant } from '../../../src/contract/iso-time.ts'
import { isoIn } from '../../../src/contract/time-text.ts'
import { messageOf, met } from '../../../src/contract/contract.ts'
import { shapeOf, type Complaint } from '../../../src/contract/shape.ts'
import type { Evidence } from '../../../src/judge/rule.ts'
import { header, textOf, type Exchange } from '../../../src/wire/exchange.ts'
import type { Read } from '../../../src/wire/reading.ts'
import { asked, provided, targetTime } from '../../common/premises.ts'
import { hasZones } from '../stamps.ts'
import type { Order } from './posts.ts'

export interface Oddity {
  rule: string
  place?: string
  /** It is right all the same, and to be taken. */
  welcome: boolean
}

const wrong = (rule: string, place?: string): Oddity => ({
  rule,
  welcome: false,
  ...(place !== undefined && { place }),
})
const welcome = (rule: string): Oddity => ({ rule, welcome: true })

const stamped = ['X-TIMESTAMP', 'X-PARTNER-ID', 'X-EXTERNAL-ID', 'CHANNEL-ID']
const spelt = [...stamped, 'X-SIGNATURE', 'Content-Type']

/** Headers that every notification has, beside its signature and its media type. */
export const mandatoryIn = ({ channelIdRequired }: Evidence['profile']): string[] =>
  stamped.filter((name) => name !== 'CHANNEL-ID' || channelIdRequired !== false)

/** Everything odd about a notification. */
export function odditiesOf(evidence: Evidence, exchange: Exchange, order: Order | undefined): Oddity[] {
  const { request } = exchange
  if (request.method !== 'POST') return [wrong('http.methods', request.method)]
  const { read } = request
  const inBody = read.ok ? ofBody(evidence, exchange, read, order) : [unreadable(read.fault.what)]
  const signed = ofSignature(evidence, exchange)
  // A body that is written oddly and whose signature is over another writing is one oddity, and a wrong one.
  const beside = inBody.filter(({ rule }) => !signed.some((one) => one.rule === rule))
  return [...ofHeaders(evidence, exchange), ...signed, ...beside]
}

const unreadable = (what: string): Oddity =>
  wrong(what === 'encoding' ? 'json.text' : 'json.malformed-refused')

function ofHeaders(evidence: Evidence, exchange: Exchange): Oddity[] {
  const { headers } = exchange.request
  const missing = mandatoryIn(evidence.profile)
    .filter((name) => (header(headers, name) ?? '').trim() === '')
    .map((name) => wrong('headers.mandatory', name))
  const isRespelt = headers.some(
    ([name]) => spelt.some((one) => one.toLowerCase() === name.toLowerCase()) && !spelt.includes(name),
  )
  return [
    ...ofMediaType(header(headers, 'content-type') ?? ''),
    ...missing,
    ...(missing.some(({ place }) => place === 'X-TIMESTAMP') ? [] : ofTime(evidence, exchange)),
    ...(isRespelt ? [welcome('headers.case')] : []),
    ...(/^\d{0,32}$/.test(header(headers, 'x-external-id') ?? '') ? [] : [welcome('receiver.external-id')]),
    ...(header(headers, 'authorization-customer') === undefined ? [] : [welcome('receiver.no-customer')]),
  ]
}

function ofMediaType(type: string): Oddity[] {
  if (type === 'application/json') return []
  const isJson = type.split(';')[0]!.trim().toLowerCase() === 'application/json'
  return [isJson ? welcome('headers.content-type') : wrong('headers.content-type')]
}

/** A spelling that the format tolerates may be taken or refused: nothing is said of it. */
function ofTime(evidence: Evidence, exchange: Exchange): Oddity[] {
  const stamp = header(exchange.request.headers, 'x-timestamp') ?? ''
  const instant = isoInstant(stamp)
  const form = evidence.contract.formats['timestamp']!
  const others = form.tolerates?.filter(({ pattern }) => new RegExp(pattern, 'u').test(stamp)) ?? []
  const isPlainForm = new RegExp(form.pattern, 'u').test(stamp)
  if (instant === undefined || !(isPlainForm || others.length > 0)) return [wrong('headers.timestamp')]
  const window = evidence.profile['skewSeconds']
  const isStale =
    typeof window === 'number' && Math.abs(instant - targetTime(evidence, exchange)) > window * 1000
  if (isStale) return [wrong('headers.window')]
  const isAgreed = isPlainForm || others.some((one) => met(one.welcome, evidence.profile))
  if (!isAgreed || (isPlainForm && !hasZones(evidence.profile))) return [{ rule: 'free', welcome: true }]
  if (stamp.endsWith('Z')) return []
  return offsetOf(evidence, instant) === stamp.slice(-6) ? [] : [welcome('headers.offsets')]
}

/** `+07:00`, where the profile says that local times are those of Jakarta. */
const offsetOf = ({ profile }: Evidence, instant: number): string =>
  isoIn(instant, String(profile['timezone'])).slice(-6)

/** Which rule speaks of a signature that is wrong in a part. */
const rulesOfParts: { [differs: string]: string } = {
  unreadable: 'receiver.unsigned',
  letters: 'receiver.exact',
  algorithm: 'receiver.algorithm',
  method: 'receiver.path',
  path: 'receiver.path',
  body: 'receiver.body',
  layout: 'receiver.minified',
  timestamp: 'receiver.time',
}

function ofSignature({ profile }: Evidence, { signature, signatureFault }: Exchange): Oddity[] {
  if (profile['notifySignature'] === 'none') return []
  if (signature === 'none') return [wrong('receiver.unsigned')]
  if (signature !== 'bad') return []
  return [wrong(rulesOfParts[signatureFault?.differs ?? ''] ?? 'receiver.tampered')]
}

function ofBody(evidence: Evidence, exchange: Exchange, read: Read, order: Order | undefined): Oddity[] {
  // What is JSON and no object is the business of a rule about all bodies.
  if (read.json?.root !== 'object') return [wrong('json.object')]
  if (read.json.duplicates.length > 0) return [welcome('json.duplicates')]
  const { contract, profile } = evidence
  const spec = messageOf(contract, 'notify', 'request')
  const complaints = shapeOf(contract, spec, profile)
    .check(read.fields, read.json.numbers)
    .filter(({ level, field }) => level === 'must' && !field.name.startsWith('header:'))
  // Of another type it has no form either.
  const mistyped = complaints.filter(({ constraint }) => constraint === 'type').map(({ place }) => place)
  const told = complaints.filter(
    ({ place, constraint }) => constraint === 'type' || !mistyped.includes(place),
  )
  if (told.length > 0) return told.map(ofComplaint)
  return [
    ...styleOf(textOf(exchange.request.body), read),
    ...unknownIn(
      read,
      spec.fields.map(({ name }) => name),
    ),
    ...offsetsIn(evidence, exchange),
    ...(asked(exchange, 'transactionStatusDesc') === '' ? [welcome('receiver.optional')] : []),
    ...ofPartner(evidence, exchange),
    ...ofBusiness(exchange, order),
  ]
}

function ofComplaint({ field, constraint }: Complaint): Oddity {
  if (field.name === 'additionalInfo') return wrong('json.additional')
  if (constraint === 'required') return wrong('receiver.incomplete', field.name)
  if (constraint === 'type') return wrong('receiver.types', field.name)
  return wrong(field.name === 'latestTransactionStatus' ? 'receiver.states' : 'other', field.name)
}

const STRING = /"[^"\\]*(?:\\[^][^"\\]*)*"/g

/** How a body is written otherwise than most are. */
function styleOf(body: string, read: Read): Oddity[] {
  const strings = body.match(STRING) ?? []
  const isLaidOut = /\s/.test(body.replace(STRING, '')) || strings.some((one) => /\\[/u]|, /.test(one))
  const hasNumbers = Object.keys(read.json?.numbers ?? {}).length > 0
  const isBeyondAscii = [...body].some((sign) => sign > '\u007f')
  const { additionalInfo } = read.fields
  return [
    ...(isLaidOut || hasNumbers ? [welcome('receiver.minified')] : []),
    ...(isBeyondAscii ? [welcome('json.text')] : []),
    ...(Object.keys(read.json?.aliases ?? {}).length > 0 ? [welcome('json.spellings')] : []),
    ...(additionalInfo === undefined || isLaidOut || hasNumbers || isBeyondAscii
      ? []
      : [welcome('json.additional')]),
  ]
}

function unknownIn({ fields }: Read, known: string[]): Oddity[] {
  const places = Object.keys(fields).filter(
    (place) => !place.startsWith('header:') && !place.startsWith('additionalInfo'),
  )
  return places.some((place) => !known.includes(place)) ? [welcome('json.unknown-member')] : []
}

function offsetsIn(evidence: Evidence, exchange: Exchange): Oddity[] {
  const times = ['createdTime', 'finishedTime'].map((name) => asked(exchange, name))
  const isOther = (time: string) =>
    time !== '' && time.slice(-6) !== offsetOf(evidence, isoInstant(time) ?? Date.parse(exchange.sentAt))
  return times.some(isOther) ? [welcome('receiver.times')] : []
}

/** It is for a partner that nobody here is. */
function ofPartner(evidence: Evidence, exchange: Exchange): Oddity[] {
  const { partner = '' } = evidence.contract.places
  const isStrange = provided(evidence).get(asked(exchange, partner))?.data === 'strangepartner'
  return isStrange ? [wrong('receiver.partner')] : []
}

function ofBusiness(exchange: Exchange, order: Order | undefined): Oddity[] {
  if (!order) return [wrong('receiver.unknown')]
  const [value, currency] = [asked(exchange, 'amount.value'), asked(exchange, 'amount.currency')]
  const isOther = (value !== '' && value !== order.amount) || (currency !== '' && currency !== 'IDR')
  const { transaction } = order
  const isOfOther = transaction !== undefined && asked(exchange, 'originalReferenceNo') !== transaction
  return [...(isOther ? [wrong('receiver.amount')] : []), ...(isOfOther ? [wrong('receiver.reference')] : [])]
}
