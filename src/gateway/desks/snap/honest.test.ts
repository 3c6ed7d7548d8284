import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fields } from '../../../wire/reading.ts'
import { fresh } from './testing/consumer.ts'
import { type House, openHouse } from './testing/house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const card = (token: string) => ({ bankCardToken: token })
const stateOf = async (reference: string) =>
  (await house.consumer.status(reference)).fields['latestTransactionStatus']

describe('a payment', () => {
  it('is made with a card, found by every identifier, and debited once', async () => {
    const paid = await house.consumer.pay()
    expect(paid).toMatchObject({ status: 200, code: '2005400', complaints: [] })
    const { referenceNo } = paid.fields
    const by: Fields[] = [
      { originalPartnerReferenceNo: paid.reference },
      { originalReferenceNo: referenceNo! },
      { originalPartnerReferenceNo: paid.reference, originalReferenceNo: referenceNo! },
    ]
    for (const names of by) {
      const told = await house.consumer.send('status', { ...names, serviceCode: '54' })
      expect(told).toMatchObject({ status: 200, code: '2005500', complaints: [] })
      expect(told.fields).toMatchObject({
        originalReferenceNo: referenceNo,
        originalPartnerReferenceNo: paid.reference,
        latestTransactionStatus: '00',
        originalResponseCode: '2005400',
        transAmount: { value: '100.00', currency: 'IDR' },
      })
    }
    expect(await house.ledger(paid.reference)).toMatchObject({ paid: 100, payments: [{ state: 'paid' }] })
  })

  it.each([
    ['CARDDECL00000001', 403, '4035405'],
    ['CARDBLOC00000001', 403, '4035407'],
    ['CARDEXPI00000001', 403, '4035408'],
    ['CARDPOOR00000001', 403, '4035414'],
    ['CARDLIMI00000001', 403, '4035402'],
    ['CARDFRAU00000001', 403, '4035403'],
    ['CARDBACK00000001', 500, '5005402'],
    ['CARDNONE00000001', 404, '4045411'],
  ])('with %s is refused with %i and %s, and has failed', async (token, status, code) => {
    const told = await house.consumer.pay(card(token))
    expect(told).toMatchObject({ status, code, complaints: [] })
    expect(await stateOf(told.reference)).toBe('06')
    expect(await house.ledger(told.reference)).toMatchObject({ payments: [], paid: 0 })
  })

  it.each([
    ['CARDPEND00000001', 202, '2025400', '03', '00'],
    ['CARDPFAI00000001', 202, '2025400', '03', '06'],
    ['CARDTIME00000001', 504, '5045400', '03', '00'],
    ['CARDTFAI00000001', 504, '5045400', '03', '06'],
    ['CARDPAGE00000001', 200, '2005400', '01', '00'],
    ['CARDNOPE00000001', 200, '2005400', '01', '06'],
    ['CARDIDLE00000001', 200, '2005400', '01', '01'],
  ])('with %s is answered %i and %s, is %s at first and %s then', async (token, status, code, now, then) => {
    const told = await house.consumer.pay(card(token))
    expect(told).toMatchObject({ status, code, complaints: [] })
    if (now === '01') expect(told.fields['webRedirectUrl']).toMatch(/^https:/)
    expect(await stateOf(told.reference)).toBe(now)
    await house.gateway.clock.advance(11)
    expect(await stateOf(told.reference)).toBe(then)
    expect((await house.ledger(told.reference)).paid).toBe(then === '00' ? 100 : 0)
  })

  it('without a card sends the payer to a page', async () => {
    const told = await house.consumer.pay({ bankCardToken: null })
    expect(told).toMatchObject({ code: '2005400', complaints: [] })
    expect(await stateOf(told.reference)).toBe('01')
  })

  it('with a one-time password wants the right one, and takes it in the end', async () => {
    const reference = `R${fresh()}`
    const pay = (more: object) =>
      house.consumer.pay({ ...card('CARDOTPC00000001'), partnerReferenceNo: reference, ...more })
    expect((await pay({})).code).toBe('4045406')
    expect((await pay({ otp: '000000' })).code).toBe('4045415')
    expect((await pay({ otp: '123456' })).code).toBe('2005400')
  })

  it('of other merchants, in the past, of nothing or malformed is refused and leaves its reference free', async () => {
    const reference = `R${fresh()}`
    const codes: string[] = []
    const wrong: Fields[] = [
      { merchantId: 'MNONE001' },
      { merchantId: 'MBLACK01' },
      { merchantId: 'M0000002' },
      { validUpTo: '2020-01-01T00:00:00+07:00' },
      { amount: { value: '0.00', currency: 'IDR' } },
      { amount: { value: '10', currency: 'IDR' } },
      { amount: { value: 10, currency: 'IDR' } },
      { amount: { value: '10.00' } },
      { amount: null },
      { amount: [] },
      { chargeToken: 'x'.repeat(41) },
      { urlParam: [{ url: 'https://x.example', type: 'PAY_RETURN', isDeeplink: 'N' }, { url: '/x' }] },
    ]
    for (const more of wrong) {
      const told = await house.consumer.pay({ partnerReferenceNo: reference, ...more })
      expect(told.complaints).toEqual([])
      codes.push(told.code)
    }
    expect(codes).toEqual([
      '4045408',
      '4035419',
      '4045408',
      '4035400',
      '4005401',
      '4005401',
      '4005401',
      '4005402',
      '4005402',
      '4005401',
      '4005401',
      expect.stringMatching(/^400540[12]$/),
    ])
    expect((await house.consumer.status(reference)).code).toBe('4045501')
    const told = await house.consumer.pay({
      partnerReferenceNo: reference,
      xFoo: 'é😀',
      additionalInfo: null,
    })
    expect(told.code).toBe('2005400')
  })

  it('that comes again debits nobody anew, whatever state it is in', async () => {
    const again = async (token: string, more = {}) => {
      const { reference } = await house.consumer.pay(card(token))
      const told = await house.consumer.pay({ ...card(token), partnerReferenceNo: reference, ...more })
      return [told.code, (await house.ledger(reference)).payments.length]
    }
    expect(await again('CARDPAID1')).toEqual(['4095401', 1])
    expect(await again('CARDPEND1')).toEqual(['2025400', 1])
    expect(await again('CARDDECL1')).toEqual(['4035405', 0])
    expect(await again('CARDPAID1', { amount: { value: '100.01', currency: 'IDR' } })).toEqual(['4045418', 1])
  })

  it('is made once of many in flight, and with one amount of two', async () => {
    const reference = `R${fresh()}`
    const pay = (value = '100.00') =>
      house.consumer.pay({
        ...card('CARDSLOW1'),
        partnerReferenceNo: reference,
        amount: { value, currency: 'IDR' },
      })
    const codes = (await Promise.all([pay(), pay(), pay(), pay('200.00')])).map(({ code }) => code)
    expect(codes.filter((code) => code === '2005400')).toHaveLength(1)
    expect(codes).toContain('4045418')
    expect((await house.ledger(reference)).payments).toHaveLength(1)
  })

  it('expires where nobody paid, also by the clock of another zone', async () => {
    const at = house.gateway.clock.now() + 60_000
    const validUpTo = `${new Date(at).toISOString().slice(0, 19)}+00:00`
    const idle = await house.consumer.pay({ ...card('CARDIDLE1'), validUpTo })
    const pending = await house.consumer.pay({ ...card('CARDPEND1'), validUpTo })
    await house.gateway.clock.advance(61)
    expect(await stateOf(idle.reference)).toBe('05')
    expect(await stateOf(pending.reference)).toBe('00')
    expect((await house.consumer.cancel(idle.reference)).code).toBe('4045700')
  })
})

describe('an inquiry', () => {
  it('names a payment, of this partner, that everything in it agrees with', async () => {
    const [one, two] = [await house.consumer.pay(), await house.consumer.pay()]
    const ask = async (fields: object) => (await house.consumer.status(one.reference, { ...fields })).code
    expect(await ask({ originalReferenceNo: two.fields['referenceNo']! })).toBe('4045501')
    expect(await ask({ originalPartnerReferenceNo: null })).toBe('4005502')
    expect(await ask({ serviceCode: '17' })).toBe('4045501')
    expect(await ask({ serviceCode: '5' })).toBe('4005501')
    expect(await ask({ amount: { value: '99.00', currency: 'IDR' } })).toBe('4045501')
    expect(await ask({ amount: { value: '100.00', currency: 'IDR' }, merchantId: 'M0000001' })).toBe(
      '2005500',
    )
    expect((await house.consumer.status(`R${fresh()}`)).code).toBe('4045501')
  })
})

describe('a cancellation', () => {
  it('ends what is not paid, once', async () => {
    const { reference } = await house.consumer.pay(card('CARDPAGE1'))
    const wrong = await house.consumer.cancel(reference, { amount: { value: '1.00', currency: 'IDR' } })
    expect(wrong.code).toBe('4045713')
    const told = await house.consumer.cancel(reference)
    expect(told).toMatchObject({ status: 200, code: '2005700', complaints: [] })
    expect((await house.consumer.cancel(reference)).code).toBe('4045700')
    await house.gateway.clock.advance(11)
    expect(await stateOf(reference)).toBe('05')
    expect((await house.consumer.refund(reference, '1.00')).code).toBe('4045800')
    expect((await house.consumer.cancel(`R${fresh()}`)).code).toBe('4045701')
  })

  it('gives back what a pending payment has taken, and leaves a paid one paid', async () => {
    const pending = await house.consumer.pay(card('CARDPEND1'))
    expect((await house.consumer.cancel(pending.reference)).code).toBe('2005700')
    expect(await house.ledger(pending.reference)).toMatchObject({
      payments: [{ state: 'reversed' }],
      paid: 0,
    })
    const paid = await house.consumer.pay()
    expect((await house.consumer.cancel(paid.reference)).code).toBe('4055701')
    expect(await stateOf(paid.reference)).toBe('00')
  })
})

describe('a refund', () => {
  it('pays back in parts to the last sen, and never more', async () => {
    const { reference } = await house.consumer.pay({ amount: { value: '0.30', currency: 'IDR' } })
    const back = async (amount: string | null, more = {}) =>
      (await house.consumer.refund(reference, amount, more)).code
    expect(await back('0.31')).toBe('4045813')
    const first = await house.consumer.refund(reference, '0.10')
    expect(first).toMatchObject({ status: 200, code: '2005800', complaints: [] })
    expect(await stateOf(reference)).toBe('00')
    expect(await back('0.00')).toBe('4005801')
    expect(await back('0.21')).toBe('4045813')
    expect(await back('0.20', { refundAmount: { value: '0.20', currency: 'USD' } })).toBe('4045813')
    expect((await house.consumer.cancel(reference)).code).toBe('4045700')
    expect(await back('0.20')).toBe('2005800')
    expect(await back('0.01')).toBe('4045813')
    const { fields, complaints } = await house.consumer.status(reference)
    expect(complaints).toEqual([])
    expect(fields).toMatchObject({
      latestTransactionStatus: '04',
      transAmount: { value: '0.30' },
      refundHistory: [{ refundAmount: { value: '0.10' } }, { refundAmount: { value: '0.20' } }],
    })
    expect(await house.ledger(reference)).toMatchObject({ paid: 0.3, refunded: 0.3 })
  })

  it('under one number pays back once', async () => {
    const { reference } = await house.consumer.pay()
    const partnerRefundNo = `B${fresh()}`
    const back = (amount: string) => house.consumer.refund(reference, amount, { partnerRefundNo })
    const told = await Promise.all([back('60.00'), back('60.00'), back('60.00')])
    expect(told.map(({ code }) => code)).toEqual(['2005800', '2005800', '2005800'])
    expect(new Set(told.map(({ fields }) => fields['refundNo'])).size).toBe(1)
    expect((await back('59.00')).code).toBe('4045818')
    expect((await house.ledger(reference)).refunded).toBe(60)
  })

  it('is carried out once of two that exceed the payment together, and never beside a cancellation', async () => {
    const { reference } = await house.consumer.pay()
    const back = () => house.consumer.refund(reference, '60.00')
    expect((await Promise.all([back(), back()])).map(({ code }) => code).sort()).toEqual([
      '2005800',
      '4045813',
    ])
    expect((await house.consumer.refund(reference, null)).fields['refundAmount']).toMatchObject({
      value: '40.00',
    })
  })

  it('may be pending: it counts, and counts nothing when it has failed', async () => {
    for (const [token, state, rest] of [
      ['CARDRPEN1', '00', '4045813'],
      ['CARDRFAI1', '06', '2025800'],
    ] as const) {
      const { reference } = await house.consumer.pay(card(token))
      expect((await house.consumer.refund(reference, '60.00')).code).toBe('2025800')
      expect((await house.consumer.refund(reference, '60.00')).code).toBe('4045813')
      expect((await house.consumer.cancel(reference)).code).toBe('4045700')
      await house.gateway.clock.advance(11)
      const { fields } = await house.consumer.status(reference)
      expect(fields['refundHistory']).toMatchObject([{ refundStatus: state }])
      expect((await house.consumer.refund(reference, '60.00')).code).toBe(rest)
    }
  })

  it('is refused where the merchant has no money, the payment is not paid, or there is none', async () => {
    const poor = await house.consumer.pay({ merchantId: 'MPOOR001' })
    expect((await house.consumer.refund(poor.reference, '1.00')).code).toBe('4035814')
    const open = await house.consumer.pay(card('CARDPEND1'))
    expect((await house.consumer.refund(open.reference, '1.00')).code).toBe('4045800')
    expect((await house.consumer.refund(`R${fresh()}`, '1.00')).code).toBe('4045801')
  })
})

describe('two partners', () => {
  it('see, cancel and refund nothing of each other, and use the same references', async () => {
    const other = await house.other()
    const mine = await house.consumer.pay(card('CARDIDLE1'))
    expect((await other.status(mine.reference)).code).toBe('4045501')
    expect((await other.cancel(mine.reference)).code).toBe('4045701')
    expect((await other.refund(mine.reference, '1.00')).code).toBe('4045801')
    const theirs = await other.pay({ partnerReferenceNo: mine.reference, merchantId: other.merchant })
    expect(theirs.code).toBe('2005400')
    expect(theirs.fields['referenceNo']).not.toBe(mine.fields['referenceNo'])
    expect(await stateOf(mine.reference)).toBe('01')
  })
})
