import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minified } from './json-minify.ts'
import { writeJson } from './json-write.ts'
import { anyMembers, anyStyle } from './json.fixture.ts'

const plain = (text: string): string => minified(Buffer.from(text)).toString()

/** Strings of a text with their quotes, as they were written. */
const stringsIn = (text: string): string[] => text.match(/"(?:[^"\\]|\\.)*"/g) ?? []

describe('minifying JSON', () => {
  it('keeps the meaning, the letters of every string, and is done after once', () => {
    fc.assert(
      fc.property(anyMembers, anyStyle, (members, style) => {
        const fields = Object.fromEntries(Object.entries(members).filter(([name]) => /^[a-zé]+$/.test(name)))
        const { body } = writeJson(fields, { ...style, bom: false })
        const short = minified(body)
        expect(JSON.parse(short.toString())).toEqual(JSON.parse(body.toString()))
        expect(stringsIn(short.toString())).toEqual(stringsIn(body.toString()))
        expect(minified(short).equals(short)).toBe(true)
        expect(short.length).toBeLessThanOrEqual(body.length)
      }),
    )
  })

  it.each([
    ['{ "a" : 1 }', '{"a":1}'],
    ['{"a b":"x \\" y\\\\" , "c":\t[ ]\r\n}', '{"a b":"x \\" y\\\\","c":[]}'],
    ['{"u":"\\/\\u00e9 é"}', '{"u":"\\/\\u00e9 é"}'],
    ['{"n": 10000.00, "e": 1E4}', '{"n":10000.00,"e":1E4}'],
    ['{"a": 1, "a": 2}', '{"a":1,"a":2}'],
    ['', ''],
    ['"open  \\"', '"open  \\"'],
    ['no json at all', 'nojsonatall'],
    ['\u00a0{ }', '\u00a0{}'],
  ])('makes %s to %s', (long, short) => {
    expect(plain(long)).toBe(short)
  })

  it('leaves bytes that are no text as they are', () => {
    const bytes = Buffer.from([0x7b, 0x20, 0xff, 0x22, 0x20, 0xc3, 0x22, 0x0a, 0x7d])
    expect([...minified(bytes)]).toEqual([0x7b, 0xff, 0x22, 0x20, 0xc3, 0x22, 0x7d])
  })

  it('does not change what it is given, and is quick', () => {
    const bytes = Buffer.from(
      `{${Array.from({ length: 30_000 }, (_, i) => ` "k${i}" : "\\\\\\" ${i}"`).join()} }`,
    )
    const copy = Buffer.from(bytes)
    const start = performance.now()
    expect(minified(bytes).length).toBe(bytes.length - 30_000 * 3 - 1)
    expect(performance.now() - start).toBeLessThan(1500)
    expect(bytes.equals(copy)).toBe(true)
    expect(minified(Buffer.from(`"${'\\'.repeat(1_000_000)}"`)).length).toBe(1_000_002)
  })
})
