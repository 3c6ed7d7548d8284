/** Why a signature is refused: it is held against the mistakes that are made in the wild, one part at a time. */
import { createHash, createHmac } from 'node:crypto'
import { blameRsa, byteCount, isPrivate } from './snap-blame-rsa.ts'
import { decoded, fits, isSame, refuse, type Check, type Verification } from './snap-check.ts'
import { mistakes } from './snap-mistakes.ts'
import { macOf, signParts, textToSign } from './snap-sign.ts'

/** The reason why a signature does not hold; `bytes` are absent when it is not written as agreed. */
export function blame(check: Check, bytes: Buffer | undefined): Verification {
  const right = rightBytes(check)
  return (
    blameWriting(check, right) ??
    (bytes
      ? (blameLength(check, bytes, right) ?? blameText(check, bytes) ?? blameKey(check, bytes, right))
      : refuse('unreadable', `The signature is not written in ${named(check)}.`)) ??
    refuse('unknown', 'The signature belongs to another message, or to another key.')
  )
}

/** The right signature, where the key that makes it is at hand: both schemes give the same bytes each time. */
function rightBytes({ scheme, parts, key }: Check): Buffer | undefined {
  if (scheme === 'sym') return macOf(textToSign(scheme, parts), key)
  return isPrivate(key) ? Buffer.from(signParts(scheme, parts, key), 'base64') : undefined
}

/** The right signature, written otherwise. */
function blameWriting(check: Check, right: Buffer | undefined): Verification | undefined {
  const { signature = '' } = check
  const text = textToSign(check.scheme, check.parts)
  const isRight = (bytes: Buffer) => bytes.length > 0 && fits(check, text, bytes)
  const readings = decoded(signature, 'either')
  if (readings.some(isRight))
    return refuse('encoding', `The signature is right and not written in ${named(check)}.`)
  if (isOtherCase(signature, right) || decoded(signature.toLowerCase(), 'hex').some(isRight))
    return refuse('letters', 'The signature is right but for the case of its letters.')
  if (readings.flatMap((one) => decoded(one.toString('latin1'), 'hex')).some(isRight))
    return refuse('encoding', 'The signature is right and encoded twice.')
  const isLax = [signature, signature.replace(/\s/g, '')].some((one) => isRight(Buffer.from(one, 'base64')))
  if (isLax) return refuse('encoding', `The signature is right and written loosely, not in ${named(check)}.`)
  return undefined
}

function isOtherCase(signature: string, right: Buffer | undefined): boolean {
  if (!right) return false
  const spelt = (['base64', 'hex'] as const).map((way) => right.toString(way).toLowerCase())
  return spelt.includes(signature.toLowerCase())
}

const named = ({ encoding = 'base64' }: Check): string =>
  encoding === 'hex'
    ? 'lower-case hexadecimal'
    : encoding === 'base64'
      ? 'Base64 with padding'
      : 'Base64 or hexadecimal'

/** Lengths in bytes of what hashes give, and of what pairs of keys give. */
const hashes = [16, 20, 28, 32, 48, 64]
const pairs = [128, 256, 384, 512]

function blameLength(check: Check, bytes: Buffer, right: Buffer | undefined): Verification | undefined {
  const wanted = check.scheme === 'sym' ? 64 : byteCount(check.key)
  if (bytes.length === wanted) return undefined
  const says = `The signature has ${bytes.length} bytes, the agreed algorithm gives ${wanted}.`
  const least = Math.min(bytes.length, wanted)
  if (right && isSame(bytes.subarray(0, least), right.subarray(0, least))) return refuse('part', says)
  if (hashes.includes(bytes.length)) return refuse('algorithm', says)
  if (!pairs.includes(bytes.length)) return refuse('part', says)
  return refuse(check.scheme === 'sym' ? 'algorithm' : 'key', says)
}

function blameText(check: Check, bytes: Buffer): Verification | undefined {
  const found = mistakes(check).find(({ text }) => fits(check, text, bytes))
  return found && refuse(found.differs, found.says)
}

function blameKey(check: Check, bytes: Buffer, right: Buffer | undefined): Verification | undefined {
  const text = textToSign(check.scheme, check.parts)
  if (check.scheme !== 'sym') return blameRsa(check, text, bytes, right)
  if (isSame(bytes, macOf(text, Buffer.from(check.key, 'base64'))))
    return refuse('key', 'The secret was decoded from Base64; it is used as the text it is.')
  if (otherSecrets(check).some((secret) => isSame(bytes, macOf(text, secret))))
    return refuse('key', 'The signature was made with another key than the secret of this client.')
  return otherHashes(text, check.key).some((other) => isSame(bytes, other))
    ? refuse('algorithm', 'The signature is of another algorithm that gives as many bytes.')
    : undefined
}

function otherSecrets({ key, parts: { client = '' }, suspects }: Check): string[] {
  const spelt = ['', `${key}\n`, key.toUpperCase(), key.toLowerCase()].filter((one) => one !== key)
  return [client, ...spelt, ...(suspects?.keys ?? [])]
}

/** As long as HMAC-SHA512, and something else. */
function otherHashes(text: string, secret: string): Buffer[] {
  return [
    ...[secret + text, text + secret, text].map((one) => createHash('sha512').update(one, 'utf8').digest()),
    createHmac('sha3-512', secret).update(text, 'utf8').digest(),
  ]
}
