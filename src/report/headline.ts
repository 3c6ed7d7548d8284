/** A run's verdict in plain words, its exit code, and what it left open. */
import { beyondReach, exitCodes, type Reason, type Verdict } from '../judge/verdict.ts'
import type { ClauseResult, Report } from './events.ts'
import { count } from './text.ts'

/** A run's verdict in plain words. */
export interface Headline {
  title: string
  says: string
}

/** The run's verdict for someone who decides, not someone who debugs. */
export function headline(report: Report): Headline {
  const must = (verdict: Verdict): number =>
    report.clauses.filter((c) => c.level === 'must' && c.verdict === verdict).length
  switch (report.verdict) {
    case 'conforms':
      return { title: 'Conforms', says: conformity(report, must('pass')) }
    case 'does-not-conform':
      return { title: 'Does not conform', says: breakage(report, report.summary.fail) }
    case 'incomplete':
      return {
        title: 'Incomplete',
        says: `${gap(report)} Until that is done, conformity cannot be stated.`,
      }
    case 'error':
      return {
        title: 'No verdict',
        says: 'The suite itself failed. That says nothing about the target, good or bad.',
      }
    case 'unfinished':
      return {
        title: 'Unfinished',
        says: 'The run broke off. What was found until then is told here; of the rest nothing is known.',
      }
  }
}

function conformity(report: Report, kept: number): string {
  if (kept === 0) return 'Nothing was found broken.'
  const { warn, waived } = report.summary
  const but = [
    warn ? `${count(warn, 'clause')} with a warning` : '',
    waived ? `${count(waived, 'clause')} waived` : '',
  ].filter(Boolean)
  return `${count(kept, 'mandatory clause')} examined and kept, none broken${but.length ? `; ${but.join(', ')}` : ''}.`
}

function breakage(report: Report, broken: number): string {
  const complaints = report.waivers.filter((waiver) => waiver.complaint).length
  if (broken > 0)
    return `${count(broken, 'clause')} ${broken === 1 ? 'is' : 'are'} broken. Each finding says how, and how to see it again.`
  if (complaints > 0)
    return `${count(complaints, 'waiver')} no longer ${complaints === 1 ? 'holds' : 'hold'}. Correct the waiver file.`
  return 'A mandatory rule is broken. Each finding says how, and how to see it again.'
}

function gap(report: Report): string {
  const open = report.clauses.filter(isOpen).length
  if (open === 0) return 'Nothing was found broken, but not everything mandatory was examined.'
  return `Nothing was found broken, but ${count(open, 'mandatory clause')} ${open === 1 ? 'was' : 'were'} not examined to an end.`
}

function isOpen({ level, verdict, reason }: ClauseResult): boolean {
  if (level !== 'must') return false
  return verdict === 'inconclusive' || (verdict === 'not-exercised' && !beyondReach.has(reason))
}

const codeOf = {
  conforms: exitCodes.conforms,
  'does-not-conform': exitCodes.fails,
  incomplete: exitCodes.incomplete,
  error: exitCodes.error,
  unfinished: exitCodes.error,
} as const satisfies { [verdict in Report['verdict']]: number }

/** The exit code that a run's verdict stands for. */
export function exitCodeOf(verdict: Report['verdict']): number {
  return codeOf[verdict]
}

/** What an exit code says, for the last line of a run. */
export const exitWords: { [code: number]: string } = {
  [exitCodes.conforms]: 'nothing mandatory is broken',
  [exitCodes.fails]: 'a mandatory clause is broken, or a waiver stale',
  [exitCodes.usage]: 'wrong usage or configuration',
  [exitCodes.unreachable]: 'the target cannot be reached',
  [exitCodes.incomplete]: 'mandatory clauses left open (--allow-incomplete)',
  [exitCodes.error]: 'the suite failed or the run broke off',
  130: 'interrupted',
}

/** Clauses that were not exercised, by reason, the most frequent first. */
export function unexercised(report: Report): { reason: Reason; clauses: ClauseResult[] }[] {
  const groups = new Map<Reason, ClauseResult[]>()
  for (const clause of report.clauses) {
    if (clause.verdict !== 'not-exercised') continue
    const reason = clause.reason ?? 'not-reached'
    groups.set(reason, [...(groups.get(reason) ?? []), clause])
  }
  return [...groups]
    .map(([reason, clauses]) => ({ reason, clauses }))
    .toSorted((a, b) => b.clauses.length - a.clauses.length)
}
