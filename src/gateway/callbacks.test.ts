import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTicks } from '../wire/ticks.ts'
import { createCourier, type Courier, retrySeconds } from './callbacks.ts'
import { type Clock, createClock } from './clock.ts'
import type { Heard } from './heard.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** A receiver that answers with the given statuses, the last again and again; 0 closes the connection. */
async function receiver(...statuses: number[]) {
  const got: { url: string; type: string; body: string }[] = []
  server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      got.push({ url: request.url ?? '', type: request.headers['content-type'] ?? '', body })
      const status = statuses[Math.min(got.length, statuses.length) - 1]!
      if (status === 0) request.socket.destroy()
      else response.writeHead(status).end('OK')
    })
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb` }
}

function office(more: object = {}): { clock: Clock; courier: Courier; heard: Heard[] } {
  const clock = createClock()
  const heard: Heard[] = []
  const hear = (one: Heard) => void heard.push(one)
  return { clock, heard, courier: createCourier({ clock, ticks: createTicks(), hear, ...more }) }
}

const parcel = (url: string, body = '<a/>') => ({
  protocol: 'p',
  url,
  method: 'POST',
  path: '',
  headers: [['Content-Type', 'text/xml']] as [string, string][],
  body: Buffer.from(body),
})

const until = async (is: () => boolean) => {
  for (let tries = 0; tries < 400 && !is(); tries++) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(is()).toBe(true)
}

describe('the courier', () => {
  it('seals anew for each attempt, until an answer says what it has to', async () => {
    const { got, url } = await receiver(200)
    const { clock, courier, heard } = office()
    let count = 0
    const again = () => ({ ...parcel('', `attempt ${++count}`) })
    const { url: _none, protocol: _id, ...sealed } = again()
    const isTaken = () => count === 3
    courier.deliver({ ...parcel(url), ...sealed, isTaken, again: () => ({ ...again(), url }) })
    for (const attempts of [1, 2, 3]) {
      await until(() => heard.length === attempts)
      await clock.advance(120)
    }
    await clock.advance(1_000_000)
    expect(got.map(({ body }) => body)).toEqual(['attempt 1', 'attempt 2', 'attempt 3'])
  })

  it('delivers once to a receiver that takes it, and tells of it', async () => {
    const { got, url } = await receiver(204)
    const { clock, courier, heard } = office()
    courier.deliver(parcel(url))
    await until(() => heard.length === 1)
    await clock.advance(1_000_000)
    expect(got).toEqual([{ url: '/cb', type: 'text/xml', body: '<a/>' }])
    expect(heard).toMatchObject([{ from: 'gateway', protocol: 'p', reply: { status: 204 } }])
    expect(heard[0]!.request).toMatchObject({ method: 'POST', url })
  })

  it.each([[[500, 302, 0, 404, 200]]])('tries again after %j, and no more after a 2xx', async (statuses) => {
    const { got, url } = await receiver(...statuses)
    const { clock, courier, heard } = office()
    courier.deliver(parcel(url))
    for (const [i, wait] of retrySeconds.entries()) {
      await until(() => heard.length === Math.min(i + 1, statuses.length))
      await clock.advance(wait - 1)
      expect(got.length).toBe(Math.min(i + 1, statuses.length))
      await clock.advance(1)
    }
    expect(got.length).toBe(statuses.length)
  })

  it('gives up after the last of its schedule', async () => {
    const { clock, courier, heard } = office()
    courier.deliver(parcel('http://127.0.0.1:1/'))
    for (const [i, wait] of [...retrySeconds, 100_000].entries()) {
      await until(() => heard.length === Math.min(i + 1, retrySeconds.length + 1))
      await clock.advance(wait + 1)
    }
    expect(heard.every(({ reply }) => reply === undefined)).toBe(true)
    expect(heard.length).toBe(retrySeconds.length + 1)
  })

  it('keeps to its limit of attempts under way, and forgets all when it is cleared', async () => {
    let most = 0
    let now = 0
    server = createServer((_request, response) => {
      most = Math.max(most, ++now)
      setTimeout(() => {
        now--
        response.end()
      }, 20)
    })
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { courier, heard } = office({ inFlight: 2 })
    for (let i = 0; i < 6; i++) courier.deliver(parcel(url))
    await until(() => heard.length === 6)
    expect(most).toBe(2)
    for (let i = 0; i < 6; i++) courier.deliver(parcel(url))
    courier.clear()
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(heard.length).toBe(6)
  })

  it.each(['', 'nowhere', 'ftp://127.0.0.1/'])('does not stumble over the URL «%s»', async (url) => {
    const { courier, heard } = office()
    courier.deliver(parcel(url))
    await until(() => heard.length === 1)
  })
})
