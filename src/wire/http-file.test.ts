import { describe, expect, it } from 'vitest'
import { parseHttpAnswer, parseHttpFile, parseHttpFiles } from './http-file.ts'
import { capture, captures } from './soap.fixture.ts'

const parse = (text: string): ReturnType<typeof parseHttpFile> => parseHttpFile(Buffer.from(text, 'latin1'))

describe('parseHttpFile', () => {
  it.each(captures)('reads the capture %s', (name) => {
    const { method, headers, body } = capture(name)
    expect(method).toBe('POST')
    const isCoded = headers.some(([header]) => /^content-encoding$/i.test(header))
    expect(body.toString('latin1')).toMatch(isCoded ? /^[\x1f\x78]/ : /^<\?xml[^]*Envelope>\s*$/)
  })

  it.each(['\r\n', '\n'])('reads lines that end in %j', (end) => {
    const read = parse(['POST /a?b=1 HTTP/1.0', 'Host: x', 'X-A:1', 'X-A: b: c ', '', 'body\xe9\n'].join(end))
    expect(read).toMatchObject({ method: 'POST', path: '/a?b=1', version: 'HTTP/1.0' })
    expect(read.headers).toEqual([
      ['Host', 'x'],
      ['X-A', '1'],
      ['X-A', 'b: c'],
    ])
    expect(read.body).toEqual(Buffer.from('body\xe9\n', 'latin1'))
  })

  it('honours Content-Length and forgives an editor its last line end', () => {
    expect(parse('POST / HTTP/1.1\nContent-Length: 2\n\nab\n').body.toString()).toBe('ab')
    expect(parse('POST / HTTP/1.1\nContent-Length: 3\n\nab\n').body.toString()).toBe('ab\n')
    expect(parse('GET / HTTP/1.1\nHost: x').body.length).toBe(0)
  })

  it('joins chunks', () => {
    const chunked = (body: string): string =>
      parse(`POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n${body}`).body.toString()
    expect(chunked('3\r\na\r\n\r\n2;x=y\r\nbc\r\n0\r\nTrailer: 1\r\n\r\n')).toBe('a\r\nbc')
    expect(chunked('0A\n0123456789\n0\n\n')).toBe('0123456789')
  })

  it.each([
    ['', 'The file is empty: write'],
    ['hello\n\n', 'Line 1 is no request line: write "POST /path HTTP/1.1" instead of "hello".'],
    ['POST / HTTP/1.1\nHost\n\n', 'Line 2 is no header: write "Name: value"'],
    ['POST / HTTP/1.1\nContent-Length: 9\n\nab', 'Content-Length is 9, but the body has 2 bytes: correct'],
    ['POST / HTTP/1.1\nContent-Length: 1\n\nabc', 'Content-Length is 1, but the body has 3 bytes: correct'],
    ['POST / HTTP/1.1\nContent-Length: x\n\n', 'Content-Length is "x": write'],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\nzz\n', 'Byte 0 of the body begins no chunk: write'],
    [
      'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n5\nab\n',
      'The chunk at byte 0 of the body is cut off: write 5',
    ],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\nabcd\n0\n', 'is longer than 1 bytes'],
  ])('says of %j: %s', (text, says) => {
    expect(() => parse(text)).toThrow(says)
  })
})

describe('parseHttpAnswer', () => {
  it('reads status, reason and body', () => {
    const read = parseHttpAnswer(Buffer.from('HTTP/1.1 500 Internal Server Error\r\nA: b\r\n\r\nx'))
    expect(read).toMatchObject({ status: 500, reason: 'Internal Server Error', headers: [['A', 'b']] })
    expect(() => parseHttpAnswer(Buffer.from('GET / HTTP/1.1'))).toThrow('Line 1 is no status line: write')
  })
})

describe('parseHttpFiles', () => {
  it('reads messages between ### lines', () => {
    const file = '### one\nPOST /a\nHost: x\n\nbody\n\n###\r\n\r\nHTTP/1.1 200\r\n\r\nok\r\n### \n'
    const read = parseHttpFiles(Buffer.from(file))
    expect(read.map((message) => message.body.toString())).toEqual(['body\n', 'ok'])
    expect(read[0]).toMatchObject({ method: 'POST', path: '/a', version: 'HTTP/1.1' })
    expect(read[1]).toMatchObject({ status: 200, reason: '' })
  })
})
