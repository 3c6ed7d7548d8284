import { describe, expect, test } from 'vitest'
import { codeNamed, codesOf, filled, hasForm, isUsual, suits } from './codes.ts'
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

describe('the codes of an operation', () => {
  const row = { code: '404##01', class: 'refusal' as const, says: 'Unknown.' }

  test.each([
    ['404##01', '54', '4045401'],
    ['00', '54', '00'],
    ['404##01', undefined, '404##01'],
  ])('%s with %s is %s', (form, digits, code) => expect(filled(form, digits)).toBe(code))

  test('are the rows of the table', () => {
    const contract = loadContract('xgateway')
    const [name, operation] = Object.entries(contract.operations)[0]!
    const changed = { ...contract, codes: [row], operations: { [name]: { ...operation, digits: '54' } } }
    expect(codesOf(changed, name).map(({ code }) => code)).toEqual(['4045401'])
    expect(codesOf(contract, name)).toEqual(contract.codes)
  })

  test('are usual where the table says so, or nothing', () => {
    const usual = { expected: ['status'], possible: ['cancel'] }
    expect(isUsual(row, 'payment')).toBe(true)
    expect(['status', 'cancel', 'payment'].map((name) => isUsual({ ...row, usual }, name))).toEqual([
      true,
      true,
      false,
    ])
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
