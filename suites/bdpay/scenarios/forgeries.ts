/** Wrong signatures of every kind, and texts that are signed across two blocks. */
import { constants, createSign, generateKeyPairSync, privateEncrypt } from 'node:crypto'
import { byName, signText, sizeOf, textToSign, type Pairs } from '../../../src/dialects/bdpay-sign.ts'
import { privateKeyOf } from '../../../src/dialects/key-pairs.ts'
import type { Hand, Letter } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'

/** Makes another signature from what is signed, the key, and the right signature. */
export type Forgery = (text: string, key: string, right: string, pairs: Pairs) => string

const sorted = (pairs: Pairs): Pairs => [...pairs].sort(byName)
const joined = (pairs: Pairs): string => pairs.map(([, value]) => value).join('')
const named = (pairs: Pairs): string => pairs.map(([name, value]) => `${name}=${value}`).join('&')
const escaped = (pairs: Pairs): Pairs => pairs.map(([name, value]) => [name, encodeURIComponent(value)])
const quoted = (pairs: Pairs): Pairs => pairs.map(([name, value]) => [name, JSON.stringify(value)])
const base64 = (bytes: Buffer): string => bytes.toString('base64')

/** A key pair of nobody, made once for a run. */
let stray: string | undefined
const strayKey = (): string =>
  (stray ??= generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string)

function hashed(algorithm: string): Forgery {
  return (text, key) => base64(createSign(algorithm).update(text).sign(privateKeyOf(key)))
}

/** Blocks with a padding of one's own, made by the bare private operation. */
function padded(type: number, filling: number): Forgery {
  return (text, key) => {
    const size = sizeOf(key)
    const whole = Buffer.from(text)
    const length = size - 3 - filling
    const blocks = Array.from({ length: Math.ceil(whole.length / length) }, (_none, at) => {
      const data = whole.subarray(at * length, (at + 1) * length)
      // The last of several blocks ends where the text does.
      const more = whole.length < length ? 0 : length - data.length
      const head = Buffer.concat([
        Buffer.from([0, type]),
        Buffer.alloc(filling + more, 0xff),
        Buffer.alloc(1),
      ])
      const rest = Buffer.alloc(size - head.length - data.length, 0x20)
      return privateEncrypt(
        { key: privateKeyOf(key), padding: constants.RSA_NO_PADDING },
        Buffer.concat([head, data, rest]),
      )
    })
    return base64(Buffer.concat(blocks))
  }
}

/** Ways to sign wrongly, by what is done. */
export const forgeries: { [what: string]: Forgery } = {
  'names and values': (_text, key, _right, pairs) => signText(named(sorted(pairs)), key),
  'the order of the message': (_text, key, _right, pairs) => signText(joined(pairs), key),
  'URL-encoded values': (_text, key, _right, pairs) => signText(joined(sorted(escaped(pairs))), key),
  'JSON texts': (_text, key, _right, pairs) => signText(joined(sorted(quoted(pairs))), key),
  'RSA-SHA256': hashed('RSA-SHA256'),
  'RSA-SHA1': hashed('RSA-SHA1'),
  'padding of type 2': padded(2, 8),
  'another key': (text) => signText(text, strayKey()),
  'the first block alone': (_text, key, right) => {
    const size = sizeOf(key)
    return base64(Buffer.from(right, 'base64').subarray(0, size))
  },
  'half of the text': (text, key) => signText(text.slice(0, Math.floor(text.length / 2)), key),
  'a longer text': (text, key) => signText(`${text}0`, key),
  'a text around it': (text, key) => signText(`0${text}`, key),
  'short padding': padded(1, 4),
  'four characters less': (_text, _key, right) => right.slice(0, -4),
  'one byte': () => 'QQ==',
  'no Base64': () => '%%%',
  'very much': () => 'QUJD'.repeat(25_000),
}

/** The fields of a sealed message with another signature in the place of its own. */
export function forgedIn(hand: Hand, letter: Letter, at: string, forgery: Forgery): Fields {
  const body = bodyOf(letter)
  const pairs = Object.entries(body).flatMap(([name, value]): Pairs =>
    name === at ? [] : [[name, String(value)]],
  )
  const key = hand.credentials['privateKey'] ?? ''
  return { ...letter.draft.fields, [at]: forgery(textToSign(pairs), key, String(body[at] ?? ''), pairs) }
}

/** What a sealed message holds: JSON, or a form. */
function bodyOf({ body }: Letter): Fields {
  const text = body.toString('utf8')
  return text.startsWith('{') ? (JSON.parse(text) as Fields) : Object.fromEntries(new URLSearchParams(text))
}

/** An address that moves the first byte of é to the end of a block. */
export const splitting = (hand: Hand, fields: Fields): Fields => ({
  notifyUrl: moved(
    hand,
    'pay',
    fields,
    'notifyUrl',
    (length) => `${String(fields['notifyUrl'])}/${'a'.repeat(length)}`,
  ),
})

/** A callback whose name has é across two blocks: the address before it grows until it does. */
export function splittingText(hand: Hand, fields: Fields): Fields {
  const whole = { ...fields, name: 'Budi é Santoso' }
  const email = moved(
    hand,
    'paymentCallback',
    whole,
    'email',
    (length) => `${'b'.repeat(length)}@example.com`,
  )
  return { ...whole, email }
}

/** The first value of a field, growing, with which a character of two bytes lies across two blocks. */
function moved(
  hand: Hand,
  operation: string,
  fields: Fields,
  name: string,
  grown: (length: number) => string,
): string {
  const size = sizeOf(hand.credentials['privateKey'] ?? '') - 11
  const body = bodyOf(hand.seal(operation, { ...fields, [name]: grown(1) }))
  for (let length = 1; length <= size; length += 1) {
    const pairs = Object.entries({ ...body, [name]: grown(length) }).flatMap(([at, value]): Pairs =>
      at === 'sign' || at === 'platSign' ? [] : [[at, String(value)]],
    )
    const text = Buffer.from(textToSign(pairs))
    if (text.some((byte, at) => at > 0 && at % size === 0 && (byte & 0xc0) === 0x80)) return grown(length)
  }
  return grown(1)
}
