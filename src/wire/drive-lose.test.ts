import { afterEach, expect, test, vi } from 'vitest'
import { answerOf, callTo, cert, closeAll, driverOf, rawServer } from './drive.fixture.ts'

afterEach(closeAll)

const schemes = [false, true]

test.each(schemes)('before the last byte: the server has all but that byte (https: %s)', async (secure) => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')), { secure })
  const outcome = await driverOf({ ca: cert }).lose(callTo(server.url, '{"a":1}'), 'before-last-byte')
  expect(outcome).toMatchObject({ trouble: { kind: 'cut' }, began: 1 })
  expect(outcome.ended).toBeUndefined()
  await vi.waitFor(() => expect(server.closed).toBe(1), 5000)
  expect(server.received[0]).toMatch(/\r\n\r\n\{"a":1$/)
  expect(server.requests).toEqual([])
})

test.each(schemes)('after the request: the server has all of it (https: %s)', async (secure) => {
  const server = await rawServer((socket) => setTimeout(() => socket.write(answerOf('ok')), 20), { secure })
  const body = `{"a":"${'x'.repeat(300_000)}"}`
  const outcome = await driverOf({ ca: cert }).lose(callTo(server.url, body), 'after-request')
  expect(outcome.trouble?.kind).toBe('cut')
  expect(outcome.response).toBeUndefined()
  await vi.waitFor(() => expect(server.requests).toHaveLength(1), 5000)
  expect(server.requests[0]?.endsWith(body)).toBe(true)
})

test.each(schemes)('in the answer: its first bytes are told (https: %s)', async (secure) => {
  const server = await rawServer(
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc')
      setTimeout(() => socket.write('d'.repeat(97)), 200)
    },
    { secure },
  )
  const { trouble, response } = await driverOf({ ca: cert }).lose(callTo(server.url), 'in-answer')
  expect(trouble).toMatchObject({ kind: 'cut', partial: { status: 200, bytes: 3 } })
  expect(response).toBeUndefined()
  expect(server.requests).toHaveLength(1)
})

test('an answer that comes in one piece is cut all the same', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  const { trouble } = await driverOf().lose(callTo(server.url), 'in-answer')
  expect(trouble).toMatchObject({ kind: 'cut', partial: { status: 200, bytes: 2 } })
})

test('without a body the held byte is the last of the head', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('ok')))
  await driverOf().lose(callTo(`${server.url}/x?wsdl`, '', 'GET'), 'before-last-byte')
  await vi.waitFor(() => expect(server.closed).toBe(1), 5000)
  expect(server.received[0]).toMatch(/\r\n\r$/)
})

test('a target that gives nothing to cut in is a trouble of its own', async () => {
  const silent = await rawServer(() => {})
  const hasty = await rawServer((socket) => socket.end())
  const driver = driverOf({ timeoutMs: 100 })
  expect((await driver.lose(callTo(silent.url), 'in-answer')).trouble?.kind).toBe('timeout')
  expect((await driver.lose(callTo(hasty.url), 'in-answer')).trouble?.kind).toBe('reset')
  expect((await driver.lose(callTo('http://127.0.0.1:1/'), 'after-request')).trouble?.kind).toBe('refused')
})
