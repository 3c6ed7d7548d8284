/** How a client names what it asks about and where it pays to. */
import { premise, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import type { Provided } from '../../../src/judge/trace.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { answered, asked } from '../../common/premises.ts'
import { clientRule } from '../../common/run-rules.ts'
import { unless } from '../cases.ts'
import { makers } from '../seen.ts'
import { one, sent, threads, type Sent, type Thread } from './threads.ts'

interface Asked extends Case {
  then: Exchange
  thread: Thread
}

/** The order that a query is about: by its own number, or by the number of the platform. */
const isAbout = (number: string) => (thread: Thread) =>
  thread.number === number ||
  [...thread.creates, ...thread.queries].some((by) => answered(by, 'platOrderNum') === number)

const query = clientRule<Asked>(
  'client.query',
  'A query names an order by the number that the merchant gave it, and its kind.',
  (evidence) =>
    sent(evidence)
      .filter((then) => then.operation === 'query' && asked(then, 'orderNum') !== '')
      .flatMap((then): Asked[] => {
        const thread = threads(evidence).find(isAbout(asked(then, 'orderNum')))
        return thread ? [{ then, thread, exchanges: [thread.creates[0], then] }] : []
      }),
  ({ then, thread: { number, kind } }, { profile }) => {
    if (asked(then, 'orderNum') !== number) return [{ expected: number, received: asked(then, 'orderNum') }]
    const [right, other] = kind === 'payout' ? ['CASH_QUERY', 'ORDER_QUERY'] : ['ORDER_QUERY', 'CASH_QUERY']
    const isMixed = profile['queryScope'] === 'typed' && asked(then, 'queryType') === other
    return isMixed ? [{ expected: right!, received: other!, level: 'should' }] : []
  },
)

interface Named extends Sent {
  given: Provided
}

/** The phone of a payer, or the number of an account. */
const codeIn = (then: Exchange): string => asked(then, then.operation === 'cash' ? 'number' : 'phone')

const withoutZeros = (digits: string): string => digits.replace(/^0+/, '')

const supplies = premise((evidence: Evidence): Provided[] =>
  evidence.trace.entries.filter((entry): entry is Provided => entry.kind === 'provided'),
)

/** What it was told to use, with its zeros or without them. */
const givenFor = (evidence: Evidence, then: Exchange): Provided | undefined =>
  supplies(evidence).findLast(
    ({ item, tick }) => tick <= then.began && withoutZeros(item.code) === withoutZeros(codeIn(then)),
  )

const zeros = clientRule<Named>(
  'client.zeros',
  'Zeros in front of phone numbers, account numbers and bank codes stay.',
  (evidence) =>
    sent(evidence)
      .filter((then) => makers.includes(then.operation ?? '') && /^\d+$/.test(codeIn(then)))
      .flatMap((then): Named[] => {
        const given = givenFor(evidence, then)
        return given ? [{ ...one(then), given }] : []
      }),
  ({ then, given: { item } }) => {
    if (codeIn(then) !== item.code) return unless(false, item.code, codeIn(then))
    const [bank, written] = [String(item['bankCode'] ?? ''), asked(then, 'bankCode')]
    return unless(bank === written || withoutZeros(bank) !== written, bank, written)
  },
)

export const naming: Rule[] = [query, zeros]
