/** The client of npm `xmlrpc` against our gateway. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import xmlrpc, { type Client } from 'xmlrpc'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts'

let gateway: Gateway
let client: Client
let count = 0

beforeAll(async () => {
  gateway = await createGateway({ protocols: ['xgateway'] })
  const { port } = new URL(await gateway.listen())
  client = xmlrpc.createClient({ host: '127.0.0.1', port: Number(port), path: '/xgateway/st24' })
})

afterAll(() => gateway.close())

type Members = { [name: string]: unknown }

const askFor = (NOHP: unknown, NOM: unknown, more: Members = {}): Members => ({
  MSISDN: 'USERTEST',
  REQUESTID: `NPM${++count}`,
  PIN: '123456',
  NOHP,
  NOM,
  ...more,
})

/** The members of the answer; `RESPONSECODE` of a fault or an HTTP error is a word. */
function call(method: string, ...params: unknown[]): Promise<Members> {
  return new Promise((done) =>
    client.methodCall(method, params, (error: unknown, value: Members) => {
      const fault = (error as { faultCode?: unknown } | null)?.faultCode
      done(error ? { RESPONSECODE: fault === undefined ? `HTTP: ${String(error)}` : 'fault' } : value)
    }),
  )
}

const pulsa = '085700000001'

describe('npm xmlrpc', () => {
  test.each(['topUpRequest', 'TopupRequest', 'topuprequest'])('%s buys credit', async (method) => {
    const told = await call(method, askFor(pulsa, 'I20'))
    expect(told).toMatchObject({
      RESPONSECODE: '00',
      REQUESTID: `NPM${count}`,
      SN: expect.stringMatching(/./),
    })
    expect(Object.keys(told)).toEqual(['RESPONSECODE', 'REQUESTID', 'MESSAGE', 'SN', 'TRANSACTIONID'])
  })

  test('a repetition is a status check, and buys nothing', async () => {
    const ask = askFor(pulsa, 'I20')
    const first = await call('topUpRequest', ask)
    const left = await gateway.control.balance('USERTEST')
    const { RESPONSECODE, SN, TRANSACTIONID } = first
    expect(await call('topUpRequest', ask)).toMatchObject({ RESPONSECODE, SN, TRANSACTIONID })
    expect(await gateway.control.balance('USERTEST')).toBe(left)
  })

  test('ten at once are ten purchases, and one trx_id ten times is one', async () => {
    const before = await gateway.control.balance('USERTEST')
    const ten = await Promise.all(
      Array.from({ length: 10 }, () => call('topUpRequest', askFor(pulsa, 'I20'))),
    )
    expect(new Set(ten.map((told) => told['SN'])).size).toBe(10)
    const one = askFor(pulsa, 'I20')
    const same = await Promise.all(Array.from({ length: 10 }, () => call('topUpRequest', one)))
    expect(new Set(same.map((told) => told['TRANSACTIONID'])).size).toBe(1)
    expect(before - (await gateway.control.balance('USERTEST'))).toBe(11 * 20_175)
  })

  test('a token is sold after its query, and not before', async () => {
    const meter = '11310000077'
    expect(['00', '68']).not.toContain(
      (await call('PLNPrepaidTopup', askFor(meter, 'PLN20')))['RESPONSECODE'],
    )
    expect(await call('PLNPrepaidQuery', askFor(meter, 'PLN20'))).toMatchObject({
      RESPONSECODE: '00',
      SN: '',
    })
    const sold = await call('PLNPrepaidTopup', askFor(meter, 'PLN20'))
    expect(sold).toMatchObject({ RESPONSECODE: '00', SN: expect.stringMatching(/^\d{4}(-\d{4}){4}$/) })
  })

  test('a token is sold without a query, under either name', async () => {
    for (const method of ['PLNPrepaidDirectTopup', 'TopupRequest'])
      expect((await call(method, askFor('11330000001', 'PLNA20')))['SN']).toMatch(/CV.TIRTA.&.<PUTRA>/)
  })

  test('pending is pending until the clock has moved, and then final', async () => {
    const ask = askFor('081100000001', 'I20')
    expect(await call('topUpRequest', ask)).toMatchObject({ RESPONSECODE: '68', SN: '' })
    await gateway.control.clock({ advance: 60 })
    expect(await call('topUpRequest', ask)).toMatchObject({
      RESPONSECODE: '00',
      SN: expect.stringMatching(/./),
    })
  })

  test.each([
    ['a number', askFor(pulsa, 20)],
    ['null', askFor(null, 'I20')],
    ['a boolean', askFor(pulsa, true)],
    ['a list', askFor([pulsa], 'I20')],
    ['a struct', askFor({ is: pulsa }, 'I20')],
    ['a date', askFor(new Date(), 'I20')],
    ['characters that are no digits or letters', askFor('<&>', 'I20')],
    ['nothing', { MSISDN: 'USERTEST' }],
  ])('%s in a member buys nothing', async (_, ask) => {
    const { RESPONSECODE } = await call('topUpRequest', ask)
    expect(['00', '68']).not.toContain(RESPONSECODE)
  })

  test('what is no request is refused, and the gateway goes on', async () => {
    for (const params of [[], ['I20'], [[askFor(pulsa, 'I20')]], [askFor(pulsa, 'I20'), 1]])
      expect((await call('topUpRequest', ...params))['RESPONSECODE']).toBe('01')
    expect((await call('topDownRequest', askFor(pulsa, 'I20')))['RESPONSECODE']).toBe('01')
    expect((await call('topUpRequest', askFor(pulsa, 'I20')))['RESPONSECODE']).toBe('00')
  })
})
