/** The closed set of verdicts, their published order, and how they fold. ISO/IEC 9646 words where it has them. */
import type { Level } from '../contract/contract.ts'

/** Best to worst: of several verdicts about one thing, the last in this order stands. */
export const verdicts = [
  'not-applicable',
  'pass',
  'waived',
  'warn',
  'not-exercised',
  'inconclusive',
  'fail',
  'error',
] as const

export type Verdict = (typeof verdicts)[number]

/** Why something was not exercised. */
export type Reason =
  | 'needs-test-data'
  | 'needs-clock'
  | 'needs-ledger'
  | 'needs-signer'
  | 'needs-fault'
  | 'needs-balance'
  | 'needs-callbacks'
  | 'needs-address'
  | 'needs-second-account'
  | 'needs-trigger'
  | 'not-met'
  | 'needs-client-role'
  | 'needs-store-hook'
  | 'informative'
  | 'not-on-the-wire'
  | 'out-of-scope'
  | 'not-selected'
  | 'budget-spent'
  | 'no-answer'
  | 'not-reached'

/** Reasons that no declaration could help: they leave no run incomplete. */
export const beyondReach: ReadonlySet<Reason | undefined> = new Set([
  'informative',
  'not-on-the-wire',
  'out-of-scope',
  'needs-client-role',
  'needs-store-hook',
])

export function worst(all: Iterable<Verdict>): Verdict | undefined {
  let found: Verdict | undefined
  for (const one of all)
    if (found === undefined || verdicts.indexOf(one) > verdicts.indexOf(found)) found = one
  return found
}

/** What a breach of a level means: a must fails; a should and a may warn. */
export function verdictOf(level: Level): Verdict {
  return level === 'must' ? 'fail' : 'warn'
}

export const exitCodes = { conforms: 0, fails: 1, usage: 2, unreachable: 3, incomplete: 4, error: 5 } as const
