/** Notifications whose signature is wrong, each in one part. */
import { createHash, createHmac } from 'node:crypto'
import { textToSign } from '../../../../src/dialects/snap-sign.ts'
import { scenario, type Hand, type Letter, type Scenario } from '../../../../src/stimulate/scenario.ts'
import { mistakenOnes } from './mistakes.ts'
import { about, fieldsOf, given, notice, planned, settled, waiting } from './notices.ts'
import { begun } from './repeats.ts'
import {
  byAlgorithm,
  encodingOf,
  resigned,
  signature,
  signatureIn,
  signedIn,
  signedText,
  withSignature,
} from './signing.ts'

type Forge = (hand: Hand, letter: Letter) => Letter

const forging = (
  id: string,
  says: string,
  exercises: string[],
  forgeries: { [plan: string]: Forge },
): Scenario =>
  planned({ id, says, exercises }, forgeries, async (hand, forge, note) => {
    hand.needSigner()
    const order = await waiting(hand)
    await hand.send(forge(hand, { ...about(hand, order), note }))
    await settled(hand, order)
  })

const unsigned = forging(
  'receivers.unsigned',
  'A notification has no signature, or none that can be read.',
  ['receiver.unsigned'],
  {
    absent: (_hand, letter) => ({
      ...letter,
      headers: letter.headers.filter(([name]) => name !== signature),
    }),
    empty: (_hand, letter) => withSignature(letter, ''),
    'no Base64': (_hand, letter) => withSignature(letter, '<<< no signature >>>'),
    'one word': (_hand, letter) => withSignature(letter, 'null'),
  },
)

const bytesOf = (letter: Letter, change: (json: string) => string): Letter => ({
  ...letter,
  body: Buffer.from(change(letter.body.toString())),
})

const tampered = forging(
  'receivers.tampered',
  'A notification was changed after it was signed.',
  ['receiver.tampered'],
  {
    'a member more': (_hand, letter) => bytesOf(letter, (json) => json.replace(/}$/, ',"xFoo":"1"}')),
    'another description': (_hand, letter) =>
      bytesOf(letter, (json) => json.replace('"Success"', '"Sukses"')),
    'a cut signature': (_hand, letter) => withSignature(letter, signatureIn(letter).slice(0, 40)),
    'a letter of the signature': (_hand, letter) => withSignature(letter, swapped(signatureIn(letter))),
    'another key': (hand, letter) => byStranger(hand, letter),
  },
)

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

const paths = forging(
  'receivers.path',
  'Another path is signed than that of the receiver.',
  ['receiver.path'],
  {
    'of the provider': (hand, letter) => resigned(hand, letter, () => ({ path: '/v1.0/debit/notify' })),
    'of nobody': (hand, letter) => resigned(hand, letter, ({ path }) => ({ path: `${path}/other` })),
    'the whole address': (hand, letter) => resigned(hand, letter, () => ({ path: letter.url })),
    'without its slash': (hand, letter) => resigned(hand, letter, ({ path }) => ({ path: path.slice(1) })),
    'another method': (hand, letter) => resigned(hand, letter, () => ({ method: 'PUT' })),
  },
)

const bodies = forging('receivers.body', 'Another hash of the body is signed.', ['receiver.body'], {
  'in capitals': (hand, letter) =>
    signedText(hand, letter, (text, hash) => text.replace(hash, hash.toUpperCase())),
  'in Base64': (hand, letter) =>
    signedText(hand, letter, (text, hash) => text.replace(hash, Buffer.from(hash, 'hex').toString('base64'))),
  none: (hand, letter) => signedText(hand, letter, (text, hash) => text.replace(hash, '')),
  'of nothing': (hand, letter) => resigned(hand, letter, () => ({ body: Buffer.alloc(0) })),
})

const moments = forging(
  'receivers.moment',
  'Another time is signed than that of the header.',
  ['receiver.time'],
  {
    'an hour ago': (hand, letter) => resigned(hand, letter, () => ({ timestamp: hand.now(-3600) })),
    none: (hand, letter) =>
      signedText(hand, letter, (text) => text.slice(0, -timestampIn(letter).length - 1)),
    'the same in Greenwich': (hand, letter) =>
      resigned(hand, letter, ({ timestamp }) => ({
        timestamp: new Date(timestamp).toISOString().replace(/\.\d+Z$/, 'Z'),
      })),
  },
)

const timestampIn = ({ headers }: Letter): string =>
  headers.find(([name]) => name === 'X-TIMESTAMP')?.[1] ?? ''

const spellings = forging(
  'receivers.letters',
  'The signature comes in small letters, or in capitals.',
  ['receiver.exact'],
  {
    small: (_hand, letter) => withSignature(letter, signatureIn(letter).toLowerCase()),
    capital: (_hand, letter) => withSignature(letter, signatureIn(letter).toUpperCase()),
  },
)

const algorithms = forging(
  'receivers.algorithm',
  'The signature is of another algorithm.',
  ['receiver.algorithm'],
  Object.fromEntries(
    ['SHA-1', 'SHA-512', 'PSS', 'the hash alone', 'HMAC with the public key'].map((name) => [
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

/** Whoever finds that nothing is left to do may not look any further. */
const late = planned(
  {
    id: 'receivers.forged-late',
    says: 'A notification without a right signature says that a payment failed which was made.',
    exercises: ['receiver.unsigned', 'receiver.tampered'],
  },
  {
    absent: (letter: Letter) => ({
      ...letter,
      headers: letter.headers.filter(([name]) => name !== signature),
    }),
    changed: (letter: Letter) => bytesOf(letter, (json) => json.replace('"Failed"', '"Gagal"')),
  },
  async (hand, forge, note) => {
    hand.needSigner()
    const order = await begun(hand)
    await hand.send(forge({ ...notice(hand, fieldsOf(hand, order, '06')), note }))
    await settled(hand, order)
  },
)

export const forgeries: Scenario[] = [
  unsigned,
  tampered,
  paths,
  bodies,
  rewritten,
  moments,
  spellings,
  algorithms,
  late,
  mistakenOnes,
]
