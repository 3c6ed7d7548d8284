/** A scenario draws a plan and acts it out against a target. It never judges: there is no assertion in it. */
import type { Arbitrary } from 'fast-check'
import type { Contract, Profile, Role } from '../contract/contract.ts'
import type { Draft, Keys, Style } from '../dialects/dialect.ts'
import type { Booking, Item } from '../judge/trace.ts'
import type { Reason } from '../judge/verdict.ts'
import type { Cut } from '../wire/drive.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Callbacks } from './inbox.ts'
import type { ListenerReply } from './listener.ts'
import type { Fields } from '../wire/reading.ts'

/** How one message is to be sent. */
export interface Sending {
  note?: string
  style?: Style
  /** Fields that the hand must not fill or sign. */
  spare?: string[]
  /** Breaches of the contract that are meant: none by default, one in a negative message, or no message at all. */
  flaws?: 0 | 1 | 'many'
  /** Another HTTP method than the contract's. */
  method?: string
  timeoutMs?: number
  /** Sent from an address that the target does not know. */
  stranger?: boolean
  /** Credentials by name of another party of the same side, which it is filled and signed with. */
  as?: { [name: string]: string }
  /** Headers of this message beside the target's. */
  headers?: [string, string][]
}

/** A sealed message: sending it twice is a repeat, sealing twice makes two messages. */
export interface Letter {
  operation: string
  draft: Draft
  method: string
  url: string
  headers: [string, string][]
  body: Buffer
  note?: string
  timeoutMs?: number
  /** Keys that its signature is judged with, where they are not the target's. */
  keys?: Keys
  /** Local address that it is sent from, where that is not left to the system. */
  from?: string
}

/** What a scenario acts with. Everything it does is recorded; nothing it calls ever throws for what a target does. */
export interface Hand {
  contract: Contract
  profile: Profile
  /** Credentials of the target by name, to sign otherwise than a message wants it. */
  credentials: { [name: string]: string }
  /** Seals a message: fresh fields filled in, signed. */
  seal(operation: string, fields: Fields, sending?: Sending): Letter
  send(letter: Letter): Promise<Exchange>
  /** Sends and loses the reply. */
  lose(letter: Letter, cut: Cut): Promise<Exchange>
  /** Releases all letters together. */
  race(letters: Letter[]): Promise<Exchange[]>
  /** Bytes as they are, with the given headers, to an operation's endpoint. */
  raw(operation: string, body: Buffer, headers: [string, string][], note?: string): Letter
  /** A GET below the target's URL. */
  get(path: string, note?: string): Promise<Exchange>
  /** Test data of a kind, for this case alone. Throws Skipped when the target has none. */
  need(data: string, wish?: { [key: string]: unknown }): Promise<Item>
  /** Test data of a kind that many cases use for one purpose, since none of them changes it. */
  share(data: string, purpose?: string): Promise<Item>
  /** Test data of a kind can be had as often as wanted. */
  plenty(data: string): boolean
  /** The target knows test data of a kind; else that is made up, where it can be had at all. */
  knows(data: string): boolean
  /** Moves the target's clock forward. Throws Skipped without a clock hook. Exclusive scenarios only. */
  advance(seconds: number): Promise<void>
  /** A new credential of a field that carries one, as that field carries it; '' when none was given. */
  token(field?: string, sending?: Sending): Promise<string>
  /** The credential that requests carry in a field, the exchange that gave it as evidence of this case; '' without one. */
  held(field: string): string
  /** Milliseconds that the target may take for what it does of its own accord. */
  patienceMs: number
  /** Where the target's callbacks are taken; absent when nobody listens. */
  callbackUrl?: string
  /** Throws Skipped when nothing is signed, so that a signature proves nothing. */
  needSigner(): void
  /**
   * Reads the target's books about a code and gives what they say; does nothing without a ledger hook.
   * What is still pending is read again until `withinMs` are over (default: once is enough), for it may be booked late.
   */
  audit(code: string, wanted?: { withinMs?: number }): Promise<Booking[] | undefined>
  /** Reads what is left on an account; does nothing without a balance hook. */
  weigh(account: string): Promise<void>
  /** Throws Skipped when the target has no second network address to be called from. */
  needStranger(): void
  /** Throws Skipped when nobody listens for the target's callbacks. */
  needCallbacks(): void
  /**
   * Waits for the target's callbacks about a reference and takes them into the case: until `count` of them are there
   * (default 1), or `withinMs` are over (default: what the target declares).
   */
  callbacks(reference: string, wanted?: Callbacks): Promise<Exchange[]>
  /** How the next callbacks about a reference are answered, in order; the last goes on. Default: acknowledged. */
  answerCallbacks(reference: string, replies: ListenerReply[]): void
  /**
   * Puts the client on trial into a situation, has it act where a trigger hook can make it, and waits until all is
   * over; gives what the client sent about it. Throws Skipped when no client came to meet it. Role client only.
   */
  meet(situation: string): Promise<Exchange[]>
  /** A new identity: a reference or message id that no other message of any run has. */
  fresh(field: string): string
  /** The target's time as it writes it. */
  now(offsetSeconds?: number): string
  wait(ms: number): Promise<void>
  /** Waits until the cases that wait for nothing are over. Patient scenarios only: what ends last knows what came between. */
  others(): Promise<void>
}

/** Thrown by a hand when the target's declaration has not what the case needs. */
export class Skipped extends Error {
  override name = 'Skipped'
  readonly reason: Reason
  constructor(reason: Reason, says: string) {
    super(says)
    this.reason = reason
  }
}

export interface Scenario<Plan = unknown> {
  id: string
  says: string
  /** Role on trial that it stimulates. */
  role: Role
  /** Rules that it is there for: they tell why they were not exercised when it could not run. */
  exercises: string[]
  /** Plans that are always acted, in this order: the combinations and boundaries that must not be left to chance. */
  plans?: (scope: Scope) => Plan[]
  /** Plans that are drawn and shrunk. */
  draw?: (scope: Scope) => Arbitrary<Plan> | undefined
  /**
   * Alone on the target, after everything else: it moves the clock. `together`: not alone, where the target makes test
   * data, but with the others of this kind, so that each move of the clock serves all of them.
   */
  exclusive?: boolean | 'together'
  /** May wait without using a place among the cases under way. */
  patient?: boolean
  /**
   * Cases of one lane are acted one after the other, since each changes what the others use; those that share the moves of
   * the clock after all others.
   */
  lane?: string
  /** Operation that it is about: it is not acted where the target has not that. */
  needs?: string
  /** Role client: the situation that it puts the client into. */
  meets?: string
  /** Acted this many times for each plan, since one lucky trial proves nothing. Default 1. */
  trials?: number
  act: (plan: Plan, hand: Hand) => Promise<void>
}

/** What plans may depend on. */
export interface Scope {
  contract: Contract
  profile: Profile
  /**
   * Whether test data of a kind can be had, and whether freely (by a hook) or from a pool that runs dry; `strange`: only made
   * up, so that the target knows nothing of it.
   */
  has(data: string): 'freely' | 'sparingly' | 'strange' | 'no'
  /** Which hooks the target declares. */
  can: { clock: boolean; ledger: boolean; balance: boolean; stranger: boolean; callbacks: boolean }
}

/** Types a scenario by its plan and hands it on as one of many. */
export function scenario<Plan>(value: Scenario<Plan>): Scenario {
  return value as unknown as Scenario
}
