/** Legal peculiarities of a request, each protected by a rule: what the plain twin gets, the odd one gets too. */
import { messageOf } from '../../src/contract/contract.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { isValueFirst, oddityOf } from './oddities.ts'
import { asked, isOrderly, sayingOf } from './premises.ts'

interface OddCase extends Case {
  odd: string
  exchange: Exchange
  /** Refused, though a request that differs in nothing else was served. */
  twin?: Exchange
}

const served = (evidence: Evidence, exchange: Exchange): boolean =>
  ['success', 'pending'].includes(sayingOf(evidence, exchange))

/** Odd requests that were served, or whose plain twin was: what is refused either way proves nothing. */
const oddCases = premise((evidence: Evidence): OddCase[] => {
  const orderly = evidence.exchanges.filter(
    (exchange) => exchange.from === 'client' && exchange.operation && isOrderly(evidence, exchange),
  )
  const plain = orderly.filter(
    (exchange) => oddityOf(evidence, exchange) === undefined && served(evidence, exchange),
  )
  return orderly.flatMap((exchange) => {
    const odd = oddityOf(evidence, exchange)
    if (odd === undefined || odd === 'several') return []
    if (served(evidence, exchange)) return [{ odd, exchange, exchanges: [exchange] }]
    const twin = plain.find((other) => isTwin(evidence, exchange, other))
    return twin ? [{ odd, exchange, twin, exchanges: [exchange, twin] }] : []
  })
})

/** Nothing but what is fresh in each request differs. */
function isTwin({ contract }: Evidence, exchange: Exchange, other: Exchange): boolean {
  return (
    exchange.operation === other.operation &&
    messageOf(contract, exchange.operation!, 'request')
      .fields.filter(({ name }) => !contract.fresh.includes(name))
      .every(({ name }) => asked(exchange, name).trim() === asked(other, name).trim())
  )
}

/** The rule that protects a peculiarity. */
export function peculiarity(id: string, says: string, level: Rule['level']): Rule {
  return rule<OddCase>({
    id,
    says,
    level,
    about: ['server'],
    over: (evidence) => oddCases(evidence).filter(({ odd }) => odd === id),
    holds: ({ exchange, twin }, { contract }) =>
      twin
        ? [
            {
              expected: 'the answer that a plain request gets',
              received: refusalIn(exchange, contract.outcome.at),
              // Parsers of good name want the name first, and no client has been seen to write it last.
              ...(isValueFirst(exchange) ? { level: 'should' as const } : {}),
            },
          ]
        : [],
  })
}

function refusalIn({ response, trouble }: Exchange, at: string): string {
  const code = response?.read.ok ? String(response.read.fields[at] ?? '') : ''
  return code === '' ? (trouble?.says ?? `HTTP ${response?.status}`) : `a refusal: ${code}`
}

/** The peculiarities of calls that real XML-RPC stacks write. */
export const peculiarCalls: Rule[] = [
  peculiarity('rpc.untyped', 'A value without a type is understood as text.', 'must'),
  peculiarity('rpc.order', 'Members are understood in any order.', 'must'),
  peculiarity('rpc.spaced', 'White space around tags and types is passed over.', 'must'),
  peculiarity('rpc.unknown-member', 'Members beyond the table are passed over.', 'should'),
  peculiarity(
    'rpc.encodings',
    'A request in an encoding that it declares is understood, Latin-1 and gzip included.',
    'should',
  ),
  peculiarity('xml.understood', 'CDATA, comments and a byte order mark are understood.', 'should'),
]
