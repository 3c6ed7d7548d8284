import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import vectors from '../../fixtures/doku/published/vectors.json' with { type: 'json' }
import { faultIn, type Check } from './doku-check.ts'
import { digestOf, signParts, textToSign, type SignedParts, type TimeName } from './doku-sign.ts'

const { positive, negative, elsewhere, wellSigned, clientId, secret, otherSecret, origin } = vectors
type Vector = Omit<(typeof positive)[number], 'body' | 'digest'> & { body?: string; digest: string | null }

const partsOf = (vector: Vector): SignedParts => ({
  client: clientId,
  id: vector.requestId,
  time: vector.time,
  target: vector.target,
  timeName: vector.timeName as TimeName,
  ...(vector.body === undefined ? {} : { body: Buffer.from(vector.body) }),
})
const byId = (id: string) => positive.find((vector) => vector.id === id)! as Vector
const checkOf = (vector: Vector, signature = vector.signature): Check => ({
  signature,
  readings: [partsOf(vector)],
  secret,
  suspects: {
    origins: [origin],
    keys: [otherSecret],
    targets: ['/indomaret-online-to-offline/v2/payment-code'],
  },
})

describe('vectors', () => {
  test.each(positive as Vector[])('$id: $says Digest, text, signature and verification', (vector) => {
    if (vector.body !== undefined) expect(digestOf(Buffer.from(vector.body))).toBe(vector.digest)
    expect(textToSign(partsOf(vector))).toBe(vector.text)
    expect(signParts(partsOf(vector), secret)).toBe(vector.signature)
    expect(faultIn(checkOf(vector))).toBeUndefined()
  })

  test.each(negative)('$id is refused for what it differs in: $says', ({ of, differs, signature }) => {
    const fault = faultIn(checkOf(byId(of), signature))
    expect(fault).toMatchObject({ differs })
    expect(JSON.stringify(fault)).not.toContain(byId(of).signature.slice(11))
  })

  test.each(elsewhere)(
    '$id is right and made for another message: $says',
    ({ of, with: change, differs }) => {
      const vector = byId(of)
      expect(faultIn(checkOf({ ...vector, ...change }, vector.signature))).toMatchObject({ differs })
    },
  )

  test.each(wellSigned)('$id is right for what it says: $says', ({ of, with: change, signature }) => {
    expect(faultIn(checkOf({ ...byId(of), ...change }, signature))).toBeUndefined()
  })

  test('N1 is right where a profile makes the prefix optional', () => {
    const bare = negative.find(({ id }) => id === 'N1')!
    expect(faultIn({ ...checkOf(byId('V1'), bare.signature), bare: true })).toBeUndefined()
  })
})

describe('reasons', () => {
  const vector = byId('V1')
  const parts = partsOf(vector)
  const under = (text: string, key = secret, hash = 'sha256') =>
    `HMACSHA256=${createHmac(hash, key).update(text).digest('base64')}`
  const of = (change: Partial<SignedParts>) => signParts({ ...parts, ...change }, secret)

  test.each<[string, string | undefined, string]>([
    ['nothing', undefined, 'absent'],
    ['blanks', '  ', 'absent'],
    ['the prefix alone', 'HMACSHA256=', 'encoding'],
    ['a prefix in small letters', vector.signature.replace('HMAC', 'hmac'), 'prefix'],
    ['small letters', `HMACSHA256=${vector.signature.slice(11).toLowerCase()}`, 'letters'],
    ['no padding', vector.signature.replace(/=$/, ''), 'encoding'],
    ['HMAC-SHA512', under(vector.text, secret, 'sha512'), 'algorithm'],
    ['HMAC-SHA1', under(vector.text, secret, 'sha1'), 'algorithm'],
    ['lines turned round', under(vector.text.split('\n').toReversed().join('\n')), 'text'],
    ['a blank behind colons', under(vector.text.replace(/^([\w-]+):/gm, '$1: ')), 'text'],
    ['no digest', under(vector.text.replace(/\nDigest.*/, '')), 'body'],
    [
      'the digest of a body written anew',
      of({ body: Buffer.from(JSON.stringify(JSON.parse(vector.body!), null, 2)) }),
      'body',
    ],
    ['no path', of({ target: '' }), 'path'],
    ['the next second', of({ time: '2020-08-11T08:45:43Z' }), 'timestamp'],
    ['the key of somebody else', signParts(parts, otherSecret), 'key'],
    ['the client id as a key', signParts(parts, clientId), 'key'],
    ['another client id', of({ client: 'MCH-0002' }), 'unknown'],
    ['ten thousand signs', 'x'.repeat(10_000), 'encoding'],
  ])('%s', (_title, signature, differs) => {
    expect(faultIn({ ...checkOf(vector), signature })).toMatchObject({ differs })
  })
})
