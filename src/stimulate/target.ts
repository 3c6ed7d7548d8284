/** A target as a run uses it: the declaration with its secrets resolved and its hooks ready to call. */
import type { Profile, Role } from '../contract/contract.ts'
import type { Keys } from '../dialects/dialect.ts'
import type { Item, LedgerRead } from '../judge/trace.ts'

export interface Hooks {
  /** Makes test data; `wish` is the contract's wish for that kind, with a suggested `code`. */
  provision?: (data: string, wish: { [key: string]: unknown }) => Promise<Item>
  /** Kinds of data that the provision hook cannot make. */
  cannot?: string[]
  /** Moves the target's clock forward and gives its time in milliseconds since 1970, where the hook tells it. */
  clock?: (advanceSeconds: number) => Promise<number | undefined>
  /** The clock hook tells the time, so asking it to advance by nothing reads the clock. */
  tellsTime?: boolean
  ledger?: (code: string) => Promise<LedgerRead['payments']>
  reset?: () => Promise<void>
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
  /** Pool of test data by kind. */
  pool: { [data: string]: Item[] }
  hooks: Hooks
  /** The WSDL was handed over otherwise. */
  wsdlSupplied?: boolean
  timeoutMs: number
  connections?: number
  rate?: number
  ca?: string
  insecure?: boolean
  /** Values that no report may show. */
  secrets: string[]
}
