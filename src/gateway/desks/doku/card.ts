/** What whoever builds or drives a client has to know of the sandbox, a line each. */
import type { Magic } from './magic.ts'

/** Credentials of the first merchant of the table, by the names that declarations give them. */
export function credentialsOf({ accounts }: Magic): { [name: string]: string } {
  const first = accounts[0]
  return first ? { client: first.code, secret: String(first.wish['secret']) } : {}
}

/** Merchants, and what invoice numbers do. */
export function cardOf({ accounts, codes }: Magic): string[] {
  return [
    ...accounts.map(({ code, says, wish }) => `merchant ${code}, secret ${String(wish['secret'])}: ${says}`),
    ...codes.map(({ prefix, says }) => `invoice ${prefix}…: ${says}`),
  ]
}
