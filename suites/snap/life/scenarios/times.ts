/** Instants as messages write them, in whatever offset. */

/** The instant of an ISO time, written in another offset such as `+09:00`. */
export function inZone(time: string, offset: string): string {
  const [hours, minutes] = offset.slice(1).split(':').map(Number) as [number, number]
  const ahead = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
  return new Date(Date.parse(time) + ahead).toISOString().slice(0, 19) + offset
}
