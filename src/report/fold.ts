/** Folds the stream of events into the report. A stream that breaks off folds into a valid, unfinished one. */
import { verdicts, worst, type Verdict } from '../judge/verdict.ts'
import type { ClauseResult, Ended, Finding, Progressed, RegisteredClause, Report } from './events.ts'
import type { RuleReport, RuleResult, RunEvent, Started, Summary } from './events.ts'

/** A report that grows with each event. */
export interface Fold {
  take(event: RunEvent): void
  /** The report as it stands; `unfinished` until the run has ended. */
  report(): Report
}

interface State {
  started?: Started
  progressed?: Progressed
  ended?: Ended
  /** By id; what comes later under an id stands. */
  findings: Map<string, Finding>
  exchanges: number
  lastSeen: number
}

/** Folds a whole stream, finished or broken off. */
export function fold(events: Iterable<RunEvent>): Report {
  const folding = createFold()
  for (const event of events) folding.take(event)
  return folding.report()
}

/** Folds event by event, so that a report can be had at any time. */
export function createFold(): Fold {
  const state: State = { findings: new Map(), exchanges: 0, lastSeen: Number.NaN }
  return { take: (event) => take(state, event), report: () => reportOf(state) }
}

function take(state: State, event: RunEvent): void {
  if (event.event === 'started') state.started = event
  else if (event.event === 'progressed') state.progressed = event
  else if (event.event === 'ended') state.ended = event
  else if (event.event === 'found') state.findings.set(event.finding.id, event.finding)
  else if (event.entry.kind === 'exchange') {
    state.exchanges += 1
    state.lastSeen = Date.parse(event.entry.sentAt) + event.entry.elapsedMs
  }
}

function reportOf(state: State): Report {
  const { started, ended } = state
  if (!started)
    throw new Error(
      'The stream holds no `started` event, so there is no run to report. Give the events.ndjson of a run.',
    )
  const { tool, contract, target, role, seed, at } = started
  const run = { tool, contract, target, role, seed, startedAt: at }
  return ended ? { ...run, ...finished(state, ended) } : { ...run, ...unfinished(state, started) }
}

type Outcome = Omit<Report, 'tool' | 'contract' | 'target' | 'role' | 'seed' | 'startedAt'>

function finished(state: State, ended: Ended): Outcome {
  const { verdict, summary, clauses, waivers, requests, elapsedMs, errors, situations } = ended
  return {
    endedAt: ended.at,
    verdict,
    summary,
    clauses,
    rules: withFindings(ended.rules, state),
    waivers,
    requests,
    elapsedMs,
    errors,
    ...(situations ? { situations } : {}),
  }
}

function unfinished(state: State, started: Started): Outcome {
  const clauses = clausesSoFar(started.register ?? [], [...state.findings.values()])
  return {
    verdict: 'unfinished',
    summary: summaryOf(clauses),
    clauses,
    rules: withFindings([], state),
    waivers: [],
    requests: Math.max(state.progressed?.requests ?? 0, state.exchanges),
    elapsedMs: Math.max(0, state.lastSeen - Date.parse(started.at)) || 0,
    errors: [],
  }
}

/** Counts clauses by verdict; every verdict has a number. */
export function summaryOf(clauses: { verdict: Verdict }[]): Summary {
  const none = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Summary
  for (const { verdict } of clauses) none[verdict] += 1
  return none
}

/** A finding is never lost: one whose rule has no result brings a result with it. */
function withFindings(results: RuleResult[], state: State): RuleReport[] {
  const findings = [...state.findings.values()]
  const of = (id: string): Finding[] => findings.filter(({ rule }) => rule === id)
  const ids = new Set(results.map(({ id }) => id))
  const strangers = new Set(findings.map(({ rule }) => rule).filter((rule) => !ids.has(rule)))
  return [
    ...results.map((result) => ({ ...result, findings: of(result.id) })),
    ...[...strangers].map((id) => ruleFrom(id, of(id))),
  ]
}

function ruleFrom(id: string, findings: Finding[]): RuleReport {
  const { says, level } = findings[0]!
  const cases = findings.reduce((sum, { times }) => sum + times, 0)
  return { id, says, level, verdict: worst(findings.map(({ verdict }) => verdict))!, cases, findings }
}

function clausesSoFar(register: RegisteredClause[], findings: Finding[]): ClauseResult[] {
  const ids = new Set(register.map(({ id }) => id))
  const strangers = findings.flatMap((finding) =>
    finding.clauses.filter((id) => !ids.has(id)).map((id) => clauseFrom(id, finding)),
  )
  const all = new Map([...register, ...strangers].map((clause) => [clause.id, clause]))
  return [...all.values()].map((clause) => clauseSoFar(clause, findings))
}

function clauseFrom(id: string, { says, place, level, rule }: Finding): RegisteredClause {
  return { id, section: 'Found before the run broke off', says, source: place, level, rules: [rule] }
}

function clauseSoFar(clause: RegisteredClause, findings: Finding[]): ClauseResult {
  const own = findings.filter((finding) => finding.clauses.includes(clause.id))
  const verdict = worst(own.map((finding) => finding.verdict))
  if (!verdict) return { ...clause, ...notReached, cases: 0, findings: [] }
  return {
    ...clause,
    verdict,
    cases: own.reduce((sum, { times }) => sum + times, 0),
    findings: own.map(({ id }) => id),
  }
}

const notReached = {
  verdict: 'not-exercised',
  reason: 'not-reached',
  because: 'The run broke off before it was judged.',
} as const
