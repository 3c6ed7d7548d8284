import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { verbatim, type Fields, type Json } from '../wire/reading.ts'
import type { FieldSpec } from './contract.ts'
import { home } from './home.ts'
import { wellNested } from './load.ts'
import { readJsonStrict } from '../wire/json-strict.ts'
import { writeJson } from '../wire/json-write.ts'
import { sieveOf, sifted } from './blanks.ts'
import { drawFields } from './draw-nested.ts'
import { isRealTime } from './iso-time.ts'
import { createValidator } from './validator.ts'
import { names, brief, complaintsOf, request, response, toko, wholeCharge } from './nested.fixture.ts'
import { jsonSchemaOf } from './schema.ts'
import { shapeOf } from './shape.ts'
import { outerOf, pathOf, rowOf, treeOf } from './tree.ts'

describe('the made-up contract', () => {
  const meta = (name: string) =>
    JSON.parse(readFileSync(join(home, 'schemas', `${name}.schema.json`), 'utf8')) as object
  const valid = (name: string, data: object) => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(meta(name))
    return validate({ $schema: 'x', ...data }) ? [] : validate.errors
  }

  it('keeps the schemas of contract data', () => {
    for (const spec of Object.values(toko.messages)) {
      expect(valid('message', spec)).toEqual([])
      wellNested(toko, spec)
    }
    expect(valid('formats', { formats: toko.formats })).toEqual([])
    expect(valid('codes', { document: 'x', codes: toko.codes })).toEqual([])
  })

  it.each([
    ['a.b', undefined, 'no row «a» of the JSON type object'],
    ['a.b', 'array', 'no row «a» of the JSON type object'],
    ['a[].b', 'object', 'no row «a» of the JSON type array'],
    ['a[]', undefined, 'no row «a» of the JSON type array'],
  ] as const)('a row %s in %s is fatal', (name, json, says) => {
    const outer: FieldSpec[] = [{ ...request.fields[3]!, name: 'a', ...(json ? { json } : {}) }]
    const fields = [...outer, { ...request.fields[3]!, name }]
    expect(() => wellNested(toko, { ...request, fields })).toThrow(says)
  })

  it('a value that breaks the pattern of its enum is fatal', () => {
    const formats = { ...toko.formats, currency: { ...toko.formats['currency']!, values: ['idr'] } }
    expect(() => wellNested({ ...toko, formats }, request)).toThrow('«idr» breaks its own pattern')
  })
})

describe('places of rows', () => {
  test.each([
    ['history[0].no', 'history[].no', ['history', '[]', 'no'], 'history[]'],
    ['tags[3]', 'tags[]', ['tags', '[]'], 'tags'],
    ['amount.value', 'amount.value', ['amount', 'value'], 'amount'],
    ['code', 'code', ['code'], undefined],
    ['header:X.Y[0]', 'header:X.Y[0]', ['header:X.Y[0]'], undefined],
  ])('%s belongs to the row %s', (place, row, path, outer) => {
    expect([rowOf(place), pathOf(row), outerOf(row)]).toEqual([row, path, outer])
  })

  it('make a tree', () => {
    expect([...treeOf(request).members.get('items')!.each!.members.keys()]).toEqual([
      'name',
      'count',
      'price',
    ])
  })
})

describe('the shape of a nested message', () => {
  it('has nothing to say about what is right', () => {
    expect(complaintsOf(wholeCharge)).toEqual([])
    const { reference, amount } = wholeCharge as { [name: string]: Json }
    const least: Fields = {
      reference: reference!,
      amount: amount!,
      'header:X-TIMESTAMP': wholeCharge['header:X-TIMESTAMP']!,
      'header:X-PARTNER-ID': 'P',
    }
    expect(complaintsOf(least)).toEqual([])
    expect(complaintsOf({ ...wholeCharge, unknown: { x: [1] }, 'amount.other': 1 })).toEqual([])
  })

  test.each<[string, Fields, string[]]>([
    ['a mandatory member is missing', { reference: null }, ['must required ChargeRequest/reference']],
    ['it is empty', { reference: '' }, ['must required ChargeRequest/reference']],
    ['it is blank', { reference: ' \t' }, ['must required ChargeRequest/reference']],
    ['it is null', { reference: verbatim('null') }, ['must required ChargeRequest/reference']],
    ['an optional one is empty or null', { merchant: '', items: verbatim('null'), fee: '' }, []],
    [
      'a header is missing',
      { 'header:X-TIMESTAMP': null },
      ['must required ChargeRequest/header:X-TIMESTAMP'],
    ],
    [
      'a header is too long',
      { 'header:X-PARTNER-ID': '123456789' },
      ['must length ChargeRequest/header:X-PARTNER-ID'],
    ],
    ['a nested member is missing', { 'amount.value': null }, ['must required ChargeRequest/amount.value']],
    ['a nested member is blank', { 'amount.value': ' ' }, ['must required ChargeRequest/amount.value']],
    ['the object around is missing', { amount: null }, ['must required ChargeRequest/amount']],
    [
      'an optional object lacks what it must have',
      { 'items[0].price': { value: '1.00' } },
      ['must required ChargeRequest/items[0].price.currency'],
    ],
    [
      'two elements are wrong',
      { 'items[0].name': null, 'items[1].name': 5 },
      ['must required ChargeRequest/items[0].name', 'must type ChargeRequest/items[1].name'],
    ],
    ['a string is a number', { reference: 20054000 }, ['must type ChargeRequest/reference']],
    ['an object is a string', { amount: 'x' }, ['must type ChargeRequest/amount']],
    ['an object is an empty string', { amount: '' }, ['must type ChargeRequest/amount']],
    ['an object is an array', { more: [] }, ['must type ChargeRequest/more']],
    ['an array is an object', { items: {} }, ['must type ChargeRequest/items']],
    ['an element is no object', { 'items[1]': 'x' }, ['must type ChargeRequest/items[1]']],
    [
      'an element of strings is wrong',
      { tags: ['a', 'abcde', null] },
      ['must length ChargeRequest/tags[1]', 'must type ChargeRequest/tags[2]'],
    ],
    ['an amount has no decimals', { 'amount.value': '10,000' }, ['must format ChargeRequest/amount.value']],
    [
      'an amount has a blank before it',
      { 'amount.value': ' 1.00' },
      ['must format ChargeRequest/amount.value'],
    ],
    ['an amount is tolerated', { 'amount.value': '10000' }, ['should format ChargeRequest/amount.value']],
    [
      'a value is not of the closed set',
      { 'amount.currency': 'idr' },
      ['must format ChargeRequest/amount.currency'],
    ],
    [
      'a day does not exist',
      { 'header:X-TIMESTAMP': '2024-02-30T10:00:00+07:00' },
      ['must format ChargeRequest/header:X-TIMESTAMP'],
    ],
    [
      'a text is longer than it should be',
      { merchant: '123456789' },
      ['should length ChargeRequest/merchant'],
    ],
    ['a number is written in another form', { fee: verbatim('1.5') }, ['must format ChargeRequest/fee']],
    ['a number has an exponent', { fee: verbatim('1e2') }, ['must format ChargeRequest/fee']],
    ['a number is a string where that is read', { fee: '1.25' }, ['should type ChargeRequest/fee']],
    ['a string is a number where that is read', { ttl: 15 }, ['should type ChargeRequest/ttl']],
    ['such a number is in the wrong form', { ttl: verbatim('-1') }, ['must format ChargeRequest/ttl']],
    [
      'an integer has a fraction',
      { 'items[0].count': 1.5 },
      ['must type ChargeRequest/items[0].count', 'must format ChargeRequest/items[0].count'],
    ],
  ])('tells when %s', (_title, more, wanted) => {
    expect(brief({ ...wholeCharge, ...more })).toEqual(wanted)
  })

  it('follows the profile', () => {
    expect(brief({ ...wholeCharge, merchant: null }, request, { merchant: true })).toEqual([
      'must required ChargeRequest/merchant',
    ])
    expect(brief({ ...wholeCharge, 'amount.value': '10000' }, request, { whole: true })).toEqual([])
    expect(shapeOf(toko, request, { merchant: true }).presence('merchant')).toBe('M')
    expect(shapeOf(toko, response, {}).presence('paid.at', 'success')).toBe('M')
  })

  it('demands of a success what it does not of a refusal', () => {
    const head = { 'header:X-TIMESTAMP': '2024-08-06T15:00:00+07:00', text: 'x' }
    expect(brief({ ...head, code: '2000100', paid: {} }, response)).toEqual([
      'must required ChargeResponse/number',
      'must required ChargeResponse/paid.at',
      'should required ChargeResponse/paid.by',
    ])
    expect(brief({ ...head, code: '4000101', paid: {} }, response)).toEqual([
      'should required ChargeResponse/paid.by',
    ])
    expect(brief({ ...head, code: '4000101', number: '1' }, response)).toEqual([
      'should unexpected ChargeResponse/number',
    ])
    expect(brief({ ...head, code: 4000101 }, response)).toEqual(['must type ChargeResponse/code'])
    expect(brief({ 'header:X-TIMESTAMP': null }, response)).toEqual([
      'must required ChargeResponse/header:X-TIMESTAMP',
      'must required ChargeResponse/code',
      'must required ChargeResponse/text',
    ])
  })

  it('says what was expected and what came, numbers as they were written', () => {
    const [one] = complaintsOf({ ...wholeCharge, 'amount.value': verbatim('10000.00') })
    expect(one).toMatchObject({
      expected: 'a JSON string',
      received: '10000.00',
      isJson: true,
      field: { name: 'amount.value' },
    })
    const [two] = complaintsOf({ ...wholeCharge, 'items[1]': 7 })
    expect(two).toMatchObject({ expected: 'a JSON object', received: '7', field: { name: 'items' } })
    const [text] = complaintsOf({ ...wholeCharge, items: '7' })
    expect(text).toMatchObject({ expected: 'a JSON array', received: '7' })
    expect(text).not.toHaveProperty('isJson')
    const [three] = complaintsOf({ ...wholeCharge, amount: null })
    expect(three).toMatchObject({ expected: 'amount is there and not blank' })
    expect(three).not.toHaveProperty('received')
  })

  it('agrees with the validator on what is left without blanks', () => {
    const sieve = sieveOf(treeOf(request))
    const validate = createValidator(isRealTime).compile(jsonSchemaOf(toko, request, {}, 'must'))
    const places = [
      'reference',
      'merchant',
      'amount',
      'amount.value',
      'tags',
      'deep',
      'header:X-TIMESTAMP',
      'ttl',
    ]
    const spoilt = fc.dictionary(
      fc.constantFrom(...places),
      fc.constantFrom<Json>('', ' ', verbatim('null'), 'x'),
    )
    fc.assert(
      fc.property(drawFields(toko, request, {}), spoilt, (fields, more) => {
        const read = readJsonStrict(writeJson({ ...fields, ...more }), { headers: names })
        if (!read.ok) throw new Error(read.fault.says)
        const broken = shapeOf(toko, request, {})
          .check(read.fields, read.json?.numbers)
          .filter(({ level }) => level === 'must')
        expect(broken.length === 0).toBe(validate(sifted(sieve, read.fields)))
      }),
      { numRuns: 500 },
    )
  })

  it('changes nothing that it checks', () => {
    const fields = { ...wholeCharge, merchant: '', more: null, items: [{ name: ' ', count: null }] }
    const before = JSON.stringify(fields)
    shapeOf(toko, request, {}).check(fields)
    expect(JSON.stringify(fields)).toBe(before)
  })

  it('is a JSON Schema that any validator compiles', () => {
    for (const spec of Object.values(toko.messages))
      for (const strictness of ['must', 'should'] as const)
        new Ajv2020({ strict: false, formats: { 'date-and-time': true } }).compile(
          jsonSchemaOf(toko, spec, {}, strictness),
        )
  })
})
