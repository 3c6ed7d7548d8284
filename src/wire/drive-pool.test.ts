import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import type { Driver, Outcome } from './drive.ts'
import { answerOf, callTo, closeAll, driverOf, rawServer } from './drive.fixture.ts'

afterEach(closeAll)

/** So many calls, so many of them at a time, each with a body of its own. */
async function sendMany(driver: Driver, url: string, count: number, inFlight = 1): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) outcomes.push(await driver.send(callTo(url, `{"n":${i}}`)))
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return outcomes
}

const troubles = (outcomes: Outcome[]): unknown[] => outcomes.flatMap(({ trouble }) => trouble ?? [])

test('sequential calls share one connection', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  const outcomes = await sendMany(driverOf(), server.url, 50)
  expect(troubles(outcomes)).toEqual([])
  expect(outcomes.map(({ began, ended }) => [began, ended])).toEqual(
    outcomes.map((_, i) => [2 * i + 1, 2 * i + 2]),
  )
  expect(server.connections).toBe(1)
})

test('concurrent calls use no more connections than allowed', async () => {
  const server = await rawServer((socket) => setTimeout(() => socket.write(answerOf('ok')), 2))
  const outcomes = await sendMany(driverOf({ connections: 4 }), server.url, 100, 16)
  expect(troubles(outcomes)).toEqual([])
  expect(server.requests).toHaveLength(100)
  expect(server.connections).toBe(4)
})

test('one driver serves several origins', async () => {
  const servers = await Promise.all(
    ['a', 'b'].map((name) => rawServer((socket) => socket.write(answerOf(name)))),
  )
  const driver = driverOf()
  for (const [i, name] of ['a', 'b', 'a', 'b'].entries()) {
    const { response } = await driver.send(callTo(servers[i % 2]?.url ?? ''))
    expect(response?.body.toString()).toBe(name)
  }
  expect(servers.map(({ connections }) => connections)).toEqual([1, 1])
})

test.each([1, 8])(
  'a server that closes after each answer without saying so troubles nobody, %d at a time',
  async (inFlight) => {
    const server = await rawServer((socket) => socket.end(answerOf('ok')))
    const outcomes = await sendMany(driverOf(), server.url, 60, inFlight)
    expect(troubles(outcomes)).toEqual([])
    expect(new Set(server.requests).size).toBe(60)
    expect(server.requests).toHaveLength(60)
  },
)

test.each([0, 1, 5, 15])('a server that closes %d ms after an answer troubles nobody', async (delay) => {
  const server = await rawServer((socket) =>
    socket.write(answerOf('ok'), () => setTimeout(() => socket.end(), delay)),
  )
  const outcomes = await sendMany(driverOf(), server.url, 40, 4)
  expect(troubles(outcomes)).toEqual([])
  expect(server.requests).toHaveLength(40)
})

test('a server that resets each connection after its answer troubles nobody', async () => {
  const server = await rawServer((socket) =>
    socket.write(answerOf('ok'), () => setTimeout(() => socket.resetAndDestroy(), 5)),
  )
  const outcomes = await sendMany(driverOf(), server.url, 20)
  expect(troubles(outcomes)).toEqual([])
  expect(server.requests).toHaveLength(20)
})

test('Connection: close, from either side, ends the connection after the answer', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok', 'Connection: close\r\n')))
  expect(troubles(await sendMany(driverOf(), server.url, 5))).toEqual([])
  expect(server.connections).toBe(5)
  const patient = await rawServer((socket) => socket.write(answerOf('ok')))
  const driver = driverOf()
  const call = { ...callTo(patient.url), headers: [['Connection', 'close']] as [string, string][] }
  for (let i = 0; i < 3; i++) expect((await driver.send(call)).trouble).toBeUndefined()
  expect(patient.connections).toBe(3)
})

test("Node's server with a keep-alive of 1 ms troubles nobody and sees each call once", async () => {
  const seen: string[] = []
  const server = createServer((request, answer) => {
    request.on('data', (chunk) => seen.push(String(chunk)))
    request.on('end', () => answer.end('ok'))
  })
  server.keepAliveTimeout = 1
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  const driver = driverOf()
  const outcomes = await sendMany(driver, url, 100, 3)
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve, i))
    outcomes.push(await driver.send(callTo(url, `{"late":${i}}`)))
  }
  expect(troubles(outcomes)).toEqual([])
  expect(seen).toHaveLength(110)
  expect(new Set(seen).size).toBe(110)
  await driver.close()
  await new Promise((resolve) => server.close(resolve))
})

test('an idle connection the server closed is not used, and the call is sent once', async () => {
  const server = await rawServer((socket, _request, nth) => {
    socket.write(answerOf('ok'))
    if (nth === 3) setTimeout(() => socket.end(), 100)
  })
  const driver = driverOf()
  await sendMany(driver, server.url, 3)
  await new Promise((resolve) => setTimeout(resolve, 250))
  expect(troubles(await sendMany(driver, server.url, 2))).toEqual([])
  expect(server.requests).toHaveLength(5)
  expect(server.connections).toBe(2)
})

test('a connection that dies under a request used again is one reset and no second sending', async () => {
  const server = await rawServer((socket, _request, nth) => {
    if (nth === 2) socket.destroy()
    else socket.write(answerOf('ok'))
  })
  const driver = driverOf()
  const outcomes = await sendMany(driver, server.url, 2)
  expect(outcomes[1]?.trouble).toMatchObject({ kind: 'stale', says: expect.stringContaining('kept-alive') })
  expect(server.requests).toHaveLength(2)
  expect((await driver.send(callTo(server.url))).trouble).toBeUndefined()
})

test('bytes nobody asked for end the connection and answer nothing', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok') + answerOf('surplus')))
  const outcomes = await sendMany(driverOf(), server.url, 5)
  expect(outcomes.map(({ response }) => response?.body.toString())).toEqual(Array(5).fill('ok'))
  expect(server.connections).toBe(5)
})

test('calls waiting for a connection get the trouble of opening one', async () => {
  const outcomes = await sendMany(driverOf({ connections: 2 }), 'http://127.0.0.1:1/', 10, 10)
  expect(outcomes.map(({ trouble }) => trouble?.kind)).toEqual(Array(10).fill('refused'))
})

test('after a request of a megabyte its connection is not used again: it may be refused without being read', async () => {
  const server = createServer((request, response) => {
    const isLong = Number(request.headers['content-length']) > 1000
    if (isLong) request.pause()
    else request.resume()
    response.writeHead(isLong ? 413 : 200, { 'Content-Length': '0' }).end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    const { port } = server.address() as { port: number }
    const driver = driverOf({ timeoutMs: 1000, connections: 1 })
    const url = `http://127.0.0.1:${port}/`
    const sent = [await driver.send(callTo(url, '9'.repeat(1_500_000))), await driver.send(callTo(url))]
    expect(sent.map(({ response }) => response?.status)).toEqual([413, 200])
  } finally {
    server.close()
    server.closeAllConnections()
  }
})
