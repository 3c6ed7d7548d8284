/** Refunds on histories made by hand: no story pays back more than was paid, and no lawful one is blamed. */
import { describe, expect, test } from 'vitest'
import type { Deed } from './deed.ts'
import {
  ask,
  deed,
  entry,
  idle,
  lost,
  paid,
  pay,
  refund,
  refused,
  together,
  verdict,
} from './life/testing/deeds.ts'
import type { World } from './model.ts'

describe('refunds', () => {
  const half = entry('1', 5_000n)
  test.each<[string, () => Deed[], string[], Partial<World>?]>([
    [
      'up to the last sen',
      () => [...paid(), refund('1', 5_000n), ask('00', { history: [half] }), refund('2', 5_000n)],
      ['fine'],
    ],
    ['of a sen too much', () => [...paid(), refund('1', 10_001n)], ['refunds.sum']],
    ['of the exact rest refused', () => [...paid(), refund('1', 10_000n, refused)], ['refunds.remainder']],
    ['of a first part refused', () => [...paid(), refund('1', 1n, refused)], ['fine']],
    [
      'of a further part refused',
      () => [...paid(), refund('1', 1n), refund('2', 1n, refused)],
      ['refunds.partial'],
    ],
    [
      'under a number again',
      () => [...paid(), refund('1', 5_000n), refund('1', 5_000n, { refundId: 'X' })],
      ['refunds.repeat'],
    ],
    [
      'under a number with another amount',
      () => [...paid(), refund('1', 5_000n), refund('1', 1n)],
      ['refunds.inconsistent'],
    ],
    ['in dollars', () => [...paid(), refund('1', 1n, { currency: 'USD' })], ['refunds.currency']],
    ['of what nobody paid', () => [...idle(), refund('1', 1n)], ['refunds.unpaid']],
    [
      'of what was not paid yet',
      () => [pay({ data: 'redirect' }), ask('01'), refund('1', 1n), ask('01')],
      ['refunds.unpaid'],
    ],
    ['of nothing', () => [refund('1', 1n)], ['refunds.unknown']],
    ['in whole, still paid', () => [...paid(), refund('1', 10_000n), ask('00')], ['refunds.full']],
    ['in part, paid back', () => [...paid(), refund('1', 1n), ask('04')], ['refunds.partial']],
    [
      'in part, made by the second try, paid back',
      () => [...paid(), lost(refund('1', 1n)), ask('00'), refund('1', 1n), ask('04')],
      ['refunds.partial'],
    ],
    [
      'that are not told',
      () => [...paid(), refund('1', 1n), ask('00', { history: [] })],
      ['refunds.history'],
    ],
    [
      'that were refused and moved money',
      () => [...paid(), refund('1', 20_000n, refused), ask('00', { history: [entry('1', 20_000n)] })],
      ['refunds.sum'],
    ],
    [
      'that change the amount',
      () => [...paid(), refund('1', 1n), ask('00', { toldAmount: 9_999n })],
      ['refunds.untouched'],
    ],
    [
      'pending, and counted',
      () => [...paid(), refund('1', 6_000n, { said: 'pending' }), refund('2', 6_000n, refused)],
      ['fine'],
    ],
    [
      'pending, and forgotten',
      () => [
        ...paid(),
        refund('1', 6_000n, { said: 'pending' }),
        refund('2', 6_000n),
        ask('00', { history: [entry('1', 6_000n, '03'), entry('2', 6_000n)] }),
      ],
      ['refunds.sum'],
    ],
    [
      'pending, and told as all paid back',
      () => [
        ...paid(),
        refund('1', 10_000n, { said: 'pending' }),
        ask('04', { history: [entry('1', 10_000n, '03')] }),
      ],
      ['fine', 'refunds.pending'],
    ],
    [
      'failed, and told as all paid back',
      () => [
        ...paid(),
        refund('1', 10_000n, { said: 'pending' }),
        ask('04', { history: [entry('1', 10_000n, '06')] }),
      ],
      ['refunds.partial'],
    ],
    [
      'failed, and free again',
      () => [
        ...paid(),
        refund('1', 6_000n, { said: 'pending' }),
        ask('00', { history: [entry('1', 6_000n, '06')] }),
        refund('2', 10_000n),
      ],
      ['fine'],
    ],
    [
      'made, and failed then',
      () => [
        ...paid(),
        refund('1', 1n, { said: 'pending' }),
        ask('00', { history: [entry('1', 1n)] }),
        ask('00', { history: [entry('1', 1n, '06')] }),
      ],
      ['refunds.pending'],
    ],
    [
      'at once, more than was paid',
      () => [...paid(), ...together(refund('1', 6_000n), refund('2', 6_000n))],
      ['refunds.parallel'],
    ],
    [
      'at once, one refused',
      () => [...paid(), ...together(refund('1', 6_000n), refund('2', 6_000n, refused))],
      ['fine'],
    ],
    [
      'without an amount, and untold',
      () => [...paid(), deed('refund', { number: '1' })],
      ['fine', 'refunds.no-amount'],
    ],
    [
      'lost, and made',
      () => [...paid(), lost(refund('1', 1n)), ask('00', { history: [entry('1', 1n)] })],
      ['fine'],
    ],
  ])('%s', (_says, acts, expected, world) => {
    expect(verdict(acts(), world)).toEqual(expected)
  })
})
