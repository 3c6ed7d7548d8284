import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { loadContract } from '../contract/load.ts'
import { dialect, signer } from './indomaret.ts'

const contract = loadContract('indomaret')
const speech = dialect(contract)
const keys = { sign: signer(contract, 'key') }
const fields = {
  StoreID: 'G001T001',
  TimeStamp: '2014-08-06 15:00:00',
  MessageID: 'M1',
  PaymentCode: 'ABC',
  TrackingRef: 'T1',
  Amount: '50000',
}

describe('the dialect of Indomaret', () => {
  it('signs the seven fields, absent ones empty', () => {
    const text = '2014-08-06 15:00:00|M1|ABC|50000|T1||G001T001'
    expect(keys.sign(fields, 'payment')).toBe(
      createHmac('sha384', 'key').update(text).digest('hex').toUpperCase(),
    )
    expect(keys.sign({ ...fields, ProductCode: null }, 'payment')).toBe(keys.sign(fields, 'payment'))
  })

  it('opens and receives what it seals, in the order of the table', () => {
    const { headers, body, method, path } = speech.seal(
      { operation: 'payment', side: 'request', fields },
      keys,
    )
    expect([method, path]).toEqual(['POST', ''])
    for (const reading of [
      speech.open({ headers, body }, 'request'),
      speech.receive({ headers, body }, 'request'),
    ]) {
      expect(reading).toMatchObject({ ok: true, name: 'ReqPayment', flaws: [], fields })
      if (!reading.ok) return
      expect(reading.order).toEqual([
        'TimeStamp',
        'MessageID',
        'PaymentCode',
        'Amount',
        'TrackingRef',
        'StoreID',
        'Signature',
      ])
      expect(speech.operationOf(reading)).toBe('payment')
      expect(speech.verify(reading, 'payment', keys)).toBe('good')
    }
  })

  it('fills the placeholder without a key, and leaves a spared signature alone', () => {
    const open = (draft: object, with_ = {}) =>
      speech.open(speech.seal({ operation: 'payment', side: 'request', fields, ...draft }, with_), 'request')
    expect(open({})).toMatchObject({ fields: { Signature: contract.signature!.placeholder } })
    expect(open({ fields: { ...fields, Signature: 'AB' }, spare: ['Signature'] }, keys)).toMatchObject({
      fields: { Signature: 'AB' },
    })
    expect(open({ side: 'response', fields: { ResponseCode: '00' } }, keys)).toMatchObject({
      fields: { ResponseCode: '00' },
    })
  })

  it('verifies what it signs and nothing else', () => {
    const { headers, body } = speech.seal({ operation: 'payment', side: 'request', fields }, keys)
    const reading = speech.open({ headers, body }, 'request')
    if (!reading.ok) throw new Error('unreadable')
    const Signature = String(reading.fields['Signature'])
    const verdict = (change: object, sign = keys) =>
      speech.verify({ ...reading, fields: { ...reading.fields, ...change } }, 'payment', sign)
    expect(
      verdict({ Signature: ` ${Signature.slice(0, 54)}\n      ${Signature.slice(54).toLowerCase()}` }),
    ).toBe('good')
    expect(verdict({ Amount: '50001' })).toBe('bad')
    expect(verdict({ Signature: Signature.slice(2) })).toBe('bad')
    expect(verdict({ Signature: '' })).toBe('none')
    expect(verdict({}, { sign: signer(contract, 'other') })).toBe('bad')
    expect(speech.verify(reading, 'payment', {})).toBe('unchecked')
  })

  it.each([
    ['ReqInquiry', 'inquiry'],
    ['ResInquiry', 'inquiry'],
    ['ResPayment', 'payment'],
    ['ResReversal', 'reversal'],
    ['ReqRefund', undefined],
    ['reqInquiry', undefined],
  ])('takes %s for %s', (name, operation) => {
    expect(speech.operationOf({ ok: true, name, fields: {}, order: [], flaws: [] })).toBe(operation)
  })

  it('takes what cannot be read for no operation', () => {
    expect(speech.operationOf({ ok: false, fault: { what: 'empty', says: 'Nothing.' } })).toBeUndefined()
  })
})
