/** A run as a stream of events, each a line of JSON. Every report is a fold over it, so a crash loses no finding. */
import type { Level, Role } from '../contract/contract.ts'
import type { Entry } from './trace.ts'
import { verdicts, type Reason, type Verdict } from './verdict.ts'

export interface Started {
  event: 'started'
  /** Version of this stream's form. */
  format: 1
  tool: { name: 'batu-uji'; version: string; node: string }
  contract: { id: string; title: string; version: string; hash: string; document: string }
  /** URL without credentials, or `built-in gateway`. */
  target: string
  role: Role
  seed: number
  at: string
  /** The clauses as they stand before the run, so that a run that breaks off still accounts for each of them. */
  register?: RegisteredClause[]
}

/** A clause before anything was judged. */
export interface RegisteredClause {
  id: string
  section: string
  says: string
  source: string
  level: Level
  rules: string[]
}

/** A step of the work, for the progress line. */
export interface Progressed {
  event: 'progressed'
  done: number
  total: number
  requests: number
  scenario: string
}

/** An entry of the trace, in the order of completion, secrets masked. */
export interface Recorded {
  event: 'recorded'
  entry: Entry
}

/** A broken rule, with the smallest case that shows it. */
export interface Finding {
  /** `f1`, `f2`...: the name that `replay` and `explain` take. */
  id: string
  rule: string
  says: string
  place: string
  level: Level
  verdict: Verdict
  /** Clauses of the register that are broken by it. */
  clauses: string[]
  expected: string
  received: string
  /** How often it was met in the run. */
  times: number
  /** Ids of the exchanges that tell it, in order. */
  exchanges: string[]
  /** The story in sentences, at most ten lines. */
  story: string[]
  /** A command that repeats the last request of the story. */
  curl?: string
  /** What `replay` needs to do it again. */
  origin?: { scenario: string; plan: unknown; seed: number; index: number }
  /** For races: how many trials were made, in how many it happened, the release skew of the worst, in microseconds. */
  trials?: { made: number; hit: number; skewMicros: number }
}

export interface Found {
  event: 'found'
  finding: Finding
}

export interface RuleResult {
  id: string
  says: string
  level: Level
  verdict: Verdict
  reason?: Reason
  /** Number of cases that the rule spoke about. */
  cases: number
  /** Ids of its findings. */
  findings: string[]
  /** Ids of some exchanges that its cases were made of, at most ten. */
  exchanges?: string[]
  /** Upper confidence bound (95 %) of what the trials could have missed, for rules about races that passed. */
  bound?: string
}

export interface ClauseResult extends RegisteredClause {
  verdict: Verdict
  reason?: Reason
  /** Why it was not exercised or is not applicable, in a sentence. */
  because?: string
  cases: number
  /** Ids of its findings. */
  findings: string[]
  /** Ids of some exchanges that it was judged by, at most ten. */
  exchanges?: string[]
}

export interface WaiverResult {
  pattern: string
  reason: string
  owner: string
  expires: string
  /** Set when the waiver itself fails the run: it matches nothing, has expired, or its rule passes now. */
  complaint?: string
}

/** A situation of a client's contract, and whether the client came to meet it. */
export interface SituationResult {
  id: string
  says: string
  /** What a client does that keeps its contract. */
  wants: string
  met: boolean
}

/** Number of clauses by verdict. */
export type Summary = { [verdict in Verdict]: number }

export interface Ended {
  event: 'ended'
  verdict: 'conforms' | 'does-not-conform' | 'incomplete' | 'error'
  summary: Summary
  clauses: ClauseResult[]
  rules: RuleResult[]
  waivers: WaiverResult[]
  requests: number
  elapsedMs: number
  /** What the suite itself did wrong, if anything. */
  errors: string[]
  /** Role client: the situations of the contract, in their order. */
  situations?: SituationResult[]
  at: string
}

export type RunEvent = Started | Progressed | Recorded | Found | Ended

/** A rule's result with its findings told whole. */
export interface RuleReport extends Omit<RuleResult, 'findings'> {
  findings: Finding[]
}

/** The whole run: what `report.json` holds. Described by `schemas/report.schema.json`. */
export interface Report {
  tool: Started['tool']
  contract: Started['contract']
  target: string
  role: Role
  seed: number
  startedAt: string
  /** Absent when the stream broke off. */
  endedAt?: string
  /** `unfinished` when the stream broke off. */
  verdict: Ended['verdict'] | 'unfinished'
  summary: Summary
  clauses: ClauseResult[]
  rules: RuleReport[]
  waivers: WaiverResult[]
  requests: number
  elapsedMs: number
  errors: string[]
  /** Role client: the situations of the contract, met or not. */
  situations?: SituationResult[]
}

/** Every finding of a report: failures before warnings, then in the order in which they were found. */
export function findingsOf(report: Report): Finding[] {
  const order = (finding: Finding): number => Number(finding.id.replace(/\D+/g, '')) || 0
  const all = report.rules.flatMap((rule) => rule.findings)
  return all.toSorted(
    (a, b) => verdicts.indexOf(b.verdict) - verdicts.indexOf(a.verdict) || order(a) - order(b),
  )
}

/** The story without what a report tells anyway: its numbered exchanges, what was expected and what was received. */
export function sentencesOf({ story }: Finding): string[] {
  return story.filter((line) => !/^(\d+\. |Expected: |Received: )/.test(line)).slice(0, 10)
}
