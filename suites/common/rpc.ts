/** XML-RPC around the values. */
import { shapeOf } from '../../src/contract/shape.ts'
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { header, type Exchange } from '../../src/wire/exchange.ts'
import type { Reading } from '../../src/wire/reading.ts'
import { misspelt } from './fields.ts'
import { oddityOf } from './oddities.ts'
import { isOrderly, sayingOf, sideOnTrial, written, type Message } from './premises.ts'
import { faultIs, isXml, readingRule } from './readings.ts'

const shape = readingRule(
  'rpc.shape',
  'A message is one methodCall or methodResponse with one param that is one struct.',
  (read, { exchange }, evidence) =>
    exchange.from === 'client' && (isXml(read) || isForeign(evidence, exchange, read)),
  (read, { exchange }, evidence) => {
    const expected =
      evidence.trace.role === 'client' ? 'a methodCall with one struct' : 'a methodResponse with one struct'
    const plain = isOrderly(evidence, exchange) && oddityOf(evidence, exchange) === undefined
    const foreign = isForeign(evidence, exchange, read) ? faultIs(read, 'not-xml') : []
    return [...foreign, ...misshapen(read, evidence.trace.role === 'client' ? 'call' : 'response', plain)]
      .slice(0, 1)
      .map((received) => ({ expected, received }))
  },
)

/** Another format where XML belongs: an answer with HTTP 200 to a request in order, or a request. */
function isForeign(evidence: Evidence, exchange: Exchange, read: Reading): boolean {
  if (faultIs(read, 'not-xml').length === 0) return false
  return (
    evidence.trace.role === 'client' || (exchange.response?.status === 200 && isOrderly(evidence, exchange))
  )
}

/** What is not of the one shape; a fault is one where the request gave no cause for it. */
export function misshapen(read: Reading, kind: 'call' | 'response', plain = true): string[] {
  const missing = faultIs(read, 'no-envelope', 'no-body', 'no-payload', 'many-payloads')
  if (!read.ok) return missing
  const { rpc } = read
  if (rpc?.kind === 'fault')
    return plain ? [`a fault: ${rpc.fault?.code ?? ''} ${rpc.fault?.says ?? ''}`.trim()] : []
  if (rpc?.kind !== kind) return [`a ${rpc?.kind === 'call' ? 'methodCall' : 'methodResponse'}`]
  return read.flaws.filter(({ kind: what }) => what === 'nested' || what === 'mixed').map(({ says }) => says)
}

const types = rule<Case & { message: Message; member: string; type: string }>({
  id: 'rpc.types',
  says: 'Every member is a string; a number would lose leading zeros.',
  level: 'must',
  about: ['server', 'client'],
  over: (evidence) =>
    written(evidence).flatMap((message) =>
      Object.entries(message.read.rpc?.types ?? {})
        .filter(([member]) => message.spec.fields.some(({ name }) => name === member))
        .map(([member, type]) => ({
          message,
          member,
          type,
          place: `${message.spec.message}/${member}`,
          exchanges: [message.exchange],
        })),
    ),
  holds: ({ type, member }) =>
    type === 'string' || type === 'untyped'
      ? []
      : [{ expected: `${member} as a string`, received: type === 'none' ? 'no value' : `<${type}>` }],
})

const contentType = readingRule(
  'rpc.content-type',
  'XML says so: text/xml or application/xml.',
  // Only an answer can be what it is for an oddity of its request.
  (read, { exchange }, evidence) =>
    isXml(read) &&
    (evidence.trace.role === 'client' ||
      exchange.from === 'gateway' ||
      oddityOf(evidence, exchange) === undefined),
  (_read, { exchange }, evidence) => {
    const { headers } = sideOnTrial(evidence, exchange) === 'request' ? exchange.request : exchange.response!
    const type = header(headers, 'content-type')?.trim() ?? 'none'
    return /^(text|application)\/xml\b/i.test(type)
      ? []
      : [{ expected: 'Content-Type text/xml or application/xml', received: type }]
  },
  { level: 'should' },
)

/** Members that may be empty have to be there all the same; the others are judged by what they hold. */
const complete = rule<Case & { message: Message; name: string }>({
  id: 'rpc.complete',
  says: 'Every answer and callback has all five members, even where one is empty.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    written(evidence).flatMap((message) => {
      const saying = sayingOf(evidence, message.exchange)
      if (saying === 'unclear') return []
      const { presence } = shapeOf(evidence.contract, message.spec, evidence.profile)
      return message.spec.fields
        .map(({ name }) => name)
        .filter(
          (name) =>
            presence(name, saying === 'success' ? 'success' : 'refusal') !== 'M' &&
            misspelt(message, name) === undefined,
        )
        .map((name) => ({
          message,
          name,
          place: `${message.spec.message}/${name}`,
          exchanges: [message.exchange],
        }))
    }),
  holds: ({ message: { read }, name }) =>
    read.order.includes(name) ? [] : [{ expected: `a member ${name}`, received: 'none' }],
})

export const rpc: Rule[] = [shape, types, contentType, complete]
