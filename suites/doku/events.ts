/** Which notifications are attempts at one payment. */
import { textOf } from '../../src/wire/exchange.ts'
import type { Json } from '../../src/wire/reading.ts'
import { asked } from '../common/premises.ts'
import { at } from './asked.ts'
import { isSame } from './codes.ts'
import { isTaken, type Notice } from './paid.ts'

/** The members that tell the event: what else an attempt says of itself may change. */
const telling = [
  'service',
  'acquirer',
  'channel',
  'transaction',
  'order',
  'online_to_offline_info',
  'online_to_offline_payment',
]

interface Told {
  [name: string]: Json
}

/** What a notification tells of its event; undefined where that cannot be read. */
export function eventOf({ exchange: { request } }: Notice): Told | undefined {
  try {
    const whole = JSON.parse(textOf(request.body)) as Told
    return Object.fromEntries(telling.map((name) => [name, whole[name] ?? null]))
  } catch {
    return undefined
  }
}

/**
 * Whether two notifications are of one payment: they tell the same, or have one Request-Id and one list of the
 * store's identifiers. A Request-Id alone says nothing, and what else changes is for `retries.same`.
 */
export function isOfOnePayment(one: Notice, other: Notice): boolean {
  if (textOf(one.exchange.request.body) === textOf(other.exchange.request.body)) return true
  const [left, right] = [eventOf(one), eventOf(other)]
  if (!left || !right) return false
  return isSame(left, right) || (isNumberedAlike(one, other) && areIdentifiedAlike(left, right))
}

const isNumberedAlike = (one: Notice, other: Notice): boolean =>
  asked(one.exchange, at.id) !== '' && asked(one.exchange, at.id) === asked(other.exchange, at.id)

function areIdentifiedAlike(left: Told, right: Told): boolean {
  const [one, other] = [left, right].map((told) => told['online_to_offline_payment'])
  return typeof one === 'object' && one !== null && isSame(one, other)
}

/** Notifications of different events: all but further attempts at what was not taken. */
export function eventsIn(all: Notice[]): Notice[] {
  return all.filter(
    (notice, index) =>
      !all.slice(0, index).some((before) => !isTaken(before) && isOfOnePayment(before, notice)),
  )
}
