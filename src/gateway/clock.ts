/** A clock that can be set and moved on, and runs on from there. */

export interface Clock {
  /** Milliseconds since 1970 by this clock. */
  now(): number
  advance(seconds: number): void
  /** Sets it to an instant in ISO 8601. Throws RangeError for anything else. */
  set(iso: string): void
  /** Back to where it was when it was made. */
  reset(): void
}

/** A clock that starts at an instant in ISO 8601, or else at the real time. */
export function createClock(start?: string): Clock {
  let ahead = 0
  const set = (iso: string) => {
    ahead = instantOfIso(iso) - Date.now()
  }
  const reset = () => (start === undefined ? void (ahead = 0) : set(start))
  reset()
  return {
    now: () => Date.now() + ahead,
    advance: (seconds) => void (ahead += seconds * 1000),
    set,
    reset,
  }
}

const isoShape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/

function instantOfIso(iso: string): number {
  const instant = isoShape.test(iso) ? Date.parse(iso) : NaN
  if (Number.isNaN(instant))
    throw new RangeError(`«${iso}» is no instant. Write it as 2026-11-20T15:00:00+07:00.`)
  return instant
}
