/** Requests that are signed otherwise than they want to be, and lawful ones that a weak verifier trips over. */
import { constants, createSign, generateKeyPairSync, privateEncrypt } from 'node:crypto'
import { byName, signText, sizeOf, textToSign, type Pairs } from '../../../src/dialects/bdpay-sign.ts'
import { privateKeyOf } from '../../../src/dialects/key-pairs.ts'
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import { verbatim, type Fields, type Json } from '../../../src/wire/reading.ts'
import { said } from '../orders.ts'
import { plain, sendAndAsk } from './flaws.ts'

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
      const head = Buffer.from([0, type, ...Array.from({ length: filling }, () => 0xff), 0])
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

const forge = (hand: Hand, letter: Letter, forgery: Forgery): Fields =>
  forgedIn(hand, letter, 'sign', forgery)

function needKey(hand: Hand): void {
  hand.needSigner()
}

export const forged = scenario<{ what: string; operation: string }>({
  id: 'forged',
  says: 'Sign a request otherwise than it wants to be, and then rightly.',
  role: 'server',
  exercises: [
    'signatures.text',
    'signatures.algorithm',
    'signatures.key',
    'signatures.whole',
    'signatures.unreadable',
    'signatures.padding',
    'signatures.no-effect',
  ],
  plans: () =>
    Object.keys(forgeries).flatMap((what) => ['pay', 'cash'].map((operation) => ({ what, operation }))),
  async act({ what, operation }, hand) {
    needKey(hand)
    const fields = await plain(hand, operation)
    const right = hand.seal(operation, fields)
    const flaws = what === 'no Base64' ? 1 : 0
    const fake = forge(hand, right, forgeries[what]!)
    await sendAndAsk(hand, hand.seal(operation, fake, { spare: ['sign'], note: what, flaws }))
    const answer = await hand.send(right)
    // Refused under this number: is it taken under another?
    if (said(answer, 'platRespCode') === 'FAIL')
      await hand.send(hand.seal(operation, await plain(hand, operation)))
  },
})

/** Another value for each field that is signed, of the same form. */
const others: { [field: string]: Json } = {
  method: 'VA_BNI',
  orderNum: 'OTHER',
  payMoney: '1',
  productDetail: 'Other',
  name: 'Other',
  email: 'other@example.com',
  phone: '0812',
  notifyUrl: 'http://127.0.0.1:9/other',
  dateTime: '20240131235959',
  expiryPeriod: '999',
  money: '1',
  description: 'other',
  bankCode: '008',
  number: '999',
  feeType: '0',
  queryType: 'CASH_QUERY',
}

export const tampered = scenario<{ operation: string; field: string }>({
  id: 'tampered',
  says: 'Change, add or leave out one field after signing.',
  role: 'server',
  exercises: ['signatures.tampered', 'signatures.no-effect'],
  plans: () => [
    ...[
      'method',
      'orderNum',
      'payMoney',
      'productDetail',
      'name',
      'email',
      'phone',
      'notifyUrl',
      'dateTime',
      'expiryPeriod',
      'appId',
    ].map((field) => ({ operation: 'pay', field })),
    ...[
      'orderNum',
      'money',
      'description',
      'name',
      'bankCode',
      'number',
      'notifyUrl',
      'feeType',
      'dateTime',
    ].map((field) => ({ operation: 'cash', field })),
  ],
  async act({ operation, field }, hand) {
    needKey(hand)
    const fields = await plain(hand, operation)
    const right = hand.seal(operation, fields)
    const body = JSON.parse(right.body.toString('utf8')) as Fields
    const value = field === 'orderNum' ? hand.fresh('orderNum') : (others[field] ?? 'other')
    await hand.send(right)
    await sendAndAsk(
      hand,
      hand.seal(operation, { ...body, [field]: value }, { spare: ['sign'], note: `another ${field}` }),
    )
  },
})

interface Lawful {
  what: string
  operation: string
  fields: (hand: Hand) => Fields
  /** What shows that nothing else is in the way. */
  twin: Fields
  block?: number
}

const lawful: Lawful[] = [
  { what: 'a name in capitals', operation: 'pay', fields: () => ({ Zeta: 'z' }), twin: { zeta: 'z' } },
  { what: 'an empty value', operation: 'pay', fields: () => ({ appId: '' }), twin: {} },
  { what: 'a value that is null', operation: 'pay', fields: () => ({ appId: verbatim('null') }), twin: {} },
  { what: 'small blocks', operation: 'pay', fields: () => ({}), twin: {}, block: 50 },
  {
    what: 'a long address',
    operation: 'pay',
    fields: (hand) => ({ notifyUrl: `${hand.callbackUrl ?? 'http://127.0.0.1:9'}/${'a'.repeat(300)}` }),
    twin: {},
  },
]

export const lawfully = scenario<Lawful>({
  id: 'lawful',
  says: 'Sign what a weak verifier trips over, beside a plain request.',
  role: 'server',
  exercises: [
    'signatures.order',
    'signatures.empty',
    'signatures.null',
    'signatures.blocks',
    'signatures.long',
  ],
  plans: () => lawful,
  async act({ what, operation, fields, twin, block }, hand) {
    needKey(hand)
    await hand.send(hand.seal(operation, { ...(await plain(hand, operation)), ...twin }))
    const letter = hand.seal(
      operation,
      { ...(await plain(hand, operation)), ...fields(hand) },
      { note: what },
    )
    if (block === undefined) {
      await hand.send(letter)
      return
    }
    const small: Forgery = (text, key) => signText(text, key, { block })
    await hand.send(hand.seal(operation, forge(hand, letter, small), { spare: ['sign'], note: what }))
  },
})

export const letters = scenario<string>({
  id: 'letters',
  says: 'Order a payment for something beyond ASCII, with and without a character across two blocks.',
  role: 'server',
  exercises: ['signatures.bytes', 'json.letters'],
  plans: () => ['é', '付款', '🙂', 'split'],
  async act(what, hand) {
    needKey(hand)
    const productDetail = what === 'split' ? 'é' : `Paket ${what}`
    const fields = { ...(await plain(hand, 'pay')), productDetail }
    await hand.send(hand.seal('pay', fields))
    if (what !== 'split') return
    const again = { ...fields, orderNum: hand.fresh('orderNum') }
    await hand.send(
      hand.seal('pay', { ...again, ...splitting(hand, again) }, { note: 'é across two blocks' }),
    )
  },
})

/** An address that moves the first byte of é to the end of a block. */
const splitting = (hand: Hand, fields: Fields): Fields => ({
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
  for (let length = 1; length <= size; length += 1) {
    const body = bodyOf(hand.seal(operation, { ...fields, [name]: grown(length) }))
    const pairs = Object.entries(body).flatMap(([at, value]): Pairs =>
      at === 'sign' || at === 'platSign' ? [] : [[at, String(value)]],
    )
    const text = Buffer.from(textToSign(pairs))
    if (text.some((byte, at) => at > 0 && at % size === 0 && (byte & 0xc0) === 0x80)) return grown(length)
  }
  return grown(1)
}
