/** What whoever drives a client of this desk has to know: the key, and codes that can be inquired and paid. */
import type { DeskOptions } from '../../desk.ts'
import { magicOf } from './magic.ts'

/** A line for the key and one for each kind of code. */
export function cardOf({ contract, key }: DeskOptions): string[] {
  const signing = key === null ? 'key  none, signatures are not checked' : `key  ${key}`
  const codes = magicOf(contract.id).map(({ prefix, says }) => `${prefix}…  ${says}`)
  return [signing, ...codes]
}
