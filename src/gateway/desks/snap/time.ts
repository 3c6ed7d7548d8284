/** Times as messages of the desk write them, and days as its zone counts them. */
import { instantOf, written } from '../../../contract/datetime.ts'

/** `2026-11-20T15:00:00+07:00` */
export function stampOf(instant: number, zone: string): string {
  const local = written(instant, zone)
  const ahead = Math.round((asUtc(local) - Math.floor(instant / 1000) * 1000) / 60_000)
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0')
  const offset = `${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`
  return `${local.replace(' ', 'T')}${offset}`
}

const asUtc = (local: string): number => instantOf(local, 'UTC') ?? 0

/** `2026-11-20` */
export const dayOf = (instant: number, zone: string): string => written(instant, zone).slice(0, 10)

/** An instant so many seconds later. */
export const addedSeconds = (instant: number, seconds: number): number => instant + seconds * 1000
