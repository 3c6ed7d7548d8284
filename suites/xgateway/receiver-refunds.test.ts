/** What stands in a receiver's books of a sale that was given back, when its success is told once more. */
import { describe, expect, test } from 'vitest'
import { books, callback, judged, type Happening } from './testing/trace.ts'

const refunded: Happening[] = [{ sale: 'T1', transaction: '1553842300121' }, callback('00'), callback('21')]

/** The rules that are broken by books that say one thing before the success is told again, and another after. */
const broken = (before: Happening, after: Happening) =>
  judged('receiver', [...refunded, before, callback('00'), after]).broken

describe('a success that is told again after a refund', () => {
  test.each([
    ['paid', 'paid'],
    ['failed', 'failed'],
    ['reversed', 'reversed'],
    ['paid', 'reversed'],
  ] as const)('may leave %s sales %s', (before, after) =>
    expect(broken(books(before), books(after))).toEqual([]),
  )

  test.each(['reversed', 'failed'] as const)('makes no %s sale paid', (before) =>
    expect(broken(books(before), books('paid'))).toEqual(['receiver.final']),
  )

  test('credits nobody a second time', () => {
    const line = { reference: 'T1', amount: 20175, state: 'paid' as const }
    const twice = { books: 'T1', lines: [line, line] }
    expect(broken(books('paid'), twice)).toEqual(['receiver.final'])
  })
})
