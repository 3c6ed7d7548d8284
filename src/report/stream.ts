/** The stream of events on disk, one line of JSON each. It is the run's memory: what is written survives a crash. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from './events.ts'

/** Where the events of a run go. */
export interface Sink {
  file: string
  emit(event: RunEvent): void
  /** Ends it; gives the events that went in here, whatever became of the file meanwhile. */
  close(): Generator<RunEvent>
}

/** Entries of the trace and progress may wait for this many characters; everything else is written at once. */
const patience = 64 * 1024

/**
 * Opens DIR/events.ndjson anew. A process that exits in whatever way of its own still writes what was waiting. Another run
 * that writes there still keeps a file of its own, though under no name any more: no report mixes two runs.
 */
export function openSink(dir: string): Sink {
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'events.ndjson')
  rmSync(file, { force: true })
  const descriptor = openSync(file, 'wx')
  const reader = openSync(file, 'r')
  let waiting = ''
  const flush = (): void => {
    if (waiting !== '') writeFileSync(descriptor, waiting)
    waiting = ''
  }
  process.once('exit', flush)
  return {
    file,
    emit(event) {
      waiting += `${JSON.stringify(event)}\n`
      if (isUrgent(event) || waiting.length >= patience) flush()
    },
    close() {
      process.off('exit', flush)
      flush()
      closeSync(descriptor)
      const bytes = readFileSync(reader)
      closeSync(reader)
      return eventsIn(bytes, file)
    },
  }
}

function isUrgent({ event }: RunEvent): boolean {
  return event !== 'recorded' && event !== 'progressed'
}

/** Reads a stream back, line by line. A last line that was torn by a crash is left out. */
export const readEvents = (file: string): Generator<RunEvent> => eventsIn(readFileSync(file), file)

function* eventsIn(bytes: Buffer, file: string): Generator<RunEvent> {
  for (let start = 0, number = 1; start < bytes.length; number++) {
    const found = bytes.indexOf(10, start)
    const end = found < 0 ? bytes.length : found
    const event = parse(bytes.toString('utf8', start, end))
    start = end + 1
    if (event) yield event
    else if (start < bytes.length)
      throw new Error(`${file}, line ${number}: this is no event of a run. Give an unedited events.ndjson.`)
  }
}

const kinds = new Set(['started', 'progressed', 'recorded', 'found', 'ended'])

function parse(line: string): RunEvent | undefined {
  try {
    const value = JSON.parse(line) as RunEvent
    return kinds.has(value?.event) ? value : undefined
  } catch {
    return undefined
  }
}
