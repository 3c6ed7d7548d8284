import { describe, expect, it } from 'vitest'
import { createGateway } from '../../gateway.ts'
import { inProcess } from '../../testing/post.ts'
import { freshTrx, mitraAt } from './testing/mitra.ts'

describe('the profile', () => {
  const opened = async (profile: object) => {
    const other = await createGateway({ protocols: ['xgateway'], profile: { ...profile } })
    return { other, mitra: mitraAt(inProcess(other, '/st24')) }
  }

  it('dupPolicy code-04 answers 04 to repetitions', async () => {
    const { mitra } = await opened({ dupPolicy: 'code-04' })
    const REQUESTID = freshTrx()
    const first = await mitra.topup('085700000001', 'I50', { REQUESTID })
    const again = await mitra.topup('085700000001', 'I50', { REQUESTID })
    expect([first.code, again.code, again.fields['SN']]).toEqual(['00', '04', ''])
    expect(again.fields['TRANSACTIONID']).toBe(first.fields['TRANSACTIONID'])
  })

  it('plnLinkBy requestId wants the trx_id of the query', async () => {
    const { mitra } = await opened({ plnLinkBy: 'requestId' })
    const REQUESTID = freshTrx()
    await mitra.query('11310000011', 'PLN20', { REQUESTID })
    expect((await mitra.purchase('11310000011', 'PLNA20')).code).toBe('10')
    expect((await mitra.purchase('11310000011', 'PLNA20', { REQUESTID })).code).toBe('00')
  })

  it('plnSameNom wants the product of the query, creditLimit false no overdraft, methods what was bought', async () => {
    const { other, mitra } = await opened({
      plnSameNom: true,
      creditLimit: false,
      methods: ['PLNPrepaidQuery', 'PLNPrepaidTopup'],
    })
    await mitra.query('11310000011', 'PLN20')
    expect((await mitra.purchase('11310000011', 'PLNA20')).code).toBe('10')
    expect((await mitra.purchase('11310000011', 'PLN20')).code).toBe('00')
    expect((await mitra.topup('085700000001', 'I20')).code).toBe('01')
    const poor = (await other.control.provision({ data: 'account', balance: 1, credit: 99999 })) as {
      code: string
      pin: string
    }
    const poorMitra = mitraAt(inProcess(other, '/st24'), poor.code, poor.pin)
    await poorMitra.query('11310000011', 'PLN20')
    expect((await poorMitra.purchase('11310000011', 'PLN20')).code).toBe('18')
  })
})
