/** The data of `schemas/<protocol>/` as types. Each is described, key by key, in its meta-schema under `schemas/`. */
import type { DataKind } from './data-kind.ts'
import type { Hosted } from './hosted.ts'
import type { Phrases } from './phrases.ts'
import type { TokenSpec } from './token-spec.ts'

export type Presence = 'M' | 'C' | 'O' | 'S' | 'X'
export type Level = 'must' | 'should' | 'may'
export type Role = 'server' | 'client' | 'receiver'
export type Profile = { [key: string]: unknown }

/** JSON type of a value. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array'

export interface FieldSpec {
  no: string
  /** Its place: `code`, nested ones `amount.value`, elements of arrays `history[].no`, headers `header:X-TIMESTAMP`. */
  name: string
  /** In JSON; a string unless it is told. Elements of an array are objects unless a row `tags[]` tells otherwise. */
  json?: JsonType
  /** Other JSON types that are read with a warning; without one under the profile that is `welcome`. */
  reads?: JsonType[]
  welcome?: Profile
  presence: Presence
  onSuccess?: Presence
  onRefusal?: Presence
  when?: { profile: Profile; presence: Presence }[]
  length: string
  soft?: string
  format: string
  tolerates?: string[]
  /** Other spellings of the name that are read with a warning. */
  aliases?: { name: string; welcome?: Profile; errata?: string }[]
  /** Another member that it stands in under a profile. */
  moved?: { into: string; when: Profile }
  says: string
  printed?: { [what: string]: string }
  errata?: string[]
}

export interface MessageSpec {
  message: string
  roots?: string[]
  operation: string
  side: 'request' | 'response'
  /** How it is written, where that is not the contract's codec. */
  codec?: 'json' | 'form'
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
  /** Profile under which the spelling is read at all; always, where it is absent. */
  when?: Profile
  welcome?: Profile
  errata?: string
}

export interface Format {
  /** `enum` is a closed set, `json` what is no text at all: objects, arrays, booleans. */
  kind: 'text' | 'datetime' | 'decimal' | 'code' | 'hex' | 'enum' | 'json'
  pattern: string
  /** enum only: the closed set. */
  values?: string[]
  layout?: string
  alphabet?: string
  /** Values that keep it, where none can be drawn letter by letter. */
  examples?: string[]
  /** Values that break it, in place of those that its kind suggests. */
  wrong?: string[]
  says: string
  tolerates?: Tolerance[]
}

export interface Echo {
  field: string
  level: 'must' | 'should'
  unless?: Profile
  /** Answers of this saying alone repeat it; without one all do. */
  on?: 'success'
}

export interface Acknowledgement {
  contentType: string
  body: string
  /** Header that says when it is sent, in ISO 8601 with an offset. */
  stamp?: string
}

export interface Operation {
  from: 'client' | 'gateway'
  request: string
  /** Absent where the document says nothing about the body of the answer. */
  response?: string
  path?: string
  /** Digits that stand for `#` in the forms of its codes. */
  digits?: string
  /** HTTP method of the request; POST unless it is told. */
  method?: string
  /** Profile under which a server has not the operation. */
  unless?: Profile
  /** Names that a request gives itself, where they are not the name of its message: methods, actions. */
  names?: string[]
  /** What a receiver answers where only the HTTP status counts, or a literal text. */
  acknowledgement?: Acknowledgement
  /** How it is answered where the gateway asks for it at the address of callbacks. */
  hosted?: Hosted
  says: string
  source: string
  echo?: Echo[]
}

/** A situation that a client is put into: it `says` how the gateway treats one new transaction, and `wants` what of the client. */
export interface Situation {
  id: string
  says: string
  wants: string
  /** Operations whose new transactions can be given it. */
  operations: string[]
  /** What a trigger hook is asked for: the kind of test data, and whatever else it has to know. */
  wish?: { [key: string]: unknown }
  /** It ends early when a message of this kind has come; otherwise when all is quiet. */
  until?: { operation: string }
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
  /** It speaks of what nobody need do, so a run that never saw it is whole. */
  conditional?: boolean
  /** Profile under which nobody promises it: nothing is said of it then but what is wrong. */
  unless?: Profile
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
  /** The code, or its form where it differs from operation to operation: each `#` is a digit. */
  code: string
  class: 'success' | 'pending' | 'refusal' | 'reserved'
  says: string
  /** HTTP status of an answer with this code, where the document ties them. */
  status?: number
  source?: string
  /** Meaning as the document prints it. */
  printed?: string
  /** Text that goes with the code, where the document sets one. */
  text?: string
  /** Group that the document puts it into. */
  category?: string
  /** Operations in which it is usual. */
  usual?: { expected: string[]; possible: string[] }
  cause?: string
}

/** Codes that are right in a situation, where the document leaves more than one open. */
export interface Accept {
  id: string
  says: string
  operations: string[]
  /** What our own gateway answers. */
  canonical: string
  /** Others that are right too: a form or an HTTP status, what else has to hold, and the profile it takes. */
  accept: { code: string; where?: string; profile?: Profile }[]
  switch?: string
  errata?: string[]
}

/** A field, or several of which a message has one: the first that is there is meant. */
export type FieldChoice = string | string[]

export interface Contract {
  /** Under construction: only its own tests load it, nobody is offered it. */
  draft?: boolean
  id: string
  title: string
  version: string
  document: string
  codec: 'soap' | 'xmlrpc' | 'json' | 'form'
  /** Path of the endpoint below its host, where the document names one: `/st24`. */
  path?: string
  namespace?: string
  service?: string
  roles: { [role in Role]?: string }
  operations: { [operation: string]: Operation }
  outcome: {
    at: string
    text: string
    success: string[]
    /** Codes that are neither success nor refusal yet. */
    pending?: string[]
    format: string
    reserved: string[]
  }
  /** Field names by the part they play: `code`, `reference`, `amount`... */
  places: { [part: string]: string }
  fresh: string[]
  key: FieldChoice[]
  /** Fields that tell which transaction of a client's a message belongs to, the inquiry before it included. */
  thread?: FieldChoice[]
  /** Fields of messages that no report shows. */
  secretFields?: string[]
  /** No message holds an amount of its own, so books need not tell any. */
  sumless?: boolean
  /** Request fields that hold a credential of the caller, and the name of that credential. */
  credentials?: { [field: string]: string }
  /** Credentials that sign and that signatures are checked with, by name, and what each of them is. */
  keys?: { [name: string]: string }
  /** What mandatory fields of requests hold that nobody gives: a channel, a device. */
  usual?: { [field: string]: string }
  /** Credentials that are fetched before they are used, and again before they end. */
  tokens?: TokenSpec[]
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
  data: { [kind: string]: DataKind }
  formats: { [name: string]: Format }
  messages: { [message: string]: MessageSpec }
  clauses: Clause[]
  errata: Erratum[]
  codes: Code[]
  /** Codes by situation, where the document leaves more than one open. */
  accepts?: Accept[]
  /** Situations that clients are put into, in the order in which they are played. */
  situations: Situation[]
  /** Grammar of the outcome's text, where it carries data. */
  phrases?: Phrases
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
export const met = (wanted: Profile | undefined, profile: Profile): boolean =>
  wanted !== undefined && Object.entries(wanted).every(([key, value]) => profile[key] === value)

/** Names of the messages of an operation. */
export const messagesIn = ({ request, response }: Operation): string[] =>
  response === undefined ? [request] : [request, response]

/** Who writes a message: `from` is the sender of the exchange's request. */
export function writerOf(from: Operation['from'], side: 'request' | 'response'): Role {
  if (side === 'request') return from === 'client' ? 'client' : 'server'
  return from === 'client' ? 'server' : 'receiver'
}

/** True when the gateway of this contract sends something of its own accord. */
export const hasCallbacks = ({ operations }: Contract): boolean =>
  Object.values(operations).some(({ from }) => from === 'gateway')

/** True for contracts whose messages are read by place and name: JSON, and forms. */
export const isNested = ({ codec }: Pick<Contract, 'codec'>): boolean => codec === 'json' || codec === 'form'
