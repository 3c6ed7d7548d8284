import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { answerOf, callTo, cert, closeAll, driverOf, rawServer, type Answer } from './drive.fixture.ts'

afterEach(closeAll)

async function troubleOf(answer: Answer, options: Parameters<typeof driverOf>[0] = {}) {
  const server = await rawServer(answer)
  const outcome = await driverOf(options).send(callTo(server.url))
  expect(outcome.ended).toBeUndefined()
  expect(outcome.response).toBeUndefined()
  expect(server.requests).toHaveLength(1)
  return outcome.trouble
}

test('a port nothing listens on refuses, by name', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  const { trouble } = await driverOf().send(callTo(`http://127.0.0.1:${port}/x`))
  expect(trouble).toEqual({ kind: 'refused', says: `Nothing listens at 127.0.0.1:${port} (ECONNREFUSED).` })
})

test('a connection closed or reset before an answer is a reset', async () => {
  expect(await troubleOf((socket) => socket.end())).toMatchObject({ kind: 'reset' })
  expect(await troubleOf((socket) => socket.resetAndDestroy())).toMatchObject({ kind: 'reset' })
  const partial = await troubleOf((socket) => socket.end('HTTP/1.1 200'))
  expect(partial).toMatchObject({ kind: 'reset', partial: { bytes: 12 } })
})

test('silence, a head alone and a drip all end at the deadline', async () => {
  const silence = await troubleOf(() => {}, { timeoutMs: 100 })
  expect(silence).toEqual({ kind: 'timeout', says: 'No answer within 100 ms.' })
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n'
  const stuck = await troubleOf((socket) => socket.write(head), { timeoutMs: 100 })
  expect(stuck).toMatchObject({ kind: 'timeout', partial: { status: 200, bytes: 0 } })
  const drip = await troubleOf(
    (socket) => {
      socket.write(head)
      const timer = setInterval(() => socket.write('.'), 10)
      socket.on('close', () => clearInterval(timer))
    },
    { timeoutMs: 300 },
  )
  expect(drip?.kind).toBe('timeout')
  expect(drip?.partial?.bytes).toBeGreaterThan(0)
})

test('one call can have a deadline of its own', async () => {
  const server = await rawServer(() => {})
  const began = performance.now()
  const { trouble, elapsedMs } = await driverOf({ timeoutMs: 60_000 }).send(callTo(server.url), {
    timeoutMs: 50,
  })
  expect(trouble?.kind).toBe('timeout')
  expect(elapsedMs).toBeGreaterThan(40)
  expect(performance.now() - began).toBeLessThan(5000)
})

test('fewer bytes than promised are truncated', async () => {
  const short = await troubleOf((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'))
  expect(short).toMatchObject({ kind: 'truncated', partial: { status: 200, bytes: 3 } })
  const chunk = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc'
  expect(await troubleOf((socket) => socket.end(chunk))).toMatchObject({
    kind: 'truncated',
    partial: { bytes: 3 },
  })
  const reset = await troubleOf((socket) =>
    socket.write(chunk, () => setTimeout(() => socket.resetAndDestroy(), 50)),
  )
  expect(reset).toMatchObject({ kind: 'truncated' })
})

test('bytes that are no HTTP answer are told at once', async () => {
  const garbage = await troubleOf((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'))
  expect(garbage).toMatchObject({ kind: 'not-http', partial: { bytes: 21 } })
})

test('an endless body and an endless head stop being read', async () => {
  for (const [head, piece] of [
    ['HTTP/1.1 200 OK\r\n\r\n', 'x'],
    ['HTTP/1.1 200 OK\r\nX: ', 'y'],
  ] as const) {
    let written = 0
    const trouble = await troubleOf((socket) => {
      socket.write(head)
      const more = (error?: Error | null): void => {
        if (error) return
        written += 65536
        socket.write(piece.repeat(65536), more)
      }
      more()
    })
    expect(trouble?.kind).toBe('oversize')
    expect(written).toBeLessThan(64 * 1024 * 1024)
  }
})

test('memory stays flat for 50 MB, also byte by byte in chunks', async () => {
  const before = process.memoryUsage().rss
  const huge = 50 * 1024 * 1024
  const named = await troubleOf((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${huge}\r\n\r\n`)
  })
  expect(named).toMatchObject({ kind: 'oversize', partial: { bytes: 0 } })
  const server = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
    const more = (error?: Error | null): void =>
      void (error || socket.write('1\r\na\r\n'.repeat(20_000), more))
    more()
  })
  const { trouble } = await driverOf({ maxBytes: 1024 * 1024, timeoutMs: 30_000 }).send(callTo(server.url))
  expect(trouble?.kind).toBe('oversize')
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
}, 40_000)

test('a compression bomb is oversize, damaged compression is no answer', async () => {
  const coded =
    (bytes: Buffer): Answer =>
    (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`)
      socket.write(bytes)
    }
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  expect(await troubleOf(coded(bomb))).toMatchObject({ kind: 'oversize', partial: { bytes: bomb.length } })
  expect(await troubleOf(coded(Buffer.from('no gzip')))).toMatchObject({
    kind: 'not-http',
    partial: { status: 200 },
  })
})

test('an untrusted certificate says what to declare', async () => {
  const server = await rawServer((socket) => socket.write(answerOf('safe')), { secure: true })
  const driver = driverOf()
  const { trouble } = await driver.send(callTo(server.url))
  expect(trouble?.kind).toBe('tls')
  expect(trouble?.says).toMatch(/^The certificate of 127.*declare `ca` or `insecure`\.$/)
  expect((await driver.lose(callTo(server.url), 'in-answer')).trouble?.kind).toBe('tls')
  expect((await driver.race([callTo(server.url)])).outcomes[0]?.trouble?.kind).toBe('tls')
  const misnamed = server.url.replace('127.0.0.1', '127.0.0.2')
  expect((await driverOf({ ca: cert }).send(callTo(misnamed))).trouble?.kind).toMatch(/tls|refused/)
  const broken = await driverOf({ ca: 'no certificate' }).send(callTo(server.url))
  expect(broken.trouble?.kind).toBe('tls')
})

test('https to a plain port fails in the handshake; plain to an https port is no answer', async () => {
  const plain = await rawServer((socket) => socket.write(answerOf('ok')))
  plain.url = plain.url.replace('http:', 'https:')
  const deaf = await driverOf().send(callTo(plain.url), { timeoutMs: 200 })
  expect(deaf.trouble).toMatchObject({ kind: 'timeout', says: expect.stringContaining('TLS handshake') })
  const hangsUp = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  )
  await new Promise<void>((resolve) => hangsUp.listen(0, '127.0.0.1', resolve))
  const address = hangsUp.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { trouble } = await driverOf().send(callTo(`https://127.0.0.1:${port}`))
  expect(trouble?.kind).toBe('tls')
  await new Promise((resolve) => hangsUp.close(resolve))
})

test('a name without an address is refused, by name', async () => {
  const { trouble } = await driverOf().send(callTo('http://nowhere.invalid/'))
  expect(trouble?.kind).toBe('refused')
  expect(trouble?.says).toContain('nowhere.invalid:80')
})
