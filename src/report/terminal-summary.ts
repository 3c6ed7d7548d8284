/** The numbers at the end of a run, what was not exercised and what to do about it, and the verdict. */
import { verdicts } from '../judge/verdict.ts'
import type { ClauseResult, Report } from './events.ts'
import { exitCodeOf, exitWords, headline, unexercised } from './headline.ts'
import { marked, runColour, type Paint } from './paint.ts'
import { count, duration, visible, wrap } from './text.ts'
import { reasonWords } from './words.ts'

interface Look {
  paint: Paint
  width: number
  exitCode?: number
}

/** Clauses and rules by verdict. Verdicts that nothing got are left out. */
export function summaryLines(report: Report, paint: Paint): string[] {
  const rows = verdicts.toReversed().flatMap((verdict) => {
    const rules = report.rules.filter((rule) => rule.verdict === verdict).length
    const clauses = report.summary[verdict]
    const row = `${String(clauses).padStart(9)}${String(rules).padStart(9)}`
    return clauses + rules > 0 ? [`  ${marked(verdict, paint, verdict.padEnd(16))}${row}`] : []
  })
  const { clauses, rules } = report
  const sums = `${String(clauses.length).padStart(9)}${String(rules.length).padStart(9)}`
  return [
    paint.dim(`  ${'verdict'.padEnd(18)}  clauses    rules`),
    ...rows,
    paint.dim(`  ${'all'.padEnd(18)}${sums}`),
    '',
  ]
}

/** Role client: the situations that the client met, and those that it did not. */
export function situationLines({ situations = [] }: Report, { paint, width }: Look): string[] {
  if (situations.length === 0) return []
  const met = situations.filter((one) => one.met).length
  const rows = situations.flatMap(({ id, says, wants, met: came }) => [
    `  ${came ? paint.green('✓') : paint.dim('○')} ${paint.bold(visible(id))}  ${came ? 'met' : 'not met'}`,
    ...wrap(visible(came ? says : `${says} A client that keeps its contract: ${wants}`), width - 4).map((line) =>
      paint.dim(`    ${line}`),
    ),
  ])
  return [`Situations: ${met} of ${situations.length} met`, '', ...rows, '']
}

/** What was not exercised, by reason, each with what to do. */
export function unexercisedLines(report: Report, { paint, width }: Look): string[] {
  const groups = unexercised(report)
  if (groups.length === 0) return []
  const told = groups.flatMap(({ reason, clauses }) => {
    const { says, todo } = reasonWords[reason]
    const ids = wrap(visible(clauses.map(({ id }) => id).join(' ')), width - 4)
    const shown =
      ids.length > 3 ? [...ids.slice(0, 3), `and more; report.json lists all ${clauses.length}`] : ids
    return [
      `  ${paint.bold(count(clauses.length, 'clause'))}: ${says} (${reason})`,
      ...causes(clauses).flatMap((cause) => wrap(visible(cause), width - 4).map((line) => `    ${line}`)),
      `    ${todo}`,
      ...shown.map((line) => paint.dim(`    ${line}`)),
    ]
  })
  return ['Not exercised', '', ...told, '']
}

/** Why it was not exercised in the run's own words, a few of them. */
function causes(clauses: ClauseResult[]): string[] {
  return [...new Set(clauses.flatMap(({ because }) => because ?? []))].slice(0, 3)
}

/** Waivers that no longer hold and what the suite itself did wrong. */
export function troubleLines({ waivers, errors }: Report, { paint, width }: Look): string[] {
  const complaints = waivers.flatMap(({ complaint }) => complaint ?? [])
  const all = [...complaints, ...errors].flatMap((line) => wrap(visible(line, '\n'), width - 4))
  if (all.length === 0) return []
  return [paint.red('Trouble'), '', ...all.map((line) => `  ${line}`), '']
}

/** How much was done, and the verdict with its exit code. */
export function lastLines(
  report: Report,
  { paint, width, exitCode = exitCodeOf(report.verdict) }: Look,
): string[] {
  const { title, says } = headline(report)
  const colour = paint[runColour[report.verdict]]
  return [
    paint.dim(`${count(report.requests, 'request')} in ${duration(report.elapsedMs)}, seed ${report.seed}`),
    ...wrap(visible(says), width),
    `${paint.bold(colour(title))} ${paint.dim(`· exit code ${exitCode}: ${exitWords[exitCode] ?? 'unknown'}`)}`,
  ]
}
