/** Notifications about one order that have something of another one: that one is not fulfilled by them. */
import { rule, type Case, type Rule } from '../../src/judge/rule.ts'
import type { LedgerRead } from '../../src/judge/trace.ts'
import { lastBooksAfter } from '../common/books.ts'
import { asked } from '../common/premises.ts'
import { at } from './asked.ts'
import { calls, isInOtherLetters, orders, othersIn } from './receiver-heard.ts'

interface OwnCase extends Case {
  other: string
  books: LedgerRead
}

export const own: Rule = rule<OwnCase>({
  id: 'receiver.own',
  says: 'The invoice number tells which order was paid: no other is fulfilled.',
  level: 'must',
  about: ['receiver'],
  over: (evidence) =>
    calls(evidence)
      .filter(({ kind }) => kind === 'own')
      .flatMap(({ exchange }) =>
        othersIn([...orders(evidence).values()], exchange).flatMap(({ code }): OwnCase[] => {
          const isRightful = calls(evidence).some(({ invoice }) => invoice === code)
          const books = lastBooksAfter(evidence, code, exchange)
          return books && !isRightful ? [{ other: code, books, exchanges: [exchange] }] : []
        }),
      ),
  holds({ other, books, exchanges: [exchange] }) {
    if (!books.payments.some(({ state }) => state === 'paid')) return []
    const invoice = asked(exchange!, at.invoice)
    return [
      {
        expected: `no payment of ${other}`,
        received: `paid by what is told of ${invoice}`,
        // That a number has capital letters of its own, the document does not say.
        ...(isInOtherLetters(other, invoice) ? { level: 'should' as const } : {}),
      },
    ]
  },
})
