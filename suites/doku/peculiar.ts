/** What is unusual in a request that is right: each peculiarity is protected by a rule of its own. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import { bytesOf, textOf, type Exchange } from '../../src/wire/exchange.ts'
import { asked, targetTime } from '../common/premises.ts'
import { at, codesAsked, isRight, requestsMade, type Asked } from './asked.ts'

/** The rules that protect what is unusual in a request; none for a plain one. */
export function peculiaritiesOf(evidence: Evidence, one: Asked): string[] {
  const known = found(evidence)
  if (!known.has(one))
    known.set(one, [...ofHead(evidence, one), ...ofBody(evidence, one), ...ofPast(evidence, one)])
  return known.get(one)!
}

const found = premise(() => new Map<Asked, string[]>())

/** A plain request for a code was served: what is refused beside it is refused for what is unusual in it. */
export const isServing = premise((evidence: Evidence): boolean =>
  codesAsked(evidence).some(
    (one) =>
      one.reaction === 'served' && isRight(evidence, one) && peculiaritiesOf(evidence, one).length === 0,
  ),
)

/** Right requests for a code whose Request-Id and invoice number their merchant has not had served before. */
export const firstRequests = premise((evidence: Evidence): Asked[] =>
  codesAsked(evidence).filter(
    (one) => isRight(evidence, one) && !isUsed(evidence, one) && !isMadeUp(evidence, one),
  ),
)

/** A Request-Id or an invoice number that may have had an effect before. */
function isUsed(evidence: Evidence, one: Asked): boolean {
  return codesAsked(evidence).some(
    (other) =>
      other !== one &&
      other.merchant === one.merchant &&
      !isOver(one, other) &&
      (other.id === one.id || other.invoice === one.invoice) &&
      (other.reaction !== 'refused' || other.status === 409 || !isOver(other, one)),
  )
}

const isOver = (other: Asked, one: Asked): boolean =>
  other.exchange.ended !== undefined && other.exchange.ended < one.exchange.began

/** Nobody has this Client-Id. */
export function isMadeUp({ trace }: Evidence, { merchant }: Asked): boolean {
  return trace.entries.some(
    (entry) => entry.kind === 'provided' && entry.data === 'unknownclient' && entry.item.code === merchant,
  )
}

const canonical = [
  'Client-Id',
  'Request-Id',
  'Request-Timestamp',
  'Signature',
  'Content-Type',
  'Request-Target',
]

/** Seconds that a time may be from the target's clock without being unusual. */
const nearly = 120

function ofHead(evidence: Evidence, one: Asked): string[] {
  const { exchange, id } = one
  const names = exchange.request.headers.map(([name]) => name)
  const isSpelt = (name: string) =>
    canonical.includes(name) || !canonical.some((usual) => usual.toLowerCase() === name.toLowerCase())
  const stamp = Date.parse(asked(exchange, at.time))
  return [
    ...(names.every(isSpelt) ? [] : ['headers.case']),
    ...(names.some((name) => name.toLowerCase() === 'request-target') ? ['headers.target'] : []),
    ...(id.length > 64 ? ['headers.length'] : []),
    ...(Math.abs(stamp - targetTime(evidence, exchange)) > nearly * 1000 ? ['headers.window'] : []),
    ...(one.operation === 'status' && /[^\w.~-]/.test(one.invoice) ? ['status.encoded'] : []),
  ]
}

const optional = [
  'online_to_offline_info.expired_time',
  'online_to_offline_info.info',
  'customer.email',
  'indomaret_info.receipt.footer_message',
]

function ofBody(evidence: Evidence, { exchange, operation, invoice }: Asked): string[] {
  if (operation === 'status') return []
  const read = exchange.request.read
  if (!read.ok) return []
  const value = (place: string) => asked(exchange, place)
  return [
    ...(isCompact(exchange) ? [] : ['signatures.bytes']),
    ...(/[^\0-~]|\\u/.test(textOf(exchange.request.body)) ? ['requests.text'] : []),
    ...(value('additional_info.integration') === '' ? [] : ['requests.integration']),
    ...(hasUnknown(evidence, exchange) ? ['requests.unknown-member'] : []),
    ...(optional.some((place) => value(place) === '') ? ['requests.minimal'] : []),
    ...(value(at.amount).length >= 12 ? ['amounts.large'] : []),
    ...(value(at.lifetime).length >= 8 ? ['lifetimes.long'] : []),
    ...(invoice.length > 40 ? ['refusals.limits'] : []),
    ...(/[^\w.~-]/.test(invoice) ? ['status.encoded'] : []),
    ...(typeof read.fields[at.reusable] === 'string' ? ['reusables.text'] : []),
    ...(value(at.override) === '' ? [] : ['overrides.used']),
    ...(isMail(value(at.email)) ? [] : ['refusals.email']),
  ]
}

const isMail = (text: string): boolean => text === '' || /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)

/** As a library writes it that adds nothing: what is parsed and written anew is the same. */
export function isCompact({ request }: Exchange): boolean {
  const text = bytesOf(request.body).toString('utf8')
  const plain = text.replace(/\\u([\da-f]{4})/gi, (_all, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  )
  try {
    return JSON.stringify(JSON.parse(text)) === plain && text === plain
  } catch {
    return false
  }
}

/** Members of additional_info that have a meaning here. */
const known = ['override_notification_url', 'integration']

/** A member beyond the table, additional_info included: what else stands there is whoever's own. */
function hasUnknown({ contract }: Evidence, { request, operation }: Exchange): boolean {
  const spec = contract.messages[contract.operations[operation ?? '']?.request ?? '']
  const rows = new Set(spec?.fields.map(({ name }) => name))
  return (
    request.read.ok &&
    Object.keys(request.read.fields).some(
      (place) =>
        !place.startsWith('header:') &&
        !place.endsWith(']') &&
        !known.some((name) => `${place}.`.startsWith(`additional_info.${name}.`)) &&
        !rows.has(place.replace(/\[\d+\]/g, '[]')),
    )
  )
}

/** What others, or refused requests, did with the same names before. */
function ofPast(evidence: Evidence, one: Asked): string[] {
  const before = requestsMade(evidence).filter(
    (other) => other.operation === 'generate' && other.exchange.began < one.exchange.began,
  )
  if (one.operation === 'status') return []
  const own = before.filter(({ merchant, reaction }) => merchant === one.merchant && reaction === 'refused')
  const others = before.filter(
    (other) => other.merchant !== one.merchant && other.reaction === 'served' && isRight(evidence, other),
  )
  const isForged = ({ exchange: { signature } }: Asked) => signature === 'bad' || signature === 'none'
  const same = own.filter(({ invoice }) => invoice === one.invoice)
  return [
    ...(own.some((other) => isForged(other) && other.id === one.id) ? ['signatures.no-effect'] : []),
    ...(same.some(({ id }) => id !== one.id) ? ['invoices.free'] : []),
    ...(others.some(({ id }) => id === one.id) ? ['repeats.scope'] : []),
    ...(others.some(({ invoice }) => invoice === one.invoice) ? ['isolation.invoices'] : []),
  ]
}
