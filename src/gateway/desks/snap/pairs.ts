/** Pairs of RSA keys by the name of their owner: published ones for whom the sandbox knows, new ones for all others. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../../contract/home.ts'

/** Both keys as PEM. */
export interface Pair {
  publicKey: string
  privateKey: string
}

const pairs = new Map<string, Pair>()

/** The pair of an owner; a new one is kept for the process. */
export function pairOf(owner: string): Pair {
  const pair = pairs.get(owner) ?? publishedPair(owner) ?? newPair()
  pairs.set(owner, pair)
  return pair
}

function publishedPair(owner: string): Pair | undefined {
  const file = join(home, 'schemas', 'snap', 'keys', `${owner}.pem`)
  if (!/^[\w-]+$/.test(owner) || !existsSync(file)) return undefined
  const privateKey = readFileSync(file, 'utf8')
  const publicKey = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' })
  return { privateKey, publicKey: String(publicKey) }
}

function newPair(): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}
