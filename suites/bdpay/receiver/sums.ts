/** Amounts in the books of a receiver. */
import type { Rule } from '../../../src/judge/rule.ts'
import { asked } from '../../common/premises.ts'
import { booksRule } from './books.ts'
import { isPlain } from './posts.ts'

export const sums: Rule = booksRule(
  'receiver.sums',
  'A payment is booked with the amount that was told, with its fee or without.',
  (read) =>
    read.heard.length === 1 &&
    read.kind === 'payment' &&
    read.said === '00' &&
    isPlain(read) &&
    read.lines.some(({ state, amount = 0 }) => state === 'paid' && amount !== 0),
  ({ exchange, lines }) => {
    const [told, fee] = [Number(asked(exchange, 'payMoney')), Number(asked(exchange, 'payFee'))]
    const other = lines.find(
      ({ state, amount = 0 }) => state === 'paid' && ![told, told - fee].includes(amount),
    )
    return other ? [{ expected: `${told}, or ${told - fee}`, received: String(other.amount) }] : []
  },
  'should',
)
