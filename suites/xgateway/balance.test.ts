/** What balances prove of purchases whose ends are told by callbacks. */
import { describe, expect, test } from 'vitest'
import { callback, judged, told, topup, type Happening } from './testing/trace.ts'

const hour = 3_600_000
const price = 20175
const left = (times: number): Happening => ({ balance: 100_000 - times * price })

/** Its TRANSACTIONID is its trx_id, so that the purchase of another day has the same. */
const pending = topup(told('68', 'T1', { TRANSACTIONID: 'T1' }))
const success = callback('00', { fields: told('00', 'T1', { TRANSACTIONID: 'T1' }) })
const refund = callback('21', { fields: told('21', 'T1', { TRANSACTIONID: 'T1' }) })

/** The rules about balances that are broken. */
const brokenBy = (...happenings: Happening[]): string[] =>
  judged('server', happenings).broken.filter((id) => id.startsWith('balance.'))

/** Those that are broken by a purchase that ends so, when its trx_id is charged again at this hour. */
const broken = (end: Happening, left0: Happening, hours: number, left1: Happening): string[] =>
  brokenBy(left(0), pending, end, left0, { clock: hours * hour }, pending, left1, pending, left1)

describe('a pending purchase whose callback comes in time', () => {
  test('is charged anew under its trx_id after 24 hours', () =>
    expect(broken(success, left(1), 25, left(2))).toEqual([]))

  test('is charged anew after 24 hours when it was given back', () =>
    expect(broken(refund, left(0), 25, left(1))).toEqual([]))

  test('is charged once within 24 hours', () =>
    expect(broken(success, left(1), 23, left(2))).toContain('balance.no-charge'))

  test('is given back where it was refunded', () =>
    expect(brokenBy(left(0), pending, left(1), refund, left(1))).toEqual(['balance.refund']))
})

describe('a refund whose callback comes before the answer', () => {
  test('leaves nothing charged', () =>
    expect(brokenBy(left(0), { ...pending, late: 7 }, refund, left(0), left(0))).toEqual([]))

  test('shows a price that is kept', () =>
    expect(brokenBy(left(0), { ...pending, late: 7 }, refund, left(1))).toEqual(['balance.refund']))
})
