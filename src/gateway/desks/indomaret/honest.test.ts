import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadContract } from '../../../contract/load.ts'
import { messageOf } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { inProcess, overSocket } from '../../testing/post.ts'
import { freshReference, type Store, storeAt, type Told } from './testing/store.ts'

const contract = loadContract('indomaret')
let gateway: Gateway

beforeAll(async () => {
  gateway = await createGateway({ protocols: ['indomaret'] })
  await gateway.listen()
})
afterAll(() => gateway.close())

const ways = { 'in process': inProcess, 'over a socket': overSocket }

function orderly(operation: string, answer: Told): Told {
  expect(answer.reading).toMatchObject({ ok: true, flaws: [] })
  const spec = messageOf(contract, operation, 'response')
  expect(shapeOf(contract, spec, gateway.profiles['indomaret']!).check(answer.fields)).toEqual([])
  expect(answer.status).toBe(200)
  return answer
}

describe.each(Object.entries(ways))('the honest partner, %s', (_name, way) => {
  let store: Store
  beforeAll(() => {
    store = storeAt(gateway, way(gateway))
  })

  const bill = async (wish: { [key: string]: unknown } = {}): Promise<string> => {
    const made = await gateway.control.provision({ amount: 90000, minAmount: 10000, fee: 2500, ...wish })
    return (made as { code: string }).code
  }
  const ask = async (code: string, more = {}) => orderly('inquiry', await store.inquiry(code, more))
  const pay = async (code: string, reference: string, amount: number | string = 50000, more = {}) =>
    orderly('payment', await store.payment(code, reference, amount, more))
  const undo = async (code: string, reference: string, amount: number | string = 50000, more = {}) =>
    orderly('reversal', await store.reversal(code, reference, amount, more))
  const booked = async (code: string) => ((await gateway.control.ledger(code)) as { paid: number }).paid

  it('tells what a payable code is for, and asking changes nothing', async () => {
    const code = await bill({ customer: 'Budi Rekan', desc: 'Air & Listrik <Jakarta>', expiresIn: 3600 })
    const first = await ask(code, { ProductCode: '123000' })
    expect(first.fields).toMatchObject({
      ResponseCode: '00',
      Amount: '90000',
      MinAmount: '10000',
      Fee: '2500',
      ProductCode: '123000',
    })
    expect(first.fields).toMatchObject({
      Customer: 'Budi Rekan',
      Desc: 'Air & Listrik <Jakarta>',
      StoreID: 'G001T001',
    })
    const again = await ask(code)
    expect(again.fields['Amount']).toBe('90000')
  })

  it('pays once: a repeat has the same receipt, whatever its MessageID', async () => {
    const code = await bill()
    const first = await pay(code, 'REF1')
    const again = await pay(code, 'REF1')
    expect([first.code, again.code]).toEqual(['00', '00'])
    expect(first.fields['ReceiptCode']).toMatch(/^R[A-Z0-9]{10,19}$/)
    expect(again.fields['ReceiptCode']).toBe(first.fields['ReceiptCode'])
    expect(await booked(code)).toBe(50000)
  })

  it('refuses the same key with another amount, and a second reference', async () => {
    const code = await bill()
    await pay(code, 'REF1')
    expect((await pay(code, 'REF1', 60000)).code).toBe('94')
    expect((await pay(code, 'REF2')).code).toBe('88')
    expect((await ask(code)).code).toBe('88')
    expect(await booked(code)).toBe(50000)
  })

  it('pays a reusable code again under another reference', async () => {
    const code = await bill({ reusable: true })
    const receipts = [await pay(code, 'REF1'), await pay(code, 'REF2')].map(
      ({ fields }) => fields['ReceiptCode'],
    )
    expect(new Set(receipts).size).toBe(2)
    expect(await booked(code)).toBe(100000)
  })

  it('reverses a payment, again and again, and lets the code be paid under a new reference', async () => {
    const code = await bill()
    await pay(code, 'REF1')
    expect((await undo(code, 'REF1', 40000)).code).toBe('64')
    expect((await undo(code, 'REF1')).code).toBe('00')
    expect((await undo(code, 'REF1')).code).toBe('00')
    expect((await ask(code)).code).toBe('00')
    expect((await pay(code, 'REF1')).code).toBe('77')
    expect((await pay(code, 'REF2')).code).toBe('00')
    expect((await undo(code, 'REF1')).code).toBe('00')
    expect(await booked(code)).toBe(50000)
  })

  it('remembers a reversal that came before its payment', async () => {
    const code = await bill()
    expect((await undo(code, 'REF1')).code).toBe('00')
    expect((await pay(code, 'REF1')).code).toBe('77')
    expect((await pay(code, 'REF2')).code).toBe('00')
  })

  it('leaves a payment standing when the reversal names another reference or code', async () => {
    const [code, other] = [await bill(), await bill()]
    await pay(code, 'REF1')
    await undo(code, 'REF2')
    await undo(other, 'REF1')
    expect(await booked(code)).toBe(50000)
    expect((await ask(code)).code).toBe('88')
  })

  it('takes one reference for two codes as two transactions', async () => {
    const [code, other] = [await bill(), await bill()]
    const receipts = [await pay(code, 'REF1'), await pay(other, 'REF1')].map(
      ({ fields }) => fields['ReceiptCode'],
    )
    expect(new Set(receipts).size).toBe(2)
  })

  it.each([
    ['9999', '13'],
    ['10000', '00'],
    ['50000.00', '00'],
    ['000000050000', '00'],
    ['90000', '00'],
    ['90001', '61'],
    ['50000.5', '30'],
    ['5E4', '30'],
    ['0', '13'],
  ])('answers a payment of %s with %s', async (amount, code) => {
    expect((await pay(await bill(), 'REF1', amount)).code).toBe(code)
  })

  it('refuses unknown and expired codes, and reverses after the expiry all the same', async () => {
    expect((await ask('NOSUCHCODE')).code).toBe('14')
    expect((await pay('NOSUCHCODE', 'REF1')).code).toBe('14')
    expect((await undo('NOSUCHCODE', 'REF1')).code).toBe('25')
    const code = await bill({ expiresIn: 600 })
    await pay(code, 'REF1')
    const other = await bill({ expiresIn: 600 })
    gateway.control.clock({ advance: 3600 })
    expect((await undo(code, 'REF1')).code).toBe('00')
    expect((await ask(code)).code).toBe('54')
    expect((await pay(other, 'REF1')).code).toBe('54')
    gateway.control.clock({ advance: -3600 })
  })

  it.each([
    ['PaymentCode', null],
    ['PaymentCode', '   '],
    ['PaymentCode', 'A-1'],
    ['TrackingRef', null],
    ['TrackingRef', 'A'.repeat(21)],
    ['TimeStamp', null],
    ['TimeStamp', '2026-02-30 10:00:00'],
    ['TimeStamp', '2026-11-20T10:00:00'],
    ['MessageID', null],
    ['MessageID', 'x'.repeat(256)],
    ['StoreID', 'G001'],
    ['StoreID', null],
    ['Amount', null],
    ['ProductCode', 'A'.repeat(11)],
    ['TrackingRef', ['A1', 'A2']],
  ])('refuses a request whose %s is %j, in an orderly answer', async (field, value) => {
    const code = await bill()
    expect((await pay(code, 'REF1', 50000, { [field]: value })).code).toBe('30')
    expect((await undo(code, 'REF1', 50000, { [field]: value })).code).toBe('30')
    if (field !== 'Amount') expect((await ask(code, { [field]: value })).code).toBe('30')
    expect(await booked(code)).toBe(0)
  })

  it('refuses a missing, a forged and a foreign signature, and takes lower case', async () => {
    const code = await bill()
    expect((await ask(code, { Signature: null })).code).toBe('30')
    expect((await ask(code, { Signature: 'AB'.repeat(48) })).code).toBe('63')
    const foreign = storeAt(gateway, way(gateway), 'another key')
    expect((await foreign.payment(code, 'REF1', 50000)).code).toBe('63')
    expect((await foreign.reversal(code, 'REF1', 50000)).code).toBe('63')
    expect(await booked(code)).toBe(0)
  })

  it('answers in the version and namespace of the request', async () => {
    const code = await bill()
    const plain = await store.inquiry(code)
    expect(plain.reading).toMatchObject({
      name: 'ResInquiry',
      soap: { version: '1.1', payloadNs: null, leafNs: [null] },
    })
    const unqualified = await store.inquiry(
      code,
      {},
      { payloadNs: 'urn:x', qualifiedLeaves: false, prefix: 'S' },
    )
    expect(unqualified.reading).toMatchObject({ soap: { payloadNs: 'urn:x', leafNs: [null] } })
    const qualified = await store.inquiry(
      code,
      {},
      { payloadNs: 'urn:x', qualifiedLeaves: true, version: '1.2' },
    )
    expect(qualified.reading).toMatchObject({
      soap: { version: '1.2', payloadNs: 'urn:x', leafNs: ['urn:x'] },
    })
    expect([plain.code, unqualified.code, qualified.code]).toEqual(['00', '00', '00'])
  })

  it.each<[string, object]>([
    ['a wrapper', { wrapper: 'Inquiry' }],
    ['xsi:type', { xsiType: true }],
    ['nil', { nil: true }],
    ['a header', { header: 'x' }],
    ['UTF-16', { encoding: 'utf-16' }],
    ['ISO-8859-1', { encoding: 'iso-8859-1' }],
    ['a BOM', { bom: true }],
    ['CDATA', { cdata: true }],
    ['comments', { comments: true }],
    ['indentation', { indent: true }],
    ['a default namespace', { prefix: '' }],
    ['another content type', { contentType: 'application/x-www-form-urlencoded' }],
  ])('takes a request with %s', async (_what, style) => {
    const answer = orderly(
      'inquiry',
      await store.inquiry(await bill(), { ExtraParam1: null, Unknown: 'x' }, style),
    )
    expect(answer.code).toBe('00')
  })

  it('answers a Fault to what it cannot read or does not know', async () => {
    const post = way(gateway)
    for (const text of [
      '',
      'hello',
      '<a>',
      '<!DOCTYPE a><a/>',
      '{"a":1}',
      '<Envelope/>',
      '<x:Envelope xmlns:x="http://schemas.xmlsoap.org/soap/envelope/"><x:Body><Nothing/></x:Body></x:Envelope>',
    ]) {
      const answer = await post(Buffer.from(text), [['Content-Type', 'text/xml']])
      expect(answer.status).toBe(500)
      expect(answer.body.toString()).toMatch(
        /<faultcode>soap:Client<\/faultcode><faultstring>.{10,}<\/faultstring>/,
      )
      expect(answer.body.toString()).not.toMatch(/\bat .*:\d+:\d+/)
    }
  })

  it('settles parallel repeats once, and parallel references once', async () => {
    const [code, other] = [await bill(), await bill()]
    const repeats = await Promise.all(Array.from({ length: 8 }, () => pay(code, 'REF1')))
    expect(new Set(repeats.map(({ fields }) => fields['ReceiptCode'])).size).toBe(1)
    const rivals = await Promise.all(Array.from({ length: 8 }, () => pay(other, freshReference())))
    expect(rivals.filter(({ code: answer }) => answer === '00')).toHaveLength(1)
    expect([await booked(code), await booked(other)]).toEqual([50000, 50000])
  })

  it('lets a reversal wait for the slow payment that it reverses', async () => {
    const code = await bill({ biller: 'slow' })
    const paying = pay(code, 'REF1')
    await new Promise((resolve) => setTimeout(resolve, 60))
    const [paid, undone] = await Promise.all([paying, undo(code, 'REF1')])
    expect([paid.code, undone.code]).toEqual(['00', '00'])
    expect(await booked(code)).toBe(0)
  })

  it('refuses, with no reserved code, what the biller does not answer', async () => {
    expect((await pay(await bill({ biller: 'timeout' }), 'REF1')).code).toBe('91')
  })
})
