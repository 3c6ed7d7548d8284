/** Requests that lack something, or that nobody can read: not honoured, and told why in the words of the contract. */
import { rule, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { faultOf, text, type Reading } from '../../src/wire/reading.ts'
import { requests, sayingOf } from './premises.ts'
import type { ExchangeCase } from './readings.ts'
import { notHonoured, overLength, refusal } from './refusals.ts'

const incomplete = refusal(
  'refusals.incomplete',
  'A request that lacks a member, or has it empty, is never honoured.',
  'must',
  ({ complaint }) => complaint.constraint === 'required',
  notHonoured,
)

const explained = rule<ExchangeCase>({
  id: 'refusals.explained',
  says: 'What cannot be read is answered with a response code, not with a fault or an HTTP error.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    evidence.exchanges
      .filter(
        ({ from, request, response, operation }) =>
          from === 'client' &&
          request.method === 'POST' &&
          response !== undefined &&
          operation === undefined &&
          !isCall(request.read),
      )
      .concat(lacking(evidence))
      .filter(
        (exchange) => !['success', 'pending'].includes(sayingOf(evidence, exchange)) && isTold(exchange),
      )
      .map((exchange) => ({ exchange, exchanges: [exchange] })),
  holds: ({ exchange: { response } }, { contract }) => {
    const { status, read } = response!
    if (text(read, contract.outcome.at) !== undefined) return []
    const fault = read.ok ? faultOf(read) : undefined
    if (!fault && status < 400) return []
    const received = fault ? `a fault: ${fault.code} ${fault.says}`.trim() : `HTTP ${status} without a code`
    return [{ expected: 'an answer with a response code', received }]
  },
})

/** Something was said that can be read, or an HTTP error: an answer that nobody can read other rules judge. */
const isTold = ({ response }: Exchange): boolean => response!.read.ok || response!.status >= 400

/** A call of a method that does not exist can be read: it may be refused in any way. */
const isCall = (read: Reading): boolean => read.ok && Object.keys(read.fields).length > 0

function lacking(evidence: Parameters<Rule['over']>[0]) {
  return [...requests(evidence).values()]
    .filter(
      ({ exchange, complaints }) =>
        exchange.from === 'client' &&
        exchange.response !== undefined &&
        complaints.some(({ constraint }) => constraint === 'required'),
    )
    .map(({ exchange }) => exchange)
}

export const incompletes: Rule[] = [incomplete, explained, overLength]
