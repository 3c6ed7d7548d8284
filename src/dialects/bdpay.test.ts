/** The dialect of BDPay: requests and answers in JSON, callbacks as forms, signed by either side. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Profile } from '../contract/contract.ts'
import { home } from '../contract/home.ts'
import { loadContract } from '../contract/load.ts'
import { profileOf } from '../contract/profile.ts'
import { shapeOf } from '../contract/shape.ts'
import { text, type Fields } from '../wire/reading.ts'
import { dialect, keys } from './bdpay.ts'
import type { Raw } from './dialect.ts'

const published = join(home, 'fixtures', 'bdpay', 'published')
const vectors = JSON.parse(readFileSync(join(published, 'vectors.json'), 'utf8')) as {
  keys: { [name: string]: { privateKey: string; publicKey: string } }
  right: { id: string; operation: string; side: 'request' | 'response'; fields: Fields; signature: string }[]
}
const contract = loadContract('bdpay')
const { merchant1024: merchant, platform1024: platform } = vectors.keys
const partiesOf = (profile: Profile) => {
  const party = (side: 'client' | 'gateway', privateKey: string, publicKey: string) =>
    keys({ contract, profile, side, credentials: { privateKey, publicKey } })
  return {
    merchant: party('client', merchant!.privateKey, platform!.publicKey),
    platform: party('gateway', platform!.privateKey, merchant!.publicKey),
  }
}
const profile = profileOf(contract)
const parties = partiesOf(profile)
const speak = dialect(contract, profile)
const vector = (id: string) => vectors.right.find((one) => one.id === id)!
const url = (path: string) => `http://127.0.0.1:9801${path}`

describe('published messages', () => {
  test.each(['v1', 'v2', 'v7'])('%s is sealed with its signature and verified', (id) => {
    const { operation, fields, signature } = vector(id)
    const sealed = speak.seal({ operation, side: 'request', fields }, parties.merchant)
    const raw: Raw = { ...sealed, url: url(sealed.path) }
    expect(sealed.headers).toEqual([['Content-Type', 'application/json; charset=utf-8']])
    for (const read of [speak.open(raw, 'request'), speak.receive(raw, 'request')]) {
      expect(text(read, 'sign')).toBe(signature)
      expect(speak.operationOf(read)).toBe(operation)
      expect(speak.verify(read, operation, parties.platform, raw)).toBe('good')
      expect(speak.verify(read, operation, parties.merchant, raw)).toBe('good')
    }
  })

  test.each(['v5', 'v9'])('%s is an answer that the platform signs', (id) => {
    const { operation, fields, signature } = vector(id)
    const { headers, body } = speak.seal({ operation, side: 'response', fields }, parties.platform)
    const raw = { headers, body, status: 200 }
    const read = speak.open(raw, 'response', operation)
    const answer = { read, operation, raw, asked: { headers: [], body: Buffer.alloc(0) } }
    expect(text(read, 'platSign')).toBe(signature)
    expect(speak.verifyAnswer!(answer, parties.merchant)).toEqual({ signature: 'good' })
    expect(speak.verifyAnswer!(answer, parties.platform)).toEqual({ signature: 'good' })
  })

  test.each([
    ['v6', 'payment-callback.form'],
    ['v8', 'payout-callback.form'],
  ])('%s is %s', (id, file) => {
    const { operation, fields, signature } = vector(id)
    const body = readFileSync(join(published, 'document', file))
    const raw: Raw = {
      method: 'POST',
      url: url('/notify'),
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body,
    }
    const read = speak.open(raw, 'request')
    expect(speak.operationOf(read)).toBe(operation)
    expect(read).toMatchObject({ ok: true, flaws: [], fields: { ...fields, platSign: signature } })
    expect(speak.verify(read, operation, parties.merchant, raw)).toBe('good')
    expect(
      shapeOf(contract, contract.messages[contract.operations[operation]!.request]!, profile).check(
        (read as { fields: Fields }).fields,
      ),
    ).toEqual([])
    const sealed = speak.seal({ operation, side: 'request', fields }, parties.platform)
    expect(text(speak.receive({ ...raw, ...sealed }, 'request'), 'platSign')).toBe(signature)
  })
})

describe('what was changed', () => {
  const { operation, fields } = vector('v1')
  const sealed = speak.seal({ operation, side: 'request', fields }, parties.merchant)
  const changed = (from: string, to: string): Raw => ({
    ...sealed,
    url: url(sealed.path),
    body: Buffer.from(sealed.body.toString().replace(from, to)),
  })

  test.each([
    ['"50000"', '"50001"', 'bad'],
    ['"sign":', '"sing":', 'none'],
    ['"method"', '"zmethod"', 'bad'],
    ['{', '{"extra":"1",', 'bad'],
    ['{', '{"extra":null,"other":"",', 'good'],
    ['"50000"', '50000', 'good'],
  ])('%s to %s is %s', (from, to, verdict) => {
    const raw = changed(from, to)
    expect(speak.verify(speak.open(raw, 'request'), operation, parties.platform, raw)).toBe(verdict)
  })

  test('the reason is told', () => {
    const raw = changed('"50000"', '"50001"')
    const fault = speak.blame!(speak.open(raw, 'request'), operation, parties.platform, raw)
    expect(fault).toMatchObject({ differs: 'text' })
  })

  test('a signature that is spared stays as it is, and an empty value adds nothing', () => {
    const draft = { operation, side: 'request' as const, fields: { ...fields, sign: 'x' }, spare: ['sign'] }
    const { body } = speak.seal(draft, parties.merchant)
    expect(JSON.parse(body.toString())).toMatchObject({ sign: 'x' })
    const v3 = speak.seal({ operation, side: 'request', fields: vector('v3').fields }, parties.merchant)
    expect(JSON.parse(v3.body.toString())).toMatchObject({ method: '', sign: vector('v3').signature })
  })
})

describe('profiles', () => {
  const under = (declared: Profile) => {
    const whole = profileOf(contract, declared)
    return { speak: dialect(contract, whole), parties: partiesOf(whole) }
  }
  const query = { merchantCode: 'S820210000000001', queryType: 'CASH_QUERY', orderNum: 'W1' }

  test('queries at two paths leave out their type, and it is read from the path', () => {
    const { speak: two, parties: own } = under({ queryPaths: 'two' })
    const sealed = two.seal({ operation: 'query', side: 'request', fields: query }, own.merchant)
    expect(sealed.path).toBe('/gateway/cash/status')
    const raw = { ...sealed, url: url(sealed.path) }
    const read = two.open(raw, 'request')
    expect(sealed.body.toString()).not.toContain('queryType')
    expect(text(read, 'queryType')).toBe('CASH_QUERY')
    expect(two.verify(read, 'query', own.platform, raw)).toBe('good')
  })

  test('wrapped answers are unsigned, and read as if nothing was around them', () => {
    const { speak: wraps, parties: own } = under({ wrappedQuery: true, signedQuery: false })
    const fields = {
      platRespCode: 'SUCCESS',
      platRespMessage: 'ok',
      orderNum: 'T1',
      status: 'SUCCESS',
      amount: 5,
    }
    const sealed = wraps.seal({ operation: 'query', side: 'response', fields }, own.platform)
    expect(JSON.parse(sealed.body.toString())).toMatchObject({
      success: true,
      code: 1000,
      data: { status: 'SUCCESS' },
    })
    const read = wraps.open({ headers: sealed.headers, body: sealed.body }, 'response', 'query')
    expect(read).toMatchObject({ fields })
    expect(text(read, 'amount')).toBe('5')
    const refused = wraps.seal(
      { operation: 'query', side: 'response', fields: { platRespCode: 'NOTEXIST' } },
      own.platform,
    )
    const none = wraps.open({ headers: refused.headers, body: refused.body }, 'response', 'query')
    expect(text(none, 'platRespCode')).toBe('FAIL')
  })

  test('the URL alphabet and amounts as numbers', () => {
    const { speak: other, parties: own } = under({ signatureAlphabet: 'urlSafe', amountType: 'integer' })
    const { fields, operation } = vector('v1')
    const sealed = other.seal({ operation, side: 'request', fields }, own.merchant)
    const body = JSON.parse(sealed.body.toString()) as { sign: string; payMoney: unknown }
    expect(body.payMoney).toBe(50000)
    expect(body.sign).toMatch(/^[A-Za-z0-9_-]+$/)
    const raw = { ...sealed, url: url(sealed.path) }
    expect(speak.verify(speak.receive(raw, 'request'), operation, parties.platform, raw)).toBe('good')
  })

  test('links go unsigned where that is agreed', () => {
    const { speak: other, parties: own } = under({ signedLink: false })
    const fields = { platRespCode: 'SUCCESS', platRespMessage: 'ok', url: 'http://127.0.0.1/page' }
    const { body } = other.seal({ operation: 'prepaidOrder', side: 'response', fields }, own.platform)
    expect(body.toString()).not.toContain('platSign')
  })
})

test('a message that comes alone is known by its members', () => {
  const alone = (fields: Fields, side: 'request' | 'response') =>
    speak.operationOf(
      speak.open(
        { headers: [['Content-Type', 'application/json']], body: Buffer.from(JSON.stringify(fields)) },
        side,
      ),
    )
  expect(alone(vector('v1').fields, 'request')).toBe('pay')
  expect(alone(vector('v7').fields, 'request')).toBe('cash')
  expect(alone(vector('v5').fields, 'response')).toBe('pay')
  expect(alone(vector('v9').fields, 'response')).toBe('query')
  expect(alone(vector('v6').fields, 'request')).toBe('paymentCallback')
})

test('what a receiver answers is not read as fields', () => {
  const sealed = speak.seal({ operation: 'paymentCallback', side: 'response', fields: {} }, {})
  expect(sealed.body.toString()).toBe('SUCCESS')
  expect(
    speak.open({ headers: sealed.headers, body: sealed.body }, 'response', 'paymentCallback'),
  ).toMatchObject({
    ok: true,
    fields: {},
  })
})
