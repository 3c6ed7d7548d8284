import { describe, expect, it } from 'vitest'
import type { JsonStyle } from '../dialects/dialect.ts'
import { stepsTo } from './json-place.ts'
import { jsonText, writeJson } from './json-write.ts'
import { verbatim, type Fields } from './reading.ts'

const amount = { value: '1.00', currency: 'IDR' }

describe('the writer of JSON', () => {
  it.each<[string, Fields, string]>([
    ['nothing', {}, '{}'],
    [
      'members',
      { a: '1', b: 2, c: true, d: amount, e: [] },
      '{"a":"1","b":2,"c":true,"d":{"value":"1.00","currency":"IDR"},"e":[]}',
    ],
    [
      'a place over a member',
      { amount, 'amount.value': '2.00' },
      '{"amount":{"value":"2.00","currency":"IDR"}}',
    ],
    [
      'a place before its member',
      { 'amount.value': '2.00', amount },
      '{"amount":{"value":"2.00","currency":"IDR"}}',
    ],
    ['places without a member', { 'a.b.c': 'x', 'a.b.d': 'y' }, '{"a":{"b":{"c":"x","d":"y"}}}'],
    [
      'places in lists',
      { 'a[0].b': 'x', 'a[1].b': 'y', 'a[9].b': 'z' },
      '{"a":[{"b":"x"},{"b":"y"},{"b":"z"}]}',
    ],
    [
      'null',
      { a: null, amount, 'amount.value': null, 'b.c': null, l: ['x', 'y'], 'l[0]': null },
      '{"amount":{"currency":"IDR"},"l":["y"]}',
    ],
    ['null inside', { a: { b: null, c: [null] } }, '{"a":{"c":[null]}}'],
    ['null on purpose', { a: verbatim('null'), 'b.c': verbatim('null') }, '{"a":null,"b":{"c":null}}'],
    ['numbers as they are meant', { a: verbatim('10000.00'), b: 1e21 }, '{"a":10000.00,"b":1e+21}'],
    ['odd names', { '["a.b"]': 1, '[""]': 2, __proto__: 3, c: 4 }, '{"a.b":1,"":2,"c":4}'],
    ['headers elsewhere', { 'header:X-A': '1', a: 'b' }, '{"a":"b"}'],
  ])('writes %s', (_title, fields, body) => {
    expect(jsonText(fields)).toBe(body)
  })

  it.each<[string, JsonStyle, string]>([
    ['indented', { indent: true }, '{\n  "u": "http://é",\n  "m": {\n    "n": []\n  }\n}'],
    ['spaced', { spaced: true }, '{"u": "http://é", "m": {"n": []}}'],
    ['with escaped slashes', { escapedSlashes: true }, '{"u":"http:\\/\\/é","m":{"n":[]}}'],
    ['with unicode escapes', { unicodeEscapes: true }, '{"u":"http://\\u00e9","m":{"n":[]}}'],
    ['in another order', { order: ['m', 'x'] }, '{"m":{"n":[]},"u":"http://é"}'],
    ['with a byte order mark', { bom: true }, '\ufeff{"u":"http://é","m":{"n":[]}}'],
    ['with a line break behind', { trailing: '\n' }, '{"u":"http://é","m":{"n":[]}}\n'],
    [
      'with names twice',
      { duplicates: { u: 'x', 'm.n': verbatim('null') } },
      '{"u":"http://é","u":"x","m":{"n":[],"n":null}}',
    ],
    ['as something else', { instead: '{"cut' }, '{"cut'],
  ])('writes %s', (_title, style, body) => {
    expect(writeJson({ u: 'http://é', m: { n: [] } }, style).body.toString()).toBe(body)
  })

  it('writes in another encoding', () => {
    expect(writeJson({ a: 'é' }, { encoding: 'iso-8859-1' }).body.toString('latin1')).toBe('{"a":"é"}')
    expect(writeJson({ a: 'é' }, { encoding: 'utf-16' }).body.toString('utf16le')).toBe('{"a":"é"}')
  })

  it('names the media type, and gives the headers among the fields', () => {
    const headers = (fields: Fields, style: JsonStyle = {}) => writeJson(fields, style).headers
    expect(headers({ 'header:X-A': '1', 'header:X-B': ['2', '3'], 'header:X-C': null })).toEqual([
      ['Content-Type', 'application/json'],
      ['X-A', '1'],
      ['X-B', '2'],
      ['X-B', '3'],
    ])
    expect(headers({}, { charset: 'utf-8' })).toEqual([['Content-Type', 'application/json; charset=utf-8']])
    expect(headers({}, { contentType: '' })).toEqual([])
    expect(headers({ 'header:content-type': 'text/plain' })).toEqual([['content-type', 'text/plain']])
    expect(headers({ 'header:Content-Type': null })).toEqual([])
    expect(headers({ 'header::status': '200' }, { contentType: '' })).toEqual([])
  })

  it('leaves what it is given as it was', () => {
    const fields = { amount, 'amount.value': null, 'amount.more[0].x': 'y' }
    const before = JSON.stringify(fields)
    expect(jsonText(fields)).toBe('{"amount":{"currency":"IDR","more":[{"x":"y"}]}}')
    expect(JSON.stringify(fields)).toBe(before)
  })
})

describe('a place', () => {
  it('is the steps that lead to it', () => {
    expect(stepsTo('a.b[0]["c.\\"d"][12].e')).toEqual(['a', 'b', 0, 'c."d', 12, 'e'])
    expect(stepsTo(' refundNo')).toEqual([' refundNo'])
    expect(() => stepsTo('a[x]')).toThrow('see its character 2')
  })
})
