import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import sources from '../../fixtures/snap/published/document/sources.json' with { type: 'json' }
import vectors from '../../fixtures/snap/published/vectors.json' with { type: 'json' }
import type { Profile } from '../contract/contract.ts'
import { home } from '../contract/home.ts'
import { header } from '../wire/exchange.ts'
import { parseHttpFile } from '../wire/http-file.ts'
import type { Fields } from '../wire/reading.ts'
import type { Keys, Raw, Side } from './dialect.ts'
import { dialect } from './snap.ts'
import { agreed, contract } from './snap.fixture.ts'
import { keyring, type Means } from './snap-keyring.ts'
import { operationAt, pathOf } from './snap-paths.ts'

const { inputs, positive, negative } = vectors
const published = join(home, 'fixtures', 'snap', 'published')
const under = (profile: Profile = {}) => dialect(contract, { ...agreed, ...profile })
const consumer: Means = { secret: inputs.secret, privateKey: inputs.privateKey }
const provider: Means = { secret: inputs.secret, publicKey: inputs.publicKey }
const keysOf = (means: Means, profile: Profile = {}): Keys => keyring({ ...agreed, ...profile }, means)
const operations: { [path: string]: string } = {
  '/snap/v1.0/access-token/b2b': 'token',
  '/snap/v1.0/debit/payment-host-to-host': 'payment',
  '/v1.0/debit/notify': 'notify',
}

const headersOf = (signature: string): Raw['headers'] => [
  ['content-type', 'application/json'],
  ['x-timestamp', inputs.timestamp],
  ['X-Client-Key', inputs.client],
  ['authorization', `Bearer ${inputs.token}`],
  ['X-SIGNATURE', signature],
]

const sent = ({ path, body }: { path: string; body: string }, signature: string): Raw => ({
  method: inputs.method,
  url: `${inputs.origin}${path}`,
  headers: headersOf(signature),
  body: Buffer.from(body),
})

function verdictOn(raw: Raw, profile: Profile = {}, means = provider) {
  const speech = under(profile)
  const read = speech.open(raw, 'request')
  return speech.verify(read, speech.operationOf(read) ?? '', keysOf(means, profile), raw)
}

describe('published vectors', () => {
  test.each(positive)('$id is recognised and good', (vector) => {
    const raw = sent(vector, vector.base64)
    expect(under().operationOf(under().open(raw, 'request'))).toBe(operations[vector.path])
    const requestSignature = vector.scheme === 'asym' ? 'asym' : 'sym'
    expect(verdictOn(raw, { requestSignature })).toBe('good')
    expect(verdictOn(raw, { requestSignature }, {})).toBe('unchecked')
  })

  test.each(negative)('$id is refused', ({ signature }) => {
    expect(verdictOn(sent(positive[1]!, signature))).toBe('bad')
  })

  test('a missing or blank signature is none', () => {
    for (const signature of ['', ' ']) expect(verdictOn(sent(positive[1]!, signature))).toBe('none')
    const raw = sent(positive[1]!, '')
    expect(verdictOn({ ...raw, headers: raw.headers.filter(([name]) => name !== 'X-SIGNATURE') })).toBe(
      'none',
    )
  })

  test('either scheme holds where both are agreed on, and hexadecimal where that is', () => {
    const [, second, third] = positive
    for (const vector of [second!, third!])
      expect(verdictOn(sent(vector, vector.base64), { requestSignature: 'symOrAsym' })).toBe('good')
    expect(verdictOn(sent(second!, second!.hex!), { signatureEncoding: 'hex' })).toBe('good')
    expect(verdictOn(sent(second!, second!.hex!))).toBe('bad')
  })

  test('a signature is verified even where the body cannot be read', () => {
    const cut = { path: positive[1]!.path, body: '{"partnerReferenceNo": "1",' }
    const { secret, timestamp, token, method } = inputs
    const call = {
      operation: 'payment',
      method,
      path: cut.path,
      fields: { 'header:X-TIMESTAMP': timestamp, 'header:Authorization': `Bearer ${token}` },
      body: Buffer.from(cut.body),
    }
    const raw = sent(cut, keysOf({ secret }).signCall!(call)!)
    expect(under().open(raw, 'request')).toMatchObject({ ok: false, name: 'payment' })
    expect(verdictOn(raw)).toBe('good')
  })
})

describe('sealing', () => {
  const fields: Fields = {
    'amount.currency': 'IDR',
    'amount.value': '10000.00',
    partnerReferenceNo: '007',
    'header:CHANNEL-ID': '95221',
    'header:X-TIMESTAMP': inputs.timestamp,
    'header:Authorization': `Bearer ${inputs.token}`,
    xFoo: 'é',
  }

  test.each([
    ['payment', 'sym'],
    ['refund', 'asym'],
    ['token', 'sym'],
    ['notify', 'sym'],
  ])('%s is signed so that the other side finds it good, in any layout', (operation, requestSignature) => {
    for (const style of [
      {},
      { indent: true },
      { escapedSlashes: true, unicodeEscapes: true, trailing: '\n' },
    ]) {
      const below = () => 'https://gateway.example/base/'
      const profile = { requestSignature }
      const keys = keysOf({ ...consumer, client: inputs.client, below }, profile)
      const sealed = under(profile).seal({ operation, side: 'request', fields, style }, keys)
      // A notification goes to the very address that its receiver gave.
      const url = sealed.path ? `https://gateway.example/base${sealed.path}` : below()
      const means = { ...provider, client: inputs.client }
      const raw = { ...sealed, url }
      const read = under(profile).receive(raw, 'request')
      expect(under(profile).verify(read, operation, keysOf(means, profile), raw)).toBe('good')
      const other = { ...raw, body: Buffer.concat([sealed.body.subarray(0, -3), Buffer.from('1"}')]) }
      const verdict = operation === 'token' ? 'good' : 'bad'
      expect(under(profile).verify(read, operation, keysOf(means, profile), other)).toBe(verdict)
    }
  })

  test('members and headers stand in the order of the table, what it does not know behind them', () => {
    const { method, path, headers, body } = under().seal(
      { operation: 'payment', side: 'request', fields },
      {},
    )
    expect([method, path]).toEqual(['POST', '/v1.0/debit/payment-host-to-host'])
    expect(body.toString()).toBe(
      '{"partnerReferenceNo":"007","amount":{"currency":"IDR","value":"10000.00"},"xFoo":"é"}',
    )
    expect(headers.map(([name]) => name)).toEqual([
      'Content-Type',
      'Authorization',
      'X-TIMESTAMP',
      'CHANNEL-ID',
    ])
  })

  test('a spared signature stays as it is, and an answer is never signed', () => {
    const draft = { operation: 'payment', fields: { ...fields, 'header:X-SIGNATURE': 'forged' } }
    const spare = ['header:X-SIGNATURE']
    const keys = keysOf(consumer)
    const signature = (sealed: { headers: Raw['headers'] }) => header(sealed.headers, 'x-signature')
    expect(signature(under().seal({ ...draft, side: 'request', spare }, keys))).toBe('forged')
    expect(signature(under().seal({ ...draft, side: 'request' }, keys))).toMatch(/^[\w+/]{86}==$/)
    const answer = { operation: 'payment', side: 'response' as const, fields: { responseCode: '2005400' } }
    expect(signature(under().seal(answer, keys))).toBeUndefined()
  })

  test('names are spelt as the profile wants them, and read as the table spells them', () => {
    const draft = { operation: 'payment', side: 'request' as const, fields: { urlParam: [] } }
    const { headers, body } = under({ specRevision: 'a25' }).seal(draft, {})
    expect(body.toString()).toBe('{"urlParams":[]}')
    const read = under().receive({ headers, body, url: '/v1.0/debit/payment-host-to-host' }, 'request')
    expect(read).toMatchObject({ fields: { urlParam: [] } })
  })
})

describe('samples of the document', () => {
  test.each(sources.files)('$file is read alike by both readers', ({ file, message }) => {
    const { operation, side } = contract.messages[message]!
    const body = readFileSync(join(published, 'document', file))
    const raw = { headers: [], body, url: pathOf(contract, agreed, operation) }
    const [strict, lax] = [under().open(raw, side as Side), under().receive(raw, side as Side)]
    expect(under().operationOf(strict)).toBe(operation)
    expect(lax).toMatchObject({ name: operation, fields: strict.ok ? strict.fields : {} })
  })
})

describe('requests of client libraries', () => {
  const captures = readdirSync(join(published, 'captures')).filter((file) => file.endsWith('.http'))

  test.each(captures)('%s is recognised and read', (file) => {
    const { path, ...request } = parseHttpFile(
      readFileSync(join(published, 'captures', file)),
    ) as unknown as Raw & {
      path: string
    }
    const asked =
      file.includes('.2.') || file.includes('withtoken')
        ? /-(\w+?)(-withtoken)?(\.2)?\.http/.exec(file)![1]
        : 'token'
    for (const read of [under().open, under().receive]) {
      const reading = read({ ...request, url: path }, 'request')
      expect(reading).toMatchObject({ ok: true, name: asked })
      expect(reading.ok && reading.fields['header:X-TIMESTAMP']).toMatch(/^20\d\d-/)
    }
  })
})

describe('recognising', () => {
  test.each([
    ['https://host:1/v1.0/debit/status?x=1', 'status'],
    ['/deep/v2.1/debit/refund.htm', 'refund'],
    ['/v1.0/access-token/b2b2c/', 'customerToken'],
    ['/v1.0/debit/statuses', undefined],
    ['/', undefined],
  ])('%s is the path of %s', (url, operation) => {
    expect(operationAt(contract, agreed, url)).toBe(operation)
  })

  test('paths follow the profile', () => {
    const profile = { ...agreed, pathPrefix: '/snap', version: 'v2.0', pathSuffix: '.htm' }
    expect(pathOf(contract, profile, 'cancel')).toBe('/snap/v2.0/debit/cancel.htm')
    expect(pathOf(contract, { ...profile, paths: { cancel: '/void' } }, 'cancel')).toBe('/void')
    expect(operationAt(contract, { ...profile, paths: { cancel: '/void' } }, '/void')).toBe('cancel')
  })

  test('an answer is known by its code, and a notification anywhere by its state', () => {
    const raw = (body: string): Raw => ({ headers: [], body: Buffer.from(body), url: '/hook' })
    const of = (body: string, side: Side) => under().operationOf(under().open(raw(body), side))
    expect(of('{"responseCode":"4045801"}', 'response')).toBe('refund')
    expect(of('{"latestTransactionStatus":"00"}', 'request')).toBe('notify')
    expect(of('{"toString":"00"}', 'request')).toBeUndefined()
    expect(under().open(raw('<html>'), 'response', 'status')).toMatchObject({ ok: false, name: 'status' })
  })
})
