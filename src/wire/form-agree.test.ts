import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Raw } from '../dialects/dialect.ts'
import { readForm } from './form-read.ts'
import { readFormStrict } from './form-strict.ts'
import { writeForm } from './form-write.ts'
import type { About } from './header-fields.ts'
import { memberAt } from './json-place.ts'
import { anyFormStyle, essence, outermost } from './json.fixture.ts'
import { verbatim, type Fields, type Reading } from './reading.ts'

function expectAgreement(body: string | Buffer, headers: Raw['headers'] = [], about: About = {}): Reading {
  const message = { headers, body: Buffer.from(body as string) }
  const strict = readFormStrict(message, about)
  expect(essence(readForm(message, about))).toEqual(essence(strict))
  return strict
}

const name = fc.oneof(
  fc.constantFrom('amount', 'value', 'a b', '__proto__', 'a.b'),
  fc.string({ maxLength: 5 }),
)
const anyPairs = fc
  .dictionary(name, fc.string({ unit: 'grapheme', maxLength: 9 }), { maxKeys: 5, noNullPrototype: true })
  .filter((pairs) => Object.keys(pairs).length > 0)

describe('both readers of forms', () => {
  it('read back what is written in any style', () => {
    fc.assert(
      fc.property(anyPairs, anyFormStyle, (pairs, style) => {
        const fields: Fields = Object.fromEntries(
          Object.entries(pairs).map(([key, value]) => [memberAt('', key), value]),
        )
        const { headers, body } = writeForm(fields, style)
        const read = expectAgreement(body, headers)
        expect(outermost(read)).toEqual(fields)
        expect([...new URLSearchParams(body.toString())].sort()).toEqual(Object.entries(pairs).sort())
      }),
    )
  })

  it('agree on any text and any bytes', () => {
    const piece = fc.constantFrom(
      'a',
      '=',
      '&',
      '%',
      '+',
      '%2',
      '%zz',
      '%C3%A9',
      '%c3',
      '%E2%82',
      '%00',
      ' ',
      'é',
      '{',
      '[',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => void expectAgreement(pieces.join(''))),
      { numRuns: 1500 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void expectAgreement(Buffer.from(bytes))),
    )
  })

  it('read pairs as browsers write them, and tell what is unusual', () => {
    const headers: Raw['headers'] = [
      ['content-type', 'application/x-www-form-urlencoded; charset=UTF-8'],
      ['X-A', '1'],
    ]
    const about = { name: 'callback', headers: ['X-A'] }
    const read = expectAgreement(
      'platSign=a%2Bb%2f%3D&name=Budi+S&&empty=&bare&name=Ani&pct=5%&pad=%20x',
      headers,
      about,
    )
    expect(read).toMatchObject({
      name: 'callback',
      fields: {
        platSign: 'a+b/=',
        name: 'Budi S',
        empty: '',
        bare: '',
        pct: '5%',
        pad: ' x',
        'header:X-A': '1',
      },
      order: ['platSign', 'name', 'empty', 'bare', 'name', 'pct', 'pad'],
      form: { duplicates: ['name'], mediaType: 'application/x-www-form-urlencoded', charset: 'utf-8' },
    })
    expect(read.ok && read.flaws.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'duplicate name',
      'escape pct',
      'padding pad',
    ])
  })

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['{"a":1}', 'not-form'],
    [' [1]', 'not-form'],
    ['<html>', 'not-form'],
    ['a=%ff', 'encoding'],
    ['%c0%80=1', 'encoding'],
    ['a=1&'.repeat(5000), 'too-large'],
    [' '.repeat(2_000_000), 'too-large'],
  ])('refuse %.20s as %s', (body, what) => {
    expect(expectAgreement(body, [], { name: 'callback' })).toMatchObject({
      ok: false,
      name: 'callback',
      fault: { what },
    })
  })

  it('take an empty body for nothing where that is meant', () => {
    expect(expectAgreement('', [], { bodyless: true })).toMatchObject({ ok: true, fields: {}, order: [] })
  })
})

describe('the writer of forms', () => {
  it.each([
    [{ a: 'x y&=/é', b: 5 }, {}, 'a=x+y%26%3D%2F%C3%A9&b=5'],
    [{ a: 'x y/é' }, { percentBlanks: true, smallHex: true }, 'a=x%20y%2f%c3%a9'],
    [{ a: 'x.y' }, { escapesAll: true }, 'a=x%2Ey'],
    [{ a: '1', b: '2', c: null }, { order: ['b'], duplicates: { b: '3' }, trailing: '\n' }, 'b=2&b=3&a=1\n'],
    [{ a: verbatim('%zz'), m: { n: '1' } }, {}, 'a=%zz&m=%7B%22n%22%3A%221%22%7D'],
    [{ a: '1' }, { instead: 'SUCCESS' }, 'SUCCESS'],
  ])('writes %j in the style %j', (fields, style, body) => {
    expect(writeForm(fields, style).body.toString()).toBe(body)
  })
})
