/** Moves the clock for cases that let time pass together: once all of them wait, and to the moment that comes first. */
import type { ClockMoved } from '../judge/trace.ts'

/** A case under way, for as long as time may have to pass for it. */
export interface Stay {
  /** Resolves when the clock has been moved by that much since the call; `note` is told of every move until then. */
  advance(seconds: number, note: (moved: ClockMoved) => void): Promise<void>
  /** Waits for no time any more, and keeps nobody else from it. */
  leave(): void
}

export interface Tide {
  /** Until it leaves, time passes only while it waits for that. */
  enter(): Stay
}

interface Wait {
  due: number
  note: (moved: ClockMoved) => void
  done: () => void
  failed: (error: unknown) => void
}

/** A tide that moves the clock by `move`, in seconds. */
export function createTide(move: (seconds: number) => Promise<ClockMoved>): Tide {
  const waits = new Set<Wait>()
  let under = 0
  let passed = 0
  let isMoving = false
  const settle = async () => {
    if (isMoving || waits.size === 0 || waits.size < under) return
    isMoving = true
    try {
      const due = Math.min(...[...waits].map((wait) => wait.due))
      const moved = await move(due - passed)
      passed = due
      for (const wait of waits) wait.note(moved)
      release(waits, ({ due: own }) => own <= passed)
    } catch (error) {
      release(waits, () => true, error)
    }
    isMoving = false
    void settle()
  }
  return {
    enter() {
      under++
      return {
        advance: (seconds, note) =>
          new Promise((done, failed) => {
            waits.add({ due: passed + seconds, note, done, failed })
            void settle()
          }),
        leave() {
          under--
          void settle()
        },
      }
    },
  }
}

function release(waits: Set<Wait>, isOver: (wait: Wait) => boolean, error?: unknown): void {
  for (const wait of [...waits].filter(isOver)) {
    waits.delete(wait)
    if (error === undefined) wait.done()
    else wait.failed(error)
  }
}
