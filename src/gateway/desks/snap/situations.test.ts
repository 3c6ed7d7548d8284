import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { home } from '../../../contract/home.ts'
import { type House, openHouse } from './testing/house.ts'
import { situations } from './situations.ts'

const listed = JSON.parse(readFileSync(join(home, 'schemas', 'snap', 'situations.json'), 'utf8')) as {
  situations: { id: string }[]
}

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const put = (id: string) => house.gateway.desks[0]!.cast!(() => id)
const stateOf = async (reference: string) =>
  (await house.consumer.status(reference)).fields['latestTransactionStatus']

describe('situations', () => {
  it('are those of the list', () => {
    expect(situations.map(({ id }) => id)).toEqual(listed.situations.map(({ id }) => id))
  })

  it.each([
    ['honest', 200, '2005400', '00'],
    ['redirect', 200, '2005400', '01'],
    ['pending', 202, '2025400', '03'],
    ['timeout-paid', 504, '5045400', '03'],
    ['lost-answer', 0, '', '00'],
    ['cut-answer', 200, '', '00'],
    ['server-error', 500, '5005400', '00'],
    ['html-error', 502, '', '00'],
    ['too-many', 429, '4295400', undefined],
    ['error-inside-success', 200, '4035414', '06'],
    ['success-inside-401', 401, '2005400', undefined],
    ['eight-digits', 200, '20054000', '00'],
    ['unknown-code', 403, '4035499', '06'],
    ['no-code', 200, '', '00'],
    ['inconsistent-payment', 404, '4045418', undefined],
    ['duplicate-payment', 409, '4095401', '00'],
    ['external-conflict', 409, '4095400', undefined],
    ['token-expired', 401, '4015401', undefined],
    ['unknown-fields', 200, '2005400', '00'],
    ['bare-answers', 200, '2005400', '00'],
    ['odd-headers', 200, '2005400', '00'],
    ['status-not-found', 504, '5045400', undefined],
    ['unknown-state', 202, '2025400', '08'],
    ['notified-early', 202, '2025400', '00'],
  ])('%s is answered %i and «%s», and is %s then', async (id, status, code, state) => {
    put(id)
    const told = await house.consumer.pay()
    expect(told).toMatchObject({ status, code })
    expect(await stateOf(told.reference)).toBe(state)
  })

  it.each([
    ['refund', '2005800', '2005800'],
    ['refund-pending', '2025800', '2025800'],
    ['refund-fails', '2025800', '2025800'],
    ['refund-beside', '2025800', '2025800'],
    ['refund-lost', '', '2005800'],
    ['refund-inconsistent', '', '4045818'],
    ['refund-timeout', '5045800', '2005800'],
    ['refund-refused', '4035814', '4035814'],
  ])('%s is answered «%s», and %s when it comes again', async (id, once, again) => {
    put(id)
    const { reference } = await house.consumer.pay()
    const back = () => house.consumer.refund(reference, '10.00', { partnerRefundNo: `B${reference}` })
    expect([(await back()).code, (await back()).code]).toEqual([once, again])
  })

  it.each([
    ['cancel', '2005700', '05'],
    ['cancel-pending', '2025700', '05'],
    ['cancel-refused', '4055701', '00'],
    ['cancel-inconsistent', '4045718', '01'],
    ['cancel-lost', '', '05'],
  ])('%s is answered «%s», and the payment is %s then', async (id, code, state) => {
    put(id)
    const { reference } = await house.consumer.pay()
    expect((await house.consumer.cancel(reference)).code).toBe(code)
    await house.gateway.clock.advance(1)
    expect(await stateOf(reference)).toBe(state)
  })

  it('end with the notification that belongs to them', async () => {
    const before = house.inbox.got.length
    put('notified-twice')
    await house.consumer.pay()
    await house.gateway.clock.advance(1)
    await house.until(() => house.inbox.got.length >= before + 2)
  })
})
