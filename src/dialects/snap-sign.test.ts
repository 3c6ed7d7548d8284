import { constants, createHmac, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import vectors from '../../fixtures/snap/published/vectors.json' with { type: 'json' }
import type { Check, Difference } from './snap-check.ts'
import { minified } from '../wire/json-minify.ts'
import { bodyHash, fromVersion, macOf, signParts, textToSign, type SignatureScheme } from './snap-sign.ts'
import { verifySignature } from './snap-verify.ts'

const { inputs, positive, negative, texts } = vectors
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const foreign = {
  public: pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  private: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
}

type Vector = (typeof positive)[number]

const partsOf = ({ path, body }: Pick<Vector, 'path' | 'body'>) => ({
  method: inputs.method,
  path,
  timestamp: inputs.timestamp,
  body: Buffer.from(body, 'utf8'),
  token: inputs.token,
  client: inputs.client,
})
const signerKey = (scheme: string) => (scheme === 'sym' ? inputs.secret : inputs.privateKey)
const verifierKey = (scheme: string) => (scheme === 'sym' ? inputs.secret : inputs.publicKey)
const checkOf = (vector: Vector, signature = vector.base64): Check => ({
  scheme: vector.scheme as SignatureScheme,
  parts: partsOf(vector),
  signature,
  key: verifierKey(vector.scheme),
  suspects: { origin: inputs.origin },
})
const byId = (id: string) => positive.find((vector) => vector.id === id)!
const differs = (check: Check): Difference | 'nothing' => {
  const verification = verifySignature(check)
  return verification.good ? 'nothing' : verification.differs
}

describe('vectors', () => {
  test.each(positive)('$id: $says Text, signature and verification', (vector) => {
    const scheme = vector.scheme as SignatureScheme
    const parts = partsOf(vector)
    expect(textToSign(scheme, parts)).toBe(vector.text)
    expect(signParts(scheme, parts, signerKey(scheme))).toBe(vector.base64)
    expect(verifySignature(checkOf(vector))).toEqual({ good: true })
  })

  test.each(positive.filter(({ hash }) => hash !== undefined))('$id: hash of the body', (vector) => {
    expect(bodyHash(Buffer.from(vector.body))).toBe(vector.hash)
    if (vector.minified) expect(minified(Buffer.from(vector.body)).toString()).toBe(vector.minified)
  })

  test.each(positive.filter(({ hex }) => hex !== undefined))('$id in hexadecimal', (vector) => {
    const scheme = vector.scheme as SignatureScheme
    expect(signParts(scheme, partsOf(vector), signerKey(scheme), 'hex')).toBe(vector.hex)
    const check = checkOf(vector, vector.hex)
    expect(differs({ ...check, encoding: 'hex' })).toBe('nothing')
    expect(differs({ ...check, encoding: 'either' })).toBe('nothing')
    expect(differs({ ...checkOf(vector), encoding: 'either' })).toBe('nothing')
    expect(differs({ ...checkOf(vector), encoding: 'hex' })).toBe('encoding')
  })

  test.each(texts)('$id: $says', ({ text, secret, base64 }) => {
    expect(macOf(text, secret).toString('base64')).toBe(base64)
  })

  test('no body is the hash of nothing', () => {
    expect(bodyHash(new Uint8Array())).toBe(vectors.emptyBodyHash)
  })

  test.each(negative)('$id is refused for what it differs in: $says', ({ of, differs: what, signature }) => {
    const verification = verifySignature(checkOf(byId(of), signature))
    expect(verification).toMatchObject({ good: false, differs: what })
    expect(JSON.stringify(verification)).not.toContain(byId(of).base64)
  })

  test('N08 and N14 are right where a profile says so', () => {
    const of = (id: string) => negative.find((one) => one.id === id)!.signature
    const vector = byId('V2')
    expect(differs(checkOf({ ...vector, path: fromVersion(vector.path) }, of('N08')))).toBe('nothing')
    expect(differs({ ...checkOf(vector, of('N14')), encoding: 'hex' })).toBe('nothing')
  })
})

describe.each(['V2', 'V3', 'V4'])('%s does not survive a change', (id) => {
  const vector = byId(id)
  const check = checkOf(vector)
  const changed = (change: Partial<Check['parts']>) =>
    differs({ ...check, parts: { ...check.parts, ...change } })

  test('of any part that is signed', () => {
    expect(changed({ method: 'PUT' })).not.toBe('nothing')
    expect(changed({ path: '/snap/v1.1/debit/payment-host-to-host' })).not.toBe('nothing')
    expect(changed({ timestamp: '2024-05-01T10:15:31+07:00' })).not.toBe('nothing')
    expect(changed({ body: Buffer.from(vector.body.replace('10000.00', '10000.01')) })).not.toBe('nothing')
    expect(changed({ token: 'another' })).toBe(vector.scheme === 'sym' ? 'unknown' : 'nothing')
  })

  test('of its letters, their case, its alphabet or its length', () => {
    const { base64 } = vector
    const spelt = [
      base64.toLowerCase(),
      base64.replace(/=+$/, ''),
      base64.replaceAll('+', '-').replaceAll('/', '_'),
      ` ${base64}`,
      base64.slice(0, 40),
      `${base64}\n`,
      'not Base64',
    ]
    for (const signature of spelt.filter((one) => one !== base64))
      expect(differs({ ...check, signature })).not.toBe('nothing')
  })

  test.each([undefined, '', '   '])('into %j', (signature) => {
    expect(differs({ ...check, signature })).toBe('absent')
  })

  test('into what can be told apart', () => {
    const { base64 } = vector
    const bytes = Buffer.from(base64, 'base64')
    const told = (signature: string) => differs({ ...check, key: signerKey(vector.scheme), signature })
    expect(told(bytes.subarray(0, 48).toString('base64'))).toBe('part')
    expect(told(Buffer.concat([bytes, bytes]).toString('base64'))).toBe('part')
    expect(told(base64.toLowerCase())).toBe('letters')
    expect(told(base64.replace(/=+$/, ''))).toBe('encoding')
    expect(told('not Base64')).toBe('unreadable')
  })
})

describe('reasons for a signature of a key pair', () => {
  const vector = byId('V3')
  const text = Buffer.from(vector.text)
  const about = (signature: Buffer, keys?: string[]) => {
    const check = checkOf(vector, signature.toString('base64'))
    return differs({ ...check, suspects: { origin: inputs.origin, keys } })
  }

  test('another algorithm', () => {
    const { privateKey: key } = inputs
    expect(about(sign('sha1', text, key))).toBe('algorithm')
    expect(about(sign('sha512', text, key))).toBe('algorithm')
    expect(about(sign('sha256', text, { key, padding: constants.RSA_PKCS1_PSS_PADDING }))).toBe('algorithm')
    expect(about(createHmac('sha512', inputs.publicKey).update(text).digest())).toBe('algorithm')
    const bare = Buffer.from(bodyHash(Buffer.alloc(0)), 'hex')
    expect(about(privateEncrypt(key, bare))).toBe('unknown')
  })

  test('another key, whether it is known or not', () => {
    expect(about(sign('sha256', text, foreign.private))).toBe('key')
    expect(about(sign('sha256', text, foreign.private), [foreign.public])).toBe('key')
  })

  test('the own key, where bytes of the signature were changed', () => {
    const changed = Buffer.from(vector.base64, 'base64').fill(0, 250)
    const check = { ...checkOf(vector, changed.toString('base64')), key: inputs.privateKey }
    expect(differs(check)).toBe('unknown')
  })

  test.each<[Difference, string]>([
    ['token', vector.text.replace('host-to-host:', `host-to-host:${inputs.token}:`)],
    ['path', vector.text.replace('/snap/v1.0', '/v1.0')],
    ['method', vector.text.replace('POST', 'post')],
    ['timestamp', vector.text.replace('10:15:30+07:00', '03:15:30Z')],
    ['body', vector.text.replace(vector.hash!, vector.hash!.toUpperCase())],
    ['text', `${inputs.client}|${inputs.timestamp}`],
    ['unknown', vector.text.replace('payment-host-to-host', 'refund')],
  ])('%s', (what, signed) => {
    expect(about(sign('sha256', Buffer.from(signed), inputs.privateKey))).toBe(what)
  })

  test.each<[Difference, string]>([
    ['text', `${inputs.timestamp}|${inputs.client}`],
    ['text', `${inputs.client}:${inputs.timestamp}`],
    ['timestamp', `${inputs.client}|2024-05-01T03:15:30Z`],
    ['unknown', `SOMEBODY|${inputs.timestamp}`],
  ])('%s of a token request', (what, signed) => {
    const signature = sign('sha256', Buffer.from(signed), inputs.privateKey).toString('base64')
    expect(differs(checkOf(byId('V1'), signature))).toBe(what)
  })
})

describe('keys', () => {
  const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '')
  const vector = byId('V3')

  test('are read from PEM and from bare Base64', () => {
    expect(signParts('asym', partsOf(vector), bare(inputs.privateKey))).toBe(vector.base64)
    expect(differs({ ...checkOf(vector), key: bare(inputs.publicKey) })).toBe('nothing')
    const old = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string
    expect(signParts('asym', partsOf(vector), bare(old))).toBe(
      signParts('asym', partsOf(vector), foreign.private),
    )
  })

  test('that cannot be read are named as such', () => {
    expect(() => signParts('asym', partsOf(vector), 'nonsense')).toThrow('The private key cannot be read.')
  })
})

describe('minifying', () => {
  test.each([
    ['{ "a" : "b  c" , "d":[ 1.0 ,\r\n\t2 ] }', '{"a":"b  c","d":[1.0,2]}'],
    ['{"a": "\\" : , \\\\", "b" :"\\u00e9\\/"}', '{"a":"\\" : , \\\\","b":"\\u00e9\\/"}'],
    ['{"a":null , "a": 1}', '{"a":null,"a":1}'],
    ['', ''],
    [' \n', ''],
    ['{"a": "é 😀"}', '{"a":"é 😀"}'],
    ['{"broken": "  ', '{"broken":"  '],
    ['{"broken\\', '{"broken\\'],
  ])('%j becomes %j', (text, wanted) => {
    expect(minified(Buffer.from(text)).toString()).toBe(wanted)
  })

  test('bytes that are no UTF-8 stay as they are', () => {
    expect([...minified(Buffer.from([0x22, 0xe9, 0x20, 0x22, 0x20]))]).toEqual([0x22, 0xe9, 0x20, 0x22])
  })
})
