import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { codedXmlText } from './content-coding.ts'
import { encode } from './text.ts'

const text = '<?xml version="1.0"?><a>é</a>'
const plain = Buffer.from(text)

const read = (coding: string, body: Uint8Array): ReturnType<typeof codedXmlText> =>
  codedXmlText({ headers: [['content-encoding', coding]], body })

describe('codedXmlText', () => {
  it.each([
    ['gzip', gzipSync(plain)],
    ['X-GZip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateSync(plain, { level: 9 })],
    ['deflate', deflateRawSync(plain)],
    ['identity', plain],
    ['deflate, gzip', gzipSync(deflateSync(plain))],
    ['gzip', gzipSync(encode(text, 'utf-16', true))],
  ])('undoes %s', (coding, body) => {
    expect(read(coding, body)).toMatchObject({ ok: true, text })
  })

  it.each(['gzip', 'deflate', 'br', ''])('leaves what is XML already under %s', (coding) => {
    expect(read(coding, plain)).toMatchObject({ ok: true, text })
    expect(codedXmlText({ headers: [], body: plain })).toMatchObject({ ok: true, text })
  })

  it('refuses bytes that are not in their coding', () => {
    for (const body of [gzipSync(plain).subarray(0, -3), Buffer.from('hello'), deflateSync(plain)])
      expect(read('gzip', body)).toMatchObject({
        ok: false,
        fault: { what: 'encoding', says: 'The bytes are not gzip: encode them as Content-Encoding says.' },
      })
    expect(read('gzip', Buffer.alloc(0))).toMatchObject({ fault: { what: 'empty' } })
  })

  it('names a coding that nobody here undoes', () => {
    expect(read('br', brotliCompressSync(plain))).toMatchObject({
      fault: { says: 'The body is in the coding br: send it as gzip, deflate or plain.' },
    })
  })

  it('refuses a bomb without holding it', () => {
    const began = process.memoryUsage().arrayBuffers
    expect(read('gzip', gzipSync(Buffer.alloc(50_000_000, ' ')))).toMatchObject({
      fault: { what: 'too-large' },
    })
    expect(process.memoryUsage().arrayBuffers - began).toBeLessThan(70_000_000)
  })
})
