/** What a gateway sends of its own accord, whatever the contract says that it looks like. */
import { rule, type Case, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { sayingOf } from './premises.ts'

/** An answer of 2xx came to it. */
export const isAcknowledged = ({ response }: Pick<Exchange, 'response'>): boolean =>
  response !== undefined && response.status >= 200 && response.status < 300

interface CallbackCase extends Case {
  exchange: Exchange
}

const sentByGateway = (exchanges: Exchange[]): CallbackCase[] =>
  exchanges.filter(({ from }) => from === 'gateway').map((exchange) => ({ exchange, exchanges: [exchange] }))

const post = rule<CallbackCase>({
  id: 'callbacks.post',
  says: 'A callback is an HTTP POST.',
  level: 'must',
  about: ['server'],
  over: ({ exchanges }) => sentByGateway(exchanges),
  holds: ({ exchange: { request } }) =>
    request.method === 'POST' ? [] : [{ expected: 'POST', received: request.method }],
})

const final = rule<CallbackCase>({
  id: 'callbacks.final',
  says: 'A callback brings a final status.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    sentByGateway(evidence.exchanges).filter(({ exchange }) => sayingOf(evidence, exchange) !== 'unclear'),
  holds: ({ exchange }, evidence) =>
    sayingOf(evidence, exchange) === 'pending'
      ? [{ expected: 'a success or a failure', received: 'that it is still pending' }]
      : [],
})

export const callbackBasics: Rule[] = [post, final]
