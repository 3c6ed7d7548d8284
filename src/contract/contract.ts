/** The data of `schemas/<protocol>/` as types. Each is described, key by key, in its meta-schema under `schemas/`. */

export type Presence = 'M' | 'C' | 'O' | 'S' | 'X'
export type Level = 'must' | 'should' | 'may'
export type Role = 'server' | 'client' | 'receiver'
export type Profile = { [key: string]: unknown }

export interface FieldSpec {
  no: string
  name: string
  presence: Presence
  onSuccess?: Presence
  onRefusal?: Presence
  when?: { profile: Profile; presence: Presence }[]
  length: string
  soft?: string
  format: string
  tolerates?: string[]
  says: string
  printed?: { [what: string]: string }
  errata?: string[]
}

export interface MessageSpec {
  message: string
  roots?: string[]
  operation: string
  side: 'request' | 'response'
  clauses: string
  title: string
  source: string
  note?: string
  swaps?: [string, string][]
  fields: FieldSpec[]
}

export interface Tolerance {
  pattern: string
  says: string
  side?: 'request' | 'response'
  welcome?: Profile
  errata?: string
}

export interface Format {
  kind: 'text' | 'datetime' | 'decimal' | 'code' | 'hex'
  pattern: string
  layout?: string
  alphabet?: string
  says: string
  tolerates?: Tolerance[]
}

export interface Echo {
  field: string
  level: 'must' | 'should'
  unless?: Profile
}

export interface Operation {
  from: 'client' | 'gateway'
  request: string
  response: string
  path?: string
  says: string
  source: string
  echo?: Echo[]
}

export interface Clause {
  id: string
  section: string
  says: string
  level: Level
  basis: 'text' | 'sample' | 'derived' | 'external' | 'silent'
  source: string
  switch?: string
  errata?: string[]
  judges: Role[]
  rules?: { [role in Role]?: string[] }
  unjudged?: { [role in Role]?: { reason: string; says: string } }
}

export interface Erratum {
  id: string
  kind: 'contradiction' | 'slip' | 'ambiguity' | 'silence'
  found: string
  readings: string[]
  taken: string
  clauses?: string[]
  switch?: string
}

export interface Code {
  code: string
  class: 'success' | 'pending' | 'refusal' | 'reserved'
  says: string
  source?: string
  cause?: string
}

export interface Contract {
  id: string
  title: string
  version: string
  document: string
  codec: 'soap' | 'xmlrpc' | 'json' | 'form'
  namespace?: string
  service?: string
  roles: { [role in Role]?: string }
  operations: { [operation: string]: Operation }
  outcome: { at: string; text: string; success: string[]; format: string; reserved: string[] }
  /** Field names by the part they play: `code`, `reference`, `amount`... */
  places: { [part: string]: string }
  fresh: string[]
  key: string[]
  signature?: {
    at: string
    scheme: string
    fields: string[]
    join: string
    length?: number
    placeholder?: string
    source: string
  }
  profile: {
    [key: string]: { default: unknown; values?: unknown[]; type?: string; says: string; errata?: string[] }
  }
  data: { [kind: string]: { says: string; wish?: { [key: string]: unknown } } }
  formats: { [name: string]: Format }
  messages: { [message: string]: MessageSpec }
  clauses: Clause[]
  errata: Erratum[]
  codes: Code[]
  /** SHA-256 over every data file of the contract, hexadecimal. */
  hash: string
}

/** The message of an operation's side. */
export function messageOf(contract: Contract, operation: string, side: 'request' | 'response'): MessageSpec {
  const name = contract.operations[operation]?.[side]
  const spec = name === undefined ? undefined : contract.messages[name]
  if (!spec)
    throw new Error(
      `${contract.id} has no ${side} for the operation «${operation}». Add it to contract.json and messages/.`,
    )
  return spec
}

/** True when every key of `wanted` has that value in the profile; `undefined` wants nothing and is never met. */
export function met(wanted: Profile | undefined, profile: Profile): boolean {
  return wanted !== undefined && Object.entries(wanted).every(([key, value]) => profile[key] === value)
}
