/** The stream of events on disk, one line of JSON each. It is the run's memory: what is written survives a crash. */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from './events.ts'

/** Where the events of a run go. */
export interface Sink {
  file: string
  emit(event: RunEvent): void
  close(): void
}

/** Entries of the trace and progress may wait for this many characters; everything else is written at once. */
const patience = 64 * 1024

/** Opens DIR/events.ndjson anew. A process that exits in whatever way of its own still writes what was waiting. */
export function openSink(dir: string): Sink {
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'events.ndjson')
  const descriptor = openSync(file, 'w')
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
    },
  }
}

function isUrgent({ event }: RunEvent): boolean {
  return event !== 'recorded' && event !== 'progressed'
}

/** Reads a stream back, line by line. A last line that was torn by a crash is left out. */
export function* readEvents(file: string): Generator<RunEvent> {
  const bytes = readFileSync(file)
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
