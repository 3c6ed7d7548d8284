/** Callbacks about numbers that begin like that of an order, or are it in other letters: it is not paid by them. */
import type { LedgerRead, Provided } from '../../../src/judge/trace.ts'
import type { Case, Rule } from '../../../src/judge/rule.ts'
import { lastBooksAfter } from '../../common/books.ts'
import { turned } from '../../common/letters.ts'
import { receiverRule } from '../../common/run-rules.ts'
import { oddityOf, posts } from './posts.ts'

/** What a number is made longer by, so that it is another one that begins alike. */
export const tail = '1'

interface OwnCase extends Case {
  books: LedgerRead
  /** The number differs in the case of its letters alone: that these count, the document does not say. */
  isTurned: boolean
}

export const own: Rule = receiverRule<OwnCase>(
  'receiver.own',
  'A callback pays the order whose whole number it names, and no other.',
  (evidence) => {
    const { entries } = evidence.trace
    const orders = entries.filter((one): one is Provided => one.kind === 'provided' && one.data === 'order')
    return posts(evidence)
      .filter((post) => oddityOf(post) === 'unknown')
      .flatMap(({ number, exchange }): OwnCase[] => {
        const order = orders.find(({ item }) => [item.code + tail, turned(item.code)].includes(number))
        const isHeard = posts(evidence).some((post) => post.number === order?.item.code)
        const books = lastBooksAfter(evidence, order?.item.code, exchange)
        return books && !isHeard
          ? [{ books, isTurned: turned(books.code) === number, exchanges: [exchange] }]
          : []
      })
  },
  ({ books: { code, payments }, isTurned }) =>
    payments.some(({ state }) => state === 'paid')
      ? [{ expected: `no payment of ${code}`, received: 'paid', ...(isTurned && { level: 'should' }) }]
      : [],
)
