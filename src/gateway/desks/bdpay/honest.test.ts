import { afterEach, describe, expect, it } from 'vitest'
import { loadContract } from '../../../contract/load.ts'
import { messageOf } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import { dialect, keys } from '../../../dialects/bdpay.ts'
import type { Raw } from '../../../dialects/dialect.ts'
import type { Fields } from '../../../wire/reading.ts'
import { createGateway, type Gateway } from '../../gateway.ts'
import { type Inbox, openInbox } from '../../testing/inbox.ts'
import { situations } from './situations.ts'

const contract = loadContract('bdpay')
let gateway: Gateway
let inbox: Inbox
afterEach(async () => {
  await gateway.close()
  await inbox.close()
})

async function open(profile: { [key: string]: unknown } = {}) {
  inbox = await openInbox({ status: 200, body: 'SUCCESS' })
  gateway = await createGateway({ protocols: ['bdpay'], profile })
  await gateway.listen()
}

interface Identity {
  [name: string]: string
}
const first = () => gateway.desks[0]!.credentials as Identity
let count = Date.now()
const fresh = () => `T${++count}`
const profile = () => gateway.profiles['bdpay']!
const keysOf = (credentials: Identity) => keys({ contract, profile: profile(), side: 'client', credentials })

async function send(operation: string, fields: Fields, as: Identity = first()) {
  const speech = dialect(contract, profile())
  const whole = { merchantCode: as['merchant']!, ...fields }
  const sealed = speech.seal({ operation, side: 'request', fields: whole }, keysOf(as))
  const { method, path, headers, body } = sealed
  const sent = { method, headers, body: body as Uint8Array<ArrayBuffer> }
  const answer = await fetch(gateway.url + path, sent)
  const raw: Raw = { headers: [...answer.headers], body: Buffer.from(await answer.arrayBuffer()) }
  const read = speech.open(raw, 'response', operation)
  if (!read.ok) throw new Error(read.fault.says)
  const asked = { method, url: gateway.url + path, headers, body }
  const { signature } = speech.verifyAnswer!({ read, operation, raw, asked }, keysOf(as))
  const complaints = shapeOf(contract, messageOf(contract, operation, 'response'), profile())
    .check(read.fields, read.json?.numbers)
    .filter(({ level }) => level === 'must')
    .map(({ place, expected }) => `${place}: ${expected}`)
  return { code: read.fields['platRespCode'], fields: read.fields, signature, complaints }
}

const dateTime = '20260115080000'
const orderOf = (phone: string, more: Fields = {}): Fields => ({
  method: 'VA_BCA',
  orderNum: fresh(),
  payMoney: '50000',
  productDetail: 'Kopi',
  name: 'Sinta Wibowo',
  email: 'sinta@example.com',
  phone,
  notifyUrl: inbox.url,
  dateTime,
  ...more,
})
const payoutOf = (number: string, more: Fields = {}): Fields => ({
  orderNum: fresh(),
  money: '100000',
  description: 'Gaji',
  name: 'budi santoso',
  bankCode: '014',
  number,
  notifyUrl: inbox.url,
  feeType: '0',
  dateTime,
  ...more,
})
const ask = (orderNum: unknown, queryType = 'ORDER_QUERY', as?: Identity) =>
  send('query', { orderNum: String(orderNum), queryType, dateTime }, as)
const balance = () => gateway.control.balance(first()['merchant']!)

function told(raw: Raw) {
  const speech = dialect(contract, profile())
  const read = speech.open(raw, 'request')
  const operation = speech.operationOf(read)!
  if (!read.ok) throw new Error(read.fault.says)
  return { operation, fields: read.fields, signature: speech.verify(read, operation, keysOf(first()), raw) }
}

describe('an order', () => {
  it('is made once, paid, told by a signed form, and found so', async () => {
    await open()
    const order = orderOf('081100000001')
    const made = await send('pay', order)
    expect(made).toMatchObject({ code: 'SUCCESS', signature: 'good', complaints: [] })
    expect(await send('pay', order)).toMatchObject({ code: 'FAIL', signature: 'good' })
    const before = await balance()
    await gateway.clock.advance(1)
    await gateway.clock.advance(1)
    await expect.poll(() => inbox.got.length).toBe(1)
    expect(told(inbox.got[0]!)).toMatchObject({
      operation: 'paymentCallback',
      signature: 'good',
      fields: { code: '00', payMoney: '50000', platOrderNum: made.fields['platOrderNum'] },
    })
    expect(await ask(order['orderNum'])).toMatchObject({
      complaints: [],
      signature: 'good',
      fields: { status: 'SUCCESS', amount: 50_000 },
    })
    expect((await balance()) - before).toBe(50_000 - 500)
    await gateway.clock.advance(20_000)
    expect(inbox.got).toHaveLength(1)
  })

  it('ends when its time is over: minutes, three days unless it is told, half a minute for OVO', async () => {
    await open()
    const idle = [
      orderOf('081200000001', { expiryPeriod: '30' }),
      orderOf('081200000002'),
      orderOf('081200000003', { method: 'EWALLET_OVO', expiryPeriod: '60' }),
    ]
    for (const one of idle) expect((await send('pay', one)).code).toBe('SUCCESS')
    const states = async () =>
      Promise.all(idle.map(async (one) => (await ask(one['orderNum'])).fields['status']))
    expect(await states()).toEqual(['NO_PAY', 'NO_PAY', 'OPEN_PAY_URL'])
    await gateway.clock.advance(31)
    expect(await states()).toEqual(['NO_PAY', 'NO_PAY', 'PAY_CANCEL'])
    await gateway.clock.advance(1800)
    expect(await states()).toEqual(['PAY_CANCEL', 'NO_PAY', 'PAY_CANCEL'])
    await gateway.clock.advance(4320 * 60)
    expect(await states()).toEqual(['PAY_CANCEL', 'PAY_CANCEL', 'PAY_CANCEL'])
  })

  it('is told six times by the schedule while nobody answers SUCCESS', async () => {
    await open()
    inbox.answers.push(
      ...['success', '"SUCCESS"', '', 'OK', ' SUCCESS', 'x'].map((body) => ({ status: 200, body })),
    )
    await send('pay', orderOf('081100000001'))
    await gateway.clock.advance(1.1)
    for (const [at, seconds] of [1, 31, 61, 91, 3601, 7201].entries()) {
      await gateway.clock.advance(seconds)
      await expect.poll(() => inbox.got.length).toBe(at + 1)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await gateway.clock.advance(90_000)
    expect(inbox.got).toHaveLength(6)
  })

  it('is refused without a right signature, or by somebody else', async () => {
    await open()
    const other = (await gateway.control.provision({ merchant: 'other', balance: 5 })) as Identity
    const order = orderOf('081200000001')
    expect(await send('pay', order, { ...first(), privateKey: other['privateKey']! })).toMatchObject({
      code: 'FAIL',
    })
    expect(await ask(order['orderNum'])).toMatchObject({ code: 'NOTEXIST' })
    expect(await send('pay', order)).toMatchObject({ code: 'SUCCESS' })
    const second = {
      merchant: other['code']!,
      privateKey: other['privateKey']!,
      publicKey: other['publicKey']!,
    }
    expect(await ask(order['orderNum'], 'ORDER_QUERY', second)).toMatchObject({ code: 'NOTEXIST' })
  })
})

describe('a payout', () => {
  it('takes amount or amount and fee, once, and tells its end', async () => {
    await open()
    const full = await balance()
    const [inside, outside] = [payoutOf('0110000001'), payoutOf('0110000002', { feeType: '1' })]
    expect(await send('cash', inside)).toMatchObject({ code: 'SUCCESS', signature: 'good', complaints: [] })
    expect(await send('cash', inside)).toMatchObject({ code: 'FAIL' })
    expect(full - (await balance())).toBe(100_000)
    expect(await send('cash', outside)).toMatchObject({ fields: { fee: '2500' } })
    expect(full - (await balance())).toBe(202_500)
    await gateway.clock.advance(1)
    await gateway.clock.advance(1)
    await expect.poll(() => inbox.got.length).toBe(2)
    expect(told(inbox.got[0]!)).toMatchObject({ operation: 'payoutCallback', signature: 'good' })
    const sent = async (number: unknown) =>
      (await gateway.control.ledger(String(number))) as { payments: { amount: number; state: string }[] }
    expect((await sent(inside['orderNum'])).payments).toMatchObject([{ amount: 97_500, state: 'paid' }])
    expect((await sent(outside['orderNum'])).payments).toMatchObject([{ amount: 100_000, state: 'paid' }])
  })

  it('leaves the balance as it was when it fails', async () => {
    await open()
    const full = await balance()
    const failing = payoutOf('0140000001', { feeType: '1' })
    await send('cash', failing)
    const undecided = payoutOf('0180000001')
    expect(await send('cash', undecided)).toMatchObject({ code: 'UNKNOWN' })
    for (const refused of [
      payoutOf('0160000001'),
      payoutOf('0190000001'),
      payoutOf('0110000001', { name: 'Ani' }),
    ])
      expect(await send('cash', refused)).toMatchObject({ code: 'FAIL', signature: 'good' })
    await gateway.clock.advance(3)
    expect(await balance()).toBe(full)
    expect(await ask(failing['orderNum'], 'CASH_QUERY')).toMatchObject({ fields: { status: '4' } })
    expect(await ask(failing['orderNum'])).toMatchObject({ code: 'NOTEXIST' })
  })
})

it('tells balances and the owners of accounts', async () => {
  await open()
  expect(await send('account', { dateTime })).toMatchObject({
    complaints: [],
    fields: { balance: 10_000_000 },
  })
  const asked = { bankCode: '014', accountNumber: '0110000001' }
  expect(await send('bankAccountVerify', asked)).toMatchObject({
    complaints: [],
    fields: { accountName: 'Budi Santoso' },
  })
})

it('plays every situation of the contract', async () => {
  await open()
  expect(situations.map(({ id }) => id).sort()).toEqual(contract.situations.map(({ id }) => id).sort())
})
