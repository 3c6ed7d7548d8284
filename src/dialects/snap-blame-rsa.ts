/** Why a signature of a key pair is refused. */
import { constants, createHash, publicDecrypt, verify as verifyRsa, type KeyObject } from 'node:crypto'
import { refuse, type Check, type Verification } from './snap-check.ts'
import { publicKeyOf } from './snap-keys.ts'

/** True for the text of a private key in PEM. */
export const isPrivate = (key: string): boolean => key.includes('PRIVATE KEY')

/** Bytes of a signature that a pair makes. */
export const byteCount = (key: string): number =>
  (publicKeyOf(key).asymmetricKeyDetails?.modulusLength ?? 0) / 8

/** The reason why bytes of the right length do not sign this text; `right` are those that do, where they are known. */
export function blameRsa(
  { key, suspects }: Check,
  text: string,
  bytes: Buffer,
  right: Buffer | undefined,
): Verification {
  const own = publicKeyOf(key)
  const content = Buffer.from(text, 'utf8')
  const pss = {
    key: own,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  }
  if (verifyRsa('sha256', content, pss, bytes))
    return refuse('algorithm', 'The signature is padded by PSS, not by PKCS #1 v1.5.')
  const other = ['sha1', 'sha384', 'sha512'].find((hash) => verifyRsa(hash, content, own, bytes))
  if (other) return refuse('algorithm', `The signature is over ${other.toUpperCase()}, not SHA256.`)
  if (suspects?.keys?.some((one) => verifyRsa('sha256', content, publicKeyOf(one), bytes)))
    return refuse('key', 'The signature was made with the key of somebody else.')
  if (right && isAltered(bytes, right)) return refuse('unknown', 'The signature was changed in a few bytes.')
  return blameOpened(contentOf(own, bytes), content)
}

/** Most bytes are where they belong. */
function isAltered(bytes: Buffer, right: Buffer): boolean {
  return bytes.filter((byte, at) => byte === right[at]).length > right.length / 2
}

/** What the public key makes of a signature tells whose it is; its last bytes are a hash. */
function blameOpened(inside: Buffer | undefined, text: Buffer): Verification {
  if (!inside) return refuse('key', 'The signature was made with another key.')
  const hash = createHash('sha256').update(text).digest()
  return inside.subarray(-hash.length).equals(hash)
    ? refuse('algorithm', 'The signature is over the right hash and does not name it as SHA-256.')
    : refuse('unknown', 'The key is right, and what was signed is another text.')
}

function contentOf(key: KeyObject, bytes: Buffer): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes)
  } catch {
    return undefined
  }
}
