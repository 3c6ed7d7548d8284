/** The declaration of a target as it is written. Described key by key in schemas/target.schema.json. */
import type { Profile, Role } from '../contract/contract.ts'
import type { Item } from '../judge/trace.ts'
import type { HookName, HookSpec } from './hooks-form.ts'

export type PoolEntry = string | Item

export interface Declaration {
  $schema?: string
  protocol: string
  role?: Role
  url?: string
  endpoints?: { [operation: string]: string }
  headers?: { [name: string]: string }
  profile?: Profile
  credentials?: { [name: string]: string }
  /** Where callbacks of the target, or a client on trial, reach the suite. */
  listen?: { host?: string; port?: number; url?: string }
  /** A local address that the target does not know. */
  stranger?: string
  /** How long a party may take for what it does of its own accord, in milliseconds. */
  patienceMs?: number
  signature?: string | { module: string }
  data?: { [kind: string]: PoolEntry | PoolEntry[] }
  hooks?: { [hook in HookName]?: HookSpec }
  wsdl?: 'supplied'
  timeoutMs?: number
  connections?: number
  rate?: number
  tls?: { ca?: string; insecure?: boolean }
}
