/** What a client makes of an order: whoever triggered it knows the number, the product, and that it is one. */
import type { Item } from '../../src/judge/trace.ts'
import { premise, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, provided } from '../common/premises.ts'
import { clientRule, pair } from '../common/run-rules.ts'
import type { Thread } from '../common/threads.ts'
import { calls, isFailure, isPlain, isQuery, isSamePurchase, threads, wordOf } from './client-sent.ts'

const bare = (number: string): string => number.replace(/^0+/, '')

/** Numbers that triggers were told, each for one order, by their digits without leading zeros. */
const orders = premise(
  (evidence: Evidence): Map<string, Item> =>
    new Map(
      [...provided(evidence)]
        .filter(([, { origin }]) => origin === 'hook')
        .map(([code, { item }]) => [bare(code), item]),
    ),
)

const orderOf = (evidence: Evidence, exchange: Exchange): Item | undefined =>
  orders(evidence).get(bare(asked(exchange, 'NOHP').trim()))

const ordered = clientRule(
  'client.ordered',
  'NOHP and NOM are the number and the product of the order, sign for sign.',
  (evidence) =>
    calls(evidence)
      .filter((one) => orderOf(evidence, one) !== undefined)
      .map((then) => pair(then)),
  ({ then }, evidence) => {
    const { code, product } = orderOf(evidence, then)!
    return [
      ...unlike(code, asked(then, 'NOHP').trim()),
      // A query is for a meter, whatever is bought for it then.
      ...(isQuery(then) || typeof product !== 'string' ? [] : unlike(product, asked(then, 'NOM').trim())),
    ]
  },
)

/** A gateway may take capital and small letters of a code for the same. */
function unlike(expected: string, received: string): Problem[] {
  if (received === expected) return []
  const isCase = received.toUpperCase() === expected.toUpperCase()
  return [{ expected, received, ...(isCase ? { level: 'should' } : {}) }]
}

const once = clientRule(
  'client.once',
  'What was sold is not bought again for the same order.',
  (evidence) => {
    const purchases = threads(evidence).filter(
      (thread) =>
        isPlain(thread) && !isQuery(thread.asked[0]) && orderOf(evidence, thread.asked[0]) !== undefined,
    )
    return purchases.map((thread) =>
      pair(thread.asked[0], purchases.find((other) => isSoldBefore(evidence, other, thread))?.asked[0]),
    )
  },
  ({ first, then }) =>
    first
      ? [
          {
            expected: `nothing more for the order that ${asked(first, 'REQUESTID')} was sold for`,
            received: `${asked(then, 'REQUESTID')}, a new purchase`,
          },
        ]
      : [],
)

/** Tick at which an exchange was over. */
const endedAt = ({ ended = Infinity }: Exchange): number => ended

/** The same was sold under another trx_id, its client knew, and it was not given back meanwhile. */
function isSoldBefore(evidence: Evidence, sold: Thread, { reference, asked: [again] }: Thread): boolean {
  if (sold.reference === reference || !isSamePurchase(sold.asked[0], again)) return false
  const known = [...sold.asked, ...sold.told]
    .filter((one) => endedAt(one) < again.began)
    .sort((a, b) => endedAt(a) - endedAt(b))
    .map((one) => wordOf(evidence, one))
  const end = known.findLast(
    (word) =>
      isFailure(evidence, word) ||
      (word.kind === 'code' && evidence.contract.outcome.success.includes(word.code)),
  )
  return end !== undefined && !isFailure(evidence, end)
}

export const clientOrders: Rule[] = [ordered, once].map((one) => ({ ...one, reads: [] }))
