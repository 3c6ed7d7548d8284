/** The model on histories made by hand: every lawful story is accepted, every unlawful one blames its promise. */
import { describe, expect, test } from 'vitest'
import { linearize } from '../../src/judge/linear.ts'
import type { Deed, Told } from './deed.ts'
import { modelOf, type World } from './model.ts'

let tick = 0
const minute = 60_000

/** A request, answered with success before anything else begins. */
function deed(kind: Deed['kind'], more: Partial<Deed> = {}): Deed {
  tick += 2
  return {
    kind,
    told: '',
    began: tick,
    ended: tick + 1,
    at: 0,
    said: 'success',
    code: '',
    spoilt: false,
    plain: true,
    raced: false,
    currency: 'IDR',
    merchant: '',
    transaction: 'T1',
    number: '',
    refundId: '',
    ...more,
  }
}

const pay = (more: Partial<Deed> = {}) => deed('payment', { amount: 10_000n, data: 'card', ...more })
const refused = { said: 'refusal' as const, code: '4040000', transaction: '' }

/** An inquiry that finds the payment; the times of paid ones are there. */
function ask(state: Deed['state'], more: Partial<Deed> = {}): Deed {
  const isPaid = state === '00' || state === '04'
  const paid = isPaid ? { paid: '2026-11-28T10:00:00+07:00' } : {}
  return deed('status', {
    state: state!,
    by: 'reference',
    whole: true,
    toldAmount: 10_000n,
    ...paid,
    ...more,
  })
}

const missing = (more: Partial<Deed> = {}) =>
  deed('status', {
    said: 'refusal',
    code: '4045501',
    missing: 'code',
    by: 'reference',
    transaction: '',
    ...more,
  })

const refund = (number: string, amount: bigint, more: Partial<Deed> = {}) =>
  deed('refund', { number, amount, refundId: `F${number}`, hasAmount: true, ...more })
const cancel = (more: Partial<Deed> = {}) =>
  deed('cancel', { cancelled: '2026-11-28T10:00:00+07:00', ...more })
const entry = (number: string, amount: bigint, state = '00'): Told => ({
  number,
  id: `F${number}`,
  amount,
  state,
})
const books = (standing: number) => deed('books', { standing, taken: standing })

/** Never answered. */
function lost(one: Deed): Deed {
  const { ended: _never, ...rest } = one
  return { ...rest, said: 'open', transaction: '', refundId: '' }
}

const together = (...deeds: Deed[]): Deed[] =>
  deeds.map((one) => ({ ...one, began: deeds[0]!.began, ended: deeds.at(-1)!.ended!, raced: true }))

const profile = { partialRefundStatus: '00', notFoundStyle: '404-01', expiryStatus: '05', notifySeconds: 60 }

/** The promise that a story breaks, `fine` for none, with the notes on what is allowed. */
function verdict(acts: Deed[], world: Partial<World> = {}): string[] {
  const model = modelOf({ profile, offered: true, made: [], foundBy: 'all', poor: false, ...world })
  const outcome = linearize(acts, model)
  if (outcome.kind === 'broken') return [outcome.culprit.step.rule]
  if (outcome.kind === 'inconclusive') return ['inconclusive']
  const notes = outcome.order.flatMap(({ step }) => (step.notes ?? []).map(({ rule }) => rule))
  return notes.length > 0 ? ['fine', ...notes] : ['fine']
}

const paid = () => [pay(), ask('00')]
const idle = () => [pay({ data: 'idle' }), ask('01')]

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
    ['fail and are paid', () => [pending(), ask('06'), ask('00')], ['states.pending']],
    ['are told after a timeout', () => [timeout(), ask('03'), ask('00')], ['fine']],
    ['were none after a timeout', () => [timeout(), missing(), missing()], ['fine']],
    ['come back after a timeout', () => [timeout(), missing(), ask('00')], ['states.timeout']],
  ])('%s', (_says, acts, expected) => {
    expect(verdict(acts())).toEqual(expected)
  })
})

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
      ['refunds.no-amount'],
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

describe('cancellations', () => {
  test.each<[string, () => Deed[], string[]]>([
    ['of an open payment', () => [...idle(), cancel(), ask('05')], ['fine']],
    ['of an open payment, refused', () => [...idle(), cancel(refused)], ['cancels.unpaid']],
    ['of an open payment, then paid', () => [...idle(), cancel(), ask('05'), ask('00')], ['cancels.unpaid']],
    ['of an open payment, then failed', () => [...idle(), cancel(), ask('06')], ['cancels.time']],
    ['of a paid payment', () => [...paid(), cancel(), ask('05'), books(0)], ['fine']],
    ['of a paid payment, in words only', () => [...paid(), cancel(), ask('00')], ['cancels.paid']],
    [
      'of a paid payment, whose money stays',
      () => [...paid(), cancel(), ask('05'), books(1)],
      ['cancels.paid'],
    ],
    ['of a paid payment, refused and done', () => [...paid(), cancel(refused), ask('05')], ['cancels.paid']],
    ['of nothing', () => [cancel()], ['cancels.unknown']],
    ['of another amount', () => [...idle(), cancel({ amount: 1n }), ask('05')], ['fine', 'cancels.amount']],
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
