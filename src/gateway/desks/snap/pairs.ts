/** Keys of SNAP's sandbox by the name of their owner. */
import { pairsOf } from '../../pairs.ts'

export type { Pair } from '../../pairs.ts'

/** The pair of an owner. */
export const pairOf = pairsOf('snap')
