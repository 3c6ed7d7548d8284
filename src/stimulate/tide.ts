/**
 * Moves the clock for cases that let time pass together: once all of them wait, and to the moment that comes first.
 * Where none has anything left to do but to listen, it can be moved along for them.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { ClockMoved } from '../judge/trace.ts'

/** A case under way, for as long as time may have to pass for it. */
export interface Stay {
  /** Resolves when the clock has been moved by that much since the call; `note` is told of every move until then. */
  advance(seconds: number, note: Note): Promise<void>
  /** Gives what it listens for; `note` is told of every move by which that is brought about sooner. */
  listen<Heard>(heard: Promise<Heard>, note: Note): Promise<Heard>
  /** Waits for no time any more, and keeps nobody else from it. */
  leave(): void
}

export interface Tide {
  /** Until it leaves, time passes only while it waits for that. */
  enter(): Stay
  /**
   * Moves the clock by a second at a time, by so many in all, whenever everybody listens and nobody does anything else:
   * what is due then need not be waited for. However far the clock is moved, nobody listens for a shorter time.
   */
  hasten(most: number): void
}

type Note = (moved: ClockMoved) => void

interface Wait {
  due: number
  note: Note
  done: () => void
  failed: (error: unknown) => void
}

/** Milliseconds in which what has come due is on its way. */
const underway = 30

/** A tide that moves the clock by `move`, in seconds. */
export function createTide(move: (seconds: number) => Promise<ClockMoved>): Tide {
  const waits = new Set<Wait>()
  const listening = new Set<Note>()
  let under = 0
  let spare = 0
  let turns = 0
  let moving: Promise<unknown> = Promise.resolve()
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
  const isQuiet = () => spare > 0 && listening.size > 0 && listening.size === under
  const help = async () => {
    const turn = ++turns
    while (isQuiet()) {
      await pause(underway)
      if (turn !== turns) return
      spare--
      passed++
      const notes = [...listening]
      const moved = move(1)
      moving = moved.then(
        (to) => notes.forEach((note) => note(to)),
        // Whoever moves the clock for its own sake is told what is wrong with it.
        () => (spare = 0),
      )
      await moving
    }
  }
  return {
    hasten(most) {
      spare = most
      void help()
    },
    enter() {
      under++
      return {
        async listen(heard, note) {
          listening.add(note)
          void help()
          const found = await heard
          listening.delete(note)
          turns++
          await moving
          return found
        },
        advance: (seconds, note) =>
          new Promise((done, failed) => {
            waits.add({ due: passed + seconds, note, done, failed })
            void settle()
          }),
        leave() {
          under--
          void settle()
          void help()
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
