/** Bodies that requests and answers are written in: one flat JSON object each. */
import type { Rule } from '../../src/judge/rule.ts'
import { bytesOf, header, textOf, type Exchange } from '../../src/wire/exchange.ts'
import { mediaTypeOf } from '../../src/wire/media-type.ts'
import type { Read, Reading } from '../../src/wire/reading.ts'
import { readingRule } from '../common/readings.ts'
import { calls, told } from './seen.ts'
import { caseOf, serverRule, unless } from './cases.ts'

/** Callbacks are forms, which rules of their own judge; another method than POST may be turned away without a word. */
const isJson = ({ from, request }: Exchange): boolean => from === 'client' && request.method === 'POST'

const object = readingRule(
  'json.object',
  'Every body is one JSON object.',
  (_read, { exchange }) => isJson(exchange),
  (read) => unless(read.ok && read.json?.root === 'object', 'one JSON object', found(read)),
)

const found = (read: Reading): string => {
  if (!read.ok) return read.fault.says
  return read.form ? 'a form' : `a JSON ${read.json?.root ?? 'value'}`
}

const utf = readingRule(
  'json.utf',
  'Bodies are in UTF-8.',
  (_read, { exchange }) => isJson(exchange),
  (read) => unless(read.ok || read.fault.what !== 'encoding', 'UTF-8', read.ok ? '' : read.fault.says),
)

const flat = readingRule(
  'json.flat',
  'A message holds no objects and no lists.',
  (read, { exchange }) => read.ok && isJson(exchange),
  (read, { exchange }, { profile }) => {
    const nested = nestedIn(read as Read, exchange.operation === 'query' && profile['wrappedQuery'] === true)
    return unless(nested === undefined, 'texts and numbers alone', `${nested} holds more`)
  },
  { level: 'should' },
)

/** A wrapped answer holds its data as an object, by agreement. */
const nestedIn = ({ order, fields }: Read, wrapped: boolean): string | undefined =>
  order.find(
    (name) => typeof fields[name] === 'object' && fields[name] !== null && !(wrapped && name === 'data'),
  )

const contentType = readingRule(
  'json.content-type',
  'JSON says so: application/json.',
  (_read, { exchange }) => isJson(exchange),
  (_read, { exchange: { request } }) => {
    const { mediaType } = mediaTypeOf(request.headers)
    return unless(mediaType === 'application/json', 'application/json', mediaType ?? 'no Content-Type')
  },
  { about: ['client'] },
)

const charset = readingRule(
  'json.charset',
  'A request tells its charset, utf-8.',
  (_read, { exchange }) => isJson(exchange) && mediaTypeOf(exchange.request.headers).mediaType !== undefined,
  (_read, { exchange: { request } }) => {
    const written = mediaTypeOf(request.headers).charset
    return unless(
      written === 'utf-8' || written === 'utf8',
      'charset=utf-8',
      header(request.headers, 'content-type') ?? 'none',
    )
  },
  { about: ['client'], level: 'should' },
)

const unreadable = serverRule(
  'json.unreadable',
  'A body that cannot be read is refused in JSON.',
  (evidence) =>
    calls(evidence)
      .filter(({ exchange: { request, response } }) => response !== undefined && request.method === 'POST')
      .filter(({ exchange: { request } }) => !request.read.ok || request.read.json?.root !== 'object')
      .map((call) => caseOf(call)),
  ({ call }) => {
    const { status, read } = call.exchange.response!
    if (call.said === 'success') return [{ expected: 'a refusal', received: told(call), level: 'must' }]
    if (!read.ok) return [{ expected: 'a refusal in JSON', received: `HTTP ${status}, ${read.fault.says}` }]
    return unless(
      status < 500 && call.code !== '',
      'a refusal with a code',
      `HTTP ${status} ${call.code}`.trim(),
    )
  },
  { level: 'should' },
)

const isBeyondAscii = (exchange: Exchange): boolean =>
  bytesOf(exchange.request.body).some((byte) => byte > 127) ||
  /\\u[0-9a-f]{4}/i.test(textOf(exchange.request.body))

const letters = serverRule(
  'json.letters',
  'Text beyond ASCII is refused, or comes back as it was.',
  (evidence) =>
    calls(evidence)
      .filter(({ orderly, exchange }) => orderly && isBeyondAscii(exchange))
      .map((call) => caseOf(call)),
  ({ call: { exchange, said } }) => {
    const { response, trouble, request } = exchange
    if (!response) return [{ expected: 'an answer', received: trouble?.says ?? 'none' }]
    if (response.status >= 500)
      return [{ expected: 'a refusal or a success', received: `HTTP ${response.status}` }]
    if (said !== 'success' || !request.read.ok || !response.read.ok) return []
    const [sent, got] = [request.read.fields, response.read.fields]
    const changed = Object.keys(sent).find(
      (name) =>
        typeof sent[name] === 'string' &&
        /[^\0-~]/.test(sent[name]) &&
        typeof got[name] === 'string' &&
        beyondAscii(got[name]) !== beyondAscii(sent[name]),
    )
    return unless(changed === undefined, String(sent[changed!]), String(got[changed!]))
  },
)

/** The letters that the rule is about; what became of the others is the business of other rules. */
const beyondAscii = (value: string): string => value.replace(/[\0-~]/g, '')

export const bodies: Rule[] = [object, utf, flat, contentType, charset, unreadable, letters]
