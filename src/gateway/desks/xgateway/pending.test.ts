import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, orderly, type Partner, partnerOf, ways } from './testing/house.ts'
import { freshTrx } from './testing/mitra.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe.each(Object.entries(ways))('what is pending, %s', (_name, way) => {
  let partner: Partner
  beforeAll(async () => {
    partner = await partnerOf(house, way)
  })

  it('waits for the end of what is pending, and reports it', async () => {
    const phone = await house.number({ outcome: 'pending', settlesIn: 1 })
    const count = house.inbox.got.length
    const before = await partner.left()
    const REQUESTID = freshTrx()
    const first = orderly(await partner.mitra.topup(phone, 'I20', { REQUESTID }))
    expect(first.fields).toMatchObject({ RESPONSECODE: '68', SN: '' })
    expect(first.fields['MESSAGE']).toMatch(/^ISI I20 KE \d+, PENDING\. SAL=\d+, ID=\d{13}, KET=$/)
    expect((await partner.mitra.topup(phone, 'I20', { REQUESTID })).fields).toEqual(first.fields)
    await house.inbox.until(count + 1)
    const callback = house.inbox.got.at(-1)!
    expect(callback).toMatchObject({ method: 'POST', path: '/callback', code: '00' })
    expect(callback.reading).toMatchObject({ ok: true, name: 'methodResponse', flaws: [] })
    expect(callback.fields['TRANSACTIONID']).toBe(first.fields['TRANSACTIONID'])
    expect(orderly(await partner.mitra.topup(phone, 'I20', { REQUESTID })).fields).toEqual(callback.fields)
    expect(await partner.left()).toBe(before - 20175)
  })

  it.each([
    ['pendingfail', '23'],
    ['refunded', '21'],
  ])('gives back what was pending and ends %s', async (outcome, code) => {
    const phone = await house.number({ outcome, settlesIn: 600 })
    const before = await partner.left()
    const REQUESTID = freshTrx()
    expect((await partner.mitra.topup(phone, 'I20', { REQUESTID })).code).toBe('68')
    expect(await house.booked(REQUESTID)).toEqual(['pending'])
    const count = house.inbox.got.length
    await house.gateway.control.clock({ advance: 601 })
    await house.inbox.until(count + 1)
    expect(house.inbox.got.at(-1)!.fields).toMatchObject({ RESPONSECODE: code, REQUESTID, SN: '' })
    expect((await partner.mitra.topup(phone, 'I20', { REQUESTID })).code).toBe(code)
    expect(await partner.left()).toBe(before)
  })

  it('reports again until somebody takes it', async () => {
    const phone = await house.number({ outcome: 'pending', settlesIn: 1 })
    const count = house.inbox.got.length
    house.inbox.statuses.push(500, 302)
    await partner.mitra.topup(phone, 'I20')
    await house.gateway.control.clock({ advance: 1.1 })
    await house.inbox.until(count + 1)
    for (const [i, wait] of [10, 30, 120].entries()) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      await house.gateway.control.clock({ advance: wait + 0.1 })
      await house.inbox.until(Math.min(count + 2 + i, count + 3))
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(house.inbox.got.length).toBe(count + 3)
  })

  it('remembers a trx_id for 24 hours from its first sending', async () => {
    const phone = await house.number()
    const REQUESTID = freshTrx()
    const first = await partner.mitra.topup(phone, 'I20', { REQUESTID })
    await house.gateway.control.clock({ advance: 23 * 3600 })
    expect((await partner.mitra.topup(phone, 'I20', { REQUESTID })).fields['SN']).toBe(first.fields['SN'])
    await house.gateway.control.clock({ advance: 3600 + 1 })
    const later = await partner.mitra.topup(phone, 'I20', { REQUESTID })
    expect(later.code).toBe('00')
    expect(later.fields['TRANSACTIONID']).not.toBe(first.fields['TRANSACTIONID'])
  })
})
