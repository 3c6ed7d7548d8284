/** The reports that a run can leave, by name. A further format is a further line here. */
import type { Entry } from '../judge/trace.ts'
import type { Report } from './events.ts'
import { html } from './html.ts'
import { junit } from './junit.ts'

/** A form of report: its file's name, and its text from the report and the transcript. */
export interface Format {
  file: string
  render(report: Report, entries: Entry[]): string
}

export const formats = {
  html: { file: 'report.html', render: html },
  json: { file: 'report.json', render: (report) => `${JSON.stringify(report, null, 2)}\n` },
  junit: { file: 'junit.xml', render: junit },
} as const satisfies Record<string, Format>
