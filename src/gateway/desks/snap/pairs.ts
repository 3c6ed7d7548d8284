/** Pairs of RSA keys by the name of their owner, all of them published: making a new one takes a second. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../../contract/home.ts'

/** Both keys as PEM. */
export interface Pair {
  publicKey: string
  privateKey: string
}

const pairs = new Map<string, Pair>()

/** Pairs for whom none is published, in turn: two strangers in a row have different ones. */
const spare = ['spare-1', 'spare-2']
let given = 0

/** The pair of an owner, the same one again and again. */
export function pairOf(owner: string): Pair {
  const pair = pairs.get(owner) ?? publishedPair(owner) ?? publishedPair(spare[given++ % spare.length]!)!
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
