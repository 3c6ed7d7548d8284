/** The model on histories made by hand: every lawful story is accepted, every unlawful one blames its promise. */
import { describe, expect, test } from 'vitest'
import type { Deed } from './deed.ts'
import {
  ask,
  books,
  cancel,
  deed,
  idle,
  lost,
  minute,
  missing,
  paid,
  pay,
  refund,
  refused,
  together,
  verdict,
} from './life/testing/deeds.ts'
import type { World } from './model.ts'

/** A payment whose payer is on a page. */
const sent = () => [pay({ data: 'redirect' }), ask('01')]

describe('payments', () => {
  test.each<[string, () => Deed[], string[], Partial<World>?]>([
    ['are found paid', paid, ['fine']],
    ['are found after a lost answer', () => [lost(pay()), ask('00')], ['fine']],
    ['may not have come at all', () => [lost(pay()), missing()], ['fine']],
    ['are lost', () => [pay(), missing()], ['states.found']],
    ['are known by one name only', () => [pay(), missing({ by: 'transaction' })], ['status.any-identifier']],
    ['come again and are refused', () => [...paid(), pay(refused), ask('00')], ['fine']],
    ['come again and are replayed', () => [...paid(), pay(), ask('00')], ['fine']],
    ['come again under another name', () => [...paid(), pay({ transaction: 'T2' })], ['payments.replay']],
    [
      'come again and are made again',
      () => [...paid(), pay({ transaction: 'T2' })],
      ['payments.repeat'],
      { doubled: true },
    ],
    ['come again and are debited twice', () => [...paid(), pay(refused), books(2)], ['payments.repeat']],
    ['come again with another amount', () => [...paid(), pay({ amount: 1n })], ['payments.inconsistent']],
    [
      'come again before their end',
      () => [pay({ data: 'pending', said: 'pending' }), pay({ transaction: 'T2', said: 'pending' })],
      ['payments.pending-repeat'],
    ],
    ['come at once, and one is made', () => together(pay(), pay(refused), pay()), ['fine']],
    [
      'come at once, and two are made',
      () => together(pay(), pay({ transaction: 'T2' })),
      ['payments.parallel'],
    ],
    ['are refused and are there', () => [pay(refused), ask('01')], ['states.refused']],
    ['are refused and are debited', () => [pay(refused), books(1)], ['states.refused']],
    ['are of nobody', () => [ask('06')], ['status.unknown']],
    ['are of nobody, in another style', () => [missing({ missing: 'state' })], ['fine', 'status.unknown']],
    ['have another amount', () => [pay(), ask('00', { toldAmount: 10_001n })], ['status.amount']],
    ['have another name', () => [pay(), ask('00', { transaction: 'T2' })], ['references.stable']],
    ['lack their time', () => [pay(), ask('00', { whole: false })], ['states.paid']],
    ['go back', () => [...paid(), ask('03')], ['states.monotone']],
    ['move without anybody', () => [...idle(), ask('02')], ['status.read-only']],
    [
      'are notified otherwise',
      () => [pay({ data: 'refuses' }), deed('notice', { state: '00' }), ask('06')],
      ['states.agree'],
    ],
  ])('%s', (_says, acts, expected, world) => {
    expect(verdict(acts(), world)).toEqual(expected)
  })
})

describe('open outcomes', () => {
  const timeout = () => pay({ data: 'timeout', said: 'open', code: '5045400', transaction: '' })
  const pending = () => pay({ data: 'pending', said: 'pending' })
  test.each<[string, () => Deed[], string[]]>([
    ['end', () => [pending(), ask('03'), ask('00')], ['fine']],
    ['never end', () => [pending(), ask('03', { at: 2 * minute })], ['states.pending']],
    ['have just come due', () => [pending(), ask('03', { at: 2 * minute, rested: false })], ['fine']],
    ['fail and are paid', () => [pending(), ask('06'), ask('00')], ['states.pending']],
    ['are told after a timeout', () => [timeout(), ask('03'), ask('00')], ['fine']],
    ['were none after a timeout', () => [timeout(), missing(), missing()], ['fine']],
    ['come back after a timeout', () => [timeout(), missing(), ask('00')], ['states.timeout']],
  ])('%s', (_says, acts, expected) => {
    expect(verdict(acts())).toEqual(expected)
  })
})

describe('cancellations', () => {
  test.each<[string, () => Deed[], string[]]>([
    ['of an open payment', () => [...idle(), cancel(), ask('05')], ['fine']],
    ['of an open payment, refused', () => [...idle(), cancel(refused)], ['cancels.unpaid']],
    ['of an open payment, then paid', () => [...idle(), cancel(), ask('05'), ask('00')], ['cancels.unpaid']],
    ['of an open payment, then failed', () => [...idle(), cancel(), ask('06')], ['cancels.time']],
    [
      'that was promised and is not made',
      () => [...idle(), cancel({ said: 'pending' }), ask('01', { at: 10 * minute })],
      ['cancels.unpaid'],
    ],
    ['that was promised a moment ago', () => [...idle(), cancel({ said: 'pending' }), ask('01')], ['fine']],
    [
      'that was promised, and notified',
      () => [...sent(), cancel({ said: 'pending' }), deed('notice', { state: '05' }), ask('05')],
      ['fine'],
    ],
    [
      'that was promised and notified, then paid',
      () => [...sent(), cancel({ said: 'pending' }), deed('notice', { state: '05' }), ask('00')],
      ['cancels.unpaid'],
    ],
    ['of a paid payment', () => [...paid(), cancel(), ask('05'), books(0)], ['fine']],
    ['of a paid payment, in words only', () => [...paid(), cancel(), ask('00')], ['cancels.paid']],
    [
      'of a paid payment, whose money stays',
      () => [...paid(), cancel(), ask('05'), books(1)],
      ['cancels.paid'],
    ],
    ['that its payer may have forestalled', () => [...sent(), cancel(), ask('00')], ['cancels.paid']],
    ['that found its payer idle', () => [...sent(), cancel(), ask('01')], ['cancels.unpaid']],
    [
      'that its payer ignored a second later',
      () => [...sent(), cancel(), ask('00', { paid: '2026-11-28T10:00:01+07:00' })],
      ['cancels.unpaid'],
    ],
    ['of a paid payment, refused and done', () => [...paid(), cancel(refused), ask('05')], ['cancels.paid']],
    ['of nothing', () => [cancel()], ['cancels.unknown']],
    ['of another amount', () => [...idle(), cancel({ amount: 1n }), ask('05')], ['fine', 'cancels.amount']],
    [
      'of another amount, refused and done',
      () => [...idle(), cancel({ ...refused, amount: 1n }), ask('05')],
      ['states.unmoved'],
    ],
    [
      'of another amount, refused',
      () => [...idle(), cancel({ ...refused, amount: 1n }), ask('01')],
      ['fine'],
    ],
    ['of what was paid back', () => [...paid(), refund('1', 1n), cancel()], ['cancels.refunded']],
    [
      'and refunds at once, both',
      () => [...paid(), ...together(refund('1', 10_000n), cancel()), ask('05')],
      ['cancels.refunded'],
    ],
    [
      'twice, with another time',
      () => [...idle(), cancel(), cancel({ cancelled: 'later' })],
      ['cancels.repeat'],
    ],
    ['and a debit', () => [...idle(), cancel(), ask('05'), books(1)], ['states.monotone']],
  ])('%s', (_says, acts, expected) => {
    expect(verdict(acts())).toEqual(expected)
  })
})

describe('expiry', () => {
  const until = (data: string) => pay({ data, expires: minute })
  const late = { at: 2 * minute }
  const paidLate = { ...late, paid: new Date(2 * minute).toISOString() }
  test.each<[string, () => Deed[], string[]]>([
    ['ends what nobody paid', () => [until('idle'), ask('01'), ask('05', late)], ['fine']],
    ['is not seen to', () => [until('idle'), ask('01', late)], ['fine', 'expiry.expires']],
    ['comes too early', () => [until('idle'), ask('05')], ['expiry.expires']],
    ['is no hindrance to pay', () => [until('redirect'), ask('01'), ask('00', paidLate)], ['expiry.expires']],
    ['is past', () => [pay({ data: 'idle', at: 2 * minute, expires: minute })], ['fine', 'expiry.past']],
    ['is to come, and refused', () => [pay({ ...refused, expires: minute })], ['expiry.expires']],
    [
      'loses what is being made',
      () => [until('pending'), ask('03'), ask('05', late)],
      ['fine', 'expiry.in-flight'],
    ],
    ['lets arrive what is being made', () => [until('pending'), ask('03'), ask('00', paidLate)], ['fine']],
  ])('%s', (_says, acts, expected) => {
    expect(verdict(acts())).toEqual(expected)
  })
})
