import { afterEach, describe, expect, test } from 'vitest'
import { loadContract } from '../../contract/load.ts'
import { profileOf } from '../../contract/profile.ts'
import type { Party } from '../party.ts'
import { defects, freedoms, open } from './receiver.ts'

const contract = loadContract('xgateway')
const sale = { code: '144006080', number: '083120625600', product: 'XLA25', transaction: '1553843656466' }

let party: Party
afterEach(() => party.close())

async function opened(odd: { defect?: string; freedom?: string } = {}): Promise<void> {
  party = await open({ contract, profile: profileOf(contract), credentials: {}, ...odd })
  await party.provision!('sale', sale)
}

/** The sample of the document, III.4, or another code of the same sale. */
function sample(code = '00', { reference = sale.code, transaction = sale.transaction } = {}): string {
  const word = code === '00' ? ' , SUKSES' : ', GAGAL'
  const members = {
    RESPONSECODE: code,
    REQUESTID: reference,
    MESSAGE: `ISI XLA25 KE 083120625600${word}. SAL=22855092,HRG=24625,ID=1553843656466,SN=99970329141597`,
    SN: code === '00' ? '99970329141597' : '',
    TRANSACTIONID: transaction,
  }
  const written = Object.entries(members).map(
    ([name, value]) => `<member><name>${name}</name><value><string>${value}</string></value></member>`,
  )
  return `<?xml version="1.0"?>\n<methodResponse><params><param><value><struct>${written.join('')}</struct></value></param></params></methodResponse>`
}

async function posted(body: string, type = 'text/xml'): Promise<number> {
  const response = await fetch(party.url!, { method: 'POST', body, headers: { 'Content-Type': type } })
  await response.text()
  return response.status
}

const states = async (reference = sale.code) =>
  (await party.ledger!(reference)).map(({ state, receipt = '' }) => `${state} ${receipt}`.trim())

const paid = 'paid 99970329141597'

describe('the honest receiver', () => {
  test('books the sample of the document once, however often it comes', async () => {
    await opened()
    expect([await posted(sample()), await posted(sample())]).toEqual([200, 200])
    expect(await states()).toEqual([paid])
  })

  test('keeps what is final, and flags a refund', async () => {
    await opened()
    for (const code of ['00', '68', '23']) expect(await posted(sample(code))).toBe(200)
    expect(await states()).toEqual([paid])
    await posted(sample('21'))
    expect(await states()).toEqual(['reversed 99970329141597'])
  })

  test('ends a sale that failed', async () => {
    await opened()
    await posted(sample('23'))
    expect(await states()).toEqual(['failed'])
  })

  test('creates nothing, and books no contradiction', async () => {
    await opened()
    expect(await posted(sample('00', { reference: 'T77' }))).toBe(200)
    expect(await posted(sample('00', { transaction: '1' }))).toBe(409)
    expect([await states('T77'), await states()]).toEqual([[], ['pending']])
  })

  test('refuses what it cannot read, a DTD included, and other methods', async () => {
    await opened()
    const dtd = sample().replace('?>', '?><!DOCTYPE methodResponse [<!ENTITY s "1">]>')
    for (const body of ['', 'OK', sample().slice(0, 300), dtd, sample().replace('SUKSES', '&')])
      expect(await posted(body)).toBe(400)
    expect((await fetch(party.url!)).status).toBe(405)
    expect(await states()).toEqual(['pending'])
  })

  test('takes XML of both types, and a callback before the answer', async () => {
    await opened()
    await party.provision!('sent', { ...sale, code: 'T2', transaction: undefined })
    expect(await posted(sample('00', { reference: 'T2' }), 'application/xml; charset=utf-8')).toBe(200)
    expect(await states('T2')).toEqual([paid])
  })
})

test('every freedom books the sample', async () => {
  for (const { id } of freedoms) {
    await opened({ freedom: id })
    expect([id, await posted(sample())]).toEqual([id, expect.toSatisfy((status) => status < 300)])
    expect(await states()).toEqual([paid])
    await party.close()
  }
  await opened()
})

test('ids are unique, and every defect of the catalogue is played', async () => {
  await opened()
  const all = [...defects, ...freedoms].map(({ id }) => id)
  expect(new Set(all).size).toBe(all.length)
  const wanted = Array.from({ length: 10 }, (_, index) => `M-XGW-${80 + index}`)
  const played = new Set(defects.map(({ catalogue }) => catalogue))
  expect(wanted.filter((id) => !played.has(id))).toEqual([])
})
