/** A hook as it is described in a declaration, and as it is called. */

export const hookNames = ['provision', 'clock', 'ledger', 'balance', 'trigger', 'reset'] as const
export type HookName = (typeof hookNames)[number]

export interface HttpCall {
  method?: string
  url: string
  headers?: { [name: string]: string }
  json?: unknown
  form?: { [name: string]: unknown }
  body?: string
}

export interface HookSpec {
  http?: HttpCall
  command?: string[]
  module?: string
  export?: string
  /** JSON pointers into the answer by field; for the ledger also `paid`, `pending` and `failed`, lists of states. */
  answer?: { [field: string]: string | (string | number | boolean)[] }
  cannot?: string[]
  /** By HTTP: takes a list of what `json` is for one item, and answers a list. */
  many?: boolean
  timeoutMs?: number
}

/** What a hook is asked: the JSON that a command reads and a module's function is given. */
export interface HookInput {
  hook: HookName
  data?: string
  wish?: { [key: string]: unknown }
  seconds?: number
  code?: string
  account?: string
}

/** Asks a target's hook and gives its answer as JSON; `values` fill the placeholders of an HTTP call. */
export type Ask = (input: HookInput, values: Values) => Promise<unknown>

/** Values of placeholders by name; one that has none is absent or undefined. */
export type Values = { [name: string]: unknown }
