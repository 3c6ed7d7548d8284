/** HTTP around the messages, as far as this document says something about it. */
import type { Case, Evidence, Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { serverRule, unless, type CallCase, caseOf } from './cases.ts'
import { calls } from './seen.ts'

interface MethodCase extends Case {
  exchange: Exchange
  number: string
}

const methods = serverRule<MethodCase>(
  'http.methods',
  'Other methods than POST are refused and do nothing.',
  ({ exchanges }) =>
    exchanges
      .filter(
        ({ from, operation, request, response }) =>
          from === 'client' && operation && response && request.method !== 'POST',
      )
      .map((exchange) => ({
        exchange,
        number: numberIn(exchange),
        place: exchange.request.method,
        exchanges: [exchange],
      })),
  ({ exchange, number }, evidence) => {
    const code = text(exchange.response!.read, evidence.contract.outcome.at)
    if (code === 'SUCCESS')
      return [{ expected: 'a refusal', received: `SUCCESS to a ${exchange.request.method}` }]
    const found = foundBy(evidence, number)
    return found
      ? [{ expected: 'no order', received: 'one that a query finds', exchanges: [exchange, found] }]
      : []
  },
)

/** The order of a request that is no POST: in its body, or in its query. */
function numberIn({ request }: Exchange): string {
  const said = text(request.read, 'orderNum')
  if (said !== undefined) return said
  return URL.canParse(request.url) ? (new URL(request.url).searchParams.get('orderNum') ?? '') : ''
}

function foundBy(evidence: Evidence, number: string): Exchange | undefined {
  const all = calls(evidence).filter((call) => number !== '' && call.number === number)
  if (all.some(({ operation }) => operation !== 'query')) return undefined
  return all.find(({ said }) => said === 'success')?.exchange
}

const status = serverRule<CallCase>(
  'refusals.status',
  'A refusal comes with HTTP 200.',
  (evidence) =>
    calls(evidence)
      .filter(({ said, exchange }) => said === 'refusal' && exchange.request.read.ok)
      .map((call) => caseOf(call)),
  ({ call: { exchange } }) =>
    unless(exchange.response!.status === 200, 'HTTP 200', `HTTP ${exchange.response!.status}`),
  { level: 'may', given: (_contract, profile) => profile['refusalStatus'] === '200' },
)

export const hypertext: Rule[] = [methods, status]
