/** Judges a recording by the rules, and makes findings of what breaks them. */
import type { Contract, Role } from '../contract/contract.ts'
import { evidenceOf, judge, type Breach, type Judgement } from '../judge/judge.ts'
import type { Rule } from '../judge/rule.ts'
import { createTally } from '../judge/tally.ts'
import type { Trace } from '../judge/trace.ts'
import { verdictOf, worst, type Verdict } from '../judge/verdict.ts'
import type { ClauseResult, Finding } from '../report/events.ts'

export interface Outcome {
  role: Role
  verdict: Verdict
  /** Rules that found something to speak about, with the number of cases. */
  rules: { id: string; cases: number; verdict: Verdict }[]
  findings: Finding[]
  clauses: ClauseResult[]
}

/** The judgement of one role's conduct in a trace. */
export function outcomeOf(contract: Contract, rules: Rule[], trace: Trace): Outcome {
  const tally = createTally(contract, trace.role, trace.profile, rules, () => false)
  const judgements = judge(rules, evidenceOf(contract, trace))
  tally.add(judgements)
  const findings = findingsIn(judgements)
  for (const finding of findings) tally.find(finding)
  const spoken = tally.rules().filter(({ cases }) => cases > 0)
  const verdict = worst(spoken.map((rule) => rule.verdict)) ?? 'not-exercised'
  return {
    role: trace.role,
    verdict,
    rules: spoken.map(({ id, cases, verdict: own }) => ({ id, cases, verdict: own })),
    findings,
    clauses: tally.clauses(),
  }
}

/**
 * Where answers were not recorded, they may have been anything: only what is broken without an answer and with a
 * success alike is held against the sender.
 */
export function outcomeInAnyWorld(contract: Contract, rules: Rule[], trace: Trace): Outcome {
  const silent = outcomeOf(contract, rules, trace)
  const happy = outcomeOf(contract, rules, {
    ...trace,
    entries: trace.entries.map((entry) => succeeded(contract, entry)),
  })
  const findings = silent.findings.filter((one) =>
    happy.findings.some((other) => other.rule === one.rule && other.place === one.place),
  )
  const isClear = (rule: string): boolean => findings.every((finding) => finding.rule !== rule)
  const spoken = silent.rules.filter((rule) => rule.verdict === 'pass' || !isClear(rule.id))
  return {
    ...silent,
    findings,
    rules: spoken,
    verdict: worst(spoken.map((rule) => rule.verdict)) ?? 'not-exercised',
  }
}

function succeeded(
  { outcome, operations }: Contract,
  entry: Trace['entries'][number],
): Trace['entries'][number] {
  if (entry.kind !== 'exchange' || entry.response) return entry
  const name = operations[entry.operation ?? '']?.response ?? ''
  const read = {
    ok: true,
    name,
    fields: { [outcome.at]: outcome.success[0]! },
    order: [outcome.at],
    flaws: [],
  } as const
  const response = {
    status: 200,
    headers: [],
    body: { utf8: '' },
    read: { ...read, order: [...read.order], flaws: [] },
  }
  return { ...entry, ended: entry.began + 1, response }
}

/** One finding for each rule and place: its first breach, and how often it was met. */
function findingsIn(judgements: Judgement[]): Finding[] {
  const found = new Map<string, Finding>()
  for (const { rule, breaches } of judgements)
    for (const breach of breaches) {
      const key = `${rule.id} ${breach.place} ${breach.level} ${breach.inconclusive}`
      const known = found.get(key)
      if (known) known.times += 1
      else found.set(key, findingOf(rule, breach, found.size + 1))
    }
  return [...found.values()]
}

function findingOf({ id, says }: Rule, breach: Breach, number: number): Finding {
  const { place, level, inconclusive, expected, received, exchanges } = breach
  return {
    id: `f${number}`,
    rule: id,
    says,
    place,
    level,
    verdict: inconclusive ? 'inconclusive' : verdictOf(level),
    clauses: [],
    expected,
    received,
    times: 1,
    exchanges: exchanges.map((exchange) => exchange.id),
    story: [],
  }
}
