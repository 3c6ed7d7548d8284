/** Pairs of RSA keys by the name of their owner: published ones for whom a sandbox knows, new ones for all others. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../contract/home.ts'

/** Both keys as PEM. */
export interface Pair {
  publicKey: string
  privateKey: string
}

/** Gives the pair of an owner; a new one is kept for the process. */
export type PairOf = (owner: string) => Pair

/** The pairs of a protocol's sandbox, `schemas/<protocol>/keys/<owner>.pem`; new ones have so many bits. */
export function pairsOf(protocol: string, bits = 2048): PairOf {
  const pairs = new Map<string, Pair>()
  return (owner) => {
    const pair = pairs.get(owner) ?? publishedPair(protocol, owner) ?? newPair(bits)
    pairs.set(owner, pair)
    return pair
  }
}

function publishedPair(protocol: string, owner: string): Pair | undefined {
  const file = join(home, 'schemas', protocol, 'keys', `${owner}.pem`)
  if (!/^[\w-]+$/.test(owner) || !existsSync(file)) return undefined
  const privateKey = readFileSync(file, 'utf8')
  const publicKey = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' })
  return { privateKey, publicKey: String(publicKey) }
}

function newPair(modulusLength: number): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}
