/** Signs letters anew: rightly over whatever they are, or otherwise than they want it. */
import { constants, createHash, createHmac, privateEncrypt, sign } from 'node:crypto'
import { publicKeyOf, privateKeyOf } from '../../../../src/dialects/snap-keys.ts'
import { schemesOf, partsOf } from '../../../../src/dialects/snap-keyring.ts'
import { pathIn } from '../../../../src/dialects/snap-paths.ts'
import { bodyHash, signParts, textToSign, type SignedParts } from '../../../../src/dialects/snap-sign.ts'
import { Skipped, type Hand, type Letter } from '../../../../src/stimulate/scenario.ts'

/** The header of a signature. */
export const signature = 'X-SIGNATURE'

export const signatureIn = ({ headers }: Letter): string =>
  headers.find(([name]) => name === signature)?.[1] ?? ''

/** With another signature. */
export const withSignature = (letter: Letter, value: string): Letter => ({
  ...letter,
  headers: letter.headers.map(([name, old]) => [name, name === signature ? value : old]),
})

/** What a letter signs, and with what. */
export function signedIn(hand: Hand, letter: Letter) {
  const [scheme] = schemesOf('notify', hand.profile)
  const { privateKey, secret, client } = hand.credentials
  const key = scheme === 'sym' ? secret : privateKey
  if (scheme === undefined || key === undefined)
    throw new Skipped('needs-signer', 'The target declares no key that its notifications are signed with.')
  const fields = Object.fromEntries(letter.headers.map(([name, value]) => [`header:${name}`, value]))
  const call = {
    operation: 'notify',
    method: letter.method,
    path: pathIn(letter.url),
    fields,
    body: letter.body,
  }
  return { scheme, key, parts: partsOf(call, hand.profile, client) }
}

/** Signed over what it is now, or with some parts otherwise; as it is where nothing is signed. */
export function resigned(
  hand: Hand,
  letter: Letter,
  change: (parts: SignedParts) => Partial<SignedParts> = () => ({}),
): Letter {
  if (schemesOf('notify', hand.profile).length === 0) return letter
  const { scheme, key, parts } = signedIn(hand, letter)
  return withSignature(letter, signParts(scheme, { ...parts, ...change(parts) }, key, encodingOf(hand)))
}

/** How signatures are written. */
export const encodingOf = ({ profile }: Hand): 'hex' | 'base64' =>
  profile['signatureEncoding'] === 'hex' ? 'hex' : 'base64'

/** Another text signed by the same key: the hash of the body in other letters, another algorithm. */
export function signedText(
  hand: Hand,
  letter: Letter,
  change: (text: string, hash: string) => string,
): Letter {
  const { scheme, key, parts } = signedIn(hand, letter)
  const text = change(textToSign(scheme, parts), bodyHash(parts.body))
  const bytes =
    scheme === 'sym'
      ? createHmac('sha512', key).update(text).digest()
      : sign('sha256', Buffer.from(text), privateKeyOf(key))
  return withSignature(letter, bytes.toString(encodingOf(hand)))
}

/** Signed by another algorithm. */
export function byAlgorithm(hand: Hand, letter: Letter, algorithm: string): Letter {
  const { scheme, key, parts } = signedIn(hand, letter)
  const text = Buffer.from(textToSign(scheme, parts))
  if (scheme === 'sym') return withSignature(letter, createHmac('sha256', key).update(text).digest('base64'))
  const pair = privateKeyOf(key)
  const pem = publicKeyOf(key).export({ type: 'spki', format: 'pem' })
  const made: { [name: string]: () => Buffer } = {
    'SHA-1': () => sign('sha1', text, pair),
    'SHA-512': () => sign('sha512', text, pair),
    'the hash alone': () => privateEncrypt(pair, createHash('sha256').update(text).digest()),
    PSS: () => sign('sha256', text, { key: pair, padding: constants.RSA_PKCS1_PSS_PADDING }),
    'HMAC with the public key': () => createHmac('sha512', pem).update(text).digest(),
  }
  return withSignature(letter, made[algorithm]!().toString(encodingOf(hand)))
}
