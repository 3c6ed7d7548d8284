import { describe, expect, it } from 'vitest'
import { encode, xmlText } from './text.ts'
import type { Encoding } from './text.ts'

const type = (charset?: string): [string, string][] =>
  charset ? [['content-type', `text/xml; Charset="${charset}"`]] : []

function read(body: Buffer, charset?: string): ReturnType<typeof xmlText> {
  return xmlText({ headers: type(charset), body })
}

describe('xmlText', () => {
  it.each<[encoding: Encoding, bom: boolean, read: string]>([
    ['utf-8', false, 'utf-8'],
    ['utf-8', true, 'utf-8'],
    ['utf-16', true, 'utf-16le'],
    ['utf-16', false, 'utf-16le'],
    ['utf-16be', true, 'utf-16be'],
    ['utf-16be', false, 'utf-16be'],
    ['iso-8859-1', false, 'iso-8859-1'],
    ['windows-1252', false, 'windows-1252'],
  ])('reads what encode wrote in %s with mark %s', (encoding, bom, expected) => {
    const text = `<?xml version="1.0" encoding="${encoding.replace(/[lb]e$/, '')}"?><a>Café ü\u00ff</a>`
    const written = encode(text, encoding, bom)
    expect(read(written)).toMatchObject({ ok: true, text, encoding: expected, bom, flaws: [] })
  })

  it('takes UTF-8 when nothing is said', () => {
    expect(read(Buffer.from('<a>é</a>'))).toMatchObject({ text: '<a>é</a>', encoding: 'utf-8' })
  })

  it('tells iso-8859-1 and windows-1252 apart', () => {
    const bytes = Buffer.from('<a>\x80\xe9</a>', 'latin1')
    expect(read(bytes, 'iso-8859-1')).toMatchObject({ text: '<a>\u0080é</a>' })
    expect(read(bytes, 'windows-1252')).toMatchObject({ text: '<a>€é</a>' })
    expect(read(bytes, 'us-ascii')).toMatchObject({ ok: false, fault: { what: 'encoding', column: 4 } })
    expect(encode('€é\u0081', 'windows-1252')).toEqual(Buffer.from('\x80\xe9\x81', 'latin1'))
  })

  it('reports a charset against the declaration and lets the charset win', () => {
    const body = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>')
    const read1 = read(body, 'UTF-8')
    expect(read1).toMatchObject({ ok: true, declared: 'iso-8859-1', encoding: 'utf-8' })
    expect(read1).toHaveProperty('flaws.0.kind', 'encoding')
    expect(read1).not.toHaveProperty('flaws.0.harmless')
    const plain = Buffer.from(body.toString().replace('é', 'e'))
    expect(read(plain, 'UTF-8')).toHaveProperty('flaws.0.harmless', true)
    expect(read(body, 'iso-8859-1')).toMatchObject({ flaws: [], text: expect.stringContaining('Ã©') })
  })

  it('takes text in ASCII alone for what is declared to be ASCII, whatever the charset', () => {
    const body = Buffer.from('<?xml version="1.0" encoding="US-ASCII"?><a>&#233;</a>')
    expect(read(body, 'UTF-8')).toMatchObject({ ok: true, declared: 'us-ascii', flaws: [] })
    const accented = Buffer.from(body.toString().replace('&#233;', 'é'))
    expect(read(accented, 'UTF-8')).toHaveProperty('flaws.0.at', 'XML declaration')
  })

  it('reports a byte order mark against the declaration', () => {
    const body = encode('<?xml version="1.0" encoding="utf-8"?><a/>', 'utf-16', true)
    expect(read(body)).toMatchObject({
      encoding: 'utf-16le',
      flaws: [{ kind: 'encoding', at: 'XML declaration' }],
    })
  })

  it.each([
    ['broken UTF-8', Buffer.from('<a>\n  \xe9</a>', 'latin1'), undefined],
    ['an overlong form', Buffer.from('<a>\xc0\xaf</a>', 'latin1'), undefined],
    ['half a character', encode('<a>x</a>', 'utf-16', true).subarray(0, -1), undefined],
    ['a lone surrogate', encode('<a>\ud800</a>', 'utf-16', true), undefined],
    ['an unknown charset', Buffer.from('<a/>'), 'ebcdic'],
    ['UTF-16 that is not', Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'), undefined],
  ])('refuses %s', (_title, body, charset) => {
    const reading = read(body, charset)
    expect(reading).toMatchObject({ ok: false, fault: { what: 'encoding' } })
    expect(!reading.ok && reading.fault.says).toMatch(/^[A-Z].+\.$/)
  })

  it('finds where undecodable bytes are', () => {
    const reading = read(Buffer.from('<a>\r\n  \xe9</a>', 'latin1'))
    expect(reading).toMatchObject({ fault: { line: 2, column: 3 } })
  })

  it('refuses to write what an encoding lacks', () => {
    expect(() => encode('€', 'iso-8859-1')).toThrow('U+20AC does not exist in iso-8859-1')
    expect(() => encode('é', 'us-ascii')).toThrow('numeric reference')
  })
})
