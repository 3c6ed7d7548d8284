/** Notifications whose signature is wrong, each in one part. */
import { constants, createHash, createHmac, sign } from 'node:crypto'
import { publicKeyOf, privateKeyOf } from '../../../../src/dialects/snap-keys.ts'
import { schemesOf, partsOf } from '../../../../src/dialects/snap-keyring.ts'
import { pathIn } from '../../../../src/dialects/snap-paths.ts'
import { bodyHash, signParts, textToSign, type SignedParts } from '../../../../src/dialects/snap-sign.ts'
import { Skipped, scenario, type Hand, type Letter, type Scenario } from '../../../../src/stimulate/scenario.ts'
import { about, given, settled, waiting } from './notices.ts'

const signature = 'X-SIGNATURE'

const signatureIn = ({ headers }: Letter): string => headers.find(([name]) => name === signature)?.[1] ?? ''

const withSignature = (letter: Letter, value: string): Letter => ({
  ...letter,
  headers: letter.headers.map(([name, old]) => [name, name === signature ? value : old]),
})

/** What a letter signs, and with what. */
function signedIn(hand: Hand, letter: Letter) {
  const [scheme] = schemesOf('notify', hand.profile)
  const { privateKey, secret, client } = hand.credentials
  const key = scheme === 'sym' ? secret : privateKey
  if (scheme === undefined || key === undefined)
    throw new Skipped('needs-signer', 'The target declares no key that its notifications are signed with.')
  const fields = Object.fromEntries(letter.headers.map(([name, value]) => [`header:${name}`, value]))
  const call = { operation: 'notify', method: letter.method, path: pathIn(letter.url), fields, body: letter.body }
  return { scheme, key, parts: partsOf(call, hand.profile, client) }
}

/** Signed with some parts otherwise. */
function resigned(hand: Hand, letter: Letter, change: (parts: SignedParts) => Partial<SignedParts>): Letter {
  const { scheme, key, parts } = signedIn(hand, letter)
  return withSignature(letter, signParts(scheme, { ...parts, ...change(parts) }, key, encodingOf(hand)))
}

const encodingOf = ({ profile }: Hand) => (profile['signatureEncoding'] === 'hex' ? 'hex' : 'base64')

/** Another text signed by the same key: the hash of the body in other letters, another algorithm. */
function signedText(hand: Hand, letter: Letter, change: (text: string, hash: string) => string): Letter {
  const { scheme, key, parts } = signedIn(hand, letter)
  const text = change(textToSign(scheme, parts), bodyHash(parts.body))
  const bytes =
    scheme === 'sym'
      ? createHmac('sha512', key).update(text).digest()
      : sign('sha256', Buffer.from(text), privateKeyOf(key))
  return withSignature(letter, bytes.toString(encodingOf(hand)))
}

function byAlgorithm(hand: Hand, letter: Letter, algorithm: string): Letter {
  const { scheme, key, parts } = signedIn(hand, letter)
  const text = Buffer.from(textToSign(scheme, parts))
  if (scheme === 'sym') return withSignature(letter, createHmac('sha256', key).update(text).digest('base64'))
  const pair = privateKeyOf(key)
  const pem = publicKeyOf(key).export({ type: 'spki', format: 'pem' })
  const made: { [name: string]: () => Buffer } = {
    'SHA-1': () => sign('sha1', text, pair),
    'SHA-512': () => sign('sha512', text, pair),
    PSS: () => sign('sha256', text, { key: pair, padding: constants.RSA_PKCS1_PSS_PADDING }),
    'HMAC with the public key': () => createHmac('sha512', pem).update(text).digest(),
  }
  return withSignature(letter, made[algorithm]!().toString(encodingOf(hand)))
}

type Forge = (hand: Hand, letter: Letter) => Letter

function forging(id: string, says: string, exercises: string[], forgeries: { [plan: string]: Forge }): Scenario {
  return scenario<string>({
    id,
    says,
    role: 'receiver',
    exercises,
    plans: given(Object.keys(forgeries)),
    async act(plan, hand) {
      hand.needSigner()
      const order = await waiting(hand)
      await hand.send(forgeries[plan]!(hand, { ...about(hand, order), note: plan }))
      await settled(hand, order)
    },
  })
}

const unsigned = forging('receivers.unsigned', 'A notification has no signature, or none that can be read.', ['receiver.unsigned'], {
  absent: (_hand, letter) => ({ ...letter, headers: letter.headers.filter(([name]) => name !== signature) }),
  empty: (_hand, letter) => withSignature(letter, ''),
  'no Base64': (_hand, letter) => withSignature(letter, '<<< no signature >>>'),
  'one word': (_hand, letter) => withSignature(letter, 'null'),
})

const bytesOf = (letter: Letter, change: (json: string) => string): Letter => ({
  ...letter,
  body: Buffer.from(change(letter.body.toString())),
})

const tampered = forging('receivers.tampered', 'A notification was changed after it was signed.', ['receiver.tampered'], {
  'a member more': (_hand, letter) => bytesOf(letter, (json) => json.replace(/}$/, ',"xFoo":"1"}')),
  'another description': (_hand, letter) => bytesOf(letter, (json) => json.replace('"Success"', '"Sukses"')),
  'a cut signature': (_hand, letter) => withSignature(letter, signatureIn(letter).slice(0, 40)),
  'a letter of the signature': (_hand, letter) => withSignature(letter, swapped(signatureIn(letter))),
  'another key': (hand, letter) => byStranger(hand, letter),
})

/** Two letters in the middle change places. */
function swapped(text: string): string {
  const at = [...text].findIndex((letter, index) => index > 30 && letter !== text[index + 1])
  return text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2)
}

function byStranger(hand: Hand, letter: Letter): Letter {
  const { scheme, parts } = signedIn(hand, letter)
  const bytes = createHmac('sha512', 'somebody').update(textToSign(scheme, parts)).digest()
  const wanted = Buffer.from(signatureIn(letter), encodingOf(hand)).length
  const filled = Buffer.concat(Array.from({ length: Math.ceil(wanted / bytes.length) }, () => bytes))
  return withSignature(letter, filled.subarray(0, wanted).toString(encodingOf(hand)))
}

const paths = forging('receivers.path', 'Another path is signed than that of the receiver.', ['receiver.path'], {
  'of the provider': (hand, letter) => resigned(hand, letter, () => ({ path: '/v1.0/debit/notify' })),
  'of nobody': (hand, letter) => resigned(hand, letter, ({ path }) => ({ path: `${path}/other` })),
  'the whole address': (hand, letter) => resigned(hand, letter, () => ({ path: letter.url })),
  'without its slash': (hand, letter) => resigned(hand, letter, ({ path }) => ({ path: path.slice(1) })),
  'another method': (hand, letter) => resigned(hand, letter, () => ({ method: 'PUT' })),
})

const bodies = forging('receivers.body', 'Another hash of the body is signed.', ['receiver.body'], {
  'in capitals': (hand, letter) => signedText(hand, letter, (text, hash) => text.replace(hash, hash.toUpperCase())),
  'in Base64': (hand, letter) =>
    signedText(hand, letter, (text, hash) => text.replace(hash, Buffer.from(hash, 'hex').toString('base64'))),
  none: (hand, letter) => signedText(hand, letter, (text, hash) => text.replace(hash, '')),
  'of nothing': (hand, letter) => resigned(hand, letter, () => ({ body: Buffer.alloc(0) })),
})

const moments = forging('receivers.moment', 'Another time is signed than that of the header.', ['receiver.time'], {
  'an hour ago': (hand, letter) => resigned(hand, letter, () => ({ timestamp: hand.now(-3600) })),
  none: (hand, letter) => signedText(hand, letter, (text) => text.slice(0, -timestampIn(letter).length - 1)),
  'the same in Greenwich': (hand, letter) =>
    resigned(hand, letter, ({ timestamp }) => ({
      timestamp: new Date(timestamp).toISOString().replace(/\.\d+Z$/, 'Z'),
    })),
})

const timestampIn = ({ headers }: Letter): string => headers.find(([name]) => name === 'X-TIMESTAMP')?.[1] ?? ''

const spellings = forging('receivers.letters', 'The signature comes in small letters, or in capitals.', ['receiver.exact'], {
  small: (_hand, letter) => withSignature(letter, signatureIn(letter).toLowerCase()),
  capital: (_hand, letter) => withSignature(letter, signatureIn(letter).toUpperCase()),
})

const algorithms = forging(
  'receivers.algorithm',
  'The signature is of another algorithm.',
  ['receiver.algorithm'],
  Object.fromEntries(
    ['SHA-1', 'SHA-512', 'PSS', 'HMAC with the public key'].map((name) => [
      name,
      (hand: Hand, letter: Letter) => byAlgorithm(hand, letter, name),
    ]),
  ),
)

const rewritten = scenario<string>({
  id: 'receivers.rewritten',
  says: 'What is signed is not the body, but what writing it anew would give.',
  role: 'receiver',
  exercises: ['receiver.minified'],
  plans: given(['written anew', 'blanks left']),
  async act(plan, hand) {
    hand.needSigner()
    const order = await waiting(hand)
    const fields = { additionalInfo: { note: 'Jl. Merdeka / Bandung' } }
    const style = plan === 'written anew' ? { escapedSlashes: true } : { indent: true }
    const letter = about(hand, order, fields, { style })
    const text = letter.body.toString()
    const other = plan === 'written anew' ? JSON.stringify(JSON.parse(text)) : text
    const hash = createHash('sha256').update(other).digest('hex')
    await hand.send(signedText(hand, letter, (signed, right) => signed.replace(right, hash)))
    await settled(hand, order)
  },
})

export const forgeries: Scenario[] = [
  unsigned,
  tampered,
  paths,
  bodies,
  rewritten,
  moments,
  spellings,
  algorithms,
]
