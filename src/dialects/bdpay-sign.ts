/** BDPay's signatures: the values in the order of their names, encrypted with a private key in blocks. */
import { constants, privateEncrypt, publicDecrypt, type KeyObject } from 'node:crypto'
import { text, verbatimIn, type Json, type Read } from '../wire/reading.ts'
import { privateKeyOf, publicKeyOf } from './key-pairs.ts'

/** Name and value of each member that is signed, in any order. */
export type Pairs = [name: string, value: string][]

/** How a signature is written, where it is not in the plain form. */
export interface SignStyle {
  urlSafe?: boolean
  /** Bytes of a block; as many as the key allows unless told. */
  block?: number
}

/** Padding of type 1 takes eleven bytes of each block. */
const PADDING = 11

/** Names by their bytes: capital letters before small ones. */
export const byName = ([one]: Pairs[number], [other]: Pairs[number]): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other))

/** The text that is signed: the values alone, joined without anything between. */
export const textToSign = (pairs: Pairs): string =>
  [...pairs]
    .sort(byName)
    .map(([, value]) => value)
    .join('')

/** The members of a message that was read, without its signature; what repeats counts as it was read. */
export function pairsOf(read: Read, signature: string): Pairs {
  const names = [...new Set(read.order)].filter((name) => name !== signature)
  return names.map((name) => [name, valueIn(read, name)])
}

function valueIn(read: Read, name: string): string {
  const written = read.fields[name] === null ? '' : (text(read, name) ?? '')
  return typeof read.fields[name] === 'number' ? plain(written) : written
}

/** A JSON number in plain decimals: 1e4 counts as 10000. */
const plain = (written: string): string =>
  /^-?\d+$/.test(written) || !Number.isSafeInteger(Number(written)) ? written : String(Number(written))

/** The text of a value before it is written; null, in either form, adds nothing. */
export function valueText(value: Json): string {
  const raw = verbatimIn(value)
  if (value === null || raw === 'null') return ''
  return raw ?? (typeof value === 'string' ? value : JSON.stringify(value))
}

/** Bytes of the modulus of a key. */
export const sizeOf = (key: string | KeyObject): number =>
  publicKeyOf(key).asymmetricKeyDetails!.modulusLength! / 8

/** Signs a text, or bytes that stand for one. Signing the same twice gives the same. */
export function signText(
  message: string | Uint8Array,
  key: string | KeyObject,
  style: SignStyle = {},
): string {
  const bytes = Buffer.from(message as string)
  const size = style.block ?? sizeOf(key) - PADDING
  const blocks: Buffer[] = []
  for (let from = 0; from < bytes.length || from === 0; from += size)
    blocks.push(encrypted(bytes.subarray(from, from + size), key))
  return Buffer.concat(blocks).toString(style.urlSafe ? 'base64url' : 'base64')
}

const encrypted = (block: Buffer, key: string | KeyObject): Buffer =>
  privateEncrypt({ key: privateKeyOf(key), padding: constants.RSA_PKCS1_PADDING }, block)

/** The bytes of a signature in either alphabet; undefined for what is no Base64. */
export function decoded(signature: string): Buffer | undefined {
  const bare = signature.replace(/[\r\n]/g, '')
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(bare) ? Buffer.from(bare, 'base64') : undefined
}

/** What was encrypted, block by block, whatever the size of its blocks; undefined where the key does not fit. */
export function recovered(signature: Buffer, key: string | KeyObject): Buffer | undefined {
  const size = sizeOf(key)
  if (signature.length === 0 || signature.length % size !== 0) return undefined
  const blocks: Buffer[] = []
  for (let from = 0; from < signature.length; from += size) {
    const block = opened(signature.subarray(from, from + size), key)
    if (!block) return undefined
    blocks.push(block)
  }
  return Buffer.concat(blocks)
}

function opened(block: Buffer, key: string | KeyObject): Buffer | undefined {
  try {
    return publicDecrypt({ key: publicKeyOf(key), padding: constants.RSA_PKCS1_PADDING }, block)
  } catch {
    return undefined
  }
}
