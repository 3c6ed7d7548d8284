import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messageOf } from '../../../contract/contract.ts'
import { loadContract } from '../../../contract/load.ts'
import { shapeOf } from '../../../contract/shape.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { inProcess, overSocket, type Post } from '../../testing/post.ts'
import { type Inbox, openInbox } from './testing/inbox.ts'
import { freshTrx, type Mitra, mitraAt, told, type Told } from './testing/mitra.ts'

const contract = loadContract('xgateway')
const headers: [string, string][] = [['Content-Type', 'text/xml']]
let gateway: Gateway
let inbox: Inbox

beforeAll(async () => {
  inbox = await openInbox()
  gateway = await createGateway({ protocols: ['xgateway'], callbackUrl: inbox.url })
  await gateway.listen()
})
afterAll(async () => {
  await gateway.close()
  await inbox.close()
})

const ways = { 'in process': inProcess, 'over a socket': overSocket }

function orderly(answer: Told): Told {
  expect(answer.reading).toMatchObject({ ok: true, flaws: [] })
  const spec = messageOf(contract, 'topup', 'response')
  expect(shapeOf(contract, spec, gateway.profiles['xgateway']!).check(answer.fields)).toEqual([])
  expect(answer.reading.ok && answer.reading.order).toEqual([
    'RESPONSECODE',
    'REQUESTID',
    'MESSAGE',
    'SN',
    'TRANSACTIONID',
  ])
  expect(answer.status).toBe(200)
  return answer
}

const provision = async (wish: { [key: string]: unknown }) =>
  (await gateway.control.provision(wish)) as { code: string; pin: string }
const account = (wish: object = {}) => provision({ data: 'account', balance: 1_000_000, ...wish })
const number = async (wish: object = {}) => (await provision({ product: 'I20', ...wish })).code

describe.each(Object.entries(ways))('the honest gateway, %s', (_name, way) => {
  let post: Post
  let mitra: Mitra
  let user: string
  const left = () => gateway.control.balance(user)
  const booked = async (trx: string) =>
    ((await gateway.control.ledger(trx)) as { payments: { state: string }[] }).payments.map(
      ({ state }) => state,
    )

  beforeAll(async () => {
    post = way(gateway, '/st24')
    const made = await account()
    user = made.code
    mitra = mitraAt(post, user, made.pin)
  })

  it('sells a top-up in the words of the sample, and charges it once', async () => {
    const before = await left()
    const phone = await number()
    const trx = `00${freshTrx()}`
    const answer = orderly(await mitra.topup(phone, 'I20', { REQUESTID: trx }))
    const { MESSAGE, SN, TRANSACTIONID, REQUESTID } = answer.fields
    expect(answer.code).toBe('00')
    expect(REQUESTID).toBe(trx)
    expect(SN).toMatch(/^\d{16}$/)
    expect(TRANSACTIONID).toMatch(/^\d{13}$/)
    const sal = before - 20175
    expect(MESSAGE).toBe(`ISI I20 KE ${phone} , SUKSES. SAL=${sal},HRG=20175,ID=${TRANSACTIONID},SN=${SN}`)
    expect(await left()).toBe(sal)
    expect(await booked(trx)).toEqual(['paid'])
  })

  it('answers a repetition with the status of its transaction, whatever else it says', async () => {
    const [phone, other] = [await number(), await number()]
    const REQUESTID = freshTrx()
    const first = orderly(await mitra.topup(phone, 'I20', { REQUESTID }))
    const before = await left()
    const again = orderly(await mitra.topup(phone, 'I20', { REQUESTID }))
    const twisted = orderly(await mitra.topup(other, 'I50', { REQUESTID }))
    expect(again.fields).toEqual(first.fields)
    expect(twisted.fields).toEqual(first.fields)
    expect(await left()).toBe(before)
    expect(await booked(REQUESTID)).toEqual(['paid'])
  })

  it('buys the same again under another trx_id, also at the same time', async () => {
    const phone = await number()
    const answers = await Promise.all([1, 2, 3].map(() => mitra.topup(phone, 'I20')))
    expect(answers.map(({ code }) => code)).toEqual(['00', '00', '00'])
    expect(new Set(answers.map(({ fields }) => fields['TRANSACTIONID'])).size).toBe(3)
    expect(new Set(answers.map(({ fields }) => fields['SN'])).size).toBe(3)
  })

  it('makes one transaction of requests with one trx_id in flight together', async () => {
    const phone = await number({ outcome: 'slow' })
    const before = await left()
    const REQUESTID = freshTrx()
    const answers = await Promise.all([1, 2, 3].map(() => mitra.topup(phone, 'I20', { REQUESTID })))
    expect(new Set(answers.map(({ fields }) => fields['SN'])).size).toBe(1)
    expect(await left()).toBe(before - 20175)
  })

  it.each([
    ['missing', '07', 'Nomor tidak ditemukan'],
    ['expired', '12', 'Nomor pelanggan kadaluarsa'],
    ['blocked', '13', 'Nomor pelanggan sedang diblokir'],
    ['biller', '06', 'Gangguan koneksi biller'],
  ])('fails for a number that is %s, gives the price back, and stays failed', async (outcome, code, ket) => {
    const phone = await number({ outcome })
    const before = await left()
    const REQUESTID = freshTrx()
    const first = orderly(await mitra.topup(phone, 'I20', { REQUESTID }))
    expect(first.code).toBe(code)
    expect(first.fields['SN']).toBe('')
    expect(first.fields['MESSAGE']).toBe(
      `ISI I20 KE ${phone}, GAGAL. SAL=${before}, ID=${first.fields['TRANSACTIONID']}, KET=${ket}`,
    )
    await provision({ code: phone, product: 'I20', outcome: 'success' })
    expect((await mitra.topup(phone, 'I20', { REQUESTID })).fields).toEqual(first.fields)
    expect(await left()).toBe(before)
    expect(await booked(REQUESTID)).toEqual(['reversed'])
  })

  it('refuses what is not sold, not known, closed, unpriced or too dear', async () => {
    const phone = await number()
    const codes = async (...asked: [string, string][]) => {
      const told: string[] = []
      for (const [nohp, nom] of asked) told.push(orderly(await mitra.topup(nohp, nom)).code)
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
    const poor = await account({ balance: 20174, credit: 0 })
    const poorMitra = mitraAt(post, poor.code, poor.pin)
    const REQUESTID = freshTrx()
    expect((await poorMitra.topup(phone, 'I20', { REQUESTID })).code).toBe('18')
    expect(await gateway.control.balance(poor.code)).toBe(20174)
    const onCredit = await account({ balance: 20174, credit: 1 })
    expect(
      (await mitraAt(post, onCredit.code, onCredit.pin).topup(phone, 'I20')).fields['MESSAGE'],
    ).toContain('SAL=-1,')
  })

  it('lets in who is registered, with the PIN, from the address, and nobody else', async () => {
    const phone = await number()
    const blocked = await account({ blocked: true })
    const elsewhere = await account({ addresses: ['10.0.0.1'] })
    const REQUESTID = freshTrx()
    const refused = [
      await mitra.topup(phone, 'I20', { REQUESTID, PIN: '000000' }),
      await mitra.topup(phone, 'I20', { REQUESTID, MSISDN: 'NOBODY' }),
      await mitra.query('11310000011', 'PLN20', { REQUESTID, PIN: '000000' }),
      await mitraAt(post, elsewhere.code, elsewhere.pin).topup(phone, 'I20', { REQUESTID }),
    ].map(orderly)
    expect(refused.map(({ code }) => code)).toEqual(['02', '02', '02', '02'])
    expect(refused[0]!.fields['MESSAGE']).toMatch(/^ISI I20 KE \d+, GAGAL\. SAL=0, ID=\d{13}, KET=User/)
    expect((await mitraAt(post, blocked.code, blocked.pin).topup(phone, 'I20')).code).toBe('33')
    expect((await mitra.topup(phone, 'I20', { REQUESTID })).code).toBe('00')
    expect((await mitra.topup(phone, 'I20', { REQUESTID, PIN: '000000' })).code).toBe('02')
  })

  it('keeps the trx_ids of partners apart, and tells nobody of another', async () => {
    const phone = await number()
    const other = await account()
    const REQUESTID = freshTrx()
    const [first, second] = [
      await mitra.topup(phone, 'I20', { REQUESTID }),
      await mitraAt(post, other.code, other.pin).topup(phone, 'I20', { REQUESTID }),
    ]
    expect([first.code, second.code]).toEqual(['00', '00'])
    expect(second.fields['TRANSACTIONID']).not.toBe(first.fields['TRANSACTIONID'])
  })

  it('tells whose a meter is, and charges nothing for it', async () => {
    const before = await left()
    const meter = await number({ product: 'PLN20', customer: 'SITI & ANDI', power: 'R3/5500' })
    const answer = orderly(await mitra.query(meter, 'PLN20'))
    expect(answer.code).toBe('00')
    expect(answer.fields['SN']).toBe('')
    expect(answer.fields['MESSAGE']).toBe(
      `QUERY PLN20 ke ${meter}, SUKSES. METER=${meter}, IDPEL=4${meter.slice(1)}0, NAMA=SITI & ANDI, DAYA=R3 /5500 VA`,
    )
    expect(await left()).toBe(before)
  })

  it('sells a token after a query of the same number by the same partner only', async () => {
    const meter = await number({ product: 'PLNA20', customer: 'CV TIRTA & <PUTRA>', power: 'R3/5500' })
    const other = await account()
    await mitraAt(post, other.code, other.pin).query(meter, 'PLN20')
    expect((await mitra.purchase(meter, 'PLNA20')).code).toBe('10')
    await mitra.query(meter, 'PLN20')
    const REQUESTID = freshTrx()
    const answer = orderly(await mitra.purchase(meter, 'PLNA20', { REQUESTID }))
    const { SN, MESSAGE, TRANSACTIONID } = answer.fields
    expect(SN).toMatch(/^\d{4}(-\d{4}){4}\/CV-TIRTA-&-<PUTRA> \/kWh8,9\/R3\/5500$/)
    expect(MESSAGE).toBe(
      `ISI PLNA20 KE ${meter} , SUKSES. SAL=${await left()},HRG=20200,ID=${TRANSACTIONID},SN=${SN},METER=${meter},IDPEL=4${meter.slice(1)}0,NAMA=CV-TIRTA-&-<PUTRA>,DAYA=R3/5500,REF=APL${TRANSACTIONID},RPBAYAR=20000,ADMIN=0,METERAI=2000.0,PPN=2000.0,PPJ=2000.0,ANGSURAN=2000.0,RPTOKEN=12000.0,KWH=kWh8.9,TOKEN=${SN!.slice(0, 24)}`,
    )
    expect((await mitra.purchase(meter, 'PLNA20', { REQUESTID })).fields['SN']).toBe(SN)
  })

  it('sells tokens without a query, each once, by meter number or customer id', async () => {
    const meter = await number({ product: 'PLN20' })
    const answers = [
      await mitra.direct(meter, 'PLN20'),
      await mitra.direct(`4${meter.slice(1)}0`, 'PLN20'),
      await mitra.topup(meter, 'PLN20', {}, { method: 'TopupRequest' }),
      await mitra.topup(meter, 'PLN20', {}, { method: 'TOPUPREQUEST' }),
    ].map(orderly)
    expect(answers.map(({ code }) => code)).toEqual(['00', '00', '00', '00'])
    const tokens = answers.map(({ fields }) => fields['SN']!)
    for (const token of tokens) expect(token).toMatch(/^\d{4}(-\d{4}){4}$/)
    expect(new Set(tokens).size).toBe(4)
    expect((await mitra.direct(await number(), 'I20')).code).toBe('05')
  })

  it('opens nothing by a query that failed, and keeps queries and purchases apart', async () => {
    const silent = await number({ product: 'PLN20', outcome: 'noquery' })
    expect(orderly(await mitra.query(silent, 'PLN20')).code).toBe('14')
    expect((await mitra.purchase(silent, 'PLN20')).code).toBe('10')
    expect((await mitra.direct(silent, 'PLN20')).code).toBe('00')
    const meter = await number({ product: 'PLN20' })
    const REQUESTID = freshTrx()
    const query = await mitra.query(meter, 'PLN20', { REQUESTID })
    expect((await mitra.query(meter, 'PLN20', { REQUESTID })).fields).toEqual(query.fields)
    const bought = await mitra.purchase(meter, 'PLN20', { REQUESTID })
    expect([bought.code, bought.fields['SN']!.length]).toEqual(['00', 24])
  })

  it('waits for the end of what is pending, and reports it', async () => {
    const phone = await number({ outcome: 'pending', settlesIn: 0.15 })
    const before = await left()
    const REQUESTID = freshTrx()
    const first = orderly(await mitra.topup(phone, 'I20', { REQUESTID }))
    expect(first.fields).toMatchObject({ RESPONSECODE: '68', SN: '' })
    expect(first.fields['MESSAGE']).toMatch(/^ISI I20 KE \d+, PENDING\. SAL=\d+, ID=\d{13}, KET=$/)
    expect((await mitra.topup(phone, 'I20', { REQUESTID })).fields).toEqual(first.fields)
    const count = inbox.got.length
    await inbox.until(count + 1)
    const callback = inbox.got.at(-1)!
    expect(callback).toMatchObject({ method: 'POST', path: '/callback', code: '00' })
    expect(callback.reading).toMatchObject({ ok: true, name: 'methodResponse', flaws: [] })
    expect(callback.fields['TRANSACTIONID']).toBe(first.fields['TRANSACTIONID'])
    expect(orderly(await mitra.topup(phone, 'I20', { REQUESTID })).fields).toEqual(callback.fields)
    expect(await left()).toBe(before - 20175)
  })

  it.each([
    ['pendingfail', '23'],
    ['refunded', '21'],
  ])('gives back what was pending and ends %s', async (outcome, code) => {
    const phone = await number({ outcome, settlesIn: 600 })
    const before = await left()
    const REQUESTID = freshTrx()
    expect((await mitra.topup(phone, 'I20', { REQUESTID })).code).toBe('68')
    expect(await booked(REQUESTID)).toEqual(['pending'])
    const count = inbox.got.length
    await gateway.control.clock({ advance: 601 })
    await inbox.until(count + 1)
    expect(inbox.got.at(-1)!.fields).toMatchObject({ RESPONSECODE: code, REQUESTID, SN: '' })
    expect((await mitra.topup(phone, 'I20', { REQUESTID })).code).toBe(code)
    expect(await left()).toBe(before)
  })

  it('reports again until somebody takes it', async () => {
    const phone = await number({ outcome: 'pending', settlesIn: 1 })
    const count = inbox.got.length
    inbox.statuses.push(500, 302)
    await mitra.topup(phone, 'I20')
    await gateway.control.clock({ advance: 1.1 })
    await inbox.until(count + 1)
    for (const [i, wait] of [10, 30, 120].entries()) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      await gateway.control.clock({ advance: wait + 0.1 })
      await inbox.until(Math.min(count + 2 + i, count + 3))
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(inbox.got.length).toBe(count + 3)
  })

  it('remembers a trx_id for 24 hours from its first sending', async () => {
    const phone = await number()
    const REQUESTID = freshTrx()
    const first = await mitra.topup(phone, 'I20', { REQUESTID })
    await gateway.control.clock({ advance: 23 * 3600 })
    expect((await mitra.topup(phone, 'I20', { REQUESTID })).fields['SN']).toBe(first.fields['SN'])
    await gateway.control.clock({ advance: 3600 + 1 })
    const later = await mitra.topup(phone, 'I20', { REQUESTID })
    expect(later.code).toBe('00')
    expect(later.fields['TRANSACTIONID']).not.toBe(first.fields['TRANSACTIONID'])
  })

  it('reads members in any order, untyped, spaced, in other encodings, and passes over what it does not know', async () => {
    const phone = await number()
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
      expect((await mitra.topup(phone, 'I20', { EXTRA: 'x' }, style)).code).toBe('00')
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
    const answer = await mitra.topup(await number(), 'I20', more)
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
    const answer = told(await post(Buffer.from(text), headers))
    expect([answer.status, answer.code]).toEqual([200, '01'])
    expect(answer.fields).toMatchObject({ REQUESTID: '', SN: '' })
  })

  it('refuses methods that it has not with 01', async () => {
    const phone = await number()
    for (const method of ['nosuch', 'topUpReport', 'system.listMethods'])
      expect((await mitra.topup(phone, 'I20', { REQUESTID: 'KEPT1' }, { method })).fields).toMatchObject({
        RESPONSECODE: '01',
        REQUESTID: 'KEPT1',
      })
  })

  it('undoes no coding that it does not know, and no more than a megabyte', async () => {
    const post415 = await post(Buffer.from('x'), [...headers, ['Content-Encoding', 'br']])
    expect(post415.status).toBe(415)
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const gzip: [string, string][] = [...headers, ['Content-Encoding', 'gzip']]
    expect(told(await post(bomb, gzip)).code).toBe('01')
    expect(told(await post(Buffer.from('no gzip'), gzip)).code).toBe('01')
  })

  it('is at its path and below its name only', async () => {
    const at = async (path: string) => told(await way(gateway, path)(Buffer.from('x'), headers)).status
    expect(await Promise.all(['/st24', '/st24/', '/xgateway/st24', '/st24?a=b'].map(at))).toEqual([
      200, 200, 200, 200,
    ])
    expect(await Promise.all(['/', '/st2', '/xgateway', '/st24/more'].map(at))).toEqual([404, 404, 404, 404])
  })
})

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
