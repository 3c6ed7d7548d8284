/** A target as a run uses it: the declaration with its secrets resolved and its hooks ready to call. */
import type { Profile, Role } from '../contract/contract.ts'
import type { Keys } from '../dialects/dialect.ts'
import type { Booking, Item } from '../judge/trace.ts'
import type { Stage } from './stage.ts'

export interface Hooks {
  /** Makes test data; `wish` is the contract's wish for that kind, with a suggested `code`. */
  provision?: (data: string, wish: { [key: string]: unknown }) => Promise<Item>
  /** Makes test data of one kind for several wishes at once, in their order. */
  provisionAll?: (data: string, wishes: { [key: string]: unknown }[]) => Promise<Item[]>
  /** Kinds of data that the provision hook cannot make. */
  cannot?: string[]
  /** Moves the target's clock forward and gives its time in milliseconds since 1970, where the hook tells it. */
  clock?: (advanceSeconds: number) => Promise<number | undefined>
  /** The clock hook tells the time, so asking it to advance by nothing reads the clock. */
  tellsTime?: boolean
  ledger?: (code: string) => Promise<Booking[]>
  /** What is left on an account, in whole rupiah. */
  balance?: (account: string) => Promise<number>
  /** Makes the client on trial begin a transaction; resolves when it has begun, or is over. */
  trigger?: (wish: { [key: string]: unknown }) => Promise<void>
  reset?: () => Promise<void>
}

/** Where the suite listens. */
export interface Listen {
  host: string
  /** 0 takes a free one. */
  port: number
  /** Address that the other party uses, where it is not that of the socket: behind a proxy, in a container. */
  url?: string
}

export interface Target {
  protocol: string
  role: Role
  /** Name for reports: the URL without credentials, or `built-in gateway`. */
  name: string
  url: string
  /** URL by operation where one is declared. */
  endpoints: { [operation: string]: string }
  headers: [string, string][]
  profile: Profile
  keys: Keys
  /** Keys of another party of the same side, from its credentials by name. */
  keysWith?: (credentials: { [name: string]: string }) => Keys
  /** Pool of test data by kind. */
  pool: { [data: string]: Item[] }
  hooks: Hooks
  /** Credentials by name, for the fields that the contract says hold them. */
  credentials: { [name: string]: string }
  /** Where callbacks of the target are taken, and how long one may take. Absent: nobody listens. */
  listen?: Listen
  /** A local address that the target does not know. */
  stranger?: string
  /** Where clients on trial are met. Role client only. */
  stage?: Stage
  /** The WSDL was handed over otherwise. */
  wsdlSupplied?: boolean
  timeoutMs: number
  /** How long the party on trial may take for what it does of its own accord: callbacks, status checks, reversals. */
  patienceMs: number
  /** How long a client is waited for that nothing was heard of. */
  idleMs: number
  connections?: number
  rate?: number
  ca?: string
  insecure?: boolean
  /** Values that no report may show. */
  secrets: string[]
}
