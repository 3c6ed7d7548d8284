/** Work that is due at an instant of the gateway's clock: done in the order of the instants, one after another. */
import { complain } from './complain.ts'

/** What is done when its time has come; it may be asynchronous, and whatever it throws is told and forgotten. */
export type Work = () => void | Promise<void>

export interface Agenda {
  /** Notes work for an instant, in milliseconds since 1970; gives what takes it off again. */
  put(instant: number, work: Work): () => void
  /** Instant of the earliest work; undefined when there is none. */
  next(): number | undefined
  /** Does all work that is due by `now`; resolves when it is done. */
  run(now: () => number): Promise<void>
  clear(): void
}

interface Entry {
  instant: number
  work: Work
}

/** An agenda without entries. */
export function createAgenda(): Agenda {
  let entries: Entry[] = []
  let running = Promise.resolve()
  const drop = (entry: Entry) => void (entries = entries.filter((one) => one !== entry))
  const due = async (now: () => number) => {
    for (let entry = entries[0]; entry && entry.instant <= now(); entry = entries[0]) {
      drop(entry)
      await done(entry.work)
    }
  }
  return {
    put(instant, work) {
      const entry = { instant, work }
      const at = entries.findIndex((one) => one.instant > instant)
      entries.splice(at < 0 ? entries.length : at, 0, entry)
      return () => drop(entry)
    },
    next: () => entries[0]?.instant,
    run: (now) => (running = running.then(() => due(now))),
    clear: () => void (entries = []),
  }
}

async function done(work: Work): Promise<void> {
  try {
    await work()
  } catch (error) {
    complain(error)
  }
}
