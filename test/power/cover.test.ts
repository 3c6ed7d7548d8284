/** Few cases are enough where others let no further rule speak. */
import { expect, test } from 'vitest'
import { coverOf, type Worth } from './cover.ts'
import { createMinutes } from './minutes.ts'

const worth = (requests: number, judged: { [rule: string]: string[] }): Worth => ({
  requests,
  judged: new Map(Object.entries(judged).map(([rule, places]) => [rule, new Set(places)])),
})

test('cases are left out that only cheaper ones’ rules speak in', () => {
  const cases = new Map([
    ['dear', worth(9, { present: ['a'], type: ['a'] })],
    ['cheap', worth(1, { present: ['b'] })],
    ['other', worth(2, { type: ['b'] })],
    ['mute', worth(1, {})],
  ])
  expect([...coverOf(cases, [])].sort()).toEqual(['cheap', 'other'])
})

test('a rule that is to be broken speaks at every place that it is to be broken at', () => {
  const cases = new Map([
    ['one', worth(1, { type: ['Payment/amount'] })],
    ['two', worth(1, { type: ['Refund/amount'] })],
    ['three', worth(1, { type: ['Refund/currency'] })],
  ])
  expect(coverOf(cases, []).size).toBe(1)
  expect([...coverOf(cases, ['type@amount'])].sort()).toEqual(['one', 'two'])
  expect(coverOf(cases, ['type'])).toEqual(new Set(cases.keys()))
})

test('to whoever changes one operation alone a case is worth what is judged of that', () => {
  const minutes = createMinutes()
  minutes.sent('pays', 2)
  minutes.judged('pays', 'payment', 'present', 'Payment/amount')
  minutes.judged('pays', 'status', 'echoed', 'Status/amount')
  minutes.judged('pays', 'status', 'present', 'Status/amount')
  const judged = ({ judged: all }: Worth) => [...all].map(([rule, places]) => [rule, ...places])
  expect(minutes.worthOf('pays').requests).toBe(2)
  expect(judged(minutes.worthOf('pays'))).toEqual([
    ['present', 'Payment/amount', 'Status/amount'],
    ['echoed', 'Status/amount'],
  ])
  expect(judged(minutes.worthOf('pays', 'payment'))).toEqual([['present', 'Payment/amount']])
  expect(minutes.worthOf('pays', 'refund').judged.size).toBe(0)
})
