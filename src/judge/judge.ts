/** Applies rules to a trace. Pure: the same trace gets the same judgement, whoever recorded it. */
import { setImmediate } from 'node:timers/promises'
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
  cases: ReadonlyMap<string, number>
  /** Some of the exchanges that a place's cases rest on. */
  witnesses: ReadonlyMap<string, string[]>
  breaches: Breach[]
}

export function evidenceOf(contract: Contract, trace: Trace, around: Exchange[] = []): Evidence {
  return { contract, profile: trace.profile, trace, exchanges: exchangesOf(trace), around }
}

/** Judges a trace by each rule that is about its role and that its contract promises. */
export function judge(rules: Rule[], evidence: Evidence): Judgement[] {
  const { contract, profile, trace } = evidence
  return judgePromised(
    rules.filter((rule) => isPromised(rule, trace.role, contract, profile)),
    evidence,
  )
}

/** Judges a trace by rules that are known to be about its role and to be promised by its contract. */
export function judgePromised(rules: Rule[], evidence: Evidence): Judgement[] {
  return rules.map((rule) => judgeBy(rule, evidence))
}

/**
 * The longest time, in milliseconds, that judging keeps others waiting, unless a single rule takes longer. An answer needs
 * several turns of the loop until the next request leaves: with 4 ms for each, a run at 20 ms took a tenth longer.
 */
const turn = 0.25

/** As `judgePromised`, but lets others have their turn in between, so that requests leave while a long case is judged. */
export async function judgeInTurns(rules: Rule[], evidence: Evidence): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  let since = performance.now()
  for (const rule of rules) {
    judgements.push(judgeBy(rule, evidence))
    if (performance.now() - since < turn) continue
    await setImmediate()
    since = performance.now()
  }
  return judgements
}

/** Most rules find nothing to judge in most cases. */
const nothing = { cases: new Map<never, never>(), witnesses: new Map<never, never>(), breaches: [] }

function judgeBy(rule: Rule, evidence: Evidence): Judgement {
  let found: Found | undefined
  for (const subject of rule.over(evidence)) {
    found ??= { cases: new Map(), witnesses: new Map(), breaches: [] }
    count(found, subject)
    for (const problem of rule.holds(subject, evidence)) found.breaches.push(breach(rule, subject, problem))
  }
  return { rule, ...(found ?? nothing) }
}

interface Found {
  cases: Map<string, number>
  witnesses: Map<string, string[]>
  breaches: Breach[]
}

function count({ cases, witnesses }: Found, { place = '', exchanges }: Case): void {
  const known = cases.get(place) ?? 0
  cases.set(place, known + 1)
  if (known === 0)
    witnesses.set(
      place,
      exchanges.map(({ id }) => id),
    )
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
