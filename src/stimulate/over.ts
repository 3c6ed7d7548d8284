/** Cases that are over, and the callbacks that came when nobody in them waited any more. */
import type { Entry } from '../judge/trace.ts'
import { textOfFirst } from '../wire/reading.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Letter } from './inbox.ts'
import type { Job } from './jobs.ts'

/** A case that is over. */
export interface Over {
  job: Job
  entries: Entry[]
  /** Milliseconds of a monotonic clock when it was. */
  at: number
  /** Callbacks about it that none of its steps took, and that it was judged with. */
  late: Exchange[]
  /** Those that it was not judged with yet. */
  fresh: Exchange[]
  isJudged: boolean
}

export interface Overs {
  add(job: Job, entries: Entry[]): void
  /** Cases to judge: those that were over so many milliseconds ago, and those judged without some of these callbacks. */
  due(letters: Letter[], afterMs: number): Over[]
}

/** `place` is the field of requests that a reference stands in. */
export function createOvers(place: string): Overs {
  const due = new Set<Over>()
  const byReference = new Map<string, Over>()
  const sorted = new Set<Exchange>()
  const sort = (letters: Letter[]) => {
    for (const { names, exchange } of letters) {
      const over = sorted.has(exchange) ? undefined : byReference.get(names.reference)
      if (!over) continue
      sorted.add(exchange)
      over.fresh.push(exchange)
      due.add(over)
    }
  }
  return {
    add(job, entries) {
      const over: Over = { job, entries, at: performance.now(), late: [], fresh: [], isJudged: false }
      due.add(over)
      // The first case that asked for something under a reference is the one that callbacks about it belong to.
      for (const reference of referencesIn(entries, place))
        if (!byReference.has(reference)) byReference.set(reference, over)
    },
    due(letters, afterMs) {
      sort(letters)
      const since = performance.now() - afterMs
      const found = [...due].filter(({ isJudged, at }) => isJudged || at <= since)
      for (const over of found) due.delete(over)
      return found
    },
  }
}

function referencesIn(entries: Entry[], place: string): string[] {
  return entries
    .map((entry) => (entry.kind === 'exchange' ? textOfFirst(entry.request.read, [place]) : undefined))
    .filter((reference) => Boolean(reference)) as string[]
}
