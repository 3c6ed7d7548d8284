/** HTTP around the messages. */
import { isPseudoHeader } from '../../src/contract/tree.ts'
import { rule, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { isNested, writerOf } from '../../src/contract/contract.ts'
import { isBlameless, textOf, type Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { oddityOf } from './oddities.ts'
import { isOrderly, sayingOf } from './premises.ts'
import { answeredRequests, one, type ExchangeCase } from './readings.ts'

const answers = rule<ExchangeCase>({
  id: 'http.answers',
  says: 'Every request gets a whole HTTP answer.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: ({ exchanges, contract }) =>
    exchanges
      .filter(
        ({ from, request, operation, trouble }) =>
          from === 'client' &&
          request.method === (contract.operations[operation ?? '']?.method ?? 'POST') &&
          !(trouble && isBlameless(trouble)),
      )
      .filter(({ request }) => !isNested(contract) || sizeOf(request) < large)
      .map(one),
  holds: ({ exchange }, evidence) => {
    const { trouble, response } = exchange
    const level = exchange.request.read.ok && !isCrowded(evidence, exchange) ? 'must' : 'should'
    if (trouble)
      return [
        {
          expected: 'a whole HTTP answer',
          received: trouble.says,
          level,
          inconclusive: level === 'must' && isAlone(evidence, exchange),
        },
      ]
    // Where the status tells the outcome, 404 is one.
    if (isPseudoHeader(evidence.contract.outcome.at)) return []
    const isPlain = isOrderly(evidence, exchange) && oddityOf(evidence, exchange) === undefined
    // Where a code goes with its own status, 404 and 405 are answers too.
    const isCoded = text(response?.read, evidence.contract.outcome.at) !== undefined
    const refused = response && (response.status === 404 || response.status === 405) && isPlain && !isCoded
    return refused ? [{ expected: 'an answer to a POST', received: `HTTP ${response.status}` }] : []
  },
})

/** Bytes of a body from which on a server may find it too large. */
const large = 500_000

const sizeOf = ({ body }: Exchange['request']): number => textOf(body).length

/** A reset among several connections that were opened at once: the queue of the server was full, which no contract forbids. */
function isCrowded(evidence: Evidence, { trouble, id }: Exchange): boolean {
  if (trouble?.kind !== 'reset') return false
  return evidence.trace.entries.some((entry) => entry.kind === 'race' && entry.exchanges.includes(id))
}

/**
 * One silence or reset among many answers may be the network's. Two for the same operation are the target's, and so is
 * one after the same request closed a kept-alive connection.
 */
function isAlone({ exchanges }: Evidence, exchange: Exchange): boolean {
  const { operation, request } = exchange
  const passing = (kind: string | undefined) => kind === 'timeout' || kind === 'reset'
  const again = (one: Exchange) =>
    passing(one.trouble?.kind) ||
    (one.trouble?.kind === 'stale' && textOf(one.request.body) === textOf(request.body))
  return (
    passing(exchange.trouble?.kind) &&
    exchanges.filter((one) => one.operation === operation && again(one)).length < 2
  )
}

const post = rule<ExchangeCase>({
  id: 'http.post',
  says: 'Every request is an HTTP POST with a body of the protocol.',
  level: 'must',
  about: ['client'],
  over: ({ exchanges }) => exchanges.filter(({ from }) => from === 'client').map(one),
  holds: ({ exchange: { request } }) => {
    const isWsdl = request.method === 'GET' && request.url.toLowerCase().includes('wsdl')
    return request.method === 'POST' || isWsdl ? [] : [{ expected: 'POST', received: request.method }]
  },
})

const status = rule<ExchangeCase>({
  id: 'http.status',
  says: 'An answer of the business comes with HTTP 200.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    answeredRequests(evidence)
      .filter(({ from }) => from === 'client')
      .filter(({ response }) => text(response!.read, evidence.contract.outcome.at) !== undefined)
      .map(one),
  holds: ({ exchange: { response } }) =>
    response!.status === 200 ? [] : [{ expected: 'HTTP 200', received: `HTTP ${response!.status}` }],
})

const asked = (evidence: Evidence, { operation, from }: Exchange): boolean =>
  operation !== undefined && writerOf(from, 'response') === evidence.trace.role

const methods = rule<ExchangeCase>({
  id: 'http.methods',
  says: 'Other methods than POST are refused and do nothing.',
  level: 'must',
  about: ['server', 'receiver'],
  over: (evidence) =>
    evidence.exchanges
      .filter(
        (exchange) =>
          asked(evidence, exchange) && exchange.request.method !== 'POST' && exchange.response !== undefined,
      )
      .map((exchange) => ({ exchange, exchanges: [exchange], place: exchange.request.method })),
  holds: ({ exchange }, evidence) => {
    const { status } = exchange.response!
    const isRefused = status >= 400 && status < 500 && sayingOf(evidence, exchange) !== 'success'
    return isRefused ? [] : [{ expected: 'HTTP 405, or 404', received: `HTTP ${status}` }]
  },
})

const unknownPath = rule<ExchangeCase>({
  id: 'http.unknown-path',
  says: 'An unknown path is answered 404 in JSON.',
  level: 'may',
  about: ['server'],
  over: ({ exchanges }) =>
    exchanges
      .filter(
        ({ from, operation, request, response }) =>
          from === 'client' && operation === undefined && request.method === 'POST' && response !== undefined,
      )
      .map(one),
  holds: ({ exchange: { response } }) => {
    const { status, read } = response!
    const isTold = status === 404 && read.ok
    return isTold
      ? []
      : [
          {
            expected: 'HTTP 404 and JSON',
            received: `HTTP ${status}${read.ok ? '' : `, ${read.fault.says}`}`,
          },
        ]
  },
})

const oversized = rule<ExchangeCase>({
  id: 'http.oversized',
  says: 'A body that is too large is refused with an answer.',
  level: 'may',
  about: ['server'],
  over: ({ exchanges }) =>
    exchanges.filter(({ from, request }) => from === 'client' && sizeOf(request) >= large).map(one),
  holds: ({ exchange: { trouble } }) =>
    trouble && trouble.kind !== 'cut' ? [{ expected: 'an answer', received: trouble.says }] : [],
})

/** For contracts whose answers tell their outcome by the HTTP status. */
export const plainHttp: Rule[] = [answers, post, methods, unknownPath, oversized]

/** For contracts with other methods than POST. */
export const answersOnly: Rule[] = [answers]

/** For contracts whose answers carry their outcome in the body. */
export const http: Rule[] = [answers, post, status]
