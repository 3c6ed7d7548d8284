import { expect, test } from 'vitest'
import { xsdPattern, xsdPatternExcept } from './xsd-pattern.ts'

test.each([
  ['^\\d{2}$', '[0-9]{2}'],
  ['^([0-9A-Fa-f]{2})+$', '([0-9A-Fa-f]{2})+'],
  ['^(?:a|b)$', '(a|b)'],
  ["^[\\p{L} .,'-]+$", "[\\p{L} .,'\\-]+"],
  ['^[\\d.]+$', '[0-9.]+'],
  ['^[^\\p{Cc}]+$', '[^\\p{Cc}]+'],
  ['^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]+$', '[\\s\\S]+'],
  ['^cent\\$$', 'cent\\$'],
])('%s is said as %s', (ecmascript, xsd) => {
  expect(xsdPattern(ecmascript)).toBe(xsd)
})

test.each(['^(?=a)b$', '^\\w+$', '^[\\u0041]$', 'a$b', '^a+?$'])('%s cannot be said', (pattern) => {
  expect(() => xsdPattern(pattern)).toThrow(/cannot be said in XML Schema/)
})

test('a reserved code is left out, no other', () => {
  const said = new RegExp(`^(?:${xsdPatternExcept('21')})$`, 'u')
  for (const code of ['00', '20', '31', '12', '2', '', '210']) expect(code).toMatch(said)
  expect('21').not.toMatch(said)
})
