/** Codes that were given out, and when each can be paid. */
import { asUtc } from '../../src/contract/datetime.ts'
import { isoInstant, isoMoment } from '../../src/contract/iso-time.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered, asked, isOrderlyBut, offsetAt, targetTime } from '../common/premises.ts'
import { at, codesAsked, type Asked } from './asked.ts'

/** A pair of times in one form, milliseconds since 1970 as if both were in UTC; undefined for what is not there. */
export interface Times {
  created: number | undefined
  expires: number | undefined
}

/** A code that was given out. */
export interface Given {
  one: Asked
  merchant: string
  invoice: string
  id: string
  code: string
  amount: string
  /** Minutes that were asked for; undefined where none were. */
  minutes: number | undefined
  isReusable: boolean
  override: string
  utc: Times
  compact: Times
}

/** The codes of a trace, in the order in which they were asked for: one for each Request-Id. */
export const codesGiven = premise((evidence: Evidence): Given[] =>
  codesAsked(evidence)
    .filter((one) => one.reaction === 'served' && one.code !== '')
    .filter((one, index, all) => all.findIndex((other) => isSameRequest(one, other)) === index)
    .map(givenBy),
)

const isSameRequest = (one: Asked, other: Asked): boolean =>
  one === other || (one.id !== '' && one.merchant === other.merchant && one.id === other.id)

/** What an answer with a code tells. */
export function givenBy(one: Asked): Given {
  const { exchange, merchant, invoice, id, code } = one
  const minutes = asked(exchange, at.lifetime)
  const time = (name: string) => answered(exchange, `online_to_offline_info.${name}`)
  return {
    one,
    merchant,
    invoice,
    id,
    code,
    amount: asked(exchange, at.amount),
    minutes: minutes === '' ? undefined : Number(minutes),
    isReusable: asked(exchange, at.reusable) === 'true',
    override: asked(exchange, at.override),
    utc: { created: utcOf(time('created_date_utc')), expires: utcOf(time('expired_date_utc')) },
    compact: { created: digitsOf(time('created_date')), expires: digitsOf(time('expired_date')) },
  }
}

/** A time that is written in UTC; undefined for any other. */
export const utcOf = (text: string): number | undefined =>
  /(?:Z|\+00:00)$/.test(text) ? isoInstant(text) : undefined

/** Fourteen digits, as if they were in UTC. */
function digitsOf(text: string): number | undefined {
  const moment = /^\d{14}$/.test(text) ? isoMoment(text) : undefined
  return moment && asUtc(moment)
}

/** Milliseconds by which Jakarta is ahead of UTC. */
export const jakarta = 7 * 3_600_000

/** When a code expires: as it was told, else as it was asked for; undefined where nobody knows. */
export function expiryOf(evidence: Evidence, { utc, compact, minutes, one }: Given): number {
  const sent = targetTime(evidence, one.exchange)
  const told = utc.expires ?? (compact.expires === undefined ? undefined : compact.expires - jakarta)
  return told ?? sent + (minutes ?? 60) * 60_000
}

/** When a code would have to expire by what was asked for. */
export function dueOf(evidence: Evidence, { minutes, one }: Given): number {
  const sent = targetTime(evidence, one.exchange)
  return sent + (minutes ?? 60) * 60_000
}

/** Where a code ends, by what was told and by what was asked for: a clock that is behind tells another time than it goes by. */
export const endsOf = (evidence: Evidence, given: Given): number[] => [
  expiryOf(evidence, given),
  dueOf(evidence, given),
]

/** The code that a merchant got for an invoice number. */
export function givenFor(evidence: Evidence, merchant: string, name: string): Given | undefined {
  return codesGiven(evidence).find(
    (given) => given.merchant === merchant && (given.invoice === name || given.id === name),
  )
}

/** Requests for codes that were in order and served. */
export const orderlyCodes = premise((evidence: Evidence): Given[] =>
  codesGiven(evidence).filter(({ one }) => isOrderlyBut(evidence, one.exchange)),
)

/** The target's time at a tick: that of the last request before it. */
export function timeAt(evidence: Evidence, tick: number): number | undefined {
  const last = evidence.exchanges.reduce<Exchange | undefined>(
    (latest, one) => (one.began <= tick && one.began > (latest?.began ?? -1) ? one : latest),
    undefined,
  )
  return last && Date.parse(last.sentAt) + offsetAt(evidence, tick)
}
