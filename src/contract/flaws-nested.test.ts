import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { messageOf } from './contract.ts'
import { drawFields } from './draw-nested.ts'
import { drawField } from './draw.ts'
import { flawsOf } from './flaws.ts'
import { brief, complaintsOf, request, response, toko, wholeCharge } from './nested.fixture.ts'

describe('drawn messages', () => {
  test.each(
    [request, response, messageOf(toko, 'notify', 'request')].map((spec) => [spec.message, spec] as const),
  )('%s keeps its shape', (_name, spec) => {
    fc.assert(
      fc.property(drawFields(toko, spec, {}), (fields) => {
        expect(brief(fields, spec).filter((one) => one.startsWith('must'))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('has values of one nested row', () => {
    for (const value of fc.sample(drawField(toko, request, 'amount.value'), 20))
      expect(value).toMatch(/^\d+\.\d\d$/)
    for (const value of fc.sample(drawField(toko, request, 'items[].price.currency'), 5))
      expect(value).toMatch(/^IDR|USD$/)
  })
})

describe('flaws of nested fields', () => {
  it('each break one promise of one place', () => {
    const flaws = flawsOf(toko, request, {})
    expect(flaws.length).toBeGreaterThan(100)
    for (const { id, field, at, value } of flaws) {
      const found = complaintsOf({ ...wholeCharge, [at]: value }).filter(({ level }) => level === 'must')
      expect(new Set(found.map(({ place }) => place)), `${field} ${id}`).toEqual(
        new Set([`ChargeRequest/${at}`]),
      )
      expect(found[0]!.field.name, id).toBe(field)
    }
  })

  it('are those that the row promises', () => {
    const ids = (name: string) =>
      flawsOf(toko, request, {})
        .filter(({ field }) => field === name)
        .map(({ id }) => id)
    expect(ids('amount')).toEqual([
      'missing',
      'null',
      'type-string',
      'type-number',
      'type-boolean',
      'type-array',
    ])
    expect(ids('header:X-PARTNER-ID')).toEqual([
      'missing',
      'empty',
      'too-long',
      'format-1',
      'format-2',
      'format-3',
    ])
    expect(ids('amount.currency')).toContain('format-3')
    expect(ids('fee')).not.toContain('type-string')
    expect(ids('tags[]')).not.toContain('missing')
  })
})
