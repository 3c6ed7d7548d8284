/** Every way in which a signature is made wrongly, from the right one. */
import { constants, createHash, createHmac, createPublicKey, privateEncrypt, sign } from 'node:crypto'
import type { Check } from '../../../../src/dialects/snap-check.ts'
import { privateKeyOf } from '../../../../src/dialects/snap-keys.ts'
import { mistakes } from '../../../../src/dialects/snap-mistakes.ts'
import { macOf, textToSign } from '../../../../src/dialects/snap-sign.ts'

/** A wrong signature, null for none at all, and what is wrong with it. */
export interface Way {
  says: string
  signature: string | null
}

/** Sorts of wrong signatures. */
export const sorts = {
  /** Another text was signed, each part in turn. */
  texts,
  algorithms,
  keys,
  spellings,
  /** The signature was changed: bytes, letters, length. */
  changes,
  /** There is none, or none that can be read. */
  nothings,
}
export type Sort = keyof typeof sorts

const textOf = ({ scheme, parts }: Check): string => textToSign(scheme, parts)

/** Bytes of a signature by the agreed scheme, over a text. */
const signed = ({ scheme, key }: Check, text: string): Buffer =>
  scheme === 'sym' ? macOf(text, key) : sign('sha256', Buffer.from(text), privateKeyOf(key))

const right = (check: Check): Buffer => signed(check, textOf(check))

/** As signatures are agreed to be written. */
const spelt = ({ encoding }: Check, bytes: Uint8Array): string =>
  Buffer.from(bytes).toString(encoding === 'hex' ? 'hex' : 'base64')

const way =
  (check: Check) =>
  ([says, bytes]: [string, Uint8Array]): Way => ({ says, signature: spelt(check, bytes) })

function texts(check: Check): Way[] {
  const all = new Map(mistakes(check).map(({ text, says }) => [text, says]))
  return [...all].map(([text, says]) => ({ says, signature: spelt(check, signed(check, text)) }))
}

function algorithms(check: Check): Way[] {
  const text = textOf(check)
  return (check.scheme === 'sym' ? otherMacs(check.key, text) : otherRsas(check.key, text)).map(way(check))
}

const hash = (name: string, text: string): Buffer => createHash(name).update(text, 'utf8').digest()
const mac = (name: string, key: string | Buffer, text: string): Buffer =>
  createHmac(name, key).update(text, 'utf8').digest()

function otherMacs(secret: string, text: string): [string, Buffer][] {
  return [
    ...['sha256', 'sha1', 'sha384', 'sha3-512'].map((name): [string, Buffer] => [
      `HMAC with ${name}.`,
      mac(name, secret, text),
    ]),
    ['A hash over secret and text, no HMAC.', hash('sha512', secret + text)],
    ['A hash over the text alone.', hash('sha512', text)],
  ]
}

function otherRsas(key: string, text: string): [string, Buffer][] {
  const pair = privateKeyOf(key)
  const content = Buffer.from(text)
  const pss = { key: pair, padding: constants.RSA_PKCS1_PSS_PADDING }
  const open = createPublicKey(pair).export({ type: 'spki', format: 'pem' }) as string
  return [
    ['SHA-1 under the right key.', sign('sha1', content, pair)],
    ['SHA-512 under the right key.', sign('sha512', content, pair)],
    ['Padded by PSS.', sign('sha256', content, pss)],
    ['The hash alone, which does not say that it is SHA-256.', privateEncrypt(pair, hash('sha256', text))],
    ['HMAC-SHA512 with the public key.', mac('sha512', open, text)],
    ['HMAC-SHA256 with the public key.', mac('sha256', open, text)],
  ]
}

function keys(check: Check): Way[] {
  const text = textOf(check)
  const { key, parts, suspects } = check
  const foreign = suspects?.keys ?? []
  if (check.scheme !== 'sym')
    return foreign.map((one) =>
      way(check)(['The key of somebody else.', signed({ ...check, key: one }, text)]),
    )
  const others: [string, string | Buffer][] = [
    ['The secret decoded from Base64.', Buffer.from(key, 'base64')],
    ['The id of the client for a secret.', parts.client ?? ''],
    ['No secret.', ''],
    ['The secret and a line break.', `${key}\n`],
    ['The secret in capital letters.', key.toUpperCase()],
  ]
  return others
    .filter(([, other]) => other !== key)
    .map(([says, other]) => way(check)([says, macOf(text, other)]))
}

/** The right bytes, written otherwise than agreed. */
function spellings(check: Check): Way[] {
  const bytes = right(check)
  const [base64, hex] = [bytes.toString('base64'), bytes.toString('hex')]
  const loose: Way[] = [
    { says: 'Base64 of the hexadecimal digits.', signature: Buffer.from(hex).toString('base64') },
  ]
  if (check.encoding === 'hex') return [...loose, { says: 'Base64.', signature: base64 }]
  return [
    ...loose,
    ...(check.encoding === 'base64' ? [{ says: 'Hexadecimal digits.', signature: hex }] : []),
    {
      says: 'The alphabet for addresses.',
      signature: bytes.toString('base64url').padEnd(base64.length, '='),
    },
    { says: 'Without padding.', signature: base64.replace(/=+$/, '') },
  ].filter(({ signature }) => signature !== base64)
}

function changes(check: Check): Way[] {
  const bytes = right(check)
  const text = spelt(check, bytes)
  return [
    way(check)(['The first byte is another one.', flipped(bytes, 0)]),
    way(check)(['The last byte is another one.', flipped(bytes, bytes.length - 1)]),
    way(check)(['Zeros.', Buffer.alloc(bytes.length)]),
    way(check)(['The first twelve bytes.', bytes.subarray(0, 12)]),
    way(check)(['All bytes but the last.', bytes.subarray(0, -1)]),
    way(check)(['The signature twice.', Buffer.concat([bytes, bytes])]),
    ...otherLetters(text),
  ]
}

function flipped(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[index]! ^= 1
  return copy
}

function otherLetters(text: string): Way[] {
  return [
    { says: 'Small letters.', signature: text.toLowerCase() },
    { says: 'Capital letters.', signature: text.toUpperCase() },
  ].filter(({ signature }) => signature !== text)
}

function nothings(): Way[] {
  return [
    { says: 'No signature.', signature: null },
    { says: 'An empty signature.', signature: '' },
    { says: 'A blank.', signature: ' ' },
    ...['!', 'a', '====', 'undefined', '{"a":1}', '%00%00'].map((signature) => ({
      says: 'What nobody can read.',
      signature,
    })),
  ]
}
