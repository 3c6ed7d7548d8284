import { describe, expect, test } from 'vitest'
import { codeNamed, hasForm, suits } from './codes.ts'
import type { Accept } from './contract.ts'
import { loadContract } from './load.ts'

describe('the form of a code', () => {
  test.each([
    ['4005401', '400##01', true],
    ['4005402', '400##01', false],
    ['400XX01', '400##01', false],
    ['40054010', '400##01', false],
    ['00', '00', true],
    ['01', '00', false],
  ])('%s as %s: %s', (code, form, fits) => expect(hasForm(code, form)).toBe(fits))

  test('finds the row of a code', () => {
    const contract = loadContract('xgateway')
    expect(codeNamed(contract, '68')?.class).toBe('pending')
    expect(codeNamed(contract, '99')).toBeUndefined()
    const forms = { ...contract, codes: [{ code: '404##01', class: 'refusal' as const, says: 'Unknown.' }] }
    expect(codeNamed(forms, '4045501')?.says).toBe('Unknown.')
  })
})

describe('the codes of a situation', () => {
  const situation: Accept = {
    id: 'again',
    says: 'A number comes again.',
    operations: ['payment'],
    canonical: '409##00',
    accept: [
      { code: '200##00', where: 'The answer is the first one.', profile: { extId: 'replay' } },
      { code: '404' },
    ],
  }

  test.each([
    ['4095400', {}, { canonical: true }],
    ['2005400', {}, undefined],
    ['2005400', { extId: 'replay' }, { canonical: false, where: 'The answer is the first one.' }],
    ['4045401', {}, { canonical: false }],
    ['4005401', {}, undefined],
  ])('%s under %j', (code, profile, suit) => expect(suits(situation, code, profile)).toEqual(suit))
})
