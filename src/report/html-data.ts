/** What the page holds: the report and as much of the transcript as fits. Everything in it is fit to be shown. */
import type { Entry } from '../judge/trace.ts'
import { verdicts } from '../judge/verdict.ts'
import { findingsOf, sentencesOf, type Finding, type Report } from './events.ts'
import { headline, unexercised, type Headline } from './headline.ts'
import { clean, fullRow, shortRow, type Row } from './html-rows.ts'
import { clip, duration } from './text.ts'
import { reasonWords, roleWords, verdictWords } from './words.ts'

export interface PageData {
  report: Omit<Report, 'rules'> & {
    rules: (Omit<Report['rules'][number], 'findings'> & { findings: string[] })[]
  }
  findings: (Omit<Finding, 'origin'> & { replay?: string })[]
  headline: Headline
  took: string
  role: string
  verdicts: { id: string; says: string }[]
  unexercised: { reason: string; says: string; todo: string; clauses: string[] }[]
  rows: Row[]
  /** What was left out of the transcript so that the page stays small. */
  left: { entries: number; messages: number }
}

/** The transcript's share of the page, in characters, and the rows that a browser shows with ease. */
const room = { characters: 4_000_000, rows: 5_000 } as const

/** Gathers a page's data. Exchanges that findings tell, then those that clauses name, are the first to be kept whole. */
export function pageData(report: Report, entries: Entry[]): PageData {
  const findings = findingsOf(report)
  const cited = [
    ...findings.flatMap(({ exchanges }) => exchanges),
    ...report.clauses.flatMap((c) => c.exchanges ?? []),
  ]
  return {
    report: cleaned({
      ...report,
      rules: report.rules.map((rule) => ({ ...rule, findings: rule.findings.map(({ id }) => id) })),
    }),
    findings: findings.map(({ origin, ...finding }) => ({
      ...cleaned({
        ...finding,
        story: sentencesOf({ ...finding }),
        exchanges: finding.exchanges.slice(-100),
        expected: clip(finding.expected, 1500),
        received: clip(finding.received, 1500),
      }),
      ...(origin ? { replay: `batu-uji replay report.json ${finding.id}` } : {}),
    })),
    headline: headline(report),
    took: duration(report.elapsedMs),
    role: roleWords[report.role],
    verdicts: verdicts.toReversed().map((id) => ({ id, says: verdictWords[id] })),
    unexercised: unexercised(report).map(({ reason, clauses }) => ({
      reason,
      ...reasonWords[reason],
      clauses: clauses.map(({ id }) => id),
    })),
    ...transcript(entries, new Set(cited)),
  }
}

function transcript(entries: Entry[], cited: Set<string>): Pick<PageData, 'rows' | 'left'> {
  const isCited = (entry: Entry): boolean => entry.kind === 'exchange' && cited.has(entry.id)
  const kept = entries.filter((entry, at) => at < room.rows || isCited(entry))
  const rows = kept.map(shortRow)
  let free = room.characters - rows.reduce((sum, row) => sum + sizeOf(row), 0)
  let messages = 0
  const order = [...kept.keys()].toSorted((a, b) => Number(isCited(kept[b]!)) - Number(isCited(kept[a]!)))
  for (const at of order) {
    const entry = kept[at]!
    if (entry.kind !== 'exchange') continue
    const row = fullRow(rows[at]!, entry)
    const size = sizeOf(row)
    if (size > free) messages += 1
    else rows[at] = row
    free -= size > free ? 0 : size
  }
  return { rows, left: { entries: entries.length - kept.length, messages } }
}

function sizeOf(row: Row): number {
  return Buffer.byteLength(embedded(row))
}

/** JSON that ends no script element, wherever it came from. */
export function embedded(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

/** Every text made fit to be shown, and cut. */
function cleaned<T>(value: T): T {
  if (typeof value === 'string') return clean(value, 8192) as T
  if (Array.isArray(value)) return value.map((one) => cleaned<unknown>(one)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned<unknown>(one)])) as T
}
