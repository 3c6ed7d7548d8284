/** The reports that a run can leave, by name. A further format is a further line here and in `files`. */
import type { Entry } from '../judge/trace.ts'
import type { Report } from './events.ts'
import { reportFiles } from './files.ts'
import { html } from './html.ts'
import { junit } from './junit.ts'

/** A form of report: its file's name, and its text from the report and the transcript. */
export interface Format {
  file: string
  render(report: Report, entries: Entry[]): string
}

export const formats = {
  html: { file: reportFiles.html, render: html },
  json: { file: reportFiles.json, render: (report) => `${JSON.stringify(report, null, 2)}\n` },
  junit: { file: reportFiles.junit, render: junit },
} as const satisfies Record<keyof typeof reportFiles, Format>
