/** Where the events of a run go: masked to the stream on disk, to who watches, and at the end into the reports. */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report, RunEvent } from '../report/events.ts'
import { reportFiles } from '../report/files.ts'
import { createFold } from '../report/fold.ts'
import { createMask } from '../report/mask.ts'
import { openSink, type Sink } from '../report/stream.ts'
import type { Entry } from '../judge/trace.ts'

export type FormatName = keyof typeof reportFiles
export const formatNames = Object.keys(reportFiles) as FormatName[]

export interface DeskOptions {
  dir: string
  formats: FormatName[]
  secrets: string[]
  /** Fields of messages that are masked whatever they hold. */
  secretFields?: string[]
  watch: (event: RunEvent) => void
}

export interface ReportDesk {
  emit(event: RunEvent): void
  /** Rejects when the stream can no longer be written. */
  broken: Promise<never>
  /** Whether the run had begun, so that there is something to report. */
  begun(): boolean
  /** Writes the reports, of a finished run or of what there is of it. */
  close(): Promise<Closed>
}

export interface Closed {
  report: Report
  entries: Entry[]
  /** Files that were written. */
  files: string[]
}

/** A desk that writes nothing before the first event. */
export function openDesk({ dir, formats: names, secrets, secretFields, watch }: DeskOptions): ReportDesk {
  const mask = createMask(secrets, secretFields)
  const folding = createFold()
  let sink: Sink | undefined
  let fail: (error: unknown) => void
  const broken = new Promise<never>((_, reject) => (fail = reject))
  const take = (event: RunEvent): void => {
    sink ??= freshSink(dir)
    sink.emit(event)
    folding.take(event)
    watch(event)
  }
  return {
    broken,
    emit(event) {
      try {
        take(mask(event))
      } catch (error) {
        fail(error) // a runner that emits is no place to handle a full disk
      }
    },
    begun: () => sink !== undefined,
    async close() {
      const entries = entriesOf(sink?.close() ?? [])
      const report = folding.report()
      // What renders is loaded when it is wanted: no run waits for it to begin.
      const { formats } = await import('../report/index.ts')
      const files = names.map((name) =>
        write(join(dir, reportFiles[name]), formats[name].render(report, entries)),
      )
      return { report, entries, files }
    },
  }
}

/** Old reports beside a new stream would lie if the run broke off. */
function freshSink(dir: string): Sink {
  for (const file of Object.values(reportFiles)) rmSync(join(dir, file), { force: true })
  return openSink(dir)
}

/** Entries of the trace among events. */
function entriesOf(events: Iterable<RunEvent>): Entry[] {
  return [...events].flatMap((event) => (event.event === 'recorded' ? [event.entry] : []))
}

/** Whole or not at all: nobody reads half a report, and two runs that end at once do not take each other's. */
function write(file: string, text: string): string {
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, text)
  renameSync(part, file)
  return file
}
