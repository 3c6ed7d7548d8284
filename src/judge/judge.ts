/** Applies rules to a trace. Pure: the same trace gets the same judgement, whoever recorded it. */
import type { Contract, Level } from '../contract/contract.ts'
import type { Exchange } from '../wire/exchange.ts'
import { isPromised, type Case, type Evidence, type Problem, type Rule } from './rule.ts'
import { exchangesOf, type Trace } from './trace.ts'

/** A case of a rule that does not hold. */
export interface Breach {
  rule: string
  place: string
  level: Level
  inconclusive: boolean
  expected: string
  received: string
  exchanges: Exchange[]
}

/** What a rule found in a trace: how many cases at each place, and what is wrong. */
export interface Judgement {
  rule: Rule
  /** Place (`''` where a rule has none) to the number of cases. */
  cases: Map<string, number>
  /** Some of the exchanges that a place's cases rest on. */
  witnesses: Map<string, string[]>
  breaches: Breach[]
}

export function evidenceOf(contract: Contract, trace: Trace, around: Exchange[] = []): Evidence {
  return { contract, profile: trace.profile, trace, exchanges: exchangesOf(trace), around }
}

/** Judges a trace by each rule that is about its role and that its contract promises. */
export function judge(rules: Rule[], evidence: Evidence): Judgement[] {
  const { contract, profile, trace } = evidence
  return rules
    .filter((rule) => isPromised(rule, trace.role, contract, profile))
    .map((rule) => judgeBy(rule, evidence))
}

function judgeBy(rule: Rule, evidence: Evidence): Judgement {
  const judgement: Judgement = { rule, cases: new Map(), witnesses: new Map(), breaches: [] }
  for (const subject of rule.over(evidence)) {
    const place = subject.place ?? ''
    const count = (judgement.cases.get(place) ?? 0) + 1
    judgement.cases.set(place, count)
    if (count === 1)
      judgement.witnesses.set(
        place,
        subject.exchanges.map(({ id }) => id),
      )
    for (const problem of rule.holds(subject, evidence))
      judgement.breaches.push(breach(rule, subject, problem))
  }
  return judgement
}

function breach(rule: Rule, subject: Case, problem: Problem): Breach {
  return {
    rule: rule.id,
    place: problem.place ?? subject.place ?? '',
    level: problem.level ?? rule.level,
    inconclusive: problem.inconclusive ?? false,
    expected: problem.expected,
    received: problem.received,
    exchanges: problem.exchanges ?? subject.exchanges,
  }
}
