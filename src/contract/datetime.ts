/** Date and time as text: reading a layout, and what is wrong with a value that breaks it. */

/** Parts of a date and time, as written. */
export interface Moment {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const shape = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})/

/** Reads the numbers of `yyyy-MM-dd HH:mm:ss…`, in whatever range; undefined when the text has another form. */
export function momentOf(text: string): Moment | undefined {
  return momentIn(shape.exec(text))
}

/** The numbers of the first six groups of a match, from the year to the second; undefined where nothing matched. */
export function momentIn(found: RegExpExecArray | null): Moment | undefined {
  if (!found) return undefined
  const numbers = found.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  const [year, month, day, hour, minute, second] = numbers
  return { year, month, day, hour, minute, second }
}

/** Milliseconds since 1970 of a moment, as if it were in UTC. */
export const asUtc = ({ year, month, day, hour, minute, second }: Moment): number =>
  Date.UTC(year, month - 1, day, hour, minute, second)

/** True when every number is in its range; 24:00:00 is not. */
export function inRange({ month, day, hour, minute, second }: Moment): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59
}

/** True for 24:00:00, the end of a day. */
export function isEndOfDay({ hour, minute, second }: Moment): boolean {
  return hour === 24 && minute === 0 && second === 0
}

/** True when the calendar has that day. A month past 12 is a question of range, not of the calendar. */
export function onCalendar({ year, month, day }: Moment): boolean {
  if (month === 0 || day === 0 || year === 0) return false
  if (month > 12 || day > 31) return true
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

/** Texts by zone and second: a run asks for now and for expiries in turn, and for each of them many times. */
const lately = new Map<string, Map<number, string>>()
const kept = 64

/** Writes an instant (milliseconds since 1970) as `yyyy-MM-dd HH:mm:ss` in a zone. The last seconds asked for are kept. */
export function written(instant: number, zone: string): string {
  const second = Math.floor(instant / 1000)
  const texts = lately.get(zone) ?? new Map<number, string>()
  const known = texts.get(second)
  if (known !== undefined) return known
  const text = formatted(second * 1000, zone)
  if (texts.size >= kept) texts.clear()
  lately.set(zone, texts.set(second, text))
  return text
}

function formatted(instant: number, zone: string): string {
  const part = Object.fromEntries(
    formatter(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  return `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}:${part['second']}`
}

/** The instant (milliseconds since 1970) of a written moment in a zone; undefined when it is none. */
export function instantOf(text: string, zone: string): number | undefined {
  const moment = momentOf(text)
  if (!moment || !onCalendar(moment) || !(inRange(moment) || isEndOfDay(moment))) return undefined
  const instant = asUtc(moment)
  return instant - offsetAt(instant, zone)
}

const offsets = new Map<string, number>()

/** Years of four digits in every zone: what lies beyond has the offset of the nearest end. */
const ends = { first: Date.UTC(1000, 0, 2), last: Date.UTC(9999, 11, 30) }

/** Zone's offset at an instant, to the hour; enough for zones whose rules change by date. */
function offsetAt(said: number, zone: string): number {
  const instant = Math.min(Math.max(said, ends.first), ends.last)
  const slot = `${zone}@${Math.floor(instant / 3_600_000)}`
  const known = offsets.get(slot)
  if (known !== undefined) return known
  const whole = Math.floor(instant / 1000) * 1000
  const offset = asUtc(momentOf(written(whole, zone))!) - whole
  offsets.set(slot, offset)
  return offset
}

/** An instant as ISO 8601 with the offset of a zone: `2026-11-20T15:00:00+07:00`. */
export function stampOf(instant: number, zone: string): string {
  const local = written(instant, zone)
  const ahead = Math.round((instantOf(local, 'UTC')! - Math.floor(instant / 1000) * 1000) / 60_000)
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0')
  const offset = `${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`
  return `${local.replace(' ', 'T')}${offset}`
}
