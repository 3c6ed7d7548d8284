/** Where a client on trial is met: a gateway of ours that puts its transactions into situations. */
import type { Entry } from '../judge/trace.ts'

export interface Stage {
  /** Address that the client sends its requests to. */
  url: string
  /** What whoever drives the client has to know: address, credentials, what to buy. A line each. */
  card: string[]
  /**
   * Gives a situation to the next new transaction that has none; its entries go to `note` as they happen. Resolves
   * when all has been quiet for the patience of the target: true, or false when no client came before `until`.
   */
  play(situation: string, note: (entry: Entry) => void, until: Until): Promise<boolean>
  /** Test data for a transaction that is to be triggered. */
  provision(wish: { [key: string]: unknown }): Promise<{ [key: string]: unknown }>
  /** Moves the clock of the stage forward, by seconds. */
  advance(seconds: number): Promise<void>
  close(): Promise<void>
}

/** When waiting ends. */
export interface Until {
  /** Milliseconds without any request of any client, after which nobody is expected any more. */
  idleMs: number
  /** Milliseconds of quiet after which a transaction is over. */
  patienceMs: number
  signal: AbortSignal
}
