/** HTTP around the messages. */
import { isPseudoHeader } from '../../src/contract/tree.ts'
import { rule, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { oddityOf } from './oddities.ts'
import { isOrderly } from './premises.ts'
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
          trouble?.kind !== 'cut',
      )
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
    const refused = response && (response.status === 404 || response.status === 405) && isPlain
    return refused ? [{ expected: 'an answer to a POST', received: `HTTP ${response.status}` }] : []
  },
})

/** A reset among several connections that were opened at once: the queue of the server was full, which no contract forbids. */
function isCrowded(evidence: Evidence, { trouble, id }: Exchange): boolean {
  if (trouble?.kind !== 'reset') return false
  return evidence.trace.entries.some((entry) => entry.kind === 'race' && entry.exchanges.includes(id))
}

/** One silence or reset among many answers may be the network's. Two for the same operation are the target's. */
function isAlone({ exchanges }: Evidence, exchange: Exchange): boolean {
  const passing = (kind: string | undefined) => kind === 'timeout' || kind === 'reset'
  return (
    passing(exchange.trouble?.kind) &&
    exchanges.filter(({ operation, trouble }) => operation === exchange.operation && passing(trouble?.kind))
      .length < 2
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

/** For contracts whose answers tell their outcome by the HTTP status. */
export const plainHttp: Rule[] = [answers, post]

/** For contracts with other methods than POST. */
export const answersOnly: Rule[] = [answers]

export const http: Rule[] = [...plainHttp, status]
