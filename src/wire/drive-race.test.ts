import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createOpener } from './drive-open.ts'
import { runRace } from './drive-race.ts'
import { createTicks } from './ticks.ts'
import { answerOf, callTo, cert, closeAll, driverOf, rawServer, type RawServer } from './drive.fixture.ts'

afterEach(closeAll)

const ten = (url: string) => Array.from({ length: 10 }, (_, i) => callTo(url, `{"n":${i}}`))

// A machine busy enough to hold loopback packets back for 20 ms gets another chance.
const busy = { retry: 5 }

test.each([false, true])('no request is whole before all are held (https: %s)', busy, async (secure) => {
  const heldAt: number[] = []
  const ticks = createTicks()
  const arrivals: number[] = []
  const server: RawServer = await rawServer(
    (socket) => {
      arrivals.push(ticks.next())
      heldAt.push(server.received.filter((text) => /\{"n":\d\}?$/.test(text)).length)
      socket.write(answerOf('ok'))
    },
    { secure },
  )
  const { outcomes, skewMicros } = await driverOf({ ca: cert, ticks }).race(ten(server.url))
  expect(outcomes.map(({ response }) => response?.status)).toEqual(Array(10).fill(200))
  expect(Math.max(...outcomes.map(({ began }) => began))).toBeLessThan(Math.min(...arrivals))
  expect(heldAt).toEqual(Array(10).fill(10))
  expect(server.connections).toBe(10)
  expect(skewMicros).toBeGreaterThan(0)
  expect(skewMicros).toBeLessThan(1_000_000)
})

test('every request begins before any ends', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  const { outcomes } = await driverOf().race(ten(server.url))
  const ends = outcomes.map(({ ended }) => ended ?? 0)
  expect(outcomes.map(({ began }) => began)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(Math.min(...ends)).toBe(11)
  expect(new Set(ends).size).toBe(10)
})

test('answers come back in the order of the calls, whatever the order of arrival', async () => {
  const waiting: [Socket, string][] = []
  const server = await rawServer((socket, request) => {
    waiting.push([socket, request.slice(request.indexOf('{'))])
    if (waiting.length === 10) for (const [each, body] of waiting.reverse()) each.write(answerOf(body))
  })
  const { outcomes } = await driverOf().race(ten(server.url))
  expect(outcomes.map(({ response }) => String(response?.body))).toEqual(
    ten('').map(({ body }) => String(body)),
  )
})

test("a real server's handlers see the bodies end only after the release", busy, async () => {
  let started = 0
  const startedAtEnd: number[] = []
  const server = createServer((request, answer) => {
    started++
    request.resume().on('end', () => {
      startedAtEnd.push(started)
      answer.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const driver = driverOf()
  const { outcomes } = await driver.race(
    ten(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`),
  )
  expect(outcomes.every(({ response }) => response?.status === 200)).toBe(true)
  expect(startedAtEnd).toEqual(Array(10).fill(10))
  await driver.close()
  await new Promise((resolve) => server.close(resolve))
})

test('one that cannot run is a trouble, the others race', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  const { outcomes } = await driverOf().race([callTo('http://127.0.0.1:1/'), ...ten(server.url).slice(0, 2)])
  expect(outcomes.map(({ trouble }) => trouble?.kind)).toEqual(['refused', undefined, undefined])
})

test('a target that answers or closes before the release is taken at its word', async () => {
  const server = await rawServer(() => {})
  const early = createServer()
  early.on('connection', (socket: Socket) => {
    socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve))
  const address = early.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  const { outcomes } = await driverOf().race([callTo(url), callTo(server.url)], { timeoutMs: 200 })
  expect(outcomes[0]?.response?.status ?? outcomes[0]?.trouble?.kind).toBe(503)
  expect(outcomes[1]?.trouble?.kind).toBe('timeout')
  await new Promise((resolve) => early.close(resolve))
})

test('no calls are no race', async () => {
  expect(await driverOf().race([])).toEqual({ outcomes: [], skewMicros: 0 })
})

test('the next race need not wait for slow answers, the one after it has to', async () => {
  const held: Socket[] = []
  const server = await rawServer((socket) => void held.push(socket))
  const driver = driverOf({ connections: 2 })
  const races = [1, 2, 3].map(() => driver.race(ten(server.url).slice(0, 2)))
  await expect.poll(() => held.length, { timeout: 5000 }).toBe(4)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(held.length).toBe(4)
  for (const socket of held.splice(0, 2)) socket.write(answerOf('first'))
  await races[0]
  await expect.poll(() => held.length, { timeout: 5000 }).toBe(4)
  for (const socket of held) socket.write(answerOf('others'))
  expect(
    (await Promise.all(races)).flatMap(({ outcomes }) => outcomes).map(({ trouble }) => trouble),
  ).toEqual(Array(6).fill(undefined))
})

test('a target that reads from one connection at a time is not held up by who waits behind', async () => {
  // A third connection comes about only when an answer has made room for it.
  const waiting: (() => void)[] = []
  const server = await rawServer((socket) => {
    socket.write(answerOf('ok'))
    for (const enter of waiting.splice(0)) enter()
  })
  const opener = createOpener({})
  let opened = 0
  const crowded = {
    ...opener,
    async open(...target: Parameters<typeof opener.open>) {
      if (++opened > 2) await new Promise<void>((resolve) => waiting.push(resolve))
      return opener.open(...target)
    },
  }
  const turn = { mine: Promise.resolve(), pass: () => undefined }
  const calls = ten(server.url).slice(0, 3)
  const options = { opener: crowded, ticks: createTicks(), timeoutMs: 8000, maxBytes: 1000 }
  const { outcomes, skewMicros } = await runRace(calls, options, turn)
  expect(outcomes.map(({ response }) => response?.status)).toEqual([200, 200, 200])
  expect(skewMicros).toBeGreaterThan(0)
  opener.close()
}, 15_000)
