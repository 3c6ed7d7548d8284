/** Why a signature is refused: it is held against the mistakes that are made in the wild, one part at a time. */
import { constants, createHash, publicDecrypt, verify as verifyRsa, type KeyObject } from 'node:crypto'
import { publicKeyOf } from './snap-keys.ts'
import { mistakes } from './snap-mistakes.ts'
import { macOf, textToSign } from './snap-sign.ts'
import { decoded, fits, isSame, refuse, type Check, type Verification } from './snap-check.ts'

/** The reason why a signature does not hold; `bytes` are absent when it is not written as agreed. */
export function blame(check: Check, bytes: Buffer | undefined): Verification {
  return (
    blameEncoding(check, bytes) ??
    (bytes && (blameLength(check, bytes) ?? blameText(check, bytes) ?? blameKey(check, bytes))) ??
    refuse('unknown', 'The signature belongs to another message, or to another key.')
  )
}

function blameEncoding(check: Check, bytes: Buffer | undefined): Verification | undefined {
  const text = textToSign(check.scheme, check.parts)
  const readings = decoded(check.signature ?? '', 'either')
  const twice = readings.flatMap((one) => decoded(one.toString('latin1'), 'hex'))
  if (readings.some((one) => fits(check, text, one)))
    return refuse('encoding', `The signature is right and not written in ${named(check)}.`)
  if (twice.some((one) => fits(check, text, one)))
    return refuse('encoding', 'The signature is right and encoded twice.')
  return bytes ? undefined : refuse('encoding', `The signature is not written in ${named(check)}.`)
}

const named = ({ encoding = 'base64' }: Check): string =>
  encoding === 'hex'
    ? 'lower-case hexadecimal'
    : encoding === 'base64'
      ? 'Base64 with padding'
      : 'Base64 or hexadecimal'

function blameLength(check: Check, bytes: Buffer): Verification | undefined {
  const wanted = check.scheme === 'sym' ? 64 : sizeOf(publicKeyOf(check.key))
  if (bytes.length === wanted) return undefined
  return refuse('algorithm', `The signature has ${bytes.length} bytes, the agreed algorithm gives ${wanted}.`)
}

const sizeOf = (key: KeyObject): number => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8

function blameText(check: Check, bytes: Buffer): Verification | undefined {
  const found = mistakes(check).find(({ text }) => fits(check, text, bytes))
  return found && refuse(found.differs, found.says)
}

function blameKey(check: Check, bytes: Buffer): Verification | undefined {
  const text = textToSign(check.scheme, check.parts)
  if (check.scheme !== 'sym') return blameRsa(check, text, bytes)
  const { client = '' } = check.parts
  const secrets = [client, ...(check.suspects?.keys ?? [])]
  if (isSame(bytes, macOf(text, Buffer.from(check.key, 'base64'))))
    return refuse('key', 'The secret was decoded from Base64; it is used as the text it is.')
  if (secrets.some((secret) => isSame(bytes, macOf(text, secret))))
    return refuse('key', 'The signature was made with another key than the secret of this client.')
  return undefined
}

function blameRsa({ key, suspects }: Check, text: string, bytes: Buffer): Verification | undefined {
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
  return blameOpened(contentOf(own, bytes), content)
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
