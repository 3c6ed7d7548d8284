/** What a receiver answers to callbacks, good and bad. */
import type { Case, Evidence, Rule } from '../../src/judge/rule.ts'
import { textOf, type Exchange } from '../../src/wire/exchange.ts'
import { asked, requests } from '../common/premises.ts'
import { receiverRule } from '../common/run-rules.ts'
import { isAcknowledged } from '../common/callbacks.ts'
import {
  callbacks,
  due,
  plainlyDue,
  posts,
  saleFor,
  sales,
  takesBare,
  takesMedia,
  touches,
  unknowns,
} from './receiver-heard.ts'

export interface PostCase extends Case {
  exchange: Exchange
}

export const posted = (exchange: Exchange, place?: string): PostCase => ({
  exchange,
  exchanges: [exchange],
  ...(place ? { place } : {}),
})

/** What came back, as a reader of a report sees it. */
export const answerOf = ({ response, trouble }: Exchange): string =>
  response ? `HTTP ${response.status}` : (trouble?.says ?? 'no answer')

const acknowledged = 'a status of 2xx'

const shape = receiverRule<PostCase>(
  'receiver.shape',
  'A methodResponse is taken as a callback.',
  (evidence) =>
    due(evidence)
      .filter(({ wrapped }) => !wrapped)
      .map(({ exchange }) => posted(exchange)),
  ({ exchange }, evidence) =>
    takesBare(evidence) ? [] : [{ expected: acknowledged, received: answerOf(exchange) }],
)

const contentType = receiverRule<PostCase>(
  'receiver.content-type',
  'A callback is taken as text/xml and as application/xml.',
  (evidence) =>
    takesBare(evidence)
      ? due(evidence)
          .filter(({ wrapped, media }) => !wrapped && ['text/xml', 'application/xml'].includes(media))
          .map(({ exchange, media }) => posted(exchange, media))
      : [],
  ({ exchange, place = '' }, evidence) =>
    takesMedia(evidence).get(place)
      ? []
      : [
          {
            expected: acknowledged,
            received: answerOf(exchange),
            level: place === 'text/xml' ? 'must' : 'should',
          },
        ],
)

/** Milliseconds that nobody waits longer for. */
const patience = 10_000

const acknowledges = receiverRule<PostCase>(
  'receiver.acknowledges',
  'A valid callback is acknowledged with 2xx in time.',
  (evidence) =>
    plainlyDue(evidence)
      .filter(({ peculiarity }) => !peculiarity)
      .map(({ exchange }) => posted(exchange)),
  ({ exchange }) => {
    if (!isAcknowledged(exchange)) return [{ expected: acknowledged, received: answerOf(exchange) }]
    return exchange.elapsedMs > patience
      ? [
          {
            expected: `an answer within ${patience / 1000} s`,
            received: `one after ${(exchange.elapsedMs / 1000).toFixed(1)} s`,
            level: 'should',
          },
        ]
      : []
  },
)

/** Not well-formed, or not a callback at all; entities, endless and bottomless documents are another matter. */
function isMalformed(evidence: Evidence, exchange: Exchange): boolean {
  const { read } = exchange.request
  if (!read.ok) return !['doctype', 'too-large', 'too-deep'].includes(read.fault.what)
  return isIncomplete(evidence, exchange)
}

/** Readable, and without something that no callback can lack. */
function isIncomplete(evidence: Evidence, exchange: Exchange): boolean {
  const message = requests(evidence).get(exchange)
  return (
    exchange.request.read.ok &&
    (message === undefined || message.complaints.some(({ constraint }) => constraint === 'required'))
  )
}

/** No XML, or none that is well-formed. A reader may find members elsewhere, and pass over bytes that are no UTF-8. */
function isBroken({ request: { read } }: Exchange): boolean {
  const elsewhere: string[] = ['encoding', 'no-envelope', 'no-body', 'no-payload', 'many-payloads']
  return !read.ok && !elsewhere.includes(read.fault.what)
}

/** Readable, and without anything that tells how a sale ended. */
const hasNoCode = (exchange: Exchange): boolean =>
  exchange.request.read.ok && asked(exchange, 'RESPONSECODE').trim() === ''

const malformed = receiverRule<PostCase>(
  'receiver.malformed',
  'A callback that cannot be read is refused with 4xx and changes nothing.',
  (evidence) =>
    posts(evidence)
      .filter((exchange) => isMalformed(evidence, exchange))
      .map((exchange) => posted(exchange)),
  ({ exchange }, evidence) => {
    const changed = isBroken(exchange) || hasNoCode(exchange) ? bookedBy(evidence, exchange) : undefined
    if (changed) return [{ expected: 'no change in its books', received: changed }]
    const { status = 0 } = exchange.response ?? {}
    if (status >= 400 && status < 500) return []
    const isTaken = isAcknowledged(exchange) && isBroken(exchange)
    return [{ expected: 'a status of 4xx', received: answerOf(exchange), level: isTaken ? 'must' : 'should' }]
  },
)

/** What stands in files that an entity can name. */
const filed = /root:[^:\n]*:0:0:|\[fonts\]/

const hostile = receiverRule<PostCase>(
  'receiver.hostile',
  'A callback with entities is refused or ignored, and none is expanded.',
  (evidence) =>
    posts(evidence)
      .filter(({ request: { read } }) => !read.ok && read.fault.what === 'doctype')
      .map((exchange) => posted(exchange)),
  ({ exchange }, evidence) => {
    const { response, trouble } = exchange
    if (trouble) return [{ expected: 'an answer', received: trouble.says }]
    if (filed.test(textOf(response!.body)))
      return [{ expected: 'no entity expanded', received: 'the content of a file in the answer' }]
    const changed = bookedBy(evidence, exchange)
    return changed ? [{ expected: 'no change in its books', received: changed }] : []
  },
)

/** What the books say of a sale that a callback names and that nothing else has been said of. */
function bookedBy(evidence: Evidence, exchange: Exchange): string | undefined {
  const body = textOf(exchange.request.body)
  const sale = [...sales(evidence).values()].find(({ reference }) => body.includes(`>${reference}<`))
  if (!sale || callbacks(evidence).some((callback) => touches(evidence, callback, sale))) return undefined
  const read = evidence.trace.entries.find(
    (entry) => entry.kind === 'ledger' && entry.code === sale.reference && entry.began > exchange.began,
  )
  if (read?.kind !== 'ledger') return undefined
  const filedIn = read.payments.some(({ receipt }) => filed.test(receipt ?? ''))
  return filedIn
    ? 'the content of a file'
    : read.payments.map(({ state }) => state).find((state) => state !== 'pending')
}

const unchanged = receiverRule<PostCase>(
  'receiver.unknown',
  'A callback for an unknown trx_id makes no sale.',
  (evidence) =>
    sales(evidence).size === 0 ? [] : unknowns(evidence).map(({ exchange }) => posted(exchange)),
  ({ exchange }, evidence) => {
    const lines = evidence.trace.entries.flatMap((entry) =>
      entry.kind === 'ledger' && entry.code === asked(exchange, 'REQUESTID') ? entry.payments : [],
    )
    if (lines.length > 0)
      return [{ expected: 'nothing in its books', received: lines.map(({ state }) => state).join(', ') }]
    const isAnswered = exchange.response !== undefined && exchange.response.status < 500
    return isAnswered
      ? []
      : [{ expected: 'a status of 2xx or 4xx', received: answerOf(exchange), level: 'should' }]
  },
)

const address = receiverRule<PostCase>(
  'receiver.address',
  "A callback from another address than the gateway's is refused.",
  (evidence) =>
    callbacks(evidence)
      .filter((callback) => callback.exchange.stranger && saleFor(evidence, callback) !== undefined)
      .map(({ exchange }) => posted(exchange)),
  ({ exchange }) =>
    isAcknowledged(exchange) ? [{ expected: 'a refusal', received: answerOf(exchange) }] : [],
  'should',
)

export const receiver: Rule[] = [shape, contentType, acknowledges, malformed, hostile, unchanged, address]
