/** Pairs of RSA keys by the name of their owner, made when they are first asked for and kept for the process. */
import { generateKeyPairSync } from 'node:crypto'

/** Both keys as PEM. */
export interface Pair {
  publicKey: string
  privateKey: string
}

const pairs = new Map<string, Pair>()

/** The pair of an owner. */
export function pairOf(owner: string): Pair {
  const pair = pairs.get(owner) ?? newPair()
  pairs.set(owner, pair)
  return pair
}

function newPair(): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}
