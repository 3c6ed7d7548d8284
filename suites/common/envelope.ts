/** HTTP, XML and SOAP around the values. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { header, textOf, type Exchange } from '../../src/wire/exchange.ts'
import type { Read, Reading, Unreadable } from '../../src/wire/reading.ts'
import { text } from '../../src/wire/reading.ts'
import { isOrderly, provided, asked, sayingOf } from './premises.ts'
import { oddityOf } from './oddities.ts'

interface ExchangeCase extends Case {
  exchange: Exchange
}

const one = (exchange: Exchange): ExchangeCase => ({ exchange, exchanges: [exchange], ...(exchange.operation ? { place: exchange.operation } : {}) })

/** Requests whose envelope any partner can read, and that were answered. */
function answeredRequests({ exchanges }: Evidence): Exchange[] {
  return exchanges.filter(({ operation, request, response }) => operation !== undefined && request.read.ok && response !== undefined)
}

/** The reading that the party on trial wrote: the answer of a server, the request of a client. */
function readings(evidence: Evidence): { exchange: Exchange; read: Reading }[] {
  if (evidence.trace.role === 'client') return evidence.exchanges.filter(({ request }) => request.method === 'POST').map((exchange) => ({ exchange, read: exchange.request.read }))
  return answeredRequests(evidence).map((exchange) => ({ exchange, read: exchange.response!.read }))
}

interface ReadingCase extends ExchangeCase {
  read: Reading
}

function readingRule(
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
    over: (evidence) =>
      readings(evidence)
        .map(({ exchange, read }) => ({ ...one(exchange), read }))
        .filter((subject) => speaksOf(subject.read, subject, evidence)),
    holds: (subject, evidence) => holds(subject.read, subject, evidence),
  })
}

const isXml = (read: Reading) => read.ok || (read.fault.what !== 'not-xml' && read.fault.what !== 'empty')
const faultIs = (read: Reading, ...whats: Unreadable['what'][]) => (!read.ok && whats.includes(read.fault.what) ? [read.fault.says] : [])

const answers = rule<ExchangeCase>({
  id: 'http.answers',
  says: 'Every request gets a whole HTTP answer.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: ({ exchanges }) => exchanges.filter(({ request, trouble }) => request.method === 'POST' && trouble?.kind !== 'cut').map(one),
  holds: ({ exchange }, evidence) => {
    const { trouble, response } = exchange
    const level = exchange.request.read.ok ? 'must' : 'should'
    if (trouble) return [{ expected: 'a whole HTTP answer', received: trouble.says, level, inconclusive: level === 'must' && isAlone(evidence, exchange) }]
    const refused = response && (response.status === 404 || response.status === 405) && isOrderly(evidence, exchange)
    return refused ? [{ expected: 'an answer to a POST', received: `HTTP ${response.status}` }] : []
  },
})

/** One silence or reset among many answers may be the network's. Two for the same operation are the target's. */
function isAlone({ exchanges }: Evidence, exchange: Exchange): boolean {
  const passing = (kind: string | undefined) => kind === 'timeout' || kind === 'reset'
  return passing(exchange.trouble?.kind) && exchanges.filter(({ operation, trouble }) => operation === exchange.operation && passing(trouble?.kind)).length < 2
}

const post = rule<ExchangeCase>({
  id: 'http.post',
  says: 'Every request is an HTTP POST with a SOAP body.',
  level: 'must',
  about: ['client'],
  over: ({ exchanges }) => exchanges.map(one),
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
  over: (evidence) => answeredRequests(evidence).filter(({ response }) => text(response!.read, evidence.contract.outcome.at) !== undefined).map(one),
  holds: ({ exchange: { response } }) => (response!.status === 200 ? [] : [{ expected: 'HTTP 200', received: `HTTP ${response!.status}` }]),
})

const wellFormed = readingRule(
  'xml.well-formed',
  'Every message is one well-formed XML document without a DTD.',
  (read) => isXml(read) || faultIs(read, 'empty').length > 0,
  (read) => faultIs(read, 'empty', 'not-well-formed', 'doctype', 'too-deep', 'too-large').map((received) => ({ expected: 'one well-formed XML document', received })),
)

const encoding = readingRule(
  'xml.encoding',
  'The bytes are in the encoding that the message declares.',
  isXml,
  (read) => {
    const flaws = read.ok ? read.flaws.filter(({ kind }) => kind === 'encoding').map(({ says }) => says) : faultIs(read, 'encoding')
    return flaws.map((received) => ({ expected: 'bytes in the declared encoding', received }))
  },
)

const escaped = readingRule(
  'xml.escaped',
  'The characters & and < are escaped in values.',
  (read, subject, evidence) => faultIs(read, 'unescaped').length > 0 || (read.ok && Object.values(read.fields).some((value) => /[&<]/.test(String(value)))) || expectsMarkup(subject, evidence),
  (read) => faultIs(read, 'unescaped').map((received) => ({ expected: '&amp; and &lt; in values', received })),
)

/** Test data whose texts need escaping was asked for. */
function expectsMarkup({ exchange }: ReadingCase, evidence: Evidence): boolean {
  return exchange.operation === 'inquiry' && provided(evidence).get(asked(exchange, evidence.contract.places['code']!))?.data === 'ampersand'
}

const version = readingRule(
  'soap.version',
  'Envelope and Body are in the namespace of SOAP 1.1.',
  (read, { exchange }, { trace }) => read.ok && read.soap !== undefined && (trace.role === 'client' || wasEleven(exchange)),
  (read) => (read.ok && read.soap!.version !== '1.1' ? [{ expected: 'SOAP 1.1', received: `SOAP ${read.soap!.version}` }] : []),
)

function wasEleven({ request }: Exchange): boolean {
  return request.read.ok && request.read.soap?.version === '1.1'
}

/** A SOAP fault was answered, or an RPC wrapper that another rule judges. */
const isOther = (read: Read) => read.soap?.fault !== undefined || read.soap?.encoded === true || read.soap?.wrapper !== undefined

const payload = readingRule(
  'soap.payload',
  'The Body holds exactly one payload, named for its operation.',
  (read, { exchange }, { trace }) => isXml(read) && !(read.ok && isOther(read)) && (trace.role === 'client' || !(read.ok && exchange.operation === 'reversal')),
  (read, { exchange }, { contract, trace }) => {
    const missing = faultIs(read, 'no-envelope', 'no-body', 'no-payload', 'many-payloads')
    const expected = contract.operations[exchange.operation ?? '']?.[trace.role === 'client' ? 'request' : 'response'] ?? 'a payload of the contract'
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
    const nested = read.flaws.filter(({ kind }) => kind === 'nested' || kind === 'mixed').map(({ says }) => says)
    const wrapped = read.soap!.wrapper !== undefined ? [`the RPC wrapper ${read.soap!.wrapper}`] : read.name.endsWith('Response') && read.soap!.encoded ? [`the RPC result ${read.name}`] : []
    if (wrapped.length + nested.length === 0 && read.soap!.encoded) return [{ expected: 'plain values', received: 'values with xsi:type or an encodingStyle', level: 'should' }]
    return [...wrapped, ...nested].slice(0, 1).map((received) => ({ expected: 'values as direct child elements of the payload', received, ...(trace.role === 'client' ? { level: 'should' as const } : {}) }))
  },
)

const namespace = readingRule(
  'soap.namespace',
  'The leaves of a payload share one namespace, or have none.',
  (read) => read.ok && read.soap !== undefined && read.soap.fault === undefined && read.soap.leafNs.length > 0,
  (read) => {
    const found = read.ok ? read.soap!.leafNs : []
    return found.length <= 1 ? [] : [{ expected: 'one namespace, or none', received: found.map((ns) => ns ?? 'none').join(', ') }]
  },
  { level: 'may' },
)

const contentType = rule<ExchangeCase>({
  id: 'soap.content-type',
  says: 'An answer is XML and says so with text/xml.',
  level: 'must',
  about: ['server'],
  over: (evidence) => answeredRequests(evidence).filter((exchange) => faultIs(exchange.response!.read, 'empty').length === 0 && oddityOf(evidence, exchange) === undefined).map(one),
  holds: ({ exchange: { request, response } }) => {
    const type = header(response!.headers, 'content-type') ?? 'none'
    const start = textOf(response!.body).slice(0, 80)
    if (!isXml(response!.read)) return [{ expected: 'a SOAP message', received: `${type}: ${start}` }]
    const wanted = request.read.ok && request.read.soap?.version === '1.2' ? /^application\/soap\+xml\b/i : /^text\/xml\b/i
    return wanted.test(type.trim()) ? [] : [{ expected: 'Content-Type text/xml', received: type, level: 'should' }]
  },
})

const fault = rule<ExchangeCase>({
  id: 'soap.fault',
  says: 'A refusal of the business is an answer with a response code, not a SOAP Fault.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    answeredRequests(evidence)
      .filter((exchange) => exchange.response!.read.ok && isOrderly(evidence, exchange) && oddityOf(evidence, exchange) === undefined)
      .map(one),
  holds: ({ exchange }) => {
    const read = exchange.response!.read as Read
    const found = read.soap?.fault
    return found ? [{ expected: 'a response code other than success', received: `SOAP Fault ${found.code}: ${found.says}` }] : []
  },
})

const malformedRefused = rule<ExchangeCase>({
  id: 'xml.malformed-refused',
  says: 'A request that is not well-formed is never answered with a success.',
  level: 'should',
  about: ['server'],
  over: ({ exchanges }) => exchanges.filter(({ request, response }) => request.method === 'POST' && !request.read.ok && response !== undefined).map((exchange) => ({ exchange, exchanges: [exchange] })),
  holds: ({ exchange }, evidence) => (sayingOf(evidence, exchange) === 'success' ? [{ expected: 'a refusal or a SOAP Fault', received: 'a success' }] : []),
})

const wsdl = rule<ExchangeCase>({
  id: 'soap.wsdl',
  says: 'The partner publishes a WSDL that describes the service.',
  level: 'should',
  about: ['server'],
  given: (_contract, profile) => profile['wsdl'] !== 'supplied',
  over: ({ exchanges }) => exchanges.filter(({ request }) => request.method === 'GET' && /wsdl/i.test(request.url)).map(one),
  holds: ({ exchange: { response, trouble } }) => {
    const body = response ? textOf(response.body) : ''
    if (response?.status === 200 && /<(?:[\w.-]+:)?(?:definitions|description)[\s>]/.test(body)) return []
    return [{ expected: 'HTTP 200 with a WSDL document', received: trouble?.says ?? `HTTP ${response?.status}: ${body.slice(0, 60)}` }]
  },
})

export const envelope: Rule[] = [answers, post, status, wellFormed, encoding, escaped, version, payload, literal, namespace, contentType, fault, malformedRefused, wsdl]
