/** Pairs of RSA keys by the name of their owner: published ones for whom a sandbox knows, new ones for all others. */
import { createPrivateKey, createPublicKey, generateKeyPair, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { home } from '../contract/home.ts'
import { ControlError, type Wish } from './desk.ts'
import { textOf } from './wish.ts'

/** Both keys as PEM. */
export interface Pair {
  publicKey: string
  privateKey: string
}

/** Gives the pair of an owner; a new one is kept for the process. */
export interface PairOf {
  (owner: string): Pair
  /** Makes the pair of an owner beforehand, while others are served. */
  ready(owner: string): Promise<Pair>
}

/**
 * The pairs of a protocol's sandbox, `schemas/<protocol>/keys/<owner>.pem`. Whoever has none there gets one of the spare
 * pairs, `spare-1.pem` and on, in turn; where there are none of these, a new one of so many bits.
 */
export function pairsOf(protocol: string, bits = 2048): PairOf {
  const pairs = new Map<string, Pair>()
  const keep = (owner: string, pair: Pair): Pair => {
    pairs.set(owner, pair)
    return pair
  }
  let turn = 0
  const spare = () =>
    publishedPair(protocol, `spare-${++turn}`) ?? publishedPair(protocol, `spare-${(turn = 1)}`)
  const known = (owner: string) => pairs.get(owner) ?? publishedPair(protocol, owner) ?? spare()
  const pairOf = (owner: string) => keep(owner, known(owner) ?? generateKeyPairSync('rsa', made(bits)))
  const ready = async (owner: string) => {
    const pair = known(owner) ?? (await generated('rsa', made(bits)))
    return keep(owner, pairs.get(owner) ?? pair)
  }
  return Object.assign(pairOf, { ready })
}

const generated = promisify(generateKeyPair)

/** Where a sandbox keeps the private key of an owner, or, as `<owner>.pub`, its public key. */
export const keyFile = (protocol: string, owner: string): string =>
  join(home, 'schemas', protocol, 'keys', `${owner}.pem`)

function publishedPair(protocol: string, owner: string): Pair | undefined {
  const file = keyFile(protocol, owner)
  if (!/^[\w-]+$/.test(owner) || !existsSync(file)) return undefined
  const privateKey = readFileSync(file, 'utf8')
  return { privateKey, publicKey: publicKeyOf(privateKey) }
}

/** The public key of a pair, from its private key; both are PEM. */
export const publicKeyOf = (privateKey: string): string =>
  String(createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' }))

/** The public key that somebody brings along, itself or in a pair; undefined where it brings none. */
export function ownKeyIn(wish: Wish): string | undefined {
  const [publicKey, privateKey] = [textOf(wish, 'publicKey'), textOf(wish, 'privateKey')]
  if (publicKey !== undefined || privateKey === undefined) return publicKey
  try {
    return publicKeyOf(privateKey)
  } catch {
    throw new ControlError('`privateKey` is no private key in PEM.')
  }
}

const made = (modulusLength: number) => ({
  modulusLength,
  publicKeyEncoding: { type: 'spki' as const, format: 'pem' as const },
  privateKeyEncoding: { type: 'pkcs8' as const, format: 'pem' as const },
})
