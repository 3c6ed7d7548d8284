import { expect, test } from 'vitest'
import { rule } from '../judge/rule.ts'
import { leftOut } from './means.ts'

const one = (id: string, reads?: ('ledger' | 'balance')[]) =>
  rule({
    id,
    says: '',
    level: 'must',
    about: ['client'],
    over: () => [],
    holds: () => [],
    ...(reads && { reads }),
  })
const rules = [one('any'), one('sent', []), one('debt', ['balance'])]
const ids = ['any', 'sent', 'debt']

test('books that a rule does not judge by are no excuse for it', () => {
  expect(leftOut(rules, ids, 'needs-ledger')).toEqual(['any'])
  expect(leftOut(rules, ids, 'needs-balance')).toEqual(['any', 'debt'])
  expect(leftOut(rules, ids, 'needs-test-data')).toEqual(ids)
})
