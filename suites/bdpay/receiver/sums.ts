/** Amounts in the books of a receiver. */
import type { Rule } from '../../../src/judge/rule.ts'
import { asked } from '../../common/premises.ts'
import { booksRule } from './books.ts'
import { isPlain } from './posts.ts'

export const sums: Rule = booksRule(
  'receiver.sums',
  'A payment or a payout is booked with the amount that was told, with its fee or without.',
  (read) =>
    read.heard.length === 1 &&
    read.said === (read.kind === 'payout' ? '2' : '00') &&
    isPlain(read) &&
    read.lines.some(({ state, amount = 0 }) => state === 'paid' && amount !== 0),
  ({ exchange, kind, lines }) => {
    const isPayout = kind === 'payout'
    const [money, charge] = isPayout ? ['money', 'fee'] : ['payMoney', 'payFee']
    const [told, fee] = [Number(asked(exchange, money!)), Number(asked(exchange, charge!))]
    // What is paid out may be booked as less on the account, and costs its fee.
    const right = isPayout ? [told, told + fee, told - fee] : [told, told - fee]
    const size = (amount: number) => (isPayout ? Math.abs(amount) : amount)
    const other = lines.find(({ state, amount = 0 }) => state === 'paid' && !right.includes(size(amount)))
    return other ? [{ expected: right.join(', or '), received: String(other.amount) }] : []
  },
  'should',
)
