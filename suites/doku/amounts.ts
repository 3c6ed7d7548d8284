/** Amounts and minutes, which are whole numbers of JSON. */
import type { Rule } from '../../src/judge/rule.ts'
import { fieldRule } from '../common/fields.ts'

/** However large they are: an exponent is none of their digits. */
export const plainAmounts: Rule = fieldRule(
  'amounts.format',
  'Amounts are plain digits, without separator, sign, currency or exponent.',
  ({ kind, value, complaints }) =>
    kind === 'decimal' && value !== undefined && complaints.every(({ constraint }) => constraint !== 'type'),
  ({ constraint }) => constraint === 'format',
)
