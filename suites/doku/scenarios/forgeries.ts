/** Requests under wrong signatures. */
import { createHmac } from 'node:crypto'
import {
  digestOf,
  linesOf,
  signParts,
  textToSign,
  type SignedParts,
} from '../../../src/dialects/doku-sign.ts'
import { targetOf } from '../../../src/dialects/doku-paths.ts'
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import { inOtherCase } from '../../common/letters.ts'
import { at } from '../asked.ts'
import { buy, look, neighbour, order } from '../orders.ts'

interface Original {
  letter: Letter
  parts: SignedParts
  secret: string
  right: string
}

/** A request that is rightly signed, and what its signature is made of. */
function original(hand: Hand, operation = 'generate', fields = order(hand)): Original {
  return madeOf(hand, hand.seal(operation, fields))
}

function madeOf(hand: Hand, letter: Letter): Original {
  hand.needSigner()
  const value = (name: string) => letter.headers.find(([other]) => other === name)?.[1] ?? ''
  const parts = {
    client: value('Client-Id'),
    id: value('Request-Id'),
    time: value('Request-Timestamp'),
    target: targetOf(letter.url),
    ...(letter.method === 'GET' ? {} : { body: letter.body }),
  }
  const secret = hand.credentials['secret'] ?? ''
  return { letter, parts, secret, right: signParts(parts, secret) }
}

/** The same request under another signature, null for none. */
function under({ letter }: Original, signature: string | null, note: string): Letter {
  const headers = letter.headers.filter(([name]) => name !== 'Signature')
  const signed: [string, string][] = signature === null ? [] : [['Signature', signature]]
  return { ...letter, headers: [...headers, ...signed], note }
}

const prefixed = (mac: Buffer): string => `HMACSHA256=${mac.toString('base64')}`
const hmac = (text: string, secret: string, hash = 'sha256'): Buffer =>
  createHmac(hash, secret).update(text, 'utf8').digest()

/** Wrong signatures by what is wrong with them; null for none. */
function wrong({ parts, secret, right, letter }: Original): { [note: string]: string | null } {
  const text = textToSign(parts)
  const of = (other: string) => prefixed(hmac(other, secret))
  const digest = digestOf(letter.body)
  const lines = linesOf(parts)
  const bare = right.slice('HMACSHA256='.length)
  return {
    'a line break at the end': of(`${text}\n`),
    'lines joined by CR and LF': of(text.replaceAll('\n', '\r\n')),
    'a blank behind each colon': of(lines.map(([name, value]) => `${name}: ${value}`).join('\n')),
    'lines in another order': of(
      lines
        .toReversed()
        .map(([name, value]) => `${name}:${value}`)
        .join('\n'),
    ),
    'a digest in hexadecimal': of(text.replace(digest, Buffer.from(digest, 'base64').toString('hex'))),
    'a digest of nothing': signParts({ ...parts, body: new Uint8Array() }, secret),
    'no digest': of(text.replace(/\nDigest:.*$/, '')),
    'the whole URL': signParts({ ...parts, target: new URL(letter.url).origin + parts.target }, secret),
    'no path': signParts({ ...parts, target: '' }, secret),
    'HMAC-SHA512': prefixed(hmac(text, secret, 'sha512')),
    'HMAC-SHA1': prefixed(hmac(text, secret, 'sha1')),
    hexadecimal: `HMACSHA256=${hmac(text, secret).toString('hex')}`,
    'no padding': right.replace(/=+$/, ''),
    'no prefix': bare,
    'a misspelt prefix': `HMACHSHA256=${bare}`,
    'a prefix in small letters': `hmacsha256=${bare}`,
    'the Client-Id as a key': signParts(parts, parts.client),
    'other letters': `HMACSHA256=${swapped(bare)}`,
    'the prefix alone': 'HMACSHA256=',
    'ten thousand signs': 'x'.repeat(7000),
    'an empty one': '',
    none: null,
  }
}

/** The first letter in its other case. */
const swapped = (text: string): string => text.replace(/[a-z]/i, inOtherCase)

const parts = [
  'signatures.text',
  'signatures.body',
  'signatures.path',
  'signatures.algorithm',
  'signatures.encoding',
  'signatures.prefix',
  'signatures.key',
  'signatures.exact',
  'signatures.unreadable',
  'signatures.missing',
  'signatures.tampered',
]

export const forgeries = scenario({
  id: 'forgeries',
  says: 'Ask for codes under signatures that are made or written wrongly.',
  role: 'server',
  exercises: [...parts, 'answers.discreet', 'errors.shape'],
  async act(_plan, hand) {
    await buy(hand)
    for (const note of Object.keys(wrong(original(hand)))) {
      const model = original(hand)
      await hand.send(under(model, wrong(model)[note]!, note))
    }
    const { letter, parts, secret, right } = original(hand)
    const elsewhere = { letter: withTarget(letter, '/elsewhere'), parts, secret, right }
    const signature = signParts({ ...parts, target: '/elsewhere' }, secret)
    await hand.send(under(elsewhere, signature, 'the path that its Request-Target names'))
  },
})

export const foreignKeys = scenario({
  id: 'foreign-keys',
  says: 'Ask for a code under the secret key of another merchant.',
  role: 'server',
  exercises: ['signatures.key'],
  async act(_plan, hand) {
    await buy(hand)
    const { secret = '' } = await neighbour(hand)
    const model = original(hand)
    await hand.send(under(model, signParts(model.parts, secret), 'under the key of another merchant'))
  },
})

export const tampered = scenario({
  id: 'tampered',
  says: 'Change requests after they were signed, one part each.',
  role: 'server',
  exercises: ['signatures.tampered', 'signatures.no-effect', 'invoices.free'],
  async act(_plan, hand) {
    const { letter: before } = await buy(hand)
    const changes: [note: string, change: (letter: Letter) => Letter][] = [
      ['another Request-Id', (letter) => withHeader(letter, 'Request-Id', hand.fresh(at.id))],
      ['another time', (letter) => withHeader(letter, 'Request-Timestamp', hand.now(-3))],
      ['another amount', (letter) => withBody(letter, '150000', '150001')],
      ['another invoice number', (letter) => withBody(letter, '"invoice_number":"', '"invoice_number":"X')],
      ['another last text', (letter) => withBody(letter, '"Bye"', '"Byf"')],
      [
        'another amount, beside the digest before',
        (letter) => withBody(withDigest(letter), '150000', '150001'),
      ],
    ]
    for (const [note, change] of changes) await hand.send({ ...change(original(hand).letter), note })
    // What was verified before is not verified for ever.
    const other = withBody(before, '"invoice_number":"', '"invoice_number":"X')
    const renamed = withHeader(other, 'Request-Id', hand.fresh(at.id))
    await hand.send({ ...renamed, note: 'another request under the signature of one before' })
    const model = madeOf(hand, before)
    await hand.send(under(model, signParts(model.parts, 'SK-somebody-else'), 'again, under another key'))
  },
})

const withHeader = (letter: Letter, name: string, value: string): Letter => ({
  ...letter,
  headers: letter.headers.map(([other, old]) => [other, other === name ? value : old]),
})

/** With a header that names a path, which need not be its own. */
const withTarget = (letter: Letter, path: string): Letter => ({
  ...letter,
  headers: [...letter.headers, ['Request-Target', path]],
})

/** With a header that tells the digest of its body. */
const withDigest = (letter: Letter): Letter => ({
  ...letter,
  headers: [...letter.headers, ['Digest', digestOf(letter.body)]],
})

const withBody = (letter: Letter, from: string, to: string): Letter => ({
  ...letter,
  body: Buffer.from(letter.body.toString('utf8').replace(from, to)),
})

export const withoutEffect = scenario({
  id: 'forged-first',
  says: 'Ask for a code under a wrong signature, look whether there is one, and ask rightly.',
  role: 'server',
  exercises: ['signatures.no-effect', 'answers.discreet'],
  async act(_plan, hand) {
    await buy(hand)
    const fields = order(hand)
    const model = original(hand, 'generate', fields)
    await hand.send(under(model, signParts(model.parts, 'SK-somebody-else'), 'under another key'))
    await look(hand, String(fields[at.invoice]))
    await hand.send(model.letter)
    await look(hand, String(fields[at.invoice]))
  },
})

export const states = scenario({
  id: 'forged-states',
  says: 'Ask for a state under wrong signatures, one of them over a digest of nothing.',
  role: 'server',
  exercises: ['signatures.get', 'signatures.tampered', 'signatures.path', 'signatures.missing'],
  async act(_plan, hand) {
    const { invoice } = await buy(hand)
    const model = original(hand, 'status', { id: invoice })
    await hand.send(model.letter)
    const { parts: own, secret } = model
    const digest = signParts({ ...own, body: new Uint8Array() }, secret)
    await hand.send(under(model, digest, 'with a digest of nothing'))
    await hand.send(under(model, signParts({ ...own, target: '' }, secret), 'without its path'))
    await hand.send(under(model, null, 'without a signature'))
    await hand.send(withHeader(model.letter, 'Request-Id', hand.fresh(at.id)))
  },
})
