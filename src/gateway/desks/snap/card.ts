/** What whoever builds or drives a client has to know of the sandbox, a line each. */
import type { Magic } from './magic.ts'
import { keyFile } from '../../pairs.ts'
import { pairOf } from './pairs.ts'

/** The owner of the keys that notifications are signed with. */
export const houseName = 'gateway'

/** Credentials of the first partner of the table, by the names that declarations give them. */
export function credentialsOf({ accounts }: Magic): { [name: string]: string } {
  const first = accounts[0]
  if (!first) return {}
  const { privateKey } = pairOf(first.code)
  const { publicKey } = pairOf(houseName)
  return { client: first.code, secret: String(first.wish['secret']), privateKey, publicKey }
}

/** Partners and their keys, merchants, and what cards do. */
export function cardOf({ accounts, merchants, codes }: Magic): string[] {
  return [
    ...accounts.flatMap(({ code, says, wish }) => [
      `partner ${code}, secret ${String(wish['secret'])}: ${says}`,
      `  signs with ${keyFile('snap', code)}`,
    ]),
    `the gateway's public key is ${keyFile('snap', `${houseName}.pub`)}`,
    ...merchants.map(({ code, says }) => `merchant ${code}: ${says}`),
    ...codes.map(({ prefix, says }) => `card ${prefix}…: ${says}`),
  ]
}
