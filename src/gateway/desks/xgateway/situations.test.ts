import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadContract } from '../../../contract/load.ts'
import { overSocket } from '../../testing/post.ts'
import { situations } from './situations.ts'
import { type House, openHouse, type Partner, partnerOf } from './testing/house.ts'
import { freshTrx } from './testing/mitra.ts'

const contract = loadContract('xgateway')
let house: House
let partner: Partner
beforeAll(async () => {
  house = await openHouse()
  partner = await partnerOf(house, overSocket)
})
afterAll(() => house.close())

/** A new trx_id that is given a situation when it is first heard of; others are given none. */
function playing(situation: string): string {
  const trx = freshTrx()
  house.gateway.desks[0]!.cast!(({ thread }) => (thread === `${partner.user} ${trx}` ? situation : undefined))
  return trx
}

/** Codes of a purchase and two status checks, before any callback; '' for no readable answer. */
const courses: { [situation: string]: string[] } = {
  success: ['00', '00', '00'],
  failure: ['07', '07', '07'],
  token: ['00', '00', '00'],
  'query-failure': ['00', '00', '00'],
  'pending-success': ['68', '68', '68'],
  'pending-failure': ['68', '68', '68'],
  'pending-refund': ['68', '68', '68'],
  'long-pending': ['68', '68', '68'],
  'lost-answer': ['', '00', '00'],
  'lost-twice': ['', '', '00'],
  'lost-token': ['', '00', '00'],
  'slow-answer': ['', '00', '00'],
  'duplicate-code': ['', '04', '04'],
  'unknown-code': ['99', '00', '00'],
  fault: ['', '00', '00'],
  'http-error': ['', '00', '00'],
  'http-error-answer': ['00', '00', '00'],
  truncated: ['', '00', '00'],
  'missing-code': ['', '07', '07'],
  'foreign-answer': ['00', '23', '23'],
  'other-order': ['00', '00', '00'],
  'extra-members': ['00', '00', '00'],
  untyped: ['00', '00', '00'],
  spaced: ['00', '00', '00'],
  'negative-balance': ['00', '00', '00'],
  'comma-serial': ['00', '00', '00'],
  'misleading-text': ['23', '23', '23'],
  'doubtful-code': ['03', '03', '03'],
  'early-callback': ['68', '00', '00'],
  'callback-twice': ['68', '68', '68'],
}

describe('situations', () => {
  it('are those of situations.json', () => {
    expect(situations.map(({ id }) => id)).toEqual(contract.situations.map(({ id }) => id))
  })

  it.each(Object.entries(courses))('%s', async (situation, codes) => {
    const REQUESTID = playing(situation)
    const phone = await house.number()
    const ask = async () => (await partner.mitra.topup(phone, 'I20', { REQUESTID })).code
    expect([await ask(), await ask(), await ask()]).toEqual(codes)
    expect((await partner.mitra.topup(phone, 'I20')).code).toBe('00')
  })

  it('lets queries fail, and purchases that follow them', async () => {
    const meter = await house.number({ product: 'PLN20' })
    expect((await partner.mitra.query(meter, 'PLN20', { REQUESTID: playing('query-failure') })).code).toBe(
      '07',
    )
    expect((await partner.mitra.query(meter, 'PLN20')).code).toBe('00')
    expect((await partner.mitra.purchase(meter, 'PLN20', { REQUESTID: playing('query-failure') })).code).toBe(
      '10',
    )
  })

  it.each([
    ['pending-success', ['00']],
    ['pending-failure', ['23']],
    ['pending-refund', ['21']],
    ['early-callback', ['00']],
    ['callback-twice', ['00', '00']],
  ])('%s is reported', async (situation, codes) => {
    const REQUESTID = playing(situation)
    const before = house.inbox.got.filter(({ fields }) => fields['REQUESTID'] === REQUESTID).length
    expect(before).toBe(0)
    const got = () => house.inbox.got.filter(({ fields }) => fields['REQUESTID'] === REQUESTID)
    expect((await partner.mitra.topup(await house.number(), 'I20', { REQUESTID })).code).toBe('68')
    if (situation === 'early-callback') expect(got().length).toBe(1)
    for (let tries = 0; tries < 200 && got().length < codes.length; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect(got().map(({ code }) => code)).toEqual(codes)
  })

  it('says what is misleading, negative or full of commas where it stands', async () => {
    const buy = async (situation: string) =>
      (await partner.mitra.topup(await house.number(), 'I20', { REQUESTID: playing(situation) })).fields
    expect((await buy('misleading-text'))['MESSAGE']).toContain('KET=Gagal Biller, tidak SUKSES')
    expect((await buy('negative-balance'))['MESSAGE']).toContain('SAL=-101000,')
    expect((await buy('unknown-code'))['MESSAGE']).toMatch(/, GAGAL\. SAL=\d+, ID=\d+, KET=Error 99$/)
    const meter = await house.number({ product: 'PLNA20' })
    const token = await partner.mitra.direct(meter, 'PLNA20', { REQUESTID: playing('comma-serial') })
    expect(token.fields['SN']).toContain("/NUR'AINI-S/O-BUDI-&-ANI,-ALM /kWh8,9/")
  })
})
