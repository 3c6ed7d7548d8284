/** Where a client on trial is met: a gateway of ours that puts its transactions into situations. */
import type { Entry, Item } from '../judge/trace.ts'

/** A situation that waits for a client, or is under way. */
export interface Playing {
  /** A new transaction was given it; false when nobody came for it. */
  assigned: Promise<boolean>
  /** Nothing has come about it for as long as the patience lasts. */
  over: Promise<void>
}

export interface Stage {
  /** Address that the client sends its requests to. */
  url: string
  /** What whoever drives the client has to know: address, credentials, what to buy. A line each. */
  card: string[]
  /**
   * Gives a situation to the next new transaction that has none, or to that about `code` alone where one is named.
   * What is exchanged about it goes to `note`, each entry when it is over.
   */
  play(situation: string, note: (entry: Entry) => void, until: Until, code?: string): Playing
  /** Test data for a transaction that is to be triggered. */
  provision(data: string, wish: { [key: string]: unknown }): Promise<Item>
  /** Moves the clock of the stage forward, by seconds. */
  advance(seconds: number): Promise<void>
  /** Ticks by the clock of the run from now on, and tells of everything that belongs to no situation, each when it is over. */
  watch(tick: () => number, onStray: (entry: Entry) => void): void
  close(): Promise<void>
}

/** When waiting ends. */
export interface Until {
  /** Milliseconds without any request of any client, after which nobody is expected any more. */
  idleMs: number
  /** Milliseconds of quiet after which a transaction is over. */
  patienceMs: number
}
