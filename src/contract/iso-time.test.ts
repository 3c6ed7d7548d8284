import { expect, test } from 'vitest'
import { isoInstant, isRealTime } from './iso-time.ts'

test.each([
  ['2024-02-29T23:59:59+07:00', true],
  ['2023-02-29T23:59:59+07:00', false],
  ['2024-08-06T24:00:00Z', false],
  ['2024-08-06T10:00:00.123+24:00', false],
  ['20240230100000', false],
  ['20240229100000', true],
  ['no time', true],
])('%s is a real time: %s', (value, real) => {
  expect(isRealTime(value)).toBe(real)
})

test('an ISO time with an offset is an instant', () => {
  expect(isoInstant('2024-08-06T15:00:00+07:00')).toBe(Date.UTC(2024, 7, 6, 8))
  expect(isoInstant('2024-08-06T15:00:00')).toBeUndefined()
  expect(isoInstant('2024-02-30T15:00:00Z')).toBeUndefined()
})
