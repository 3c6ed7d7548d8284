/** What a gateway has without being told of it: the tables of schemas/<protocol>/magic.json. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../contract/home.ts'
import type { Wish } from './desk.ts'

/** Something that there is under a code. */
export interface MagicItem {
  code: string
  data?: string
  says: string
  wish: Wish
}

/** What codes that begin alike stand for; without a wish they stand for nothing. */
export interface MagicCode {
  prefix: string
  /** Kind of test data in the words of the contract. */
  data: string
  says: string
  wish?: Wish
}

/** The tables of a protocol. */
export const tablesOf = <Magic>(protocol: string): Magic =>
  JSON.parse(readFileSync(join(home, 'schemas', protocol, 'magic.json'), 'utf8')) as Magic

/** The row of a code: of those that it begins like the longest. */
export function rowFor<Row extends { prefix: string }>(code: string, rows: readonly Row[]): Row | undefined {
  const alike = rows.filter(({ prefix }) => code.startsWith(prefix))
  return alike.sort((a, b) => b.prefix.length - a.prefix.length)[0]
}

/** Keeps what was made, so that what happens to it stays. */
export async function kept<T>(made: T | undefined, keep: (made: T) => Promise<void>): Promise<T | undefined> {
  if (made !== undefined) await keep(made)
  return made
}
