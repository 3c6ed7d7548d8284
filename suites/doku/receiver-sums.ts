/** Amounts in the books of a receiver. */
import { rule, type Rule } from '../../src/judge/rule.ts'
import { asked } from '../common/premises.ts'
import { at } from './asked.ts'
import { booked, type Booked } from './receiver-heard.ts'

/** Books may tell no amounts. */
const tellsAmounts = ({ lines }: Booked): boolean => lines.some(({ amount }) => amount !== 0)

export const sums: Rule = rule<Booked>({
  id: 'receiver.sums',
  says: 'A payment is booked with the amount that was notified.',
  level: 'should',
  about: ['receiver'],
  over: (evidence) => {
    // Where any amount is taken, it is the one that counts.
    const others = evidence.profile['amountChecked'] === 'free' ? ['amount'] : []
    const kinds = ['plain', 'tolerant', 'bytes', ...others]
    return booked(evidence).filter(
      (one) => one.heard.length === 1 && kinds.includes(one.kind) && tellsAmounts(one),
    )
  },
  holds: ({ heard, lines }) => {
    const told = Number(asked(heard[0]!.exchange, at.amount))
    const other = lines.find(({ amount }) => amount !== told)
    return other ? [{ expected: `${told} in its books`, received: String(other.amount) }] : []
  },
})
