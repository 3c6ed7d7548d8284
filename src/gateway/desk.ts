/** What every protocol's desk can do, and where desks are found: a folder under `desks`, by name. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { moduleSuffix } from '../contract/home.ts'
import type { Contract, Profile } from '../contract/contract.ts'
import type { Json } from '../wire/reading.ts'
import type { Raw } from '../dialects/dialect.ts'
import type { Courier } from './callbacks.ts'
import type { Clock } from './clock.ts'
import type { AnyBend } from './defect.ts'
import type { Line, Reply } from './reply.ts'

/** A refusal of the control API, told in a sentence; `status` is the HTTP status that goes with it. */
export class ControlError extends Error {
  override name = 'ControlError'
  readonly status: number
  constructor(says: string, status = 400) {
    super(says)
    this.status = status
  }
}

export interface DeskOptions {
  contract: Contract
  profile: Profile
  clock: Clock
  /** Delivers callbacks. */
  courier: Courier
  /** Where the desk's callbacks go unless an account has a URL of its own; absent: nowhere. */
  callbackUrl?: string
  /** Key of the requests' signatures; null leaves them unchecked. */
  key: string | null
  freedom?: string
  bend?: AnyBend
}

/** A defect or a freedom as a catalogue lists it. */
export interface Oddity {
  id: string
  says: string
  catalogue?: string
  breaks?: string[]
  clock?: string
  because?: string
  profile?: Profile
}

/** A new transaction of a client, when its first request has come. */
export interface Newcomer {
  operation: string
  /** Values of the contract's thread fields, joined by a blank. */
  thread: string
  /** Value of the contract's place `code`. */
  code: string
}

/** Says which situation a new transaction is given; undefined gives it none. Asked once for each thread. */
export type Casting = (newcomer: Newcomer) => string | undefined

/** Arguments of the control API, as they came. */
export type Wish = { [key: string]: unknown }

export interface Desk {
  protocol: string
  /** Path of its endpoint, where the document names one. */
  path?: string
  /** True when it answers requests of every method itself, and has no page. */
  everyMethod?: boolean
  defects: readonly Oddity[]
  freedoms: readonly Oddity[]
  /** Answers one request of the protocol; gives what was sent, undefined when no whole answer was. */
  serve(raw: Raw, line: Line): Promise<Reply | undefined>
  /** A page for GET, such as the WSDL; undefined when there is none under that query. */
  page(query: string, address: string): Reply | undefined
  /** Makes test data; the answer describes it. */
  provision(wish: Wish): Promise<Json>
  /** What is booked for a code. */
  ledger(code: string): Promise<Json>
  /** Plays a defect from now on; null plays none. */
  switchDefect(id: string | null): void
  /** Puts new transactions into situations from now on; undefined treats all alike. */
  cast?(casting: Casting | undefined): void
  /** Credentials by name that a client of this desk can use. */
  credentials?: { [name: string]: string }
  /** Where callbacks go from now on, unless an account has a URL of its own; undefined: nowhere. */
  callbacksTo?(url: string | undefined): void
  /** Lines for whoever builds or drives a client: credentials, what can be bought. */
  card?(): string[]
  /** What is left on an account, in whole rupiah. Throws ControlError for an account that there is not. */
  balance?(account: string): Promise<number>
  reset(): Promise<void>
}

/** What the module of a desk exports. */
export interface DeskModule {
  createDesk(options: DeskOptions): Desk
  defects: readonly Oddity[]
  freedoms: readonly Oddity[]
}

/** The desk module of a protocol. Throws ControlError when the gateway has none. */
export async function deskModule(protocol: string): Promise<DeskModule> {
  const place = new URL(`./desks/${protocol}/index${moduleSuffix}`, import.meta.url)
  if (!/^[a-z][a-z0-9-]*$/.test(protocol) || !existsSync(fileURLToPath(place)))
    throw new ControlError(
      `The gateway has no desk for «${protocol}». Write src/gateway/desks/${protocol}/index.ts.`,
    )
  return (await import(place.href)) as DeskModule
}
