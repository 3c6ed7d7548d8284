/** What a receiver does with its books: right callbacks once, wrong ones never. */
import type { Booking, LedgerRead } from '../../../src/judge/trace.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { premise, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { receiverRule } from '../../common/run-rules.ts'
import {
  answerOf,
  due,
  isPlain,
  oddityOf,
  platformNumberIn,
  posts,
  takesPlain,
  type Oddity,
  type Post,
} from './posts.ts'
import { own } from './own.ts'
import { bookedAfter, booksPlain, wrongSignatures } from './rules.ts'

/** Books that were read about an order, with everything that it had been called back about until then. */
interface Read extends Post {
  heard: Post[]
  lines: Booking[]
}

const reads = premise((evidence: Evidence): Read[] => {
  const books = evidence.trace.entries.filter((entry): entry is LedgerRead => entry.kind === 'ledger')
  // What was read before more came, or before it was read again, was perhaps not booked yet.
  const last = new Map<Exchange, Read>()
  for (const entry of books) {
    const heard = posts(evidence).filter(
      ({ number, exchange }) => number === entry.code && exchange.began < entry.began,
    )
    const post = heard.at(-1)
    const exchanges = heard.map(({ exchange }) => exchange)
    if (post) last.set(post.exchange, { ...post, heard, lines: entry.payments, exchanges })
  }
  return [...last.values()]
})

const count = (lines: Booking[], state: Booking['state']): number =>
  lines.filter((line) => line.state === state).length
const words = (lines: Booking[]): string => lines.map(({ state }) => state).join(', ') || 'nothing'

/** A rule about the books after callbacks of one kind. */
export function booksRule(
  id: string,
  says: string,
  speaksOf: (read: Read, evidence: Evidence) => boolean,
  holds: (read: Read, evidence: Evidence) => Problem[],
  level: Rule['level'] = 'must',
  given?: Rule['given'],
): Rule {
  return receiverRule<Read>(
    id,
    says,
    (evidence) => reads(evidence).filter((read) => speaksOf(read, evidence)),
    holds,
    level,
    given,
  )
}

const isOne = ({ heard }: Read): boolean => heard.length === 1

const stores = booksRule(
  'receiver.stores',
  'What was acknowledged is in the books.',
  (read) =>
    isOne(read) && isPlain(read) && read.kind === 'payment' && read.said === '00' && read.acknowledged,
  ({ lines }) => (count(lines, 'paid') === 1 ? [] : [{ expected: 'paid, once', received: words(lines) }]),
)

/** It came alone, or after others that said that nothing was paid, and that did nothing. */
const isUnpaid = ({ heard }: Read, evidence: Evidence): boolean =>
  heard
    .slice(0, -1)
    .every((one) => oddityOf(one) === 'code' && bookedAfter(evidence, one)?.includes('paid') !== true)

/** Nothing may come of a callback: its order is not paid by it. That it does not fail either, another rule says. */
function untouched(
  id: string,
  says: string,
  oddities: Oddity[],
  level?: Rule['level'],
  given?: Rule['given'],
): Rule {
  return booksRule(
    id,
    says,
    (read, evidence) =>
      isUnpaid(read, evidence) && oddities.includes(oddityOf(read)!) && read.order !== undefined,
    ({ lines }) =>
      count(lines, 'paid') > 0 ? [{ expected: 'no change in its books', received: words(lines) }] : [],
    level,
    given,
  )
}

const refused = (id: string, says: string, oddity: Oddity): Rule =>
  receiverRule(
    id,
    says,
    (evidence) => posts(evidence).filter((post) => oddityOf(post) === oddity && post.order !== undefined),
    (post, evidence) =>
      bookedAfter(evidence, post)?.includes('paid')
        ? [{ expected: 'no change in its books', received: 'paid' }]
        : [],
    oddity === 'padding' ? 'should' : 'must',
  )

const idempotent = receiverRule<Read>(
  'receiver.idempotent',
  'A callback that comes again is acknowledged and does nothing more.',
  (evidence) =>
    reads(evidence).filter(
      ({ heard }) => heard.length > 1 && heard.every((one) => isPlain(one) && one.said === heard[0]!.said),
    ),
  ({ heard, lines }) => {
    // Whoever holds the number of the platform against what he has may refuse another one, but not book it.
    const number = platformNumberIn(heard[0]!)
    const missed = heard.find((one) => !one.acknowledged && platformNumberIn(one) === number)
    if (heard.some(({ acknowledged }) => acknowledged) && missed)
      return [{ expected: 'SUCCESS each time', received: answerOf(missed.exchange) }]
    return count(lines, 'paid') > 1 ? [{ expected: 'paid, once', received: words(lines) }] : []
  },
)

const open = booksRule(
  'receiver.open',
  'An order that was told to be unpaid is paid by the right callback.',
  (read, evidence) =>
    read.heard.length > 1 &&
    isUnpaid(read, evidence) &&
    isPlain(read) &&
    read.said === '00' &&
    read.kind === 'payment' &&
    takesPlain(evidence) &&
    booksPlain(evidence),
  ({ acknowledged, exchange, lines }) => {
    if (!acknowledged) return [{ expected: 'SUCCESS to the right one', received: answerOf(exchange) }]
    return count(lines, 'paid') > 0 ? [] : [{ expected: 'paid', received: words(lines) }]
  },
)

const isForged = (post: Post): boolean => wrongSignatures.includes(oddityOf(post)!)

const undeterred = booksRule(
  'receiver.undeterred',
  'A wrong signature leaves the order open for the right callback.',
  (read, evidence) => {
    const isFollowed = read.heard.length > 1 && read.heard.slice(0, -1).every(isForged) && isPlain(read)
    return (
      read.kind === 'payment' &&
      ((isOne(read) && isForged(read)) || (isFollowed && takesPlain(evidence) && booksPlain(evidence)))
    )
  },
  (read) => {
    const { lines, acknowledged, exchange } = read
    if (isOne(read))
      return count(lines, 'failed') > 0 ? [{ expected: 'an open order', received: words(lines) }] : []
    if (!acknowledged) return [{ expected: 'SUCCESS to the right one', received: answerOf(exchange) }]
    return count(lines, 'paid') > 0 ? [] : [{ expected: 'paid', received: words(lines) }]
  },
)

const unknown = receiverRule(
  'receiver.unknown',
  'A callback about an unknown order makes nothing.',
  (evidence) => (takesPlain(evidence) ? posts(evidence).filter((post) => oddityOf(post) === 'unknown') : []),
  (post, evidence) => {
    const { response, trouble } = post.exchange
    if (!response) return [{ expected: 'an answer', received: trouble?.says ?? 'none' }]
    const states = bookedAfter(evidence, post) ?? []
    return states.includes('paid') ? [{ expected: 'nothing in its books', received: 'paid' }] : []
  },
  'should',
)

const payout = booksRule(
  'receiver.payout',
  '2 books a payout as paid, 3 and 4 as failed, anything else changes nothing.',
  (read) =>
    read.kind === 'payout' &&
    isOne(read) &&
    (isPlain(read) || oddityOf(read) === 'zero') &&
    read.acknowledged,
  ({ said, lines }) => {
    const isPaid = count(lines, 'paid') > 0
    if (said === '2') return isPaid ? [] : [{ expected: 'paid', received: words(lines) }]
    if (isPaid) return [{ expected: said === '3' || said === '4' ? 'failed' : 'no change', received: 'paid' }]
    const hasFailed = count(lines, 'failed') + count(lines, 'reversed') > 0
    if (said === '3' || said === '4') return hasFailed ? [] : [{ expected: 'failed', received: words(lines) }]
    return hasFailed ? [{ expected: 'no change in its books', received: words(lines) }] : []
  },
)

const refund = booksRule(
  'receiver.refund',
  'A failure that comes again pays back once.',
  ({ heard, kind }) => kind === 'payout' && heard.length > 1 && heard.every((one) => one.said === '4'),
  ({ lines }) =>
    count(lines, 'reversed') > 1 || count(lines, 'failed') > 1
      ? [{ expected: 'paid back once', received: words(lines) }]
      : [],
)

/** That outcome, told alone, is booked as it is meant. */
const booksAlone = (evidence: Evidence, said: string): boolean =>
  reads(evidence).some(
    (read) =>
      read.kind === 'payout' &&
      isOne(read) &&
      read.said === said &&
      (said === '2') === count(read.lines, 'paid') > 0 &&
      (said === '2' || count(read.lines, 'failed') + count(read.lines, 'reversed') > 0),
  )

const final = booksRule(
  'receiver.final',
  'A final outcome is not overturned.',
  ({ heard, kind }, evidence) => {
    const outcomes = new Set(heard.map(({ said }) => said))
    const isTurned = kind === 'payout' && outcomes.size > 1 && outcomes.has('2') && outcomes.has('4')
    return isTurned && booksAlone(evidence, heard[0]!.said)
  },
  ({ heard, lines }) => {
    const isPaid = heard[0]!.said === '2'
    const kept = isPaid
      ? count(lines, 'paid') > 0 && count(lines, 'reversed') === 0
      : count(lines, 'paid') === 0
    return kept ? [] : [{ expected: isPaid ? 'paid' : 'failed', received: words(lines) }]
  },
  'should',
  (_contract, profile) => profile['lateOutcome'] === 'kept',
)

interface PairCase extends Case {
  posts: Post[]
}

const inAnyOrder = receiverRule<Post & PairCase>(
  'receiver.order',
  'Callbacks of different orders are taken in any order.',
  (evidence) => {
    const plain = due(evidence).filter(({ said }) => said === '00')
    return plain.flatMap((post) => {
      const later = plain.find(
        (one) => (one.order?.tick ?? 0) < (post.order?.tick ?? 0) && one.exchange.began > post.exchange.began,
      )
      return later ? [{ ...post, posts: [post, later], exchanges: [post.exchange, later.exchange] }] : []
    })
  },
  ({ posts: both }, evidence) => {
    const missed = both.find(({ acknowledged }) => !acknowledged)
    return missed && takesPlain(evidence)
      ? [{ expected: 'SUCCESS', received: answerOf(missed.exchange) }]
      : []
  },
  'should',
)

export const booking: Rule[] = [
  stores,
  untouched('receiver.code', 'Only the code 00 fulfils an order.', ['code']),
  untouched('receiver.unsigned', 'A callback without a signature changes nothing.', ['unsigned']),
  untouched('receiver.tampered', 'A callback that was changed after it was signed changes nothing.', [
    'tampered',
    'doubled',
  ]),
  untouched('receiver.key', 'A callback signed with another key changes nothing.', ['key']),
  untouched(
    'receiver.amount',
    'A callback with another amount than was ordered ends nothing as paid.',
    ['amount'],
    'should',
    (_contract, profile) => profile['callbackAmount'] === 'checked',
  ),
  refused('receiver.algorithm', 'A signature of another algorithm is refused.', 'algorithm'),
  refused('receiver.whole', 'A signature counts whole, not by its beginning.', 'whole'),
  refused('receiver.padding', 'A signature whose padding is too short is refused.', 'padding'),
  open,
  idempotent,
  undeterred,
  unknown,
  own,
  payout,
  refund,
  final,
  inAnyOrder,
]
