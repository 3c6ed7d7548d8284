/** Why a signature of DOKU does not hold: it is held against the mistakes that are made in the wild. */
import { createHash, createHmac } from 'node:crypto'
import type { SignatureFault } from '../wire/exchange.ts'
import { isSame, type Check } from './doku-check.ts'
import { mistakes } from './doku-mistakes.ts'
import { macOf, prefix, textToSign } from './doku-sign.ts'

/** The reason; `mac` is absent when the signature is not written as it is to be. */
export function blame(check: Check, mac: Buffer | undefined): SignatureFault {
  const written = mac ? undefined : blameWriting(check)
  if (written) return written
  const bytes = mac ?? Buffer.alloc(0)
  return (
    blameLetters(check) ??
    blameText(check, bytes) ??
    blameKey(check, bytes) ??
    blameAlgorithm(check) ?? {
      differs: 'unknown',
      says: 'The signature belongs to another message, or to another key.',
    }
  )
}

/** Where it is right but for the way it is written, that is all that differs. */
function blameWriting(check: Check): SignatureFault | undefined {
  const { signature = '' } = check
  const algorithm = blameAlgorithm(check)
  if (algorithm) return algorithm
  const [, before = '', text = ''] = /^([A-Za-z0-9-]*=)?(.*)$/s.exec(signature) ?? []
  if (before !== prefix && (isRight(check, signature) || isRight(check, text)))
    return {
      differs: 'prefix',
      says: before === '' ? `${prefix} is missing before the signature.` : `${before} is not ${prefix}`,
    }
  return { differs: 'encoding', says: 'The signature is not written as HMACSHA256= and Base64 with padding.' }
}

const isRight = ({ readings, secret }: Check, text: string): boolean =>
  readings.some((parts) => isSame(Buffer.from(text, 'base64'), macOf(textToSign(parts), secret)))

/** Right but for the case of its letters. */
function blameLetters({ signature = '', readings, secret }: Check): SignatureFault | undefined {
  const given = signature.slice(prefix.length).toLowerCase()
  const isSo = readings.some(
    (parts) => macOf(textToSign(parts), secret).toString('base64').toLowerCase() === given,
  )
  return isSo
    ? { differs: 'letters', says: 'The signature is right but for the case of its letters.' }
    : undefined
}

function blameText({ readings, secret, suspects }: Check, mac: Buffer): SignatureFault | undefined {
  const found = mistakes(readings[0], suspects).find(({ text }) => isSame(mac, macOf(text, secret)))
  return found && { differs: found.differs, says: found.says }
}

function blameKey({ readings, secret, suspects }: Check, mac: Buffer): SignatureFault | undefined {
  const [parts] = readings
  const text = textToSign(parts)
  const under = (key: string | Buffer) => isSame(mac, createHmac('sha256', key).update(text, 'utf8').digest())
  if (under(Buffer.from(secret, 'base64')))
    return { differs: 'key', says: 'The secret key was decoded from Base64; it is used as the text it is.' }
  if ([parts.client, ...(suspects?.keys ?? [])].some(under))
    return { differs: 'key', says: 'The signature was made with another key than that of the merchant.' }
  return undefined
}

function blameAlgorithm({ signature = '', readings, secret }: Check): SignatureFault | undefined {
  const text = textToSign(readings[0])
  const given = signature.replace(/^[A-Za-z0-9-]*=/, '')
  const others = ['sha1', 'sha384', 'sha512'].map((hash) => createHmac(hash, secret).update(text).digest())
  const plain = [text + secret, secret + text].map((whole) => createHash('sha256').update(whole).digest())
  if ([...others, ...plain].some((mac) => mac.toString('base64') === given))
    return { differs: 'algorithm', says: 'The signature is no HMAC-SHA256.' }
  return undefined
}
