import { describe, expect, test } from 'vitest'
import vectors from '../../fixtures/doku/published/vectors.json' with { type: 'json' }
import { loadContract } from '../contract/load.ts'
import { profileOf } from '../contract/profile.ts'
import type { Headers } from '../wire/exchange.ts'
import type { Keys, Raw } from './dialect.ts'
import { dialect, keys as keysOf } from './doku.ts'
import { prefix, signParts } from './doku-sign.ts'
import { signatureOf } from './signed.ts'

const contract = loadContract('doku')
const speech = dialect(contract)
const { clientId, secret, positive } = vectors
const url = 'https://api-sandbox.doku.com'
const partsFor = (profile: { [key: string]: unknown } = {}, at = url) => ({
  contract,
  profile: profileOf(contract, profile),
  side: 'client' as const,
  credentials: { client: clientId, secret },
  url: at,
})
const keys = keysOf(partsFor())
const vector = (id: string) =>
  positive.find((one) => one.id === id)! as (typeof positive)[number] & { body?: string }

const headersOf = (id: string, more: Headers = []): Headers => {
  const { requestId, time, timeName, signature } = vector(id)
  return [
    ['Client-Id', clientId],
    ['Request-Id', requestId],
    [timeName, time],
    ['Signature', signature],
    ...more,
  ]
}
const rawOf = (id: string, method = 'POST'): Raw => ({
  method,
  url: url + vector(id).target,
  headers: headersOf(id),
  body: Buffer.from(vector(id).body ?? ''),
})

const fields = {
  'header:Client-Id': clientId,
  'header:Request-Id': 'a-1',
  'header:Request-Timestamp': '2024-02-29T23:59:59Z',
}

describe('requests', () => {
  test.each(['V1', 'V2', 'V6', 'V6n'])('%s is read by both readers, and verified over its bytes', (id) => {
    for (const read of [speech.open, speech.receive]) {
      const reading = read(rawOf(id), 'request')
      expect(reading).toMatchObject({ ok: true, name: 'generate' })
      expect(speech.verify(reading, 'generate', keys, rawOf(id))).toBe('good')
    }
  })

  test('are sealed as the vector says', () => {
    const { body, requestId, time, signature } = vector('V1')
    const members = JSON.parse(body!) as { [name: string]: never }
    const draft = {
      'header:Client-Id': clientId,
      'header:Request-Id': requestId,
      'header:Request-Timestamp': time,
    }
    const sealed = speech.seal(
      { operation: 'generate', side: 'request', fields: { ...draft, ...members } },
      keys,
    )
    expect(sealed.body.toString()).toBe(body)
    expect(sealed).toMatchObject({ method: 'POST', path: vector('V1').target })
    expect(sealed.headers).toContainEqual(['Signature', signature])
    expect(sealed.headers).toContainEqual(['Content-Type', 'application/json'])
  })

  test('are known though their body is not, and verified all the same', () => {
    const raw = { ...rawOf('V1'), body: Buffer.from('{"order":') }
    const reading = speech.open(raw, 'request')
    expect(reading).toMatchObject({ ok: false, name: 'generate' })
    expect(speech.operationOf(reading)).toBe('generate')
    expect(signatureOf(speech, keys, { read: reading, operation: 'generate', raw })).toMatchObject({
      signature: 'bad',
    })
  })

  test('are signed with the path that stands below the URL of a target', () => {
    const below = keysOf(partsFor({}, 'http://127.0.0.1:9000/doku/'))
    const sealed = speech.seal(
      { operation: 'status', side: 'request', fields: { ...fields, id: 'X' } },
      below,
    )
    const raw = { ...sealed, url: `http://127.0.0.1:9000/doku${sealed.path}` }
    expect(speech.verify(speech.open(raw, 'request'), 'status', below, raw)).toBe('good')
    expect(speech.verify(speech.open(raw, 'request'), 'status', below, { ...raw, url: sealed.path })).toBe(
      'bad',
    )
  })
})

describe('a state', () => {
  test('is asked for by GET: no body, no digest, the number in the path', () => {
    const reading = speech.open(rawOf('V5', 'GET'), 'request')
    expect(reading).toMatchObject({ ok: true, name: 'status', fields: { id: 'INV-2021002-0001' } })
    expect(speech.verify(reading, 'status', keys, rawOf('V5', 'GET'))).toBe('good')
  })

  test('is asked for with the number encoded, and that path is signed', () => {
    const sealed = speech.seal(
      { operation: 'status', side: 'request', fields: { ...fields, id: 'A/B #1' } },
      keys,
    )
    expect(sealed).toMatchObject({ method: 'GET', path: '/orders/v1/status/A%2FB%20%231' })
    expect(sealed.body).toHaveLength(0)
    expect(sealed.headers.map(([name]) => name)).not.toContain('Content-Type')
    const raw = { ...sealed, url: url + sealed.path }
    for (const read of [speech.open, speech.receive]) {
      const reading = read(raw, 'request')
      expect(reading).toMatchObject({ ok: true, fields: { id: 'A/B #1' } })
      expect(speech.verify(reading, 'status', keys, raw)).toBe('good')
    }
    const plain = { ...raw, url: `${url}/orders/v1/status/A/B%20%231` }
    expect(speech.open(plain, 'request')).toMatchObject({ name: 'status', fields: { id: 'A/B #1' } })
  })
})

describe('answers', () => {
  const asked = rawOf('V1')
  const heard = (raw: Raw, own: Keys = keys) => {
    const read = speech.open(raw, 'response', 'generate')
    return { read, ...speech.verifyAnswer!({ read, operation: 'generate', raw, asked }, own) }
  }
  const answered = (id: string, more: Headers = [], own: Keys = keys) => {
    const answer = { status: 200, headers: headersOf(id, more), body: Buffer.from(vector(id).body!) }
    return heard(answer, own)
  }

  test.each(['V3a', 'V3b'])('%s is read with its status, and rightly signed', (id) => {
    const { read, signature } = answered(id)
    expect(read).toMatchObject({ name: 'generate', fields: { 'header::status': '200' } })
    expect(signature).toBe('good')
  })

  test('sign the time under the name that is agreed', () => {
    const strict = keysOf(partsFor({ responseTimestamp: 'Response-Timestamp' }))
    expect(answered('V3a', [], strict).signature).toBe('good')
    expect(answered('V3b', [['Response-Timestamp', vector('V3b').time]], strict)).toMatchObject({
      signature: 'bad',
      signatureFault: { differs: 'text' },
    })
  })

  test('are told from those without a signature, and from those with the digest of the request', () => {
    const body = Buffer.from(vector('V3a').body!)
    const bare = { status: 200, headers: [], body }
    expect(heard(bare).signature).toBe('none')
    const { requestId: id, time, target } = vector('V3a')
    const wrong = signParts(
      { client: clientId, id, time, target, timeName: 'Response-Timestamp', body: asked.body },
      secret,
    )
    const headers = headersOf('V3a').map(([name, value]): [string, string] =>
      name === 'Signature' ? [name, wrong] : [name, value],
    )
    expect(heard({ status: 200, headers, body })).toMatchObject({
      signature: 'bad',
      signatureFault: { differs: 'body' },
    })
  })

  test('take their status from the fields, and put it into no header', () => {
    const sealed = speech.seal(
      { operation: 'generate', side: 'response', fields: { 'header::status': '409', 'error.code': 'x' } },
      {},
    )
    expect(sealed).toMatchObject({ status: 409, headers: [['Content-Type', 'application/json']] })
    expect(sealed.body.toString()).toBe('{"error":{"code":"x"}}')
  })
})

describe('notifications', () => {
  test('are known by their members, wherever they go, and verified with that path', () => {
    const raw = rawOf('V4')
    const reading = speech.open(raw, 'request')
    expect(reading).toMatchObject({ ok: true, name: 'notify' })
    expect(speech.verify(reading, 'notify', keys, raw)).toBe('good')
    expect(speech.verify(reading, 'notify', keys, { ...raw, url: `${url}/elsewhere` })).toBe('bad')
  })

  test('are signed with the path of their receiver', () => {
    const { body, requestId, time, signature, target } = vector('V4')
    const own = keysOf({ ...partsFor({}, `http://shop.example:8080${target}`), side: 'client' })
    const members = JSON.parse(body!) as { [name: string]: never }
    const heads = {
      'header:Client-Id': clientId,
      'header:Request-Id': requestId,
      'header:Request-Timestamp': time,
    }
    const sealed = speech.seal(
      { operation: 'notify', side: 'request', fields: { ...heads, ...members } },
      own,
    )
    expect(sealed).toMatchObject({ method: 'POST', path: '' })
    expect(sealed.headers).toContainEqual(['Signature', signature])
  })

  test('are read under the name that a sample misspells', () => {
    const body = Buffer.from(vector('V4').body!.replace('"identifier"', '"identifer"'))
    const reading = speech.open({ ...rawOf('V4'), body }, 'request')
    expect(reading).toMatchObject({
      fields: { 'online_to_offline_payment.identifier[0].name': 'AGENT_ID' },
      json: { aliases: { 'online_to_offline_payment.identifier': expect.anything() as string } },
    })
  })

  test('an unknown message is nothing', () => {
    const reading = speech.open({ ...rawOf('V4'), body: Buffer.from('{"order":{}}') }, 'request')
    expect(speech.operationOf(reading)).toBeUndefined()
  })
})

test('keys without a secret sign nothing', () => {
  expect(keysOf({ ...partsFor(), credentials: { client: clientId } })).toEqual({})
  expect(prefix).toBe('HMACSHA256=')
})
