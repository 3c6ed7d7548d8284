/** The end of a wait for what somebody else sends. */

/** Parts of a wait, each of which passes only while we listen. */
const parts = 8

/** Turns in which what is ready at the end is read: a connection, what comes over it, our answer, and what follows on that. */
const turns = 8

/**
 * Calls `over` after so many milliseconds in which what arrives was read: of a standstill of our own no more than a part
 * is counted, and what is under way at the end is given its turns, for nobody else is to blame for how long each of ours
 * takes. Returns what calls it off.
 */
export function deadline(ms: number, over: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  const end = (left: number) => {
    turn = setImmediate(left > 1 ? end : over, left - 1)
  }
  const wait = (left: number) => {
    if (left === 0) end(turns)
    else timer = setTimeout(wait, ms / parts, left - 1)
  }
  wait(parts)
  return () => {
    clearTimeout(timer)
    clearImmediate(turn)
  }
}
