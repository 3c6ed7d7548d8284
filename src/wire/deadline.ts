/** The end of a wait for what somebody else sends. */

/** Milliseconds that a timer may be late before we are the ones who were held up, and what is given for that. */
const [held, grace] = [50, 500]

/**
 * Calls `over` after so many milliseconds, once what has arrived till then was read: after a standstill of our own, timers
 * come before the answers that wait at the door, and nobody else is to blame for that. Returns what calls it off.
 */
export function deadline(ms: number, over: () => void): () => void {
  const due = performance.now() + ms
  let later: NodeJS.Timeout | undefined
  let next: NodeJS.Immediate | undefined
  const timer = setTimeout(() => {
    if (performance.now() - due > held) later = setTimeout(over, grace)
    else next = setImmediate(over)
  }, ms)
  return () => {
    clearTimeout(timer)
    clearTimeout(later)
    clearImmediate(next)
  }
}
