import type { Contract } from '../contract/contract.ts'
import type { RunEvent, Ended } from '../judge/events.ts'
import type { Suite } from './suite.ts'
import type { Target } from './target.ts'
import type { Waiver } from '../judge/waivers.ts'

/** What a run is asked for. */
export interface RunOptions {
  contract: Contract
  suite: Suite
  target: Target
  seed: number
  /** Drawn cases for each scenario that draws, beside the plans that are always acted. Default 10. */
  runs?: number
  /** Requests in flight. Default 8. */
  concurrency?: number
  /** Requests a second at most. */
  rate?: number
  /** Milliseconds after which no new case begins. */
  budgetMs?: number
  /** Ids of rules, clauses or scenarios, with `*`. */
  only?: string[]
  waivers?: Waiver[]
  /** This part of so many, by scenario case. */
  shard?: { index: number; of: number }
  /** Ends the run early: no new case begins, and what is known is concluded. */
  signal?: AbortSignal
  emit: (event: RunEvent) => void
}

export type Certify = (options: RunOptions) => Promise<Ended>
