/** A clock that can be set and moved on, runs on from there, and does work when its time has come. */
import { createAgenda, type Work } from './agenda.ts'

export interface Clock {
  /** Milliseconds since 1970 by this clock. */
  now(): number
  /** Moves it; resolves when all work that fell due is done. */
  advance(seconds: number): Promise<void>
  /** Sets it to an instant in ISO 8601, as `advance` does. Throws RangeError for anything else. */
  set(iso: string): Promise<void>
  /** Does work at an instant, whether that comes by waiting or by moving; gives what takes the work back. */
  at(instant: number, work: Work): () => void
  /** Back to where it was when it was made, without the work that was waiting. */
  reset(): void
  /** Gives up all work that is waiting. */
  close(): void
}

/** Longest time, in milliseconds, that a timer of node can wait. */
const longest = 2_147_483_647

/** A clock that starts at an instant in ISO 8601, or else at the real time. */
export function createClock(start?: string): Clock {
  const agenda = createAgenda()
  let ahead = start === undefined ? 0 : instantOfIso(start) - Date.now()
  let timer: NodeJS.Timeout | undefined
  const now = () => Date.now() + ahead
  const wake = () => agenda.run(now).then(wait)
  const wait = () => {
    clearTimeout(timer)
    const next = agenda.next()
    if (next === undefined) return
    timer = setTimeout(() => void wake(), Math.min(Math.max(next - now(), 1), longest)).unref()
  }
  const forget = () => {
    agenda.clear()
    clearTimeout(timer)
  }
  return {
    now,
    advance(seconds) {
      ahead += seconds * 1000
      return wake()
    },
    set(iso) {
      ahead = instantOfIso(iso) - Date.now()
      return wake()
    },
    at(instant, work) {
      const takeBack = agenda.put(instant, work)
      wait()
      return takeBack
    },
    reset() {
      forget()
      ahead = start === undefined ? 0 : instantOfIso(start) - Date.now()
    },
    close: forget,
  }
}

const isoShape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/

function instantOfIso(iso: string): number {
  const instant = isoShape.test(iso) ? Date.parse(iso) : NaN
  if (Number.isNaN(instant))
    throw new RangeError(`«${iso}» is no instant. Write it as 2026-11-20T15:00:00+07:00.`)
  return instant
}
