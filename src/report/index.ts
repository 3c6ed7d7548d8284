/** The reports that a run can leave, by name. A further format is a further line here. */
import type { Entry } from '../judge/trace.ts'
import type { Report } from './events.ts'

/** A form of report: its file's name, and its text from the report and the transcript. */
export interface Format {
  file: string
  render(report: Report, entries: Entry[]): Promise<string>
}

// What renders is loaded when it is wanted: a run does not wait for its reports to begin.

export const formats = {
  html: { file: 'report.html', render: async (report, entries) => (await import('./html.ts')).html(report, entries) },
  json: { file: 'report.json', render: async (report) => `${JSON.stringify(report, null, 2)}\n` },
  junit: { file: 'junit.xml', render: async (report, entries) => (await import('./junit.ts')).junit(report, entries) },
} as const satisfies Record<string, Format>
