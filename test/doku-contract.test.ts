/** The contract of DOKU at work: samples, flaws and draws, what a profile decides, OpenAPI. */
import { Validator } from '@seriousme/openapi-schema-validator'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Profile } from '../src/contract/contract.ts'
import { drawField } from '../src/contract/draw.ts'
import { flawsOf } from '../src/contract/flaws.ts'
import { loadContract } from '../src/contract/load.ts'
import { openapiOf } from '../src/contract/openapi.ts'
import { profileOf } from '../src/contract/profile.ts'
import { shapeOf } from '../src/contract/shape.ts'
import { dialect } from '../src/dialects/doku.ts'
import { loadDeclaration } from '../src/stimulate/declaration.ts'
import { verbatim, type Fields, type Json } from '../src/wire/reading.ts'
import target from '../schemas/doku/targets/sandbox.json' with { type: 'json' }
import vectors from '../fixtures/doku/published/vectors.json' with { type: 'json' }

const contract = loadContract('doku')
const profile = profileOf(contract)
const speech = dialect(contract)

/** A vector as a message that was read. */
function sampleOf(id: string) {
  const vector = vectors.positive.find((one) => one.id === id)!
  const side = vector.kind === 'answer' ? ('response' as const) : ('request' as const)
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Client-Id', vectors.clientId],
    ['Request-Id', vector.requestId],
    [vector.timeName, vector.time],
    ['Signature', vector.signature],
  ]
  const body = Buffer.from(('body' in vector ? vector.body : '') ?? '')
  const raw = side === 'request' ? { method: 'POST', url: vector.target } : { status: 200 }
  const read = speech.open({ ...raw, headers, body }, side, vector.kind === 'answer' ? 'generate' : undefined)
  if (!read.ok) throw new Error(read.fault.says)
  const spec = contract.messages[contract.operations[read.name]![side]!]!
  return { id, spec, fields: read.fields, numbers: read.json?.numbers ?? {} }
}

type Sample = ReturnType<typeof sampleOf>
const samples = ['V1', 'V2', 'V3a', 'V3b', 'V4', 'V6', 'V6n'].map(sampleOf)
const whole = ['V1', 'V4'].map(sampleOf)

describe('samples', () => {
  test.each([...samples, sampleOf('V5')])('$id keeps the contract', ({ spec, fields, numbers }) => {
    const broken = shapeOf(contract, spec, profile).check(fields, numbers)
    expect(broken.filter(({ field }) => field.name !== 'header:Content-Type')).toEqual([])
  })
})

/** What is broken when a value stands at a place, or nothing does. */
function complaints({ spec, fields }: Pick<Sample, 'spec' | 'fields'>, change: Fields, under: Profile = {}) {
  const sealed = speech.seal(
    {
      operation: spec.operation,
      side: spec.side,
      fields: { ...outermost(fields), ...change },
    },
    {},
  )
  const url = spec.side === 'request' && spec.operation !== 'notify' ? sealed.path : '/notify'
  const raw = { ...sealed, ...(spec.side === 'request' ? { url } : {}) }
  const read = speech.open(raw, spec.side, spec.operation)
  if (!read.ok) throw new Error(read.fault.says)
  return shapeOf(contract, spec, profileOf(contract, under)).check(read.fields, read.json?.numbers)
}

const outermost = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([place]) => place.startsWith('header:') || !/[.[]/.test(place)),
  )
const brief = (sample: Sample, change: Fields, under?: Profile) =>
  complaints(sample, change, under).map(
    ({ place, constraint, level }) => `${level} ${constraint} ${place.slice(place.indexOf('/') + 1)}`,
  )

describe.each(whole)('flaws of $id', (sample) => {
  // A null is written by the codec; as a value it is no other than a missing one.
  const flaws = flawsOf(contract, sample.spec, profile).filter(({ id }) => id !== 'null')

  test('are many, and each breaks the row that it names', () => {
    expect(flaws.length).toBeGreaterThan(40)
    const missed = flaws.filter(({ at, field, value }) => {
      const broken = complaints(sample, { [at]: value as Json })
      return !broken.some((one) => one.field.name === field && one.level === 'must')
    })
    expect(missed.map(({ id, at }) => `${at} ${id}`)).toEqual([])
  })
})

describe.each(whole)('draws for $id', (sample) => {
  const rows = sample.spec.fields.filter(({ json = 'string' }) => json === 'string')

  test.each(rows)('$name keeps its row', ({ name }) => {
    fc.assert(
      fc.property(drawField(contract, sample.spec, name), (value) => {
        const broken = complaints(sample, { [name.replaceAll('[]', '[0]')]: value })
        expect(broken.filter((one) => one.field.name === name && one.level === 'must')).toEqual([])
      }),
      { numRuns: 10 },
    )
  })
})

describe('what the tables say', () => {
  const [request, answer, notification] = [sampleOf('V1'), sampleOf('V3a'), sampleOf('V4')]

  test.each<[string, Sample, Fields, string[]]>([
    ['nothing', request, {}, []],
    ['an amount as text', request, { 'order.amount': '150000' }, ['must type order.amount']],
    ['an amount of nothing', request, { 'order.amount': 0 }, ['must format order.amount']],
    ['twelve digits', request, { 'order.amount': 999_999_999_999 }, []],
    ['thirteen digits', request, { 'order.amount': 1_000_000_000_000 }, ['must format order.amount']],
    ['sen', request, { 'order.amount': 1.5 }, ['must format order.amount']],
    [
      'a flag as text',
      request,
      { 'online_to_offline_info.reusable_status': 'false' },
      ['should type online_to_offline_info.reusable_status'],
    ],
    [
      'a flag in other words',
      request,
      { 'online_to_offline_info.reusable_status': 'yes' },
      ['must format online_to_offline_info.reusable_status'],
    ],
    [
      'a flag as a number',
      request,
      { 'online_to_offline_info.reusable_status': 1 },
      ['must type online_to_offline_info.reusable_status'],
    ],
    ['no receipt', request, { 'indomaret_info.receipt': null }, ['must required indomaret_info.receipt']],
    [
      'a long Request-Id',
      request,
      { 'header:Request-Id': 'x'.repeat(129) },
      ['must length header:Request-Id'],
    ],
    [
      'a mail address that is none',
      request,
      { 'customer.email': 'taufik' },
      ['should format customer.email'],
    ],
    ['a refusal', answer, { 'header::status': '400', order: null, online_to_offline_info: null }, []],
    [
      'a success without a code',
      answer,
      { online_to_offline_info: null },
      ['must required online_to_offline_info'],
    ],
    [
      'a success without a signature',
      answer,
      { 'header:Signature': null },
      ['must required header:Signature'],
    ],
    [
      'a code that is a number',
      answer,
      { 'online_to_offline_info.payment_code': 12345 },
      ['must type online_to_offline_info.payment_code'],
    ],
    [
      'a local expiry',
      answer,
      { 'online_to_offline_info.expired_date_utc': '2020-08-11T16:45:43' },
      ['must format online_to_offline_info.expired_date_utc'],
    ],
    [
      'compact times in another form',
      answer,
      { 'online_to_offline_info.expired_date': '2020-08-11 16:45' },
      ['should format online_to_offline_info.expired_date'],
    ],
    ['another acquirer', notification, { 'acquirer.id': 'ALFA' }, ['should format acquirer.id']],
    [
      'a state in small letters',
      notification,
      { 'transaction.status': 'success' },
      ['must format transaction.status'],
    ],
    [
      'decimals that are zero',
      notification,
      { 'order.amount': verbatim('150000.00') },
      ['should format order.amount'],
    ],
  ])('%s', (_title, sample, change, broken) => {
    expect(brief(sample, change)).toEqual(broken)
  })
})

test('a declaration to start from can be loaded, and signs', async () => {
  const credentials = { client: vectors.clientId, secret: vectors.secret }
  expect(Object.keys(target.credentials)).toEqual(Object.keys(credentials))
  const loaded = await loadDeclaration({ ...target, credentials } as never, { contract, baseDir: '.' })
  expect(loaded.keys.signCall).toBeDefined()
})

test('OpenAPI is a document that an independent validator accepts', async () => {
  const document = openapiOf(contract, profile, 'http://127.0.0.1:8080')
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never)
  expect(valid ? [] : errors).toEqual([])
  const text = JSON.stringify(document)
  expect(text).toContain('/orders/v1/status/{id}')
  expect(text).not.toMatch(/header:|:status/)
  expect(document).toMatchObject({
    paths: {
      '/indomaret-online-to-offline/v2/payment-code': {
        post: {
          responses: {
            200: {
              content: {
                'application/json': {
                  schema: { allOf: [{}, { required: ['order', 'online_to_offline_info'] }] },
                },
              },
            },
            409: {},
          },
        },
      },
    },
    webhooks: { notify: { post: {} } },
  })
})
