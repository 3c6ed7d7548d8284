/** SOAP 1.1 around the values. */
import { rule, type Rule } from '../../src/judge/rule.ts'
import { header, textOf, type Exchange } from '../../src/wire/exchange.ts'
import type { Read } from '../../src/wire/reading.ts'
import { oddityOf } from './oddities.ts'
import { isOrderly } from './premises.ts'
import { answeredRequests, faultIs, isXml, one, readingRule, type ExchangeCase } from './readings.ts'
import { endOf } from './redirects.ts'

const version = readingRule(
  'soap.version',
  'Envelope and Body are in the namespace of SOAP 1.1.',
  (read, { exchange }, { trace }) =>
    read.ok && read.soap !== undefined && (trace.role === 'client' || wasEleven(exchange)),
  (read) =>
    read.ok && read.soap!.version !== '1.1'
      ? [{ expected: 'SOAP 1.1', received: `SOAP ${read.soap!.version}` }]
      : [],
)

function wasEleven({ request }: Exchange): boolean {
  return request.read.ok && request.read.soap?.version === '1.1'
}

/** A result of RPC/encoded, named for a method and not for a message; plain values with an xsi:type are none. */
export const isRpcResult = (read: Read) => read.soap?.encoded === true && read.name.endsWith('Response')

/** A SOAP fault was answered, or an RPC wrapper that another rule judges. */
const isOther = (read: Read) =>
  read.soap?.fault !== undefined || isRpcResult(read) || read.soap?.wrapper !== undefined

const payload = readingRule(
  'soap.payload',
  'The Body holds exactly one payload, named for its operation.',
  (read, { exchange }, { trace }) =>
    isXml(read) &&
    !(read.ok && isOther(read)) &&
    (trace.role === 'client' || !(read.ok && exchange.operation === 'reversal')),
  (read, { exchange }, { contract, trace }) => {
    const missing = faultIs(read, 'no-envelope', 'no-body', 'no-payload', 'many-payloads')
    const expected =
      contract.operations[exchange.operation ?? '']?.[trace.role === 'client' ? 'request' : 'response'] ??
      'a payload of the contract'
    if (missing.length > 0) return [{ expected: `one ${expected} in the Body`, received: missing[0]! }]
    return read.ok && exchange.operation && read.name !== expected ? [{ expected, received: read.name }] : []
  },
)

const literal = readingRule(
  'soap.literal',
  'Values are direct children of the payload, without RPC wrappers or encoding.',
  (read) => read.ok && read.soap !== undefined && read.soap.fault === undefined,
  (read, _subject, { trace }) => {
    if (!read.ok) return []
    const nested = read.flaws
      .filter(({ kind }) => kind === 'nested' || kind === 'mixed')
      .map(({ says }) => says)
    const wrapped =
      read.soap!.wrapper !== undefined
        ? [`the RPC wrapper ${read.soap!.wrapper}`]
        : isRpcResult(read)
          ? [`the RPC result ${read.name}`]
          : []
    if (wrapped.length + nested.length === 0 && read.soap!.encoded)
      return [
        { expected: 'plain values', received: 'values with xsi:type or an encodingStyle', level: 'should' },
      ]
    return [...wrapped, ...nested].slice(0, 1).map((received) => ({
      expected: 'values as direct child elements of the payload',
      received,
      ...(trace.role === 'client' ? { level: 'should' as const } : {}),
    }))
  },
)

const namespace = readingRule(
  'soap.namespace',
  'The leaves of a payload share one namespace, or have none.',
  (read) =>
    read.ok && read.soap !== undefined && read.soap.fault === undefined && read.soap.leafNs.length > 0,
  (read) => {
    const found = read.ok ? read.soap!.leafNs : []
    return found.length <= 1
      ? []
      : [{ expected: 'one namespace, or none', received: found.map((ns) => ns ?? 'none').join(', ') }]
  },
  { level: 'may' },
)

const contentType = rule<ExchangeCase>({
  id: 'soap.content-type',
  says: 'An answer is XML and says so with text/xml.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    answeredRequests(evidence)
      .filter(
        (exchange) =>
          faultIs(exchange.response!.read, 'empty').length === 0 &&
          oddityOf(evidence, exchange) === undefined,
      )
      .map(one),
  holds: ({ exchange: { request, response } }) => {
    const type = header(response!.headers, 'content-type') ?? 'none'
    const start = textOf(response!.body).slice(0, 80)
    if (!isXml(response!.read)) return [{ expected: 'a SOAP message', received: `${type}: ${start}` }]
    const wanted =
      request.read.ok && request.read.soap?.version === '1.2' ? /^application\/soap\+xml\b/i : /^text\/xml\b/i
    return wanted.test(type.trim())
      ? []
      : [{ expected: 'Content-Type text/xml', received: type, level: 'should' }]
  },
})

const fault = rule<ExchangeCase>({
  id: 'soap.fault',
  says: 'A refusal of the business is an answer with a response code, not a SOAP Fault.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    answeredRequests(evidence)
      .filter(
        (exchange) =>
          exchange.response!.read.ok &&
          isOrderly(evidence, exchange) &&
          oddityOf(evidence, exchange) === undefined,
      )
      .map(one),
  holds: ({ exchange }) => {
    const read = exchange.response!.read as Read
    const found = read.soap?.fault
    return found
      ? [
          {
            expected: 'a response code other than success',
            received: `SOAP Fault ${found.code}: ${found.says}`,
          },
        ]
      : []
  },
})

const wsdl = rule<ExchangeCase>({
  id: 'soap.wsdl',
  says: 'The partner publishes a WSDL that describes the service.',
  level: 'should',
  about: ['server'],
  given: (_contract, profile) => profile['wsdl'] !== 'supplied',
  over: ({ exchanges }) => {
    const asked = exchanges.filter(({ request }) => request.method === 'GET' && /wsdl/i.test(request.url))
    return [...new Set(asked.map((exchange) => endOf(exchanges, exchange)))].map(one)
  },
  holds: ({ exchange: { response, trouble } }) => {
    const body = response ? textOf(response.body) : ''
    if (response?.status === 200 && /<(?:[\w.-]+:)?(?:definitions|description)[\s>]/.test(body)) return []
    return [
      {
        expected: 'HTTP 200 with a WSDL document',
        received: trouble?.says ?? `HTTP ${response?.status}: ${body.slice(0, 60)}`,
      },
    ]
  },
})

export const soap: Rule[] = [version, payload, literal, namespace, contentType, fault, wsdl]
