import { expect, test } from 'vitest'
import { AnswerReader } from './drive-answer.ts'

const limit = 1024

/** Reads a whole text in pieces of this size; what the last piece led to, or the end after it. */
function read(text: string, { size = text.length, method = 'POST', cleanly = true } = {}) {
  const reader = new AnswerReader(method, limit)
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += size) {
    const step = reader.push(bytes.subarray(at, at + size))
    if (step !== 'more') return { step, reader }
  }
  return { step: reader.end(cleanly), reader }
}

const whole: [name: string, text: string, body: string][] = [
  ['by length', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc', 'abc'],
  ['by equal lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length: 3\r\n\r\nabc', 'abc'],
  ['of length 0', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', ''],
  [
    'by chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n',
    'abc',
  ],
  ['by close', 'HTTP/1.1 200 OK\r\n\r\nabc', 'abc'],
  ['of HTTP/1.0', 'HTTP/1.0 200\r\n\r\nabc', 'abc'],
  ['with bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 3\n\nabc', 'abc'],
  ['of 204', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
  ['of 304 with a length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', ''],
  [
    'after interim answers',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
    'abc',
  ],
]

test.each(whole)('an answer %s is the same however it is cut into pieces', (_name, text, body) => {
  for (let size = 1; size <= text.length; size++) {
    const { step, reader } = read(text, { size })
    expect(step).toBe('whole')
    expect(reader.body().toString()).toBe(body)
  }
})

const flawed: [name: string, text: string, kind: string][] = [
  ['nothing', '', 'reset'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-', 'reset'],
  ['garbage', 'hello\r\n\r\n', 'not-http'],
  ['another version', 'HTTP/2.0 200 OK\r\n\r\n', 'not-http'],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n', 'not-http'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd', 'not-http'],
  ['a length of words', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabcd', 'not-http'],
  ['a short body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', 'truncated'],
  ['a missing last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', 'truncated'],
  ['a chunk without size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', 'not-http'],
  ['a chunk over its size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n', 'not-http'],
  ['a huge chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\na', 'oversize'],
  ['a huge length', 'HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n', 'oversize'],
  ['a huge body', `HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(1025)}`, 'oversize'],
  ['a huge head', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}`, 'oversize'],
]

test.each(flawed)('%s is a flaw of its own kind', (_name, text, kind) => {
  expect(read(text).step).toMatchObject({ kind, says: expect.stringMatching(/^[A-Z].*\.$/) })
  expect(read(text, { size: 7 }).step).toMatchObject({ kind })
})

test('a body that ends with the connection is not whole when the connection is reset', () => {
  expect(read('HTTP/1.1 200 OK\r\n\r\nabc', { cleanly: false }).step).toMatchObject({ kind: 'reset' })
})

test('headers keep case, order, repeats and folds', () => {
  const { reader } = read(
    'HTTP/1.1 200 OK\r\nX-b: 1\r\nx-A:  two words \r\nX-B: 3\r\n\t4\r\nContent-Length: 0\r\n\r\n',
  )
  expect(reader.head?.headers).toEqual([
    ['X-b', '1'],
    ['x-A', 'two words'],
    ['X-B', '3 4'],
    ['Content-Length', '0'],
  ])
})

test('HEAD has no body whatever its length says', () => {
  expect(read('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n', { method: 'HEAD' }).step).toBe('whole')
})

const kept: [text: string, keepMs: number][] = [
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 1000],
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=5\r\n\r\n', 4000],
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=0\r\n\r\n', 0],
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n', 0],
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nsurplus', 0],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nsurplus', 0],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n', 0],
  ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', 0],
  ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n', 1000],
  ['HTTP/1.1 200 OK\r\n\r\n', 0],
]

test.each(kept)('%j leaves a connection to use for %d ms', (text, keepMs) => {
  expect(read(text).reader.keepMs).toBe(keepMs)
})

test('what arrived before a flaw is told', () => {
  expect(read('').reader.partial()).toBeUndefined()
  expect(read('HTTP/1.1 2').reader.partial()).toEqual({ bytes: 10 })
  const cut = read('HTTP/1.1 201 OK\r\nContent-Length: 9\r\n\r\nabc').reader
  expect(cut.partial()).toEqual({ status: 201, headers: [['Content-Length', '9']], bytes: 3 })
})
