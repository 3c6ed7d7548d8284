/** What a receiver answers to single notifications. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { header } from '../../src/wire/exchange.ts'
import { calls, type Call } from './receiver-heard.ts'

export interface CallCase extends Case {
  call: Call
}

export const casesOf = (all: Call[]): CallCase[] => all.map((call) => ({ call, exchanges: [call.exchange] }))

/** A whole answer came. */
export const isAnswered = ({ exchange }: Call): boolean => exchange.response !== undefined

export const answerOf = ({ exchange: { response, trouble } }: Call): string =>
  response ? `HTTP ${response.status}` : (trouble?.says ?? 'no answer')

/** Sent elsewhere, or asked who it is. */
export function isTurnedAway({ exchange: { response } }: Call): boolean {
  if (!response) return false
  const { status, headers } = response
  return (
    (status >= 300 && status < 400) ||
    status === 407 ||
    (status === 401 && header(headers, 'www-authenticate') !== undefined)
  )
}

/** A rule about the answers to single notifications. */
export function answerRule(
  id: string,
  says: string,
  speaksOf: (call: Call, evidence: Evidence) => boolean,
  holds: (call: Call) => Problem[],
  level: Rule['level'] = 'must',
): Rule {
  return rule<CallCase>({
    id,
    says,
    level,
    about: ['receiver'],
    over: (evidence) => casesOf(calls(evidence).filter((call) => speaksOf(call, evidence))),
    holds: ({ call }) => holds(call),
  })
}

export const notTaken = (call: Call): Problem[] =>
  call.isTaken ? [] : [{ expected: 'a 2xx', received: answerOf(call) }]

/** Not a 2xx, and no breakdown: what was refused by error is told as a warning. */
export function refusedOnly(call: Call): Problem[] {
  if (call.isTaken) return [{ expected: 'no 2xx', received: answerOf(call), level: 'should' }]
  const status = call.exchange.response?.status ?? 0
  return status >= 500 || !call.exchange.response
    ? [{ expected: 'a refusal', received: answerOf(call), level: 'should' }]
    : []
}
