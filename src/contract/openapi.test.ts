import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it, test } from 'vitest'
import { type Contract, type Profile } from './contract.ts'
import { toko, wholeCharge } from './nested.fixture.ts'
import { openapiOf, openapiText } from './openapi.ts'

interface Document {
  paths: { [path: string]: { [method: string]: { [key: string]: unknown } } }
  webhooks: { [name: string]: unknown }
  components: { schemas: { [name: string]: object } }
}

const documentOf = (contract: Contract, profile: Profile = {}) =>
  openapiOf(contract, profile, 'http://127.0.0.1:8080') as unknown as Document

async function errorsIn(document: object): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never)
  return valid ? [] : errors
}

const query = (name: string, more: object = {}): Contract['operations'] => ({
  [name]: { ...toko.operations['charge']!, path: '/v1/query', ...more },
})

describe('the OpenAPI of a contract', () => {
  const document = documentOf(toko)
  const charge = document.paths['/v1/charges/{merchant}']!['post']!

  it('is valid', async () => {
    expect(await errorsIn(document)).toEqual([])
    expect(JSON.parse(openapiText(toko, {}, 'http://127.0.0.1:8080'))).toEqual(document)
  })

  test.each([
    ['a status of two digits', { paths: { '/x': { post: { responses: { '20': { description: 'x' } } } } } }],
    [
      'a parameter from nowhere',
      { paths: { '/x': { post: { parameters: [{ name: 'a', in: 'mind' }], responses: {} } } } },
    ],
    ['a path without a slash', { paths: { x: {} } }],
  ])('%s is not', async (_title, wrong) => {
    expect(await errorsIn({ ...document, ...wrong })).not.toEqual([])
  })

  it('has headers as parameters, and a token as security', () => {
    expect(charge).toMatchObject({
      operationId: 'charge',
      security: [{ bearer: [] }, {}],
      parameters: [
        { name: 'X-TIMESTAMP', in: 'header', required: true },
        { name: 'X-PARTNER-ID', in: 'header', required: true, schema: { maxLength: 8 } },
      ],
    })
    expect(document.paths['/v1/charges/{merchant}']!['parameters']).toMatchObject([
      { name: 'merchant', in: 'path' },
    ])
  })

  it('has an answer for each status, with its codes as examples', () => {
    const responses = charge['responses'] as { [status: string]: object }
    expect(Object.keys(responses)).toEqual(['200', '400', 'default'])
    expect(responses['400']).toMatchObject({
      headers: { 'X-TIMESTAMP': { required: true } },
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/ChargeResponse' },
          examples: { 4000102: { value: { code: '4000102', text: 'Invalid Mandatory Field' } } },
        },
      },
    })
  })

  it('tells by the status what an outcome demands, where that is all that tells it', async () => {
    const spec = toko.messages['ChargeResponse']!
    const [status] = spec.fields.filter(({ name }) => name === 'code')
    const fields = spec.fields.filter(({ name }) => name !== 'code')
    const answer = { ...spec, fields: [{ ...status!, name: 'header::status', length: '3' }, ...fields] }
    const codes = [
      { code: '200', class: 'success' as const, says: 'Done', status: 200 },
      { code: '400', class: 'refusal' as const, says: 'Refused', status: 400 },
    ]
    const contract: Contract = {
      ...toko,
      outcome: { ...toko.outcome, at: 'header::status', success: ['200'] },
      messages: { ...toko.messages, ChargeResponse: answer },
      codes,
    }
    const told = documentOf(contract)
    expect(await errorsIn(told)).toEqual([])
    expect(JSON.stringify(told)).not.toContain(':status')
    const ref = { $ref: '#/components/schemas/ChargeResponse' }
    expect(told.paths['/v1/charges/{merchant}']!['post']!['responses']).toMatchObject({
      200: { content: { 'application/json': { schema: { allOf: [ref, { required: ['number'] }] } } } },
      400: { content: { 'application/json': { examples: { 400: { value: { text: 'Refused' } } } } } },
    })
  })

  it('describes what the gateway sends as a webhook', () => {
    expect(document.webhooks['notify']).toMatchObject({
      post: {
        requestBody: { content: { 'application/json': {} } },
        responses: { 200: { content: { 'text/plain': { schema: { const: 'OK' } } } } },
      },
    })
  })

  it('has schemas that take what is right and nothing that is only tolerated', () => {
    const validate = new Ajv2020({ strict: false }).compile(document.components.schemas['ChargeRequest']!)
    const body = Object.fromEntries(
      Object.entries(wholeCharge).filter(([name]) => !name.startsWith('header:')),
    )
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ ...body, amount: { value: '10000', currency: 'IDR' } })).toBe(false)
    expect(validate({ ...body, fee: '1.25' })).toBe(false)
    expect(validate({ ...body, amount: { value: '10000.00', currency: 'EUR' } })).toBe(false)
    expect(JSON.stringify(document.components.schemas)).not.toMatch(/header:|date-and-time/)
    const welcome = new Ajv2020({ strict: false }).compile(
      documentOf(toko, { whole: true }).components.schemas['ChargeRequest']!,
    )
    expect(welcome({ ...body, amount: { value: '10000', currency: 'IDR' } })).toBe(true)
  })

  it('joins operations of one path, and leaves the body of GET out', async () => {
    const operations = { ...query('ask'), ...query('tell'), ...query('look', { method: 'GET' }) }
    const joined = documentOf({ ...toko, operations })
    expect(await errorsIn(joined)).toEqual([])
    const { post, get } = joined.paths['/v1/query']!
    expect(post).toMatchObject({
      operationId: 'ask-tell',
      requestBody: { content: { 'application/json': { schema: { oneOf: [{}, {}] } } } },
    })
    expect(get).not.toHaveProperty('requestBody')
  })

  it('names forms as forms, and takes the path of the contract where an operation has none', async () => {
    const spec = { ...toko.messages['ChargeRequest']!, codec: 'form' as const }
    const { path: _path, ...charges } = toko.operations['charge']!
    const contract = {
      ...toko,
      operations: { charge: charges },
      messages: { ...toko.messages, ChargeRequest: spec },
    }
    expect(() => documentOf(contract)).toThrow('has no path for the operation «charge»')
    const formed = documentOf({ ...contract, path: '/st' })
    expect(await errorsIn(formed)).toEqual([])
    expect(formed.paths['/st']!['post']).toMatchObject({
      requestBody: { content: { 'application/x-www-form-urlencoded': {} } },
    })
  })
})
