/** X-TIMESTAMP in other zones, as far as the spelling that was agreed on has them. */
import type { Profile } from '../../src/contract/contract.ts'
import { isoIn } from '../../src/contract/time-text.ts'

/** Where Z is agreed on, there is one zone, and nobody need take another. */
export const hasZones = ({ timestampHeader }: Profile): boolean => timestampHeader !== 'isoZ'

/** An instant (milliseconds since 1970) with the offset of a zone; with milliseconds where those are agreed on. */
export function stampIn({ timestampHeader }: Profile, instant: number, zone: string): string {
  const stamp = isoIn(instant, zone)
  if (timestampHeader !== 'isoMillis') return stamp
  const milliseconds = new Date(instant).toISOString().slice(19, 23)
  return `${stamp.slice(0, 19)}${milliseconds}${stamp.slice(19)}`
}
