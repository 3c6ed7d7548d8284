import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stampOf } from '../../../contract/datetime.ts'
import type { Headers } from '../../../wire/exchange.ts'
import type { Fields } from '../../../wire/reading.ts'
import { fresh, order } from './testing/consumer.ts'
import { type House, openHouse } from './testing/house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse({}, '2026-11-20T10:00:00+07:00')
})
afterAll(() => house.close())

const pay = (fields: Fields = {}) => ({ ...order, partnerReferenceNo: `R${fresh()}`, ...fields })
const code = async (fields: Fields, operation = 'payment') =>
  (await house.consumer.send(operation, fields)).code
const header = (name: string, value: string | null) => pay({ [`header:${name}`]: value })

/** A sealed payment with one header changed after it was signed. */
function changed(name: string, change: (value: string) => string, fields: Fields = {}) {
  const sealed = house.consumer.seal('payment', pay(fields))
  const headers = sealed.headers.map(([key, value]): Headers[number] => [
    key,
    key === name ? change(value) : value,
  ])
  return house.consumer.deliver('payment', { ...sealed, headers })
}

describe('headers', () => {
  it.each([
    ['X-PARTNER-ID', '4005402'],
    ['X-EXTERNAL-ID', '4005402'],
    ['X-TIMESTAMP', '4005402'],
    ['CHANNEL-ID', '4005402'],
    ['Authorization', '4015400'],
  ])('without %s are refused with %s', async (name, refusal) => {
    const told = await house.consumer.send('payment', header(name, null))
    expect(told).toMatchObject({ code: refusal, complaints: [] })
    if (refusal === '4005402') expect(told.fields['responseMessage']).toBe(`Invalid Mandatory Field ${name}`)
  })

  it.each([
    ['X-EXTERNAL-ID', '1'.repeat(37), '4005401'],
    ['X-PARTNER-ID', 'P'.repeat(37), '4005401'],
    ['CHANNEL-ID', '952211', '4005401'],
    ['X-TIMESTAMP', '2026-02-30T10:00:00+07:00', '4005401'],
    ['X-TIMESTAMP', '2026-11-20 10:00:00', '4005401'],
    ['X-IP-ADDRESS', '999.1.1.1', '4005401'],
    ['X-DEVICE-ID', 'd'.repeat(401), '4005401'],
    ['Content-Type', 'text/plain', '4005400'],
    ['Authorization', 'Basic abc', '4015401'],
  ])('with a wrong %s are refused: %s', async (name, value, refusal) => {
    expect(await code(header(name, value))).toBe(refusal)
  })

  it('are read in any case, at their full length, at any offset', async () => {
    const sealed = house.consumer.seal('payment', header('X-EXTERNAL-ID', fresh().padStart(36, '0')))
    const headers = sealed.headers.map(([name, value]): Headers[number] => [name.toLowerCase(), value])
    expect((await house.consumer.deliver('payment', { ...sealed, headers })).code).toBe('2005400')
    const time = stampOf(house.gateway.clock.now(), 'Asia/Tokyo')
    expect(time).toMatch(/\+09:00$/)
    expect(await code(header('X-TIMESTAMP', time))).toBe('2005400')
    expect(await code(header('Content-Type', 'Application/JSON; charset=utf-8'))).toBe('2005400')
  })
})

describe('signatures', () => {
  it('that are missing, blank, unreadable, changed or of something else are refused and do nothing', async () => {
    for (const change of [() => '', () => ' ', () => '§', (is: string) => is.toLowerCase()])
      expect((await changed('X-SIGNATURE', change)).code).toBe('4015400')
    expect((await changed('X-TIMESTAMP', () => '2026-11-20T09:00:00+07:00')).code).toBe('4015400')
    const partnerReferenceNo = `R${fresh()}`
    const sealed = house.consumer.seal('payment', pay({ partnerReferenceNo }))
    const body = Buffer.from(sealed.body.toString().replace('100.00', '900.00'))
    expect((await house.consumer.deliver('payment', { ...sealed, body })).code).toBe('4015400')
    const elsewhere = house.consumer.seal('status', { originalPartnerReferenceNo: 'x', serviceCode: '54' })
    expect((await house.consumer.deliver('cancel', { ...elsewhere, path: '/v1.0/debit/cancel' })).code).toBe(
      '4015700',
    )
    expect((await house.consumer.status(partnerReferenceNo)).code).toBe('4045501')
    expect((await house.consumer.pay({ partnerReferenceNo })).code).toBe('2005400')
  })

  it('hold in any layout, and before anybody learns whether the body can be read', async () => {
    for (const style of [
      { indent: true },
      { unicodeEscapes: true, escapedSlashes: true },
      { trailing: ' \n' },
    ]) {
      const told = await house.consumer.send('payment', pay({ additionalInfo: { note: 'a  b/é' } }), {
        style,
      })
      expect(told.code).toBe('2005400')
    }
    for (const instead of ['{"a":', '[]', '"x"', '', '<html>'])
      expect((await house.consumer.send('payment', pay(), { style: { instead } })).code).toBe('4005400')
    const sealed = house.consumer.seal('payment', pay())
    const told = await house.consumer.deliver('payment', { ...sealed, body: Buffer.from('{') })
    expect(told).toMatchObject({ code: '4015400', complaints: [] })
  })

  it('of others are refused, whoever they say they are', async () => {
    const other = await house.other()
    expect(await code(header('X-PARTNER-ID', other.id))).toBe('4015400')
    expect(await code(header('X-PARTNER-ID', 'NOBODY'))).toBe('4015400')
    expect(await code(header('Authorization', `Bearer ${other.token}`))).toBe('4015401')
    expect(await code(header('Authorization', 'Bearer invented'))).toBe('4015401')
  })
})

describe('tokens', () => {
  it('are given to whoever signs rightly, and are good for their time', async () => {
    const told = await house.consumer.send('token', { grantType: 'client_credentials' })
    expect(told).toMatchObject({ status: 200, code: '2007300', complaints: [] })
    expect(told.fields).toMatchObject({ expiresIn: '900', 'header:X-CLIENT-KEY': house.consumer.id })
    const token = `Bearer ${String(told.fields['accessToken'])}`
    await house.gateway.clock.advance(899)
    expect(await code(header('Authorization', token))).toBe('2005400')
    await house.gateway.clock.advance(2)
    expect(await code(header('Authorization', token))).toBe('4015401')
    await house.consumer.renew()
  })

  it('are refused to strangers, for a wrong signature and for other grants', async () => {
    const grant = { grantType: 'client_credentials' }
    expect(await code({ ...grant, 'header:X-CLIENT-KEY': 'NOBODY' }, 'token')).toBe('4017300')
    const spare = ['header:X-SIGNATURE']
    const forged = { ...grant, 'header:X-SIGNATURE': 'AAAA' }
    expect((await house.consumer.send('token', forged, { spare })).code).toBe('4017300')
    expect(await code({ grantType: 'password' }, 'token')).toBe('4007302')
    expect(await code({}, 'token')).toBe('4007302')
  })

  it('of customers are given once for a code, renewed, and taken for their own cards only', async () => {
    const { authCode } = await house.provision({ consent: true, code: 'CUST1' })
    const asked = { grantType: 'AUTHORIZATION_CODE', authCode: authCode! }
    const told = await house.consumer.send('customerToken', asked)
    expect(told).toMatchObject({ status: 200, code: '2007400', complaints: [] })
    expect(await code(asked, 'customerToken')).toBe('4017400')
    expect(await code({ grantType: 'AUTHORIZATION_CODE' }, 'customerToken')).toBe('4007402')
    const renewal = { grantType: 'REFRESH_TOKEN', refreshToken: told.fields['refreshToken']! }
    expect(await code(renewal, 'customerToken')).toBe('2007400')
    const [mine, theirs] = [
      await house.provision({ outcome: 'paid', customer: 'CUST1' }),
      await house.provision({ outcome: 'paid', customer: 'CUST2' }),
    ]
    const customer = { 'header:Authorization-Customer': `Bearer ${String(told.fields['accessToken'])}` }
    expect(await code(pay({ ...customer, bankCardToken: mine.code! }))).toBe('2005400')
    expect(await code(pay({ ...customer, bankCardToken: theirs.code! }))).toBe('4045411')
    expect(await code(pay({ 'header:Authorization-Customer': 'Bearer invented' }))).toBe('4015402')
  })

  it('of customers nobody has made are given once for a code that says so', async () => {
    const asked = (authCode: string) => code({ grantType: 'AUTHORIZATION_CODE', authCode }, 'customerToken')
    expect(await asked('AUTHGOOD-1')).toBe('2007400')
    expect(await asked('AUTHGOOD-1')).toBe('4017400')
    expect(await asked('AUTHGOOD-2')).toBe('2007400')
    expect(await asked('INVENTED-1')).toBe('4017400')
  })
})

describe('X-EXTERNAL-ID', () => {
  it('is good once a day in Jakarta, for each partner', async () => {
    const external = { 'header:X-EXTERNAL-ID': fresh() }
    const other = await house.other()
    await house.gateway.clock.set('2026-11-21T06:59:00+07:00')
    await house.consumer.renew()
    expect(await code(pay(external))).toBe('2005400')
    expect(await code(pay(external))).toBe('4095400')
    await house.gateway.clock.set('2026-11-21T07:01:00+07:00')
    expect(await code(pay(external))).toBe('4095400')
    await other.renew()
    expect((await other.pay({ ...external, merchantId: other.merchant })).code).toBe('2005400')
    await house.gateway.clock.set('2026-11-22T00:01:00+07:00')
    await house.consumer.renew()
    expect(await code(pay(external))).toBe('2005400')
  })

  it('is carried out once of many in flight, also byte by byte', async () => {
    const sealed = house.consumer.seal('payment', pay())
    const told = await Promise.all([1, 2, 3].map(() => house.consumer.deliver('payment', sealed)))
    expect(told.map((one) => one.code).sort()).toEqual(['2005400', '4095400', '4095400'])
  })
})

describe('whatever else comes', () => {
  it('is refused in JSON: other methods, other paths', async () => {
    const sealed = house.consumer.seal('payment', pay())
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
      expect(await house.consumer.deliver('payment', { ...sealed, method })).toMatchObject({
        status: 405,
        code: '4055400',
        complaints: [],
      })
    const lost = await house.consumer.deliver('payment', { ...sealed, path: '/v1.0/debit/nothing' })
    expect(lost.status).toBe(404)
  })

  it('never finds a secret in an answer', async () => {
    const { secret } = house.gateway.desks[0]!.credentials!
    const told = await changed('X-SIGNATURE', () => createHash('sha256').update('x').digest('base64'))
    expect(JSON.stringify(told)).not.toContain(secret)
    expect(told.fields['responseMessage']).toBe('Unauthorized. Signature')
  })
})

describe('profiles', () => {
  it('sign asymmetrically and in hexadecimal, replay, and void what was paid', async () => {
    const free = await openHouse({
      requestSignature: 'asym',
      signatureEncoding: 'hex',
      extId: 'replay',
      duplicatePayment: 'replay200',
      cancelPaid: 'void',
      notFoundStyle: 'status07',
      pathPrefix: '/snap',
      skewSeconds: 300,
      partialRefundStatus: '04',
    })
    try {
      const { consumer } = free
      const sealed = consumer.seal('payment', pay({ 'header:Authorization': null }))
      const [first, again] = [
        await consumer.deliver('payment', sealed),
        await consumer.deliver('payment', sealed),
      ]
      expect(first).toMatchObject({ code: '2005400', complaints: [] })
      expect(again.fields['referenceNo']).toBe(first.fields['referenceNo'])
      const reference = String(first.fields['partnerReferenceNo'])
      const changedBody = { ...pay({ partnerReferenceNo: reference }), 'header:X-EXTERNAL-ID': fresh() }
      expect((await consumer.send('payment', changedBody)).fields['referenceNo']).toBe(
        first.fields['referenceNo'],
      )
      expect((await consumer.cancel(reference)).code).toBe('2005700')
      const told = await consumer.status(reference)
      expect(told).toMatchObject({ complaints: [], fields: { latestTransactionStatus: '05' } })
      expect(await free.ledger(reference)).toMatchObject({ paid: 0 })
      const nothing = await consumer.status(`R${fresh()}`)
      expect(nothing).toMatchObject({
        code: '2005500',
        fields: { latestTransactionStatus: '07' },
        complaints: [],
      })
      const late = await consumer.send('payment', header('X-TIMESTAMP', '2020-01-01T00:00:00+07:00'))
      expect(late.code).toBe('4015400')
      const part = await consumer.pay()
      await consumer.refund(part.reference, '1.00')
      expect((await consumer.status(part.reference)).fields['latestTransactionStatus']).toBe('04')
      expect((await consumer.refund(part.reference, '99.00')).code).toBe('2005800')
    } finally {
      await free.close()
    }
  })
})
