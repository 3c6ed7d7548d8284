/** Times as messages of the standard write them. */

const minutesEast = 7 * 60

/** `2026-11-20T15:00:00+07:00`, or the same instant so many minutes east of Greenwich. */
export function stampOf(instant: number, east = minutesEast): string {
  const local = new Date(instant + east * 60_000).toISOString().slice(0, 19)
  const two = (count: number) => String(Math.trunc(count)).padStart(2, '0')
  return `${local}${east < 0 ? '-' : '+'}${two(Math.abs(east) / 60)}:${two(Math.abs(east) % 60)}`
}
