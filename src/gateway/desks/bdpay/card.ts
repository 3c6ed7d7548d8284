/** What whoever builds or drives a client has to know of the sandbox, a line each. */
import { keyFile, type PairOf } from '../../pairs.ts'
import { houseName } from './intake.ts'
import type { Magic } from './magic.ts'

/** Credentials of the first merchant of the table, by the names that declarations give them. */
export function credentialsOf({ accounts }: Magic, pairOf: PairOf): { [name: string]: string } {
  const first = accounts[0]
  if (!first) return {}
  const { privateKey } = pairOf(first.code)
  return { merchant: first.code, privateKey, publicKey: pairOf(houseName).publicKey }
}

/** Merchants and their keys, and what payers and accounts do. */
export function cardOf({ accounts, codes }: Magic): string[] {
  return [
    ...accounts.flatMap(({ code, says }) => [
      `merchant ${code}: ${says}`,
      `  signs with ${keyFile('bdpay', code)}`,
    ]),
    `the platform's public key is ${keyFile('bdpay', `${houseName}.pub`)}`,
    ...codes.map(({ prefix, says }) => `${prefix}…: ${says}`),
  ]
}
