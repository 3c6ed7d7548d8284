/** The run as people watch it: who is on trial, a line of progress on a terminal, findings as they come, the verdict. */
import type { Entry } from '../judge/trace.ts'
import type { Finding, Progressed, Report, RunEvent, Started } from './events.ts'
import { findingsOf } from './events.ts'
import { marked, paintFor, widthOf, type Output, type Paint } from './paint.ts'
import { tellFinding, type Telling } from './tell.ts'
import {
  lastLines,
  situationLines,
  summaryLines,
  troubleLines,
  unexercisedLines,
} from './terminal-summary.ts'
import { clip, count, visible, wrap } from './text.ts'

export interface TerminalOptions {
  out: Output
  env?: NodeJS.ProcessEnv
  /** Where report.json goes, for the replay commands. */
  reportFile?: string
  /** The exit code that the command ends with, where it is not the verdict's own. */
  exitCode?: number
  /** Milliseconds of some clock, to draw progress at most twenty times a second. */
  now?: () => number
}

export interface Terminal {
  take(event: RunEvent): void
  /** Tells the whole report: stories, numbers, gaps, verdict. */
  close(report: Report, entries: Iterable<Entry>): void
}

const rewind = '\r\u001b[2K'

/** Watches a run. On a pipe there is no progress line, so a log holds nothing that was rewritten. */
export function createTerminal(options: TerminalOptions): Terminal {
  const { out, env, now = Date.now } = options
  const paint = paintFor(out, env)
  const width = widthOf(out)
  let drawnAt = Number.NEGATIVE_INFINITY
  let drawn = false
  const told = new Set<string>()
  const wipe = (): void => {
    if (drawn) out.write(rewind)
    drawn = false
  }
  const draw = (event: Progressed): void => {
    if (!out.isTTY || now() - drawnAt < 50) return
    drawnAt = now()
    drawn = true
    out.write(rewind + paint.dim(clip(progress(event), (out.columns ?? width) - 1)))
  }
  return {
    take(event) {
      if (event.event === 'progressed') return draw(event)
      if (event.event === 'recorded' && event.entry.kind !== 'situation') return
      wipe()
      if (event.event === 'recorded') return void out.write(lines(situated(event.entry, paint)))
      if (event.event === 'started') out.write(lines(header(event, paint, width)))
      if (event.event !== 'found' || told.has(event.finding.id)) return
      told.add(event.finding.id)
      out.write(lines([live(event.finding, paint, width)]))
    },
    close(report, entries) {
      wipe()
      out.write(tellReport(report, entries, { ...options, paint, width }))
    },
  }
}

/** The end of a run as text: stories, numbers, gaps, verdict. */
export function tellReport(
  report: Report,
  entries: Iterable<Entry>,
  options: { paint: Paint; width: number; reportFile?: string; exitCode?: number },
): string {
  const exchanges = new Map(
    [...entries].flatMap((entry) => (entry.kind === 'exchange' ? [[entry.id, entry] as const] : [])),
  )
  const telling: Telling = {
    ...options,
    exchanges,
    clauses: new Map(report.clauses.map((clause) => [clause.id, clause])),
  }
  return lines([
    '',
    ...findingsOf(report).flatMap((finding) => tellFinding(finding, telling)),
    ...situationLines(report, options),
    ...summaryLines(report, options.paint),
    ...unexercisedLines(report, options),
    ...troubleLines(report, options),
    ...lastLines(report, options),
  ])
}

function lines(all: string[]): string {
  return all.map((line) => `${line}\n`).join('')
}

function header({ tool, contract, target, role, seed }: Started, paint: Paint, width: number): string[] {
  const row = (label: string, value: string): string =>
    `  ${paint.dim(label.padEnd(10))}${wrap(value, width - 12).join(`\n${' '.repeat(12)}`)}`
  return [
    `${paint.bold(`${visible(contract.title)} ${visible(contract.version)}`)} ${paint.dim(`batu-uji ${visible(tool.version)}`)}`,
    row('on trial', role),
    row('target', visible(target)),
    row('document', visible(contract.document)),
    row('contract', visible(contract.hash.slice(0, 12))),
    row('seed', String(seed)),
    '',
  ]
}

/** A client has come, and what it is put to. */
function situated(entry: Entry, paint: Paint): string[] {
  if (entry.kind !== 'situation') return []
  return [`${paint.dim('▸')} ${visible(entry.situation)} ${paint.dim(visible(entry.thread))}`]
}

function live({ id, rule, says, verdict }: Finding, paint: Paint, width: number): string {
  const room = width - rule.length - id.length - 6
  return `${marked(verdict, paint, visible(rule))} ${paint.dim(visible(id))}  ${clip(visible(says), Math.max(20, room))}`
}

function progress({ done, total, requests, scenario }: Progressed): string {
  const part = total > 0 ? `${Math.floor((100 * done) / total)} %` : ''
  return `  ${part.padStart(5)}  ${done}/${total}  ${count(requests, 'request')}  ${visible(scenario)}`
}
