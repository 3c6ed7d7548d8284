/** Limits that both readers of JSON keep. */

/** More bytes than this are refused unread. */
export const MAX_BYTES = 1_048_576
/** Levels of objects and arrays, the outermost being the first. */
export const MAX_DEPTH = 32
/** Values in a whole message; the longest legal one has about 200. */
export const MAX_VALUES = 4096
/** Characters of a name; names are repeated in the places of all that they hold. */
export const MAX_NAME = 128
