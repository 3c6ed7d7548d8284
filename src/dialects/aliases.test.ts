import { describe, expect, test } from 'vitest'
import { readJson } from '../wire/json-read.ts'
import { readJsonStrict } from '../wire/json-strict.ts'
import type { Read } from '../wire/reading.ts'
import { asSpelt, withoutAliases } from './aliases.ts'
import type { FieldSpec, MessageSpec } from '../contract/contract.ts'

const row = (name: string, more: Partial<FieldSpec> = {}): FieldSpec => ({
  no: '1',
  name,
  presence: 'O',
  length: '..',
  format: 'text',
  says: 'A row.',
  ...more,
})
const spec: MessageSpec = {
  message: 'Order',
  operation: 'order',
  side: 'request',
  clauses: 'X',
  title: 'Order',
  source: 'nowhere',
  fields: [
    row('header:X-TIME'),
    row('no', { aliases: [{ name: 'No' }] }),
    row('links', { json: 'array', aliases: [{ name: 'urls', welcome: { revision: 'b' } }] }),
    row('links[].deep', { aliases: [{ name: 'Deep' }] }),
    row('total', { json: 'object' }),
    row('total.value', { json: 'number', aliases: [{ name: 'Value', welcome: { revision: 'b' } }] }),
  ],
}

const about = { name: 'order', headers: ['X-TIME'] }

describe.each([
  ['strict', readJsonStrict],
  ['own', readJson],
])('what the %s reader read', (_, reader) => {
  const read = (text: string): Read => {
    const headers: [string, string][] = [
      ['Content-Type', 'application/json'],
      ['X-TIME', 'now'],
    ]
    const reading = reader({ headers, body: Buffer.from(text) }, about)
    if (!reading.ok) throw new Error(reading.fault.says)
    return reading
  }

  test('is read as if it had been spelt like the rows', () => {
    const odd = read('{"No":"7","urls":[{"Deep":"Y"},{"deep":"N"}],"total":{"Value":1.50},"x":{"No":[1]}}')
    const plain = read('{"no":"7","links":[{"deep":"Y"},{"deep":"N"}],"total":{"value":1.50},"x":{"No":[1]}}')
    const { json, ...rest } = withoutAliases(spec, odd)
    const { aliases, ...facts } = json!
    expect({ ...rest, json: facts }).toEqual(plain)
    expect(facts.numbers).toEqual({ 'total.value': '1.50', 'x.No[0]': '1' })
    expect(aliases).toEqual({ no: 'No', links: 'urls', 'links[0].deep': 'Deep', 'total.value': 'Value' })
  })

  test('is left alone where nothing is odd, or a name is there twice', () => {
    const plain = read('{"no":"7","a.b":1,"__proto__":{"x":1}}')
    expect(withoutAliases(spec, plain)).toBe(plain)
    const both = read('{"no":"7","No":"8"}')
    expect(withoutAliases(spec, both)).toBe(both)
  })

  test('keeps odd names beside a renamed one', () => {
    const odd = read('{"No":"7","a.b":{"c":1},"[\\"q\\"]":2}')
    const plain = read('{"no":"7","a.b":{"c":1},"[\\"q\\"]":2}')
    expect(withoutAliases(spec, odd).fields).toEqual(plain.fields)
  })
})

describe('what is written', () => {
  const fields = { 'header:X-TIME': 'now', no: '7', links: [{ deep: 'Y' }], total: { value: 1 } }

  test('is spelt as the profile wants it', () => {
    expect(asSpelt(spec, fields, { revision: 'a' })).toEqual(fields)
    expect(asSpelt(spec, fields, { revision: 'b' })).toEqual({
      'header:X-TIME': 'now',
      no: '7',
      urls: [{ deep: 'Y' }],
      total: { Value: 1 },
    })
  })
})
