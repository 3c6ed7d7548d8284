/** The messages of the party on trial as they were read, well or not. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import type { Reading, Unreadable } from '../../src/wire/reading.ts'
import { sideOnTrial } from './premises.ts'

export interface ExchangeCase extends Case {
  exchange: Exchange
}

export const one = (exchange: Exchange): ExchangeCase => ({
  exchange,
  exchanges: [exchange],
  ...(exchange.operation ? { place: exchange.operation } : {}),
})

/** Requests whose envelope any partner can read, and that were answered. */
export const answeredRequests = premise(({ exchanges }: Evidence): Exchange[] =>
  exchanges.filter(
    ({ operation, request, response }) =>
      operation !== undefined && request.read.ok && response !== undefined,
  ),
)

/** The reading that the party on trial wrote: the answer of a server, the request of a client. */
const readings = premise((evidence: Evidence): ReadingCase[] => {
  const answers = new Set(answeredRequests(evidence))
  return evidence.exchanges.flatMap((exchange) => {
    const side = sideOnTrial(evidence, exchange)
    if (side === 'response' && answers.has(exchange))
      return [{ ...one(exchange), read: exchange.response!.read }]
    return side === 'request' && exchange.request.method === 'POST'
      ? [{ ...one(exchange), read: exchange.request.read }]
      : []
  })
})

export interface ReadingCase extends ExchangeCase {
  read: Reading
}

export function readingRule(
  id: string,
  says: string,
  speaksOf: (read: Reading, subject: ReadingCase, evidence: Evidence) => boolean,
  holds: (read: Reading, subject: ReadingCase, evidence: Evidence) => Problem[],
  { level = 'must', about = ['server', 'client'] }: { level?: Rule['level']; about?: Rule['about'] } = {},
): Rule {
  return rule<ReadingCase>({
    id,
    says,
    level,
    about,
    reads: [],
    over: (evidence) => readings(evidence).filter((subject) => speaksOf(subject.read, subject, evidence)),
    holds: (subject, evidence) => holds(subject.read, subject, evidence),
  })
}

export const isXml = (read: Reading) =>
  read.ok || (read.fault.what !== 'not-xml' && read.fault.what !== 'empty')

export const faultIs = (read: Reading, ...whats: Unreadable['what'][]) =>
  !read.ok && whats.includes(read.fault.what) ? [read.fault.says] : []
