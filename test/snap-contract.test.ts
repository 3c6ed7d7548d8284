/** The contract of the national standard at work: samples, flaws and draws under each of the targets to start from. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeNamed, codesOf, suits } from '../src/contract/codes.ts'
import { messageOf, type Profile } from '../src/contract/contract.ts'
import { drawField } from '../src/contract/draw.ts'
import { flawsOf } from '../src/contract/flaws.ts'
import { home } from '../src/contract/home.ts'
import { loadContract } from '../src/contract/load.ts'
import { openapiOf } from '../src/contract/openapi.ts'
import { profileOf } from '../src/contract/profile.ts'
import { shapeOf } from '../src/contract/shape.ts'
import { loadDeclaration } from '../src/stimulate/declaration.ts'
import type { Fields } from '../src/wire/reading.ts'
import sources from '../fixtures/snap/published/document/sources.json' with { type: 'json' }

const contract = loadContract('snap')
const profile = profileOf(contract)
const folder = join(home, 'schemas', 'snap', 'targets')
const targets = readdirSync(folder).map((name) => [name, readTarget(name)] as const)

function readTarget(name: string) {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
    profile: Profile
    endpoints?: { [operation: string]: string }
    data: { [kind: string]: object }
    credentials: { [name: string]: string }
  }
}

/** Headers that every message may have, right ones. */
const headers: Fields = {
  'header:Content-Type': 'application/json',
  'header:Authorization': 'Bearer gp9HjjEj813Y9JGoqwOeOPWbnt4CUpvIJbU1mMU4a11MNDZ7Sg5u9a',
  'header:X-TIMESTAMP': '2020-12-23T07:44:11+07:00',
  'header:X-SIGNATURE':
    'CY4X4QcUF1RhpAmCfYj3J07YB1xMRGh2fTP9vpJ3Neevj6L5zMru2Fpdgytt1a8JBGrKorCuuyQNvRrJMo2uXA==',
  'header:X-PARTNER-ID': '82150823919040624621823174737537',
  'header:X-EXTERNAL-ID': '41807553358950093184162180797837',
  'header:CHANNEL-ID': '95221',
  'header:X-CLIENT-KEY': '82150823919040624621823174737537',
}

function sampleOf(file: string): Fields {
  const text = readFileSync(join(home, 'fixtures', 'snap', 'published', 'document', file), 'utf8')
  return { ...headers, ...(JSON.parse(text) as Fields) }
}

const samples = sources.files.map(({ file, message }) => ({ file, spec: contract.messages[message]! }))
const requests = samples.filter(({ spec }) => spec.side === 'request')

describe('samples of the document', () => {
  test.each(samples)('$file keeps the contract', ({ file, spec }) => {
    expect(shapeOf(contract, spec, profile).check(sampleOf(file))).toEqual([])
  })
})

/** The sample with one value put at a place, or taken away from it. */
function spoilt(fields: Fields, at: string, value: unknown): Fields {
  const copy = structuredClone(fields) as { [name: string]: unknown }
  const steps = at.startsWith('header:') ? [at] : at.split(/\.|(?=\[)/)
  let inner = copy
  for (const step of steps.slice(0, -1)) inner = inner[nameOf(step)] as { [name: string]: unknown }
  const last = nameOf(steps.at(-1)!)
  if (value === null) delete inner[last]
  else inner[last] = value
  return copy as Fields
}

const nameOf = (step: string) => step.replace(/^\[(\d+)\]$/, '$1')

describe.each(requests)('flaws of $file', ({ file, spec }) => {
  // A null is written by the codec; as a value it is no other than a missing one.
  const flaws = flawsOf(contract, spec, profile).filter(
    ({ at, id }) => id !== 'null' && reaches(sampleOf(file), at),
  )

  function reaches(fields: Fields, at: string): boolean {
    try {
      spoilt(fields, at, 'x')
      return true
    } catch {
      return false
    }
  }

  test('are many, and each breaks the row that it names', () => {
    expect(flaws.length).toBeGreaterThan(60)
    const shape = shapeOf(contract, spec, profile)
    const missed = flaws.filter(({ at, field, value }) => {
      const broken = shape.check(spoilt(sampleOf(file), at, value))
      return !broken.some((one) => one.field.name === field && one.level === 'must')
    })
    expect(missed.map(({ id, field }) => `${field} ${id}`)).toEqual([])
  })
})

describe.each(requests)('draws for $file', ({ file, spec }) => {
  const rows = spec.fields.filter(({ json = 'string' }) => json === 'string')

  test.each(rows)('$name keeps its row', ({ name }) => {
    fc.assert(
      fc.property(drawField(contract, spec, name), (value) => {
        const at = name.replaceAll('[]', '[0]')
        const fields = sampleOf(file)
        const [outermost = name] = name.split(/[.[]/)
        if (name.includes('.') && !(outermost in fields)) return
        const broken = shapeOf(contract, spec, profile).check(spoilt(fields, at, value))
        expect(broken.filter((one) => one.field.name === name && one.level === 'must')).toEqual([])
      }),
      { numRuns: 10 },
    )
  })
})

describe.each(targets)('%s', (_, target) => {
  test('declares switches, operations and data that the contract knows', () => {
    expect(() => profileOf(contract, target.profile)).not.toThrow()
    expect(Object.keys(target.endpoints ?? {}).filter((name) => !contract.operations[name])).toEqual([])
    expect(Object.keys(target.data).filter((kind) => !contract.data[kind])).toEqual([])
  })

  test('is a declaration that can be loaded, once its keys are there', async () => {
    const credentials = { client: 'PARTNER', secret: 'secret', privateKey: 'key', publicKey: 'key' }
    expect(Object.keys(target.credentials)).toEqual(Object.keys(credentials))
    const loaded = await loadDeclaration({ ...target, credentials }, { contract, baseDir: folder })
    expect(loaded.profile).toMatchObject(target.profile)
  })

  test('gives every message a shape', () => {
    const declared = profileOf(contract, target.profile)
    for (const [operation, { response }] of Object.entries(contract.operations))
      for (const side of response ? (['request', 'response'] as const) : (['request'] as const))
        expect(() =>
          shapeOf(contract, messageOf(contract, operation, side), declared).check({}),
        ).not.toThrow()
  })
})

describe('what a profile decides', () => {
  const complaints = (message: string, fields: Fields, declared: Profile) =>
    shapeOf(contract, contract.messages[message]!, profileOf(contract, declared))
      .check(fields)
      .map(({ field, level }) => `${field.name} ${level}`)
  const payment = sampleOf('payment.request.json')

  test('the revision: chargeToken is mandatory in this one alone', () => {
    const without = spoilt(payment, 'chargeToken', null)
    expect(complaints('PaymentRequest', without, {})).toEqual(['chargeToken must'])
    expect(complaints('PaymentRequest', without, { specRevision: 'a25' })).toEqual([])
  })

  test('spellings of X-TIMESTAMP', () => {
    const zulu = { ...payment, 'header:X-TIMESTAMP': '2020-12-23T00:44:11.093Z' }
    expect(complaints('PaymentRequest', zulu, {})).toEqual(['header:X-TIMESTAMP must'])
    expect(complaints('PaymentRequest', zulu, { timestampHeader: 'isoMillis' })).toEqual([])
  })

  test('states, digits and tokens', () => {
    const notify = { ...sampleOf('notify.request.json'), latestTransactionStatus: '08' }
    expect(complaints('NotifyRequest', notify, {})).toEqual(['latestTransactionStatus must'])
    expect(complaints('NotifyRequest', notify, { extraStatuses: '08-09' })).toEqual([])
    const large = spoilt(payment, 'amount.value', '1234567890123456.00')
    expect(complaints('PaymentRequest', large, {})).toEqual(['amount.value must'])
    expect(complaints('PaymentRequest', large, { amountDigits: 16 })).toEqual([])
    const bare = spoilt(payment, 'header:Authorization', null)
    expect(complaints('PaymentRequest', bare, {})).toEqual(['header:Authorization must'])
    expect(complaints('PaymentRequest', bare, { authorization: 'none' })).toEqual([])
  })
})

describe('the codes of operations', () => {
  test('are seven digits, and what the contract calls success is a success', () => {
    for (const operation of Object.keys(contract.operations)) {
      const codes = codesOf(contract, operation)
      expect(codes.filter(({ code }) => !/^\d{7}$/.test(code))).toEqual([])
      const good = codes.filter((code) => code.class === 'success').map(({ code }) => code)
      expect(contract.outcome.success).toEqual(expect.arrayContaining(good))
    }
    expect(codeNamed(contract, '4045818')?.cause).toBe('inconsistent')
    expect(codeNamed(contract, '4005499')).toBeUndefined()
  })

  test('make an OpenAPI document that an independent validator accepts', async () => {
    for (const [, target] of targets) {
      const document = openapiOf(contract, profileOf(contract, target.profile), 'http://127.0.0.1:8080')
      const { valid, errors } = await new Validator().validate(structuredClone(document) as never)
      expect(valid ? [] : errors).toEqual([])
      expect(JSON.stringify(document)).toContain('4045418')
      expect(JSON.stringify(document)).not.toContain('##')
    }
  })
})

describe('right codes by situation', () => {
  const situation = (id: string) => contract.accepts!.find((one) => one.id === id)!

  test.each([
    ['missing-field', '4005402', {}, true],
    ['missing-field', '4005401', {}, false],
    ['missing-field', '4015400', {}, undefined],
    ['external-id-again', '2005400', {}, undefined],
    ['external-id-again', '2005400', { extId: 'replay' }, false],
    ['payment-inconsistent', '4045418', {}, true],
    ['method', '4045400', {}, false],
  ])('%s and %s under %j', (id, code, declared, canonical) => {
    expect(suits(situation(id), code, profileOf(contract, declared))?.canonical).toBe(canonical)
  })
})
