import { expect, test } from 'vitest'
import { createTicks } from './ticks.ts'

test('ticks count up from one, each clock on its own', () => {
  const ticks = createTicks()
  expect([ticks.next(), ticks.next(), ticks.next()]).toEqual([1, 2, 3])
  expect(createTicks().next()).toBe(1)
})
