import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGateway, type Gateway } from './gateway.ts'
import { bears, isLoopback } from './token.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await createGateway({ protocols: ['indomaret'], clock: '2026-11-20T15:00:00+07:00' })
  await gateway.listen()
})
afterAll(() => gateway.close())
beforeEach(() => gateway.control.reset())

type Told = { status: number; body: { [key: string]: unknown } }

async function order(
  method: string,
  path: string,
  body?: unknown,
  token: string | null = gateway.token,
): Promise<Told> {
  const headers: { [name: string]: string } = token === null ? {} : { Authorization: `Bearer ${token}` }
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  const answer = await fetch(`${gateway.url}/__batu-uji/${path}`, {
    method,
    headers,
    ...(text !== undefined && { body: text }),
  })
  return { status: answer.status, body: (await answer.json()) as Told['body'] }
}

describe('the control API', () => {
  it('provisions a bill and gives it a code', async () => {
    const made = await order('POST', 'provision', { amount: 50000, expiresIn: 3600 })
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({ amount: 50000, minAmount: 50000, fee: 0, reusable: false })
    expect(made.body['code']).toMatch(/^[A-Z0-9]{1,20}$/)
    expect(made.body['expires']).toMatch(/^2026-11-20T09:00:0\d\.000Z$/)
  })

  it('provisions a list of bills in its order', async () => {
    const wishes = [{ amount: 1, code: 'ONE' }, { amount: 2 }]
    const made = await order('POST', 'provision', wishes)
    expect(made.body).toMatchObject([{ amount: 1, code: 'ONE' }, { amount: 2 }])
    expect((await order('POST', 'provision', [{ amount: 1 }, 7])).status).toBe(400)
  })

  it('reads an expiry in the zone of the profile and as an instant', async () => {
    const local = await order('POST', 'provision', { amount: 1, expires: '2026-11-20 16:00:00' })
    const instant = await order('POST', 'provision', { amount: 1, expires: '2026-11-20T16:00:00+07:00' })
    expect([local.body['expires'], instant.body['expires']]).toEqual(
      Array(2).fill('2026-11-20T09:00:00.000Z'),
    )
  })

  it('moves and sets the clock, and reset puts it back', async () => {
    const moved = await order('POST', 'clock', { advance: 3600 })
    expect(moved.body['now']).toMatch(/^2026-11-20T09:00/)
    const set = await order('POST', 'clock', { set: '2030-01-01T00:00:00Z' })
    expect(set.body['now']).toMatch(/^2030-01-01T00:00/)
    await order('POST', 'reset')
    expect(new Date(gateway.clock.now()).toISOString()).toMatch(/^2026-11-20T08:00/)
  })

  it('reads an empty ledger', async () => {
    expect((await order('GET', 'ledger?code=ABC')).body).toEqual({ code: 'ABC', payments: [], paid: 0 })
  })

  it('takes the protocol in the path', async () => {
    expect((await order('GET', 'indomaret/ledger?code=ABC')).status).toBe(200)
    expect((await order('GET', 'nosuch/ledger?code=ABC')).status).toBe(404)
  })

  it.each<[string, string, unknown]>([
    ['POST', 'provision', '{"amount"'],
    ['POST', 'provision', '[]'],
    ['POST', 'provision', {}],
    ['POST', 'provision', { amount: 1.5 }],
    ['POST', 'provision', { amount: 1e12 }],
    ['POST', 'provision', { amount: 1, minAmount: 2 }],
    ['POST', 'provision', { amount: 1, colour: 'red' }],
    ['POST', 'provision', { amount: 1, code: 'A-1' }],
    ['POST', 'provision', { amount: 1, desc: '' }],
    ['POST', 'provision', { amount: 1, biller: 'lazy' }],
    ['POST', 'provision', { amount: 1, reusable: 1 }],
    ['POST', 'provision', { amount: 1, expires: 'tomorrow' }],
    ['POST', 'provision', { amount: 1, expiresIn: 'soon' }],
    ['POST', 'provision', { amount: 1, customer: 'A'.repeat(31) }],
    ['POST', 'clock', {}],
    ['POST', 'clock', { advance: 1, set: '2030-01-01T00:00:00Z' }],
    ['POST', 'clock', { advance: '1' }],
    ['POST', 'clock', { set: 'noon' }],
    ['POST', 'defect', { id: 'no-such-defect' }],
    ['POST', 'defect', { id: 7 }],
    ['GET', 'ledger', undefined],
  ])('refuses %s %s %j with a sentence', async (method, path, body) => {
    const answer = await order(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body['error']).toMatch(/^.{10,}\.$/)
  })

  it('wants its token', async () => {
    expect((await order('POST', 'reset', {}, null)).status).toBe(401)
    expect((await order('POST', 'reset', {}, 'wrong')).status).toBe(401)
    expect(bears('Basic x', 'x')).toBe(false)
  })

  it('answers callers on this machine only', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true)
    expect(['10.0.0.1', '::ffff:10.0.0.1', '1127.0.0.1', '', undefined].some(isLoopback)).toBe(false)
  })

  it('has nothing else', async () => {
    expect((await order('POST', 'explode', {})).status).toBe(404)
    expect((await order('GET', 'provision')).status).toBe(404)
  })

  it('switches a defect on and off', async () => {
    expect((await order('POST', 'defect', { id: 'canary' })).body).toEqual({ defect: 'canary' })
    expect((await order('POST', 'defect', { id: null })).body).toEqual({ defect: null })
  })
})

describe('the pages', () => {
  it('declare the gateway without its token', async () => {
    const text = await (await fetch(`${gateway.url}/.well-known/batu-uji`)).text()
    expect(JSON.parse(text)).toMatchObject({
      protocol: 'indomaret',
      controlUrl: `${gateway.url}/__batu-uji/`,
    })
    expect(text).not.toContain(gateway.token)
  })

  it('describe the service at the address that was asked', async () => {
    const answer = await fetch(`${gateway.url}/any/path?wsdl`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain(`location="${gateway.url}/any/path"`)
  })

  it('refuse other methods with 405 and a sentence', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD']) {
      const answer = await fetch(`${gateway.url}/`, { method })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    }
  })

  it('refuse bodies over 1 MiB with 413', async () => {
    const answer = await fetch(`${gateway.url}/`, { method: 'POST', body: 'x'.repeat(1_048_577) })
    expect(answer.status).toBe(413)
  })

  it('serve after a client that left in the middle of its request', async () => {
    await new Promise((resolve) => {
      const half = httpRequest(gateway.url, { method: 'POST', headers: { 'Content-Length': 1000 } })
      half.on('error', resolve)
      half.write('<a>', () => half.destroy(new Error('gone')))
    })
    expect((await fetch(`${gateway.url}/?wsdl`)).status).toBe(200)
  })
})

describe('the options', () => {
  it.each<[object]>([
    [{ protocols: ['nosuch'] }],
    [{ defect: 'nosuch' }],
    [{ freedom: 'nosuch' }],
    [{ clock: 'noon' }],
    [{ profile: { nosuch: 1 }, protocols: ['indomaret'] }],
    [{ profile: { billKind: 'odd' }, protocols: ['indomaret'] }],
  ])('%j are refused with a sentence', async (options) => {
    await expect(createGateway(options)).rejects.toThrow(/^.{10,}\.$/)
  })

  it('report every exchange to whoever judges the callers', async () => {
    const heard: unknown[] = []
    const listener = await createGateway({
      protocols: ['indomaret'],
      onExchange: (exchange) => heard.push(exchange),
    })
    const url = await listener.listen()
    await fetch(url, { method: 'POST', body: 'hello' })
    expect(heard).toMatchObject([
      { protocol: 'indomaret', request: { method: 'POST', url: `${url}/` }, reply: { status: 500 } },
    ])
    await listener.close()
  })
})
