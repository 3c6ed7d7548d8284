import { createServer } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { answerOf, callTo, cert, closeAll, driverOf, rawServer } from './drive.fixture.ts'
import type { Headers } from './exchange.ts'

afterEach(closeAll)

test('case and order of request headers are kept; Host comes first and Content-Length last if missing', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  const headers: Headers = [
    ['X-b', '1'],
    ['content-TYPE', 'text/xml'],
    ['x-B', '2'],
  ]
  await driverOf().send({
    method: 'POST',
    url: `${server.url}/a/b?c=%20d`,
    headers,
    body: Buffer.from('hey'),
  })
  expect(server.received[0]).toBe(
    `POST /a/b?c=%20d HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
      'X-b: 1\r\ncontent-TYPE: text/xml\r\nx-B: 2\r\nContent-Length: 3\r\n\r\nhey',
  )
})

test('headers that are there stay where they are', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  const headers: Headers = [
    ['content-length', '2'],
    ['X', 'y'],
    ['HOST', 'elsewhere'],
  ]
  await driverOf().send({ method: 'POST', url: `${server.url}/`, headers, body: Buffer.from('hi') })
  expect(server.received[0]).toBe('POST / HTTP/1.1\r\ncontent-length: 2\r\nX: y\r\nHOST: elsewhere\r\n\r\nhi')
})

test('an outcome has the answer as it came, ticks around it and the time it took', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('Terima kasih', 'x-ID: 1\r\nX-Id: 2\r\n')))
  const outcome = await driverOf().send(callTo(server.url))
  expect(outcome.response?.headers).toEqual([
    ['x-ID', '1'],
    ['X-Id', '2'],
    ['Content-Length', '12'],
  ])
  expect(outcome).toMatchObject({ began: 1, ended: 2, response: { status: 200 } })
  expect(outcome.response?.body.toString()).toBe('Terima kasih')
  expect(outcome.trouble).toBeUndefined()
  expect(outcome.elapsedMs).toBeGreaterThan(0)
  expect(new Date(outcome.sentAt).toISOString()).toBe(outcome.sentAt)
})

test('a redirect is an answer', async () => {
  const server = await rawServer((socket) =>
    socket.write('HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n'),
  )
  const { response } = await driverOf().send(callTo(server.url))
  expect(response?.status).toBe(302)
  expect(server.requests).toHaveLength(1)
})

test('an unasked 100 Continue is read over', async () => {
  const server = await rawServer((socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${answerOf('ok')}`))
  const { response } = await driverOf().send(callTo(server.url))
  expect(response).toMatchObject({ status: 200, body: Buffer.from('ok') })
})

test('HTTP/1.0 and bodies that end with the connection are whole answers', async () => {
  const server = await rawServer((socket) => socket.end('HTTP/1.0 200 OK\r\nX: y\r\n\r\nuntil the end'))
  const { response, trouble } = await driverOf().send(callTo(server.url))
  expect(trouble).toBeUndefined()
  expect(response?.body.toString()).toBe('until the end')
})

test('GET, HEAD and 204 work on one connection after another', async () => {
  const server = await rawServer((socket, request) => {
    if (request.startsWith('HEAD')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n')
    else socket.write(request.startsWith('GET') ? answerOf('<wsdl/>') : 'HTTP/1.1 204 No Content\r\n\r\n')
  })
  const driver = driverOf()
  const get = await driver.send(callTo(`${server.url}/x?wsdl`, '', 'GET'))
  const head = await driver.send(callTo(`${server.url}/x?wsdl`, '', 'HEAD'))
  const post = await driver.send(callTo(server.url, ''))
  expect(get.response?.body.toString()).toBe('<wsdl/>')
  expect(head.response?.body).toHaveLength(0)
  expect(post.response?.status).toBe(204)
  expect(server.requests[0]).not.toMatch(/content-length/i)
  expect(server.requests[2]).toMatch(/content-length: 0/i)
  expect(server.connections).toBe(1)
})

const plain = Buffer.from('terbilang '.repeat(50))
const codings: [coding: string, bytes: Buffer][] = [
  ['gzip', gzipSync(plain)],
  ['deflate', deflateSync(plain)],
  ['deflate', deflateRawSync(plain)],
  ['br', brotliCompressSync(plain)],
  ['deflate, gzip', gzipSync(deflateSync(plain))],
  ['identity', plain],
  ['rot13', plain],
]

test.each(codings)('Content-Encoding %s is decoded if known', async (coding, bytes) => {
  const server = await rawServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`)
    socket.write(bytes)
  })
  const { response } = await driverOf().send(callTo(server.url))
  expect(response?.body.equals(plain)).toBe(true)
  expect(response?.headers[0]).toEqual(['Content-Encoding', coding])
})

test('https works with the certificate declared or with any certificate', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('safe')), { secure: true })
  for (const driver of [driverOf({ ca: cert }), driverOf({ insecure: true })]) {
    const { response } = await driver.send(callTo(server.url))
    expect(response?.body.toString()).toBe('safe')
  }
})

test("Node's own server is served, chunked and all", async () => {
  const server = createServer((_request, answer) => {
    answer.write('one ')
    setImmediate(() => answer.end('two'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const driver = driverOf()
  const { response } = await driver.send(callTo(`http://127.0.0.1:${port}/`))
  expect(response?.body.toString()).toBe('one two')
  await driver.close()
  await new Promise((resolve) => server.close(resolve))
})

const unsendable: [name: string, change: object][] = [
  ['no URL', { url: 'nonsense' }],
  ['another scheme', { url: 'ftp://127.0.0.1/' }],
  ['a line break in a header', { headers: [['X', 'a\r\nB: c']] }],
  ['a space in a header name', { headers: [['X Y', 'a']] }],
  ['no method', { method: 'PO ST' }],
]

test.each(unsendable)('a call with %s is a trouble and not sent', async (_name, change) => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  const call = { ...callTo(server.url), ...change }
  const driver = driverOf()
  const race = await driver.race([call])
  const outcomes = [await driver.send(call), await driver.lose(call, 'after-request'), ...race.outcomes]
  for (const { trouble } of outcomes) expect(trouble?.kind).toBe('other')
  expect(server.connections).toBe(0)
})

test('closing ends what is under way, and what comes after is a trouble', async () => {
  const server = await rawServer(() => {})
  const driver = driverOf({ connections: 1 })
  const pending = [driver.send(callTo(server.url)), driver.send(callTo(server.url))]
  await new Promise((resolve) => setTimeout(resolve, 50))
  await driver.close()
  for (const { trouble } of await Promise.all(pending)) expect(trouble?.kind).toBe('other')
  expect((await driver.send(callTo(server.url))).trouble?.kind).toBe('other')
})
