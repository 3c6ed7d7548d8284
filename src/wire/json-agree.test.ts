import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Raw } from '../dialects/dialect.ts'
import type { About } from './header-fields.ts'
import { bodyOf } from './json-merge.ts'
import { memberAt } from './json-place.ts'
import { readJson } from './json-read.ts'
import { readJsonStrict } from './json-strict.ts'
import { jsonText, writeJson } from './json-write.ts'
import { anyMembers, anyStyle, anyValue, essence, outermost, raw, unreadable } from './json.fixture.ts'
import { text, type Fields, type Reading } from './reading.ts'

function expectAgreement(message: Raw, about: About = {}): Reading {
  const strict = readJsonStrict(message, about)
  expect(essence(readJson(message, about))).toEqual(essence(strict))
  return strict
}

const byPlace = (members: Fields): Fields =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [memberAt('', name), value]))

const runs = Number(process.env['JSON_RUNS'] ?? 400)

describe('both readers of JSON', () => {
  it('read back what is written in any legal style', () => {
    fc.assert(
      fc.property(anyMembers, anyStyle, (members, style) => {
        const read = expectAgreement(writeJson(byPlace(members), style))
        expect(outermost(read)).toEqual(byPlace(members))
        if (read.ok)
          expect(read.json).toMatchObject({ root: 'object', bom: style.bom ?? false, duplicates: [] })
        if (read.ok)
          expect(Object.entries(bodyOf(read.fields)).sort()).toEqual(Object.entries(members).sort())
      }),
      { numRuns: runs },
    )
  })

  it('write what they read to the same document, whatever they put beside it', () => {
    fc.assert(
      fc.property(anyMembers, (members) => {
        const read = expectAgreement(writeJson(byPlace(members)))
        if (!read.ok) throw new Error(read.fault.says)
        expect(jsonText(read.fields)).toBe(jsonText(byPlace(members)))
      }),
    )
  })

  it('give every nested value under its place', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const read = expectAgreement(raw(jsonText({ a: value })))
        if (read.ok && Array.isArray(value))
          value.forEach((item, index) => expect(read.fields[`a[${index}]`]).toEqual(item))
      }),
    )
  })

  it.each(unreadable)('refuse %s as %s', (_title, what, body, place) => {
    const message = what === 'encoding' ? { headers: [], body: Buffer.from(body, 'latin1') } : raw(body)
    for (const read of [readJson, readJsonStrict]) {
      const reading = read(message, { name: 'charge' })
      expect(reading).toMatchObject({ ok: false, name: 'charge', fault: { what } })
      expect(!reading.ok && reading.fault.says).toMatch(/^[A-Z«][^]{10,}\.$/)
    }
    const strict = readJsonStrict(message)
    if (place && !strict.ok) expect([strict.fault.line, strict.fault.column]).toEqual(place)
  })

  it('agree on documents with characters changed', () => {
    const document = jsonText(
      { a: 'x"\\é😀', b: { c: [1, -2.5e3, true, null, {}], 'd.e': '' }, __proto__: 'p', n: '10.00' },
      { indent: true },
    )
    const parts = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\u',
      '\\ud83d',
      '0',
      '-',
      'e',
      '.',
      ' ',
      '\n',
      'null',
    ]
    const change = fc.tuple(
      fc.nat(),
      fc.nat(6),
      fc.constantFrom(...parts, '"a":1,', 'true', '\u0001', 'é', '\u00a0'),
    )
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let changed = document
        for (const [where, drop, add] of changes) {
          const at = where % changed.length
          changed = changed.slice(0, at) + add + changed.slice(at + drop)
        }
        expectAgreement(raw(changed))
      }),
      { numRuns: runs * 2 },
    )
  })

  it('agree on any noise, and on a document cut at any byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) => void expectAgreement({ headers: [], body })),
    )
    const bytes = writeJson({ a: 'é😀', b: [1.5, { c: 'x' }] }).body
    for (let end = 0; end < bytes.length; end += 1)
      expect(expectAgreement({ headers: [], body: bytes.subarray(0, end) }).ok).toBe(false)
  })

  it('stay quick on whatever is hostile', () => {
    const hostile = [
      `"${'\\u0041'.repeat(150_000)}"`,
      `"${'x'.repeat(1_000_000)}`,
      `{"a":"${'\\"'.repeat(500_000 - 10)}"}`,
      `[${'-'.repeat(1_000_000)}]`,
      `[1${'0'.repeat(1_000_000)}]`,
      ' '.repeat(1_000_000),
      `${' '.repeat(1_000_000)}x`,
      `{${`"${'k'.repeat(120)}":{`.repeat(31)}${Array.from({ length: 3000 }, (_, i) => `"${i}":0`).join()}${'}'.repeat(32)}`,
      `{${Array.from({ length: 4000 }, () => '"a":0').join()}}`,
    ]
    for (const body of hostile) {
      for (const read of [readJson, readJsonStrict]) {
        const start = performance.now()
        read(raw(body))
        expect(performance.now() - start).toBeLessThan(4000)
      }
      expectAgreement(raw(body))
    }
  })
})

describe('a reading of JSON', () => {
  const open = (body: string, about?: About, headers: Raw['headers'] = []) => {
    const reading = expectAgreement({ headers, body: Buffer.from(body) }, about)
    if (!reading.ok) throw new Error(reading.fault.says)
    return reading
  }

  it('has members as they are, and beside them everything by place', () => {
    const read = open('{"amount":{"value":"10.00","currency":"IDR"},"list":[{"no":"1"},["x"]],"a.b":null}')
    expect(read.fields).toEqual({
      amount: { value: '10.00', currency: 'IDR' },
      'amount.value': '10.00',
      'amount.currency': 'IDR',
      list: [{ no: '1' }, ['x']],
      'list[0]': { no: '1' },
      'list[0].no': '1',
      'list[1]': ['x'],
      'list[1][0]': 'x',
      '["a.b"]': null,
    })
    expect(read.order).toEqual(['amount', 'list', '["a.b"]'])
  })

  it('keeps the text of numbers', () => {
    const read = open('{"a":10000.00,"b":{"c":1e4},"d":[9999999999999999.99],"e":1e999}')
    expect(read.json?.numbers).toEqual({
      a: '10000.00',
      'b.c': '1e4',
      'd[0]': '9999999999999999.99',
      e: '1e999',
    })
    expect([text(read, 'a'), text(read, 'b.c'), text(read, 'd[0]')]).toEqual([
      '10000.00',
      '1e4',
      '9999999999999999.99',
    ])
    expect([text(read, 'b'), text(read, 'x')]).toEqual(['{"c":10000}', undefined])
  })

  it('tells names that are there again, and the last one counts', () => {
    const read = open('{"a":{"x":1,"x":2},"b":0,"a":{"y":3}}')
    expect(read.fields).toEqual({ a: { y: 3 }, 'a.y': 3, b: 0 })
    expect(read.json).toMatchObject({ duplicates: ['a.x', 'a'], numbers: { 'a.y': '3', b: '0' } })
    expect(read.flaws.map(({ kind, at }) => `${kind} ${at}`)).toEqual(['duplicate a.x', 'duplicate a'])
    expect(read.order).toEqual(['a', 'b', 'a'])
  })

  it('takes the headers that are fields, whatever their case, and tells repeated ones', () => {
    const headers: Raw['headers'] = [
      ['x-timestamp', 'now'],
      ['Content-Type', 'Application/JSON; Charset="UTF-8"'],
      ['X-Timestamp', 'then'],
      ['Other', 'x'],
    ]
    const read = open('{}', { name: 'charge', headers: ['X-TIMESTAMP', 'CHANNEL-ID'] }, headers)
    expect(read).toMatchObject({ name: 'charge', fields: { 'header:X-TIMESTAMP': 'now' }, order: [] })
    expect(read.json).toMatchObject({ mediaType: 'application/json', charset: 'utf-8' })
    expect(read.flaws).toMatchObject([{ kind: 'duplicate', at: 'header:X-TIMESTAMP' }])
  })

  it.each([
    ['[1,{"a":2}]', 'array', { '[0]': 1, '[1]': { a: 2 }, '[1].a': 2 }],
    ['"x"', 'string', {}],
    ['1.0', 'number', {}],
    ['null', 'null', {}],
    ['false', 'boolean', {}],
  ])('tells that %s is no object', (body, root, fields) => {
    expect(open(body)).toMatchObject({ fields, order: [], json: { root } })
  })

  it('takes the status of an answer for a header, where it is a field', () => {
    const raw = { status: 409, headers: [], body: Buffer.from('{}') }
    for (const read of [readJson, readJsonStrict]) {
      expect(read(raw, { headers: [':status'] })).toMatchObject({ fields: { 'header::status': '409' } })
      expect(read(raw)).toMatchObject({ ok: true, fields: {} })
    }
  })

  it('takes an empty body for nothing where that is meant', () => {
    expect(open('', { bodyless: true })).toMatchObject({ fields: {}, json: { root: 'none' } })
    expect(essence(expectAgreement(raw('\u00a0'), { bodyless: true }))).toBe('not-json')
  })

  it('notes byte order mark, charset, lone surrogates and padding', () => {
    expect(open('\ufeff{"a":"\\ud83dx","b":" y","c":"\\ud83d\\ude00"}').json?.bom).toBe(true)
    const read = open('{"a":"\\ud83dx","b":" y"}', {}, [['Content-Type', 'application/json;charset=latin1']])
    expect(read.flaws.map(({ kind, at }) => `${kind} ${at}`).sort()).toEqual([
      'encoding Content-Type',
      'escape a',
      'padding b',
    ])
  })

  it('refuses bytes that are not UTF-8, and says where', () => {
    const body = Buffer.concat([
      Buffer.from('{"a":"\ufffdé",\n"b":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ])
    expect(expectAgreement({ headers: [], body })).toMatchObject({
      fault: { what: 'encoding', line: 2, column: 6 },
    })
  })
})
