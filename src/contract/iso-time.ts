/** Dates and times as JSON protocols write them: ISO 8601 with an offset, or fourteen digits. */
import { inRange, momentIn, onCalendar, type Moment } from './datetime.ts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-](\d{2}):?(\d{2}))?$/
const DIGITS = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/

/** The numbers of a time in one of these forms, in whatever range; undefined for any other text. */
export const isoMoment = (text: string): Moment | undefined => momentIn(ISO.exec(text) ?? DIGITS.exec(text))

/** True unless the text has one of these forms and names a day, an hour or an offset that there is not. */
export function isRealTime(text: string): boolean {
  const found = ISO.exec(text) ?? DIGITS.exec(text)
  if (!found) return true
  const moment = momentIn(found)!
  const [hours, minutes] = [found[7], found[8]].map((digits) => Number(digits ?? 0)) as [number, number]
  return inRange(moment) && onCalendar(moment) && hours < 24 && minutes < 60
}

/** Milliseconds since 1970 of an ISO time with an offset; undefined for any other text. */
export function isoInstant(text: string): number | undefined {
  if (!/(Z|[+-]\d{2}:\d{2})$/.test(text) || !ISO.test(text) || !isRealTime(text)) return undefined
  const instant = Date.parse(text.replace(' ', 'T'))
  return Number.isNaN(instant) ? undefined : instant
}
