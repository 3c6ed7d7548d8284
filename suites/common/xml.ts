/** XML: well-formed, in its declared encoding, escaped; and what becomes of requests that are not. */
import { rule, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import type { Reading } from '../../src/wire/reading.ts'
import { oddityOf } from './oddities.ts'
import { asked, provided, sayingOf } from './premises.ts'
import { faultIs, isXml, readingRule, type ExchangeCase, type ReadingCase } from './readings.ts'

const wellFormed = readingRule(
  'xml.well-formed',
  'Every message is one well-formed XML document without a DTD.',
  // An odd request that was refused without a word is the business of whatever protects its oddity.
  (read, { exchange }, evidence) =>
    isXml(read) || (faultIs(read, 'empty').length > 0 && oddityOf(evidence, exchange) === undefined),
  (read) =>
    faultIs(read, 'empty', 'not-well-formed', 'doctype', 'too-deep', 'too-large').map((received) => ({
      expected: 'one well-formed XML document',
      received,
    })),
)

/** Where two encodings are named, the charset wins (RFC 7303, 3); of a text that is the same in both, a contract may say more. */
const encoding = (harmless: Rule['level']): Rule =>
  readingRule(
    'xml.encoding',
    'The bytes are in the encoding that the message declares.',
    // Stacks copy the charset of a request into their answer, so an odd request proves nothing about a server.
    (read, { exchange }, evidence) =>
      isXml(read) && (evidence.trace.role === 'client' || oddityOf(evidence, exchange) === undefined),
    (read) => {
      const expected = 'bytes in the declared encoding'
      if (!read.ok) return faultIs(read, 'encoding').map((received) => ({ expected, received }))
      return read.flaws
        .filter(({ kind }) => kind === 'encoding')
        .map((flaw) => ({
          expected,
          received: flaw.says,
          ...(flaw.harmless && { level: harmless }),
        }))
    },
  )

const escaped = readingRule(
  'xml.escaped',
  'The characters & and < are escaped in values.',
  (read, subject, evidence) =>
    faultIs(read, 'unescaped').length > 0 ||
    (read.ok && Object.values(read.fields).some((value) => /[&<]/.test(String(value)))) ||
    expectsMarkup(subject, evidence),
  (read, subject, evidence) => [
    ...faultIs(read, 'unescaped').map((received) => ({ expected: '&amp; and &lt; in values', received })),
    ...(expectsMarkup(subject, evidence) ? escapedTwice(read) : []),
  ],
)

/** Whoever escapes a text that is escaped already shows its customers the escapes. Texts with a grammar have a rule for it. */
function escapedTwice(read: Reading): Problem[] {
  const values = read.ok && !read.rpc ? Object.values(read.fields).map(String) : []
  return values
    .filter((value) => /&(?:amp|lt|gt|quot|apos|#x?[\da-f]+);/i.test(value))
    .map((received) => ({ expected: 'a text that is escaped once', received, level: 'should' }))
}

/** Test data whose texts need escaping was asked for. */
function expectsMarkup({ exchange }: ReadingCase, evidence: Evidence): boolean {
  return (
    exchange.from === 'client' &&
    sayingOf(evidence, exchange) === 'success' &&
    provided(evidence).get(asked(exchange, evidence.contract.places['code']!))?.data === 'ampersand'
  )
}

const malformedRefused = (level: Rule['level']) =>
  rule<ExchangeCase>({
    id: 'xml.malformed-refused',
    says: 'A request that is not well-formed is never answered with a success.',
    level,
    about: ['server'],
    over: ({ exchanges }) =>
      exchanges
        .filter(
          ({ request, response }) => request.method === 'POST' && !request.read.ok && response !== undefined,
        )
        .map((exchange) => ({ exchange, exchanges: [exchange] })),
    holds: ({ exchange }, evidence) => {
      const said = sayingOf(evidence, exchange)
      if (!['success', 'pending'].includes(said)) return []
      const problem = { expected: 'a refusal or a fault', received: `a ${said}` }
      return [isLegible(exchange) ? { ...problem, level: 'should' } : problem]
    },
  })

/** Libraries look past a document type, at no root and at no bytes, and find all that was asked for. */
const isLegible = ({ request: { read } }: Exchange): boolean =>
  !read.ok && ['doctype', 'no-envelope', 'encoding'].includes(read.fault.what)

/** For contracts that say what becomes of a request that cannot be read. */
export const strictXml: Rule[] = [wellFormed, encoding('should'), escaped, malformedRefused('must')]

export const xml: Rule[] = [wellFormed, encoding('must'), escaped, malformedRefused('should')]
