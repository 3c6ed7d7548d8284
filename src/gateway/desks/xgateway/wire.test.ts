import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, type Partner, partnerOf, ways } from './testing/house.ts'
import { told } from './testing/mitra.ts'

const headers: [string, string][] = [['Content-Type', 'text/xml']]
let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe.each(Object.entries(ways))('requests, %s', (_name, way) => {
  let partner: Partner
  beforeAll(async () => {
    partner = await partnerOf(house, way)
  })

  it('reads members in any order, untyped, spaced, in other encodings, and passes over what it does not know', async () => {
    const phone = await house.number()
    for (const style of [
      { order: ['NOM', 'PIN', 'NOHP', 'REQUESTID', 'MSISDN'] },
      { type: 'untyped' },
      { type: 'i4', types: { NOM: 'string', MSISDN: 'string', REQUESTID: 'string' } },
      { spaced: true, indent: true },
      { valueFirst: true },
      { cdata: true },
      { bom: true },
      { encoding: 'iso-8859-1' as const },
      { encoding: 'utf-16' as const },
      { gzip: true },
    ])
      expect((await partner.mitra.topup(phone, 'I20', { EXTRA: 'x' }, style)).code).toBe('00')
  })

  it.each([
    ['no member', { NOM: null }],
    ['an empty member', { NOHP: '' }],
    ['a blank member', { PIN: '  ' }],
    ['a trx_id of 21 characters', { REQUESTID: 'A'.repeat(21) }],
    ['a trx_id with other characters', { REQUESTID: '12-34' }],
    ['no trx_id', { REQUESTID: null }],
    ['a member twice', { NOM: ['I20', 'I50'] }],
  ])('refuses %s with 01', async (_what, more) => {
    const answer = await partner.mitra.topup(await house.number(), 'I20', more)
    expect(answer.code).toBe('01')
    expect(answer.reading).toMatchObject({ ok: true, flaws: [] })
  })

  it.each([
    'hello',
    '',
    '<a>',
    '<methodCall>',
    '<?xml version="1.0"?><methodCall><methodName>topUpRequest</methodName></methodCall>',
    '<!DOCTYPE x [<!ENTITY a "b">]><methodCall><methodName>&a;</methodName></methodCall>',
    '<methodResponse><params><param><value>x</value></param></params></methodResponse>',
    '{"a":1}',
  ])('refuses %j with 01', async (text) => {
    const answer = told(await partner.post(Buffer.from(text), headers))
    expect([answer.status, answer.code]).toEqual([200, '01'])
    expect(answer.fields).toMatchObject({ REQUESTID: '', SN: '' })
  })

  it('refuses methods that it has not with 01', async () => {
    const phone = await house.number()
    for (const method of ['nosuch', 'topUpReport', 'system.listMethods'])
      expect(
        (await partner.mitra.topup(phone, 'I20', { REQUESTID: 'KEPT1' }, { method })).fields,
      ).toMatchObject({
        RESPONSECODE: '01',
        REQUESTID: 'KEPT1',
      })
  })

  it('undoes no coding that it does not know, and no more than a megabyte', async () => {
    const post415 = await partner.post(Buffer.from('x'), [...headers, ['Content-Encoding', 'br']])
    expect(post415.status).toBe(415)
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const gzip: [string, string][] = [...headers, ['Content-Encoding', 'gzip']]
    expect(told(await partner.post(bomb, gzip)).code).toBe('01')
    expect(told(await partner.post(Buffer.from('no gzip'), gzip)).code).toBe('01')
  })

  it('is at its path and below its name only', async () => {
    const at = async (path: string) => told(await way(house.gateway, path)(Buffer.from('x'), headers)).status
    expect(await Promise.all(['/st24', '/st24/', '/xgateway/st24', '/st24?a=b'].map(at))).toEqual([
      200, 200, 200, 200,
    ])
    expect(await Promise.all(['/', '/st2', '/xgateway', '/st24/more'].map(at))).toEqual([404, 404, 404, 404])
  })
})
