/** Times as messages of the desk write them, and days as its zone counts them. */
import { written } from '../../../contract/datetime.ts'

/** `2026-11-20` */
export const dayOf = (instant: number, zone: string): string => written(instant, zone).slice(0, 10)

/** An instant so many seconds later. */
export const addedSeconds = (instant: number, seconds: number): number => instant + seconds * 1000

/** Milliseconds of a day. */
export const day = 86_400_000
