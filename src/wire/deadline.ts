/** The end of a wait for what somebody else sends. */

/** Parts of a wait, each of which passes only while we listen. */
const parts = 8

/**
 * Calls `over` after so many milliseconds in which what arrives was read: of a standstill of our own no more than a part
 * is counted, for nobody else is to blame for it. Returns what calls it off.
 */
export function deadline(ms: number, over: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let last: NodeJS.Immediate | undefined
  const wait = (left: number) => {
    if (left === 0) last = setImmediate(over)
    else timer = setTimeout(wait, ms / parts, left - 1)
  }
  wait(parts)
  return () => {
    clearTimeout(timer)
    clearImmediate(last)
  }
}
