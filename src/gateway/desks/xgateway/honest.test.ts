import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, orderly, type Partner, partnerOf, ways } from './testing/house.ts'
import { freshTrx, mitraAt } from './testing/mitra.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe.each(Object.entries(ways))('the honest gateway, %s', (_name, way) => {
  let partner: Partner
  beforeAll(async () => {
    partner = await partnerOf(house, way)
  })

  it('sells a top-up in the words of the sample, and charges it once', async () => {
    const before = await partner.left()
    const phone = await house.number()
    const trx = `00${freshTrx()}`
    const answer = orderly(await partner.mitra.topup(phone, 'I20', { REQUESTID: trx }))
    const { MESSAGE, SN, TRANSACTIONID, REQUESTID } = answer.fields
    expect(answer.code).toBe('00')
    expect(REQUESTID).toBe(trx)
    expect(SN).toMatch(/^\d{16}$/)
    expect(TRANSACTIONID).toMatch(/^\d{13}$/)
    const sal = before - 20175
    expect(MESSAGE).toBe(`ISI I20 KE ${phone} , SUKSES. SAL=${sal},HRG=20175,ID=${TRANSACTIONID},SN=${SN}`)
    expect(await partner.left()).toBe(sal)
    expect(await house.booked(trx)).toEqual(['paid'])
  })

  it('answers a repetition with the status of its transaction, whatever else it says', async () => {
    const [phone, other] = [await house.number(), await house.number()]
    const REQUESTID = freshTrx()
    const first = orderly(await partner.mitra.topup(phone, 'I20', { REQUESTID }))
    const before = await partner.left()
    const again = orderly(await partner.mitra.topup(phone, 'I20', { REQUESTID }))
    const twisted = orderly(await partner.mitra.topup(other, 'I50', { REQUESTID }))
    expect(again.fields).toEqual(first.fields)
    expect(twisted.fields).toEqual(first.fields)
    expect(await partner.left()).toBe(before)
    expect(await house.booked(REQUESTID)).toEqual(['paid'])
  })

  it('buys the same again under another trx_id, also at the same time', async () => {
    const phone = await house.number()
    const answers = await Promise.all([1, 2, 3].map(() => partner.mitra.topup(phone, 'I20')))
    expect(answers.map(({ code }) => code)).toEqual(['00', '00', '00'])
    expect(new Set(answers.map(({ fields }) => fields['TRANSACTIONID'])).size).toBe(3)
    expect(new Set(answers.map(({ fields }) => fields['SN'])).size).toBe(3)
  })

  it('makes one transaction of requests with one trx_id in flight together', async () => {
    const phone = await house.number({ outcome: 'slow' })
    const before = await partner.left()
    const REQUESTID = freshTrx()
    const answers = await Promise.all([1, 2, 3].map(() => partner.mitra.topup(phone, 'I20', { REQUESTID })))
    expect(new Set(answers.map(({ fields }) => fields['SN'])).size).toBe(1)
    expect(await partner.left()).toBe(before - 20175)
  })

  it.each([
    ['missing', '07', 'Nomor tidak ditemukan'],
    ['expired', '12', 'Nomor pelanggan kadaluarsa'],
    ['blocked', '13', 'Nomor pelanggan sedang diblokir'],
    ['biller', '06', 'Gangguan koneksi biller'],
  ])('fails for a number that is %s, gives the price back, and stays failed', async (outcome, code, ket) => {
    const phone = await house.number({ outcome })
    const before = await partner.left()
    const REQUESTID = freshTrx()
    const first = orderly(await partner.mitra.topup(phone, 'I20', { REQUESTID }))
    expect(first.code).toBe(code)
    expect(first.fields['SN']).toBe('')
    expect(first.fields['MESSAGE']).toBe(
      `ISI I20 KE ${phone}, GAGAL. SAL=${before}, ID=${first.fields['TRANSACTIONID']}, KET=${ket}`,
    )
    await house.provision({ code: phone, product: 'I20', outcome: 'success' })
    expect((await partner.mitra.topup(phone, 'I20', { REQUESTID })).fields).toEqual(first.fields)
    expect(await partner.left()).toBe(before)
    expect(await house.booked(REQUESTID)).toEqual(['reversed'])
  })

  it('refuses what is not sold, not known, closed, unpriced or too dear', async () => {
    const phone = await house.number()
    const codes = async (...asked: [string, string][]) => {
      const told: string[] = []
      for (const [nohp, nom] of asked) told.push(orderly(await partner.mitra.topup(nohp, nom)).code)
      return told
    }
    expect(
      await codes(
        [phone, 'NOSUCH1'],
        [phone, 'I25'],
        [phone, 'I100'],
        ['0877000000', 'I20'],
        [phone, 'PLN20'],
      ),
    ).toEqual(['05', '19', '22', '07', '07'])
    const poor = await house.account({ balance: 20174, credit: 0 })
    const poorMitra = mitraAt(partner.post, poor.code, poor.pin)
    const REQUESTID = freshTrx()
    expect((await poorMitra.topup(phone, 'I20', { REQUESTID })).code).toBe('18')
    expect(await house.gateway.control.balance(poor.code)).toBe(20174)
    const onCredit = await house.account({ balance: 20174, credit: 1 })
    expect(
      (await mitraAt(partner.post, onCredit.code, onCredit.pin).topup(phone, 'I20')).fields['MESSAGE'],
    ).toContain('SAL=-1,')
  })

  it('lets in who is registered, with the PIN, from the address, and nobody else', async () => {
    const phone = await house.number()
    const blocked = await house.account({ blocked: true })
    const elsewhere = await house.account({ addresses: ['10.0.0.1'] })
    const REQUESTID = freshTrx()
    const refused = [
      await partner.mitra.topup(phone, 'I20', { REQUESTID, PIN: '000000' }),
      await partner.mitra.topup(phone, 'I20', { REQUESTID, MSISDN: 'NOBODY' }),
      await partner.mitra.query('11310000011', 'PLN20', { REQUESTID, PIN: '000000' }),
      await mitraAt(partner.post, elsewhere.code, elsewhere.pin).topup(phone, 'I20', { REQUESTID }),
    ].map(orderly)
    expect(refused.map(({ code }) => code)).toEqual(['02', '02', '02', '02'])
    expect(refused[0]!.fields['MESSAGE']).toMatch(/^ISI I20 KE \d+, GAGAL\. SAL=0, ID=\d{13}, KET=User/)
    expect((await mitraAt(partner.post, blocked.code, blocked.pin).topup(phone, 'I20')).code).toBe('33')
    expect((await partner.mitra.topup(phone, 'I20', { REQUESTID })).code).toBe('00')
    expect((await partner.mitra.topup(phone, 'I20', { REQUESTID, PIN: '000000' })).code).toBe('02')
  })

  it('keeps the trx_ids of partners apart, and tells nobody of another', async () => {
    const phone = await house.number()
    const other = await house.account()
    const REQUESTID = freshTrx()
    const [first, second] = [
      await partner.mitra.topup(phone, 'I20', { REQUESTID }),
      await mitraAt(partner.post, other.code, other.pin).topup(phone, 'I20', { REQUESTID }),
    ]
    expect([first.code, second.code]).toEqual(['00', '00'])
    expect(second.fields['TRANSACTIONID']).not.toBe(first.fields['TRANSACTIONID'])
  })
})
