/** A finding as a story on lines: what is broken, where the document says so, what happened, how to see it again. */
import type { Exchange } from '../wire/exchange.ts'
import { sentencesOf, type ClauseResult, type Finding } from './events.ts'
import { gistOf } from './gist.ts'
import { marked, type Paint } from './paint.ts'
import { clip, count, duration, visible, wrap } from './text.ts'

/** What a story needs to know beside the finding. */
export interface Telling {
  paint: Paint
  width: number
  exchanges: ReadonlyMap<string, Exchange>
  clauses: ReadonlyMap<string, ClauseResult>
  /** Where the run's report is, for the command that replays it. */
  reportFile?: string
}

const margin = 12

/** Lines of a finding's story. */
export function tellFinding(finding: Finding, telling: Telling): string[] {
  const { paint, width } = telling
  const sections = [
    wrap(visible(finding.says), width - 2).map((line) => `  ${line}`),
    finding.clauses.flatMap((id, at) => tellClause(id, at, telling)),
    [
      ...labelled('place', finding.place, telling),
      ...labelled('expected', finding.expected, telling),
      ...received(finding, telling),
    ],
    sentencesOf(finding)
      .flatMap((line) => wrap(visible(clip(line, 400)), width - 2))
      .map((line) => `  ${line}`),
    tellExchanges(finding, telling),
    [...labelled('met', frequency(finding), telling), ...again(finding, telling)],
  ]
  const title = `${marked(finding.verdict, paint, paint.bold(visible(finding.rule)))} ${paint.dim(visible(finding.id))}`
  return [title, ...sections.filter((lines) => lines.length > 0).flatMap((lines) => [...lines, ''])]
}

function tellClause(id: string, at: number, { clauses, paint, width }: Telling): string[] {
  const clause = clauses.get(id)
  const label = (at === 0 ? 'clause' : '').padEnd(margin - 2)
  const source = clause?.source ? paint.dim(` · ${visible(clause.source)}`) : ''
  const says = clause
    ? wrap(visible(clause.says), width - margin).map((line) => ' '.repeat(margin) + line)
    : []
  return [`  ${paint.dim(label)}${visible(id)}${source}`, ...says]
}

function received(finding: Finding, telling: Telling): string[] {
  return labelled('received', finding.received, telling, telling.paint.bold)
}

function labelled(
  label: string,
  text: string,
  { paint, width }: Telling,
  dress = (line: string): string => line,
): string[] {
  if (text === '') return []
  const lines = wrap(visible(clip(text, 600)), width - margin)
  return lines.map((line, at) => `  ${paint.dim((at === 0 ? label : '').padEnd(margin - 2))}${dress(line)}`)
}

/** The last exchanges decide; of a long story the beginning is left to the other reports. */
function tellExchanges({ exchanges, place }: Finding, telling: Telling): string[] {
  const left = Math.max(0, exchanges.length - 10)
  const before = left > 0 ? [telling.paint.dim(`  ${count(left, 'exchange')} before these`)] : []
  return [
    ...before,
    ...exchanges.slice(left).flatMap((id, at) => tellExchange(id, left + at + 1, place, telling)),
  ]
}

function tellExchange(
  id: string,
  number: number,
  place: string,
  { exchanges, paint, width }: Telling,
): string[] {
  const exchange = exchanges.get(id)
  if (!exchange) return [`  ${number}. ${paint.dim(`${visible(id)} is not in the transcript`)}`]
  const gist = gistOf(exchange, place)
  const took = paint.dim(` (${duration(exchange.elapsedMs)}, ${visible(id)})`)
  const operation = exchange.operation ? ` ${visible(exchange.operation)}` : ''
  const arrow = exchange.response ? '←' : paint.yellow('←')
  return [
    `  ${number}. ${gist.method} ${gist.path}${operation}${took}`,
    `     → ${clip(gist.sent, width - 7)}`,
    `     ${arrow} ${clip(`${gist.status} ${gist.got}`.trimEnd(), width - 7)}`,
  ]
}

function frequency({ times, trials }: Finding): string {
  if (!trials) return times > 1 ? count(times, 'time') : ''
  const skew =
    trials.skewMicros < 1000 ? `${trials.skewMicros} µs` : `${(trials.skewMicros / 1000).toFixed(1)} ms`
  return `in ${trials.hit} of ${count(trials.made, 'trial')}, requests released within ${skew}`
}

function again({ curl, origin, id }: Finding, { paint, reportFile = 'report.json' }: Telling): string[] {
  const line = (label: string, command: string): string =>
    `  ${paint.dim(label.padEnd(margin - 2))}${command}`
  return [
    ...(curl ? [line('curl', visible(curl, '\n'))] : []),
    ...(origin ? [line('replay', `batu-uji replay ${reportFile} ${id}`)] : []),
  ]
}
