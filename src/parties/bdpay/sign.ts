/** BDPay's signature as a merchant computes it, apart from what the suite and the gateway use. */
import { constants, createSign, privateEncrypt, publicDecrypt } from 'node:crypto'
import { privateKeyOf, publicKeyOf } from '../../dialects/key-pairs.ts'

export type Values = { [name: string]: unknown }

/** Eleven bytes of each block are padding. */
const padding = 11

/** What of a value is signed. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** The values in the order of their names, without the signature's own. */
export function joined(values: Values, own: string): string {
  const names = Object.keys(values).filter((name) => name !== own)
  return names
    .sort(byBytes)
    .map((name) => textOf(values[name]))
    .join('')
}

const sizeOf = (key: string): number => publicKeyOf(key).asymmetricKeyDetails!.modulusLength! / 8

/** Encrypts a text, or its bytes, in blocks, in Base64. */
export function signature(text: string | Buffer, privateKey: string): string {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const most = sizeOf(privateKey) - padding
  const key = { key: privateKeyOf(privateKey), padding: constants.RSA_PKCS1_PADDING }
  const blocks: Buffer[] = []
  for (let from = 0; from < Math.max(bytes.length, 1); from += most)
    blocks.push(privateEncrypt(key, bytes.subarray(from, from + most)))
  return Buffer.concat(blocks).toString('base64')
}

/** The bytes of each block; undefined for what nobody can read. */
export function blocksIn(text: string, publicKey: string): Buffer[] | undefined {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return undefined
  const bytes = Buffer.from(plain, 'base64')
  const size = sizeOf(publicKey)
  if (bytes.length === 0 || bytes.length % size !== 0) return undefined
  try {
    return Array.from({ length: bytes.length / size }, (_none, at) =>
      publicDecrypt(
        { key: publicKeyOf(publicKey), padding: constants.RSA_PKCS1_PADDING },
        bytes.subarray(at * size, (at + 1) * size),
      ),
    )
  } catch {
    return undefined
  }
}

/** A signature of another algorithm, as some libraries make it. */
export const digestSigned = (text: string, privateKey: string): string =>
  createSign('RSA-SHA256').update(text).sign(privateKey, 'base64')
