/** Test data as people and control APIs write it, made into the one form that a run uses. */
import { instantOf, written } from '../contract/datetime.ts'
import type { Profile } from '../contract/contract.ts'
import type { Item } from '../judge/trace.ts'

const amounts = ['amount', 'minAmount', 'fee']

/** IANA zone of a target's local times. */
export function zoneOf(profile: Profile): string {
  return typeof profile['timezone'] === 'string' ? profile['timezone'] : 'Asia/Jakarta'
}

/**
 * An item with its code as text, amounts as whole rupiah and `expires` as ISO 8601; blank values are left out.
 * Throws RangeError, with a sentence about the key, for a value that it cannot read.
 */
export function itemOf(raw: { [key: string]: unknown }, zone: string): Item {
  const item = normal(raw, zone)
  if (item['code'] === undefined) throw new RangeError('`code` is missing')
  return item as Item
}

function normal(raw: { [key: string]: unknown }, zone: string): { [key: string]: unknown } {
  const given = Object.entries(raw).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return Object.fromEntries(given.map(([key, value]) => [key, valueOf(key, value, zone)]))
}

function valueOf(key: string, value: unknown, zone: string): unknown {
  if (key === 'code') return codeOf(value)
  if (key === 'expires') return isoOf(value, zone)
  if (key === 'reusable') return value === true || /^(true|1|yes)$/i.test(String(value))
  return amounts.includes(key) ? rupiah(key, value) : value
}

function codeOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new RangeError(`\`code\` is ${JSON.stringify(value)}, which is no text`)
}

function rupiah(key: string, value: unknown): number {
  const number = /^\d+(\.0+)?$/.test(String(value)) ? Number(value) : NaN
  if (Number.isSafeInteger(number)) return number
  throw new RangeError(`\`${key}\` is ${JSON.stringify(value)}, which is no whole number of rupiah`)
}

/** A time in ISO 8601 or in local form as ISO 8601 in UTC. Throws RangeError for what is neither. */
export function isoOf(value: unknown, zone: string): string {
  const text = String(value)
  const zoned = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)
  const instant = zoned ? Date.parse(text) : instantOf(text.replace('T', ' '), zone)
  if (instant !== undefined && !Number.isNaN(instant)) return new Date(instant).toISOString()
  throw new RangeError(
    `\`expires\` is ${JSON.stringify(value)}, which is neither ISO 8601 nor yyyy-MM-dd HH:mm:ss`,
  )
}

/** What a wish asks for, as far as it goes; `expiresIn` seconds count from `now`. A pool's item may be written so too. */
export function askedFor(wish: { [key: string]: unknown }, now: number, zone: string): Partial<Item> {
  const { expiresIn, expiresIso, ...rest } = wish
  const counted =
    typeof expiresIn === 'number' ? new Date(now + expiresIn * 1000).toISOString() : rest['expires']
  return normal({ ...rest, expires: expiresIso ?? counted }, zone)
}

/** An instant in ISO 8601 as the target's local time. */
export function localTime(iso: string, zone: string): string {
  return written(Date.parse(iso), zone)
}
