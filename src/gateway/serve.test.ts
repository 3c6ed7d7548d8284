import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTicks } from '../wire/ticks.ts'
import { createClock } from './clock.ts'
import { createControl } from './control.ts'
import type { Desk } from './desk.ts'
import type { Heard } from './heard.ts'
import { send, sentence } from './reply.ts'
import { createHouseServer } from './serve.ts'

/** A desk that says its name, or fails when it is told to. */
const echoDesk = (protocol: string): Desk => ({
  protocol,
  defects: [{ id: `${protocol}-defect`, says: '', clock: '2030-01-01T00:00:00Z' }],
  freedoms: [],
  async serve({ body }, line) {
    if (body.length === 4) throw new Error('secret detail')
    const reply = sentence(200, protocol)
    await send(reply, line)
    return reply
  },
  page: (query) => (query === 'page' ? sentence(200, `page of ${protocol}`) : undefined),
  provision: async () => ({ code: protocol }),
  ledger: async (code) => ({ code }),
  switchDefect: () => undefined,
  reset: async () => undefined,
})

const heard: Heard[] = []
const clock = createClock('2026-11-20T00:00:00Z')
const desks = [echoDesk('one'), echoDesk('two')]
const control = createControl(desks, clock)
const server = createHouseServer({
  desks,
  control,
  token: 't',
  ticks: createTicks(),
  wellKnown: () => ({}),
  hear: (exchange) => heard.push(exchange),
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const post = async (path: string, body = 'x') => {
  const answer = await fetch(url + path, { method: 'POST', body })
  return `${answer.status} ${(await answer.text()).trim()}`
}

describe('a server of several desks', () => {
  it('finds each by its name', async () => {
    expect([await post('/one'), await post('/two/deeper'), await post('/one?x')]).toEqual([
      '200 one',
      '200 two',
      '200 one',
    ])
    expect(await (await fetch(`${url}/two?page`)).text()).toBe('page of two\n')
  })

  it('knows nothing at other paths', async () => {
    expect(await post('/')).toMatch(/^404 .*\/one, \/two\.$/)
    expect(await post('/onetwo')).toMatch(/^404/)
  })

  it('says 500 without a detail when a desk fails', async () => {
    const answer = await post('/one', 'fail')
    expect(answer).toMatch(/^500 /)
    expect(answer).not.toContain('secret')
  })

  it('survives strange targets and hosts', async () => {
    const status = (path: string, host: string) =>
      new Promise((resolve) => {
        const { port } = new URL(url)
        request({ port, path, method: 'POST', headers: { Host: host } }, (response) =>
          resolve(response.resume().statusCode),
        ).end('x')
      })
    expect(await status('//', 'a b"<')).toBe(404)
    expect(await status('http://elsewhere/one', 'x')).toBe(404)
    expect(await status('/one/%ZZ', '')).toBe(200)
  })

  it('wants the protocol named where it matters, and sets the clock of a defect again after a reset', async () => {
    expect(() => control.provision({})).toThrow(/one, two/)
    expect(await control.provision({}, 'two')).toEqual({ code: 'two' })
    control.switchDefect('two-defect')
    await control.reset()
    expect(new Date(clock.now()).getUTCFullYear()).toBe(2030)
    control.switchDefect(null)
    await control.reset()
    expect(new Date(clock.now()).getUTCFullYear()).toBe(2026)
  })

  it('tells what it heard in the order of its ticks', async () => {
    heard.length = 0
    await post('/two')
    expect(heard).toMatchObject([
      { protocol: 'two', request: { method: 'POST', url: `${url}/two` }, reply: { status: 200 } },
    ])
    expect(heard[0]!.ended).toBeGreaterThan(heard[0]!.began)
  })
})
