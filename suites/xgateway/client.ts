/** What binds a client by its requests alone: methods, credentials, trx_ids, and when it asks again. */
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, lastMove, offsetAt, provided, targetTime } from '../common/premises.ts'
import { clientRule, pair, type Pair } from '../common/run-rules.ts'
import type { Thread } from '../common/threads.ts'
import {
  calls,
  codeOf,
  endOf,
  isFailure,
  isPlain,
  isQuery,
  isSamePurchase,
  threads,
  toldAt,
  wordOf,
  type Word,
} from './client-sent.ts'

const path = clientRule(
  'http.path',
  'Every request goes to the path of the contract.',
  (evidence) => calls(evidence).map((then) => pair(then)),
  ({ then }, { contract, profile }) => {
    const expected = String(profile['path'] ?? contract.path ?? '/')
    const received = new URL(then.request.url).pathname
    // Whoever serves it may stand below a path of his own.
    if (received.endsWith(expected)) return []
    // Most servers take a slash at the end for nothing, and some do not find the path then.
    const isSlash = unslashed(received).endsWith(unslashed(expected))
    return [{ expected, received, ...(isSlash ? { level: 'should' } : {}) }]
  },
)

const unslashed = (path: string): string => path.replace(/\/+$/, '')

const method = clientRule(
  'client.method',
  'Every request names a method of the document.',
  (evidence) => calls(evidence).map((then) => pair(then)),
  ({ then }, { contract }) => {
    const { operation = '', request } = then
    const received = (request.read.ok && request.read.rpc?.method) || 'no method'
    const { from, names = [] } = contract.operations[operation] ?? {}
    if (from === 'client' && names.some((name) => name.toLowerCase() === received.toLowerCase())) return []
    const known = Object.values(contract.operations).flatMap((one) => one.names ?? [])
    return [{ expected: `one of ${known.join(', ')}`, received }]
  },
)

const credentials = clientRule(
  'client.credentials',
  'MSISDN and PIN are the credentials that were handed over.',
  (evidence) =>
    calls(evidence)
      .filter((exchange) => codeOf(exchange) !== '')
      .map((then) => pair(then)),
  ({ then }) =>
    codeOf(then) === '02'
      ? [
          {
            expected: 'a user id and a PIN that the gateway knows',
            received: `02 for MSISDN ${asked(then, 'MSISDN')} and NOHP ${asked(then, 'NOHP')}`,
          },
        ]
      : [],
)

const unique = clientRule(
  'client.unique',
  'Every new transaction has a trx_id of its own.',
  (evidence) =>
    threads(evidence).map((thread) => pair(stranger(evidence, thread) ?? thread.asked[0], thread.asked[0])),
  ({ then, first }) =>
    then === first
      ? []
      : [
          {
            expected: 'a trx_id that no other transaction has',
            received: `${asked(then, 'REQUESTID')}, as for ${wantedBy(first!)}`,
          },
        ],
)

const wantedBy = (exchange: Exchange): string =>
  `${isQuery(exchange) ? 'the query of' : ''} ${asked(exchange, 'NOM')} for ${asked(exchange, 'NOHP')}`.trim()

const day = 24 * 3_600_000

/** The first request of a thread that is for something else than its first one. */
function stranger(evidence: Evidence, { asked: [first, ...rest] }: Thread): Exchange | undefined {
  const isLinked = evidence.profile['plnLinkBy'] === 'requestId'
  return rest.find(
    (one) =>
      !isSamePurchase(first, one) &&
      !(isLinked && isQuery(first) !== isQuery(one)) &&
      targetTime(evidence, one) - targetTime(evidence, first) < day,
  )
}

const retry = clientRule(
  'client.retry',
  'What is lost, broken or pending is asked about with its trx_id, and not bought anew.',
  (evidence) => {
    const purchases = threads(evidence).filter((thread) => isPlain(thread) && !isQuery(thread.asked[0]))
    return purchases.flatMap((thread) => {
      const broken = thread.asked.find((one) => isOpen(evidence, one))
      return broken ? [pair(boughtAnew(evidence, purchases, thread, broken) ?? broken, broken)] : []
    })
  },
  ({ then, first }, evidence) => {
    if (then === first) return []
    const expected = `the trx_id ${asked(first!, 'REQUESTID')} again, or nothing`
    const received = `${asked(then, 'REQUESTID')}, a new purchase`
    return isForMany(evidence, first!)
      ? [{ expected, received: `${received}, unless it is for another customer`, level: 'should' }]
      : [{ expected, received }]
  },
)

/** The same had been bought before, so nobody but whoever triggers each order can tell whom a purchase is for. */
function isForMany(evidence: Evidence, broken: Exchange): boolean {
  if (isOrdered(evidence, broken)) return false
  const [earliest] = threads(evidence).filter(({ asked: [first] }) => isSamePurchase(first, broken))
  return earliest?.reference !== asked(broken, 'REQUESTID')
}

/** A trigger was told its number, which is of one order alone. */
const isOrdered = (evidence: Evidence, one: Exchange): boolean =>
  provided(evidence).get(asked(one, 'NOHP'))?.origin === 'hook'

/** Codes that tell no end. Who sells the same again meanwhile may have another customer for it. */
function isOpen(evidence: Evidence, one: Exchange): boolean {
  const word = wordOf(evidence, one)
  return word.kind !== 'code' || (isOrdered(evidence, one) && !isEnd(evidence, word))
}

const isEnd = ({ contract }: Evidence, word: Word): boolean =>
  word.kind === 'code' && word.code !== '04' && !contract.outcome.pending?.includes(word.code)

/** The same purchase under a new trx_id, after an answer that told no end and before one was known. */
function boughtAnew(
  evidence: Evidence,
  purchases: Thread[],
  thread: Thread,
  broken: Exchange,
): Exchange | undefined {
  const known = [...thread.asked, ...thread.told]
    .filter((one) => isEnd(evidence, wordOf(evidence, one)) || !isOpen(evidence, one))
    .map(toldAt)
  return purchases
    .filter(({ reference }) => reference !== thread.reference)
    .map(({ asked: [first] }) => first)
    .find((first) => {
      const isAfter = Date.parse(first.sentAt) >= endOf(broken) - 5
      return isSamePurchase(first, broken) && isAfter && !known.some((told) => told < first.began)
    })
}

const window = clientRule(
  'client.window',
  'No trx_id is repeated 24 hours after its first sending.',
  (evidence) =>
    threads(evidence).flatMap((thread) => {
      const [first, ...rest] = thread.asked
      const after = rest.filter((one) => targetTime(evidence, one) - targetTime(evidence, first) >= day)
      const late = after.length === 1 && wasUnderWay(evidence, thread, after[0]!) ? undefined : after[0]
      return late || outlived(evidence, first) ? [pair(late ?? first, first)] : []
    }),
  ({ then, first }, evidence) =>
    then === first
      ? []
      : [
          {
            expected: `no request with ${asked(first!, 'REQUESTID')} any more`,
            received: `one after ${((targetTime(evidence, then) - targetTime(evidence, first!)) / 3_600_000).toFixed(1)} hours`,
          },
        ],
)

/** Milliseconds within which a request was sent, perhaps, before its client heard of the time. */
const underWay = 1000

/** It came as the clock was moved, no later than its client was used to ask: that may have seen the old time still. */
function wasUnderWay(evidence: Evidence, { asked: all }: Thread, late: Exchange): boolean {
  const move = lastMove(evidence, late.began)
  if (move?.at === undefined) return false
  const gaps = all.slice(1, all.indexOf(late) + 1).map((one, index) => sentAt(one) - sentAt(all[index]!))
  const last = gaps.pop() ?? Infinity
  return sentAt(late) - Date.parse(move.at) < underWay && last <= 2 * Math.max(0, ...gaps) + 100
}

const sentAt = (one: Exchange): number => Date.parse(one.sentAt)

/** A day passed after a transaction began that was not over yet. */
function outlived(evidence: Evidence, first: Exchange): boolean {
  const passed = Math.max(
    0,
    ...evidence.trace.entries.flatMap((entry) => (entry.kind === 'clock' ? [entry.offsetMs] : [])),
  )
  return passed - offsetAt(evidence, first.began) >= day
}

const newId = clientRule(
  'client.new-id',
  'After a final failure a further attempt has a new trx_id.',
  (evidence) => threads(evidence).flatMap((thread) => furtherAttempts(evidence, thread)),
  ({ then, first }) =>
    asked(then, 'REQUESTID') === asked(first!, 'REQUESTID')
      ? [{ expected: 'a new trx_id', received: `${asked(then, 'REQUESTID')} again and again` }]
      : [],
)

/**
 * One more question about a failure is a status check. A second one, and no new trx_id, is an attempt to buy. What was sent
 * before the failure was told asks about an answer that is late.
 */
function furtherAttempts(evidence: Evidence, thread: Thread): Pair[] {
  const failed = thread.asked.find((one) => isFailure(evidence, wordOf(evidence, one)))
  if (!failed || !isPlain(thread) || isQuery(failed)) return []
  const later = calls(evidence).filter((one) => one.began > toldAt(failed) && isSamePurchase(one, failed))
  const anew = later.find((one) => asked(one, 'REQUESTID') !== thread.reference)
  const again = later.filter((one) => asked(one, 'REQUESTID') === thread.reference)[1]
  const attempt = anew ?? again
  return attempt ? [pair(attempt, failed)] : []
}

const queryFirst = clientRule(
  'client.query-first',
  'PLNPrepaidTopup follows a query that succeeded for the same number.',
  (evidence) =>
    threads(evidence).flatMap(({ asked: all }) => {
      const first = all.find(({ operation }) => operation === 'purchase')
      return first ? [pair(first, queryBefore(evidence, first))] : []
    }),
  ({ then, first }) =>
    first
      ? []
      : [{ expected: `a query of ${asked(then, 'NOHP')} that was answered 00`, received: 'none before it' }],
)

function queryBefore(evidence: Evidence, purchase: Exchange): Exchange | undefined {
  const link = evidence.profile['plnLinkBy'] === 'requestId' ? 'REQUESTID' : 'NOHP'
  return calls(evidence).find(
    (one) =>
      isQuery(one) &&
      codeOf(one) === '00' &&
      one.began < purchase.began &&
      ['MSISDN', link].every((name) => asked(one, name) === asked(purchase, name)),
  )
}

const all = [path, method, credentials, unique, retry, window, newId, queryFirst]

export const client: Rule[] = all.map((one) => ({ ...one, reads: [] }))
