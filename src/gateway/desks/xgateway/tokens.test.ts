import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, orderly, type Partner, partnerOf, ways } from './testing/house.ts'
import { freshTrx, mitraAt } from './testing/mitra.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe.each(Object.entries(ways))('tokens, %s', (_name, way) => {
  let partner: Partner
  beforeAll(async () => {
    partner = await partnerOf(house, way)
  })

  it('tells whose a meter is, and charges nothing for it', async () => {
    const before = await partner.left()
    const meter = await house.number({ product: 'PLN20', customer: 'SITI & ANDI', power: 'R3/5500' })
    const answer = orderly(await partner.mitra.query(meter, 'PLN20'))
    expect(answer.code).toBe('00')
    expect(answer.fields['SN']).toBe('')
    expect(answer.fields['MESSAGE']).toBe(
      `QUERY PLN20 ke ${meter}, SUKSES. METER=${meter}, IDPEL=4${meter.slice(1)}0, NAMA=SITI & ANDI, DAYA=R3 /5500 VA`,
    )
    expect(await partner.left()).toBe(before)
  })

  it('sells a token after a query of the same number by the same partner only', async () => {
    const meter = await house.number({ product: 'PLNA20', customer: 'CV TIRTA & <PUTRA>', power: 'R3/5500' })
    const other = await house.account()
    await mitraAt(partner.post, other.code, other.pin).query(meter, 'PLN20')
    expect((await partner.mitra.purchase(meter, 'PLNA20')).code).toBe('10')
    await partner.mitra.query(meter, 'PLN20')
    const REQUESTID = freshTrx()
    const answer = orderly(await partner.mitra.purchase(meter, 'PLNA20', { REQUESTID }))
    const { SN, MESSAGE, TRANSACTIONID } = answer.fields
    expect(SN).toMatch(/^\d{4}(-\d{4}){4}\/CV-TIRTA-&-<PUTRA> \/kWh8,9\/R3\/5500$/)
    expect(MESSAGE).toBe(
      `ISI PLNA20 KE ${meter} , SUKSES. SAL=${await partner.left()},HRG=20200,ID=${TRANSACTIONID},SN=${SN},METER=${meter},IDPEL=4${meter.slice(1)}0,NAMA=CV-TIRTA-&-<PUTRA>,DAYA=R3/5500,REF=APL${TRANSACTIONID},RPBAYAR=20000,ADMIN=0,METERAI=2000.0,PPN=2000.0,PPJ=2000.0,ANGSURAN=2000.0,RPTOKEN=12000.0,KWH=kWh8.9,TOKEN=${SN!.slice(0, 24)}`,
    )
    expect((await partner.mitra.purchase(meter, 'PLNA20', { REQUESTID })).fields['SN']).toBe(SN)
  })

  it('sells tokens without a query, each once, by meter number or customer id', async () => {
    const meter = await house.number({ product: 'PLN20' })
    const answers = [
      await partner.mitra.direct(meter, 'PLN20'),
      await partner.mitra.direct(`4${meter.slice(1)}0`, 'PLN20'),
      await partner.mitra.topup(meter, 'PLN20', {}, { method: 'TopupRequest' }),
      await partner.mitra.topup(meter, 'PLN20', {}, { method: 'TOPUPREQUEST' }),
    ].map(orderly)
    expect(answers.map(({ code }) => code)).toEqual(['00', '00', '00', '00'])
    const tokens = answers.map(({ fields }) => fields['SN']!)
    for (const token of tokens) expect(token).toMatch(/^\d{4}(-\d{4}){4}$/)
    expect(new Set(tokens).size).toBe(4)
    expect((await partner.mitra.direct(await house.number(), 'I20')).code).toBe('05')
  })

  it('opens nothing by a query that failed, and keeps queries and purchases apart', async () => {
    const silent = await house.number({ product: 'PLN20', outcome: 'noquery' })
    expect(orderly(await partner.mitra.query(silent, 'PLN20')).code).toBe('14')
    expect((await partner.mitra.purchase(silent, 'PLN20')).code).toBe('10')
    expect((await partner.mitra.direct(silent, 'PLN20')).code).toBe('00')
    const meter = await house.number({ product: 'PLN20' })
    const REQUESTID = freshTrx()
    const query = await partner.mitra.query(meter, 'PLN20', { REQUESTID })
    expect((await partner.mitra.query(meter, 'PLN20', { REQUESTID })).fields).toEqual(query.fields)
    const bought = await partner.mitra.purchase(meter, 'PLN20', { REQUESTID })
    expect([bought.code, bought.fields['SN']!.length]).toEqual(['00', 24])
  })
})
