/** One sentence of a contract, made checkable. */
import type { Contract, Level, Profile, Role } from '../contract/contract.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Trace } from './trace.ts'

/** What a rule looks at: a trace, and the contract that it is held against. */
export interface Evidence {
  contract: Contract
  profile: Profile
  trace: Trace
  exchanges: Exchange[]
  /** Exchanges of other cases that were in flight at the same time: context, never judged. */
  around: Exchange[]
}

/** One occasion that a rule's sentence speaks about. */
export interface Case {
  /** The exchanges that prove or refute it, in order. */
  exchanges: Exchange[]
  /** What of them is meant: `ResInquiry/TimeStamp`, a field name, a code. */
  place?: string
}

export interface Problem {
  expected: string
  received: string
  /** Weaker than the rule's own level, where a reading is tolerated. */
  level?: Level
  /** The evidence allows both readings: nobody is blamed, and nobody is cleared. */
  inconclusive?: boolean
  /** Other exchanges than the case's, where the story needs them. */
  exchanges?: Exchange[]
  place?: string
}

/**
 * An implication: over the cases that its sentence speaks about, it holds or says what is wrong. A rule that finds
 * no case is not exercised, and that is never a pass.
 */
export interface Rule<C extends Case = Case> {
  id: string
  says: string
  level: Level
  /** Roles whose conduct it judges. */
  about: Role[]
  /** `run`: it compares exchanges of different cases, so it is judged once, over the whole run. Default `case`. */
  span?: 'case' | 'run'
  /** Roles of which it is judged over the whole run, where that of others is judged case by case. */
  runs?: Role[]
  /** Books that it judges by: without others it lacks nothing. Default: those that its scenarios read. */
  reads?: readonly ('ledger' | 'balance')[]
  /** Whether this contract promises the sentence at all under this profile. Default: yes. */
  given?: (contract: Contract, profile: Profile) => boolean
  over: (evidence: Evidence) => Iterable<C>
  holds: (subject: C, evidence: Evidence) => Problem[]
}

/** Whether a contract promises this sentence under a profile, of the role that is on trial. */
export function isPromised(rule: Rule, role: Role, contract: Contract, profile: Profile): boolean {
  return rule.about.includes(role) && (rule.given?.(contract, profile) ?? true)
}

/** Whether a rule is judged once over the whole run. */
export function isOverRun({ span, runs = [] }: Rule, role: Role): boolean {
  return span === 'run' || runs.includes(role)
}

/** Types a rule by its cases and hands it on as one of many. */
export function rule<C extends Case>(value: Rule<C>): Rule {
  return value as unknown as Rule
}

const memos = new WeakMap<Evidence, Map<(evidence: Evidence) => unknown, unknown>>()

/** Computes a premise once for each evidence, however many rules share it. */
export function premise<T>(compute: (evidence: Evidence) => T): (evidence: Evidence) => T {
  return (evidence) => {
    let memo = memos.get(evidence)
    if (!memo) memos.set(evidence, (memo = new Map()))
    const known = memo.get(compute)
    if (known !== undefined || memo.has(compute)) return known as T
    const found = compute(evidence)
    memo.set(compute, found)
    return found
  }
}
