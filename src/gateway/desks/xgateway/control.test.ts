import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGateway, type Gateway } from '../../gateway.ts'
import { overSocket } from '../../testing/post.ts'
import { openInbox } from './testing/inbox.ts'
import { mitraAt } from './testing/mitra.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await createGateway({ protocols: ['indomaret', 'xgateway'] })
  await gateway.listen()
})
afterAll(() => gateway.close())
beforeEach(() => gateway.control.reset())

async function order(method: string, path: string, body?: object) {
  const headers = { Authorization: `Bearer ${gateway.token}` }
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(`${gateway.url}/__batu-uji/xgateway/${path}`, { method, headers, ...text })
  return { status: answer.status, body: (await answer.json()) as { [key: string]: unknown } }
}

describe('the control API of XGateway', () => {
  it('makes accounts and says what is left on them', async () => {
    const wish = {
      data: 'account',
      code: 'MITRA1',
      pin: '4711',
      balance: 5000,
      credit: 100,
      callbackUrl: null,
    }
    const made = await order('POST', 'provision', wish)
    expect(made.body).toEqual({ code: 'MITRA1', pin: '4711', balance: 5000, credit: 100, blocked: false })
    expect((await order('GET', 'balance?account=MITRA1')).body).toEqual({ account: 'MITRA1', balance: 5000 })
    expect((await order('POST', 'provision', { data: 'poor' })).body['pin']).toMatch(/^\d{6}$/)
  })

  it('makes numbers and meters, each with what it is', async () => {
    expect(
      (await order('POST', 'provision', { data: 'pulsa', product: 'NEW1', price: 700 })).body,
    ).toMatchObject({
      product: 'NEW1',
      price: 700,
      outcome: 'success',
    })
    const meter = { code: '11310000077', product: 'PLN20', customer: 'SITI', power: 'R3 /5500 VA' }
    expect((await order('POST', 'provision', meter)).body).toMatchObject({
      meter: '11310000077',
      idpel: '413100000770',
      customer: 'SITI',
      power: 'R3/5500',
    })
  })

  it('tells what moved for a trx_id', async () => {
    const mitra = mitraAt(overSocket(gateway, '/st24'))
    const { fields } = await mitra.topup('085700000001', 'I20', { REQUESTID: 'BOOKED1' })
    expect((await order('GET', 'ledger?code=BOOKED1')).body).toEqual({
      code: 'BOOKED1',
      payments: [
        {
          reference: 'BOOKED1',
          account: 'USERTEST',
          amount: 20175,
          state: 'paid',
          receipt: fields['TRANSACTIONID'],
        },
      ],
      paid: 20175,
    })
  })

  it('forgets everything at a reset', async () => {
    const mitra = mitraAt(overSocket(gateway, '/xgateway/st24'))
    await mitra.topup('085700000001', 'I20', { REQUESTID: 'FORGOTTEN' })
    await order('POST', 'reset')
    expect((await order('GET', 'ledger?code=FORGOTTEN')).body['payments']).toEqual([])
    expect((await order('GET', 'balance?account=USERTEST')).body['balance']).toBe(100_000_000)
  })

  it('sends callbacks where they are wanted: by number, by account, by gateway', async () => {
    const [gates, accounts, numbers] = [await openInbox(), await openInbox(), await openInbox()]
    gateway.desks[1]!.callbacksTo!(gates.url)
    const account = { data: 'account', code: 'MITRA2', pin: '1', balance: 900_000, callbackUrl: accounts.url }
    await gateway.control.provision(account, 'xgateway')
    const number = { data: 'pending', code: '0811000001', product: 'I20', outcome: 'pending' }
    await gateway.control.provision({ ...number, settlesIn: 1, callbackUrl: numbers.url }, 'xgateway')
    const post = overSocket(gateway, '/st24')
    await mitraAt(post, 'MITRA2', '1').topup('0811000001', 'I20')
    await mitraAt(post, 'MITRA2', '1').topup('0811000002', 'I20')
    await mitraAt(post).topup('0811000003', 'I20')
    await gateway.control.clock({ advance: 11 })
    await Promise.all([gates, accounts, numbers].map((inbox) => inbox.until(1)))
    expect([gates, accounts, numbers].map(({ got }) => got.length)).toEqual([1, 1, 1])
    await Promise.all([gates, accounts, numbers].map((inbox) => inbox.close()))
  })

  it.each<[string, object]>([
    ['nothing of the kind', { colour: 'red' }],
    ['a balance that is no number', { data: 'account', balance: '1' }],
    ['a fraction of a rupiah', { data: 'account', balance: 1.5 }],
    ['an outcome that is none', { outcome: 'maybe' }],
    ['a blank product', { product: ' ' }],
    ['seconds that are none', { settlesIn: 'soon' }],
    ['seconds before now', { settlesIn: -1 }],
    ['addresses that are no list', { data: 'account', addresses: '127.0.0.1' }],
    ['a truth that is none', { data: 'account', blocked: 'yes' }],
  ])('refuses %s with a sentence', async (_what, wish) => {
    const answer = await order('POST', 'provision', wish)
    expect(answer.status).toBe(400)
    expect(answer.body['error']).toMatch(/^.{10,}\.$/)
  })

  it('knows no account that nobody made, and needs to be told which', async () => {
    expect((await order('GET', 'balance?account=NOBODY')).status).toBe(404)
    expect((await order('GET', 'balance')).status).toBe(400)
    const indomaret = await fetch(`${gateway.url}/__batu-uji/indomaret/balance?account=A`, {
      headers: { Authorization: `Bearer ${gateway.token}` },
    })
    expect(indomaret.status).toBe(404)
  })

  it('declares its URL with its path', async () => {
    const card = (await (await fetch(`${gateway.url}/.well-known/batu-uji`)).json()) as { urls: object }
    expect(card.urls).toEqual({
      indomaret: `${gateway.url}/indomaret`,
      xgateway: `${gateway.url}/xgateway/st24`,
    })
  })
})
