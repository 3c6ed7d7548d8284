/** Times as messages of the desk write them. */
import { written } from '../../../contract/datetime.ts'

/** `2020-08-11T08:45:42Z` */
export const utcOf = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`

/** `20200811154542`, as a zone has it. */
export const compactOf = (instant: number, zone: string): string => written(instant, zone).replace(/\D/g, '')
