/** Requests that are signed otherwise than they want to be, and lawful ones that a weak verifier trips over. */
import { constants, createSign, generateKeyPairSync, privateEncrypt, publicEncrypt } from 'node:crypto'
import { byName, signText, textToSign, type Pairs } from '../../../src/dialects/bdpay-sign.ts'
import { privateKeyOf, publicKeyOf } from '../../../src/dialects/key-pairs.ts'
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import { verbatim, type Fields, type Json } from '../../../src/wire/reading.ts'
import { ask, numberOf, payout } from '../orders.ts'
import { plain, sendAndAsk } from './flaws.ts'

/** Makes another signature from what is signed, the key, and the right signature. */
type Forgery = (text: string, key: string, right: string, pairs: Pairs) => string

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

/** A block whose padding has four FF only, made by the bare private operation. */
const shortPadding: Forgery = (text, key) => {
  const size = publicKeyOf(key).asymmetricKeyDetails!.modulusLength! / 8
  const whole = Buffer.from(text)
  const parts = Array.from({ length: Math.ceil(whole.length / (size - 11)) }, (_none, at) =>
    whole.subarray(at * (size - 11), (at + 1) * (size - 11)),
  )
  const bare = (data: Buffer) => {
    const head = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(4, 0xff), Buffer.from([0]), data])
    const block = Buffer.concat([head, Buffer.alloc(Math.max(0, size - head.length))])
    return privateEncrypt(
      { key: privateKeyOf(key), padding: constants.RSA_NO_PADDING },
      block.subarray(0, size),
    )
  }
  return base64(Buffer.concat(parts.map(bare)))
}

const forgeries: { [what: string]: Forgery } = {
  'names and values': (_text, key, _right, pairs) => signText(named(sorted(pairs)), key),
  'the order of the message': (_text, key, _right, pairs) => signText(joined(pairs), key),
  'URL-encoded values': (_text, key, _right, pairs) => signText(joined(sorted(escaped(pairs))), key),
  'JSON texts': (_text, key, _right, pairs) => signText(joined(sorted(quoted(pairs))), key),
  'RSA-SHA256': hashed('RSA-SHA256'),
  'RSA-SHA1': hashed('RSA-SHA1'),
  'padding of type 2': (text, key) => {
    const block = Buffer.from(text).subarray(0, 100)
    return base64(publicEncrypt({ key: publicKeyOf(key), padding: constants.RSA_PKCS1_PADDING }, block))
  },
  'another key': (text) => signText(text, strayKey()),
  'the first block alone': (_text, key, right) => {
    const size = publicKeyOf(key).asymmetricKeyDetails!.modulusLength! / 8
    return base64(Buffer.from(right, 'base64').subarray(0, size))
  },
  'half of the text': (text, key) => signText(text.slice(0, Math.floor(text.length / 2)), key),
  'a longer text': (text, key) => signText(`${text}0`, key),
  'a text around it': (text, key) => signText(`0${text}`, key),
  'short padding': shortPadding,
  'four characters less': (_text, _key, right) => right.slice(0, -4),
  'one byte': () => 'QQ==',
  'no Base64': () => '%%%',
  'very much': () => 'QUJD'.repeat(25_000),
}

/** A sealed request with another signature in the place of its own. */
function forge(hand: Hand, letter: Letter, forgery: Forgery): { [field: string]: Json } {
  const { fields } = letter.draft
  const body = JSON.parse(letter.body.toString('utf8')) as Fields
  const right = String(body['sign'] ?? '')
  const pairs = Object.entries(body).flatMap(([name, value]): Pairs =>
    name === 'sign' ? [] : [[name, String(value)]],
  )
  const key = hand.credentials['privateKey'] ?? ''
  return { ...fields, sign: forgery(textToSign(pairs), key, right, pairs) }
}

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
    await hand.send(right)
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
  says: 'Pay out for a purpose beyond ASCII, with and without a character across two blocks.',
  role: 'server',
  exercises: ['signatures.bytes', 'json.letters'],
  plans: () => ['gaji é', 'uang 付款', 'split'],
  async act(what, hand) {
    const account = await hand.share('account')
    const plainly = hand.seal('cash', payout(hand, account, { description: 'gaji é' }))
    await hand.send(plainly)
    await ask(hand, numberOf(plainly), 'CASH_QUERY')
    if (what === 'gaji é') return
    const description = what === 'split' ? splitting(hand, payout(hand, account)) : what
    await hand.send(hand.seal('cash', payout(hand, account, { description })))
  },
})

/** A description that puts the first byte of é at the end of a block, as far as its place in the text allows. */
function splitting(hand: Hand, fields: Fields): string {
  for (let length = 0; length < 30; length += 1) {
    const description = `${'x'.repeat(length)}é`
    const { body } = hand.seal('cash', { ...fields, description })
    const all = JSON.parse(body.toString('utf8')) as Fields
    const pairs = Object.entries(all).flatMap(([name, value]): Pairs =>
      name === 'sign' ? [] : [[name, String(value)]],
    )
    const text = Buffer.from(textToSign(pairs))
    if ([117, 245].some((size) => text.length > size && (text[size]! & 0xc0) === 0x80)) return description
  }
  return `${'é'.repeat(30)}`
}
