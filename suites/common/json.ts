/** JSON as both sides write it, and as whoever is asked reads it. */
import type { Contract } from '../../src/contract/contract.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { bytesOf, header, type Exchange, type Headers } from '../../src/wire/exchange.ts'
import { text, type Reading } from '../../src/wire/reading.ts'
import { hasForm } from '../../src/contract/codes.ts'
import { answerIn, isServed, oddity } from './odd-rules.ts'
import { requests, sideOnTrial, written } from './premises.ts'
import { redirected } from './redirects.ts'
import { crashed } from './spoilt.ts'

interface Written extends Case {
  exchange: Exchange
  headers: Headers
  read: Reading
}

const everybody: Rule['about'] = ['server', 'client', 'receiver']
const asked: Rule['about'] = ['server', 'receiver']

/** What the party on trial wrote with a body, in answer to what can be read or of its own accord. */
function bodies(evidence: Evidence): Written[] {
  return evidence.exchanges.flatMap((exchange): Written[] => {
    const side = sideOnTrial(evidence, exchange)
    const { request, response, operation } = exchange
    if (operation === undefined || request.method !== 'POST') return []
    if (side === 'request') return [{ exchange, ...request, exchanges: [exchange] }]
    return side === 'response' && response && isObject(request.read)
      ? [{ exchange, ...response, exchanges: [exchange] }]
      : []
  })
}

const isObject = (read: Reading): boolean => read.ok && (read.json?.root ?? 'object') === 'object'

const isEncoded = (read: Reading): boolean => read.ok || read.fault.what !== 'encoding'

/** A request whose body is JSON, and no object: a list, a text. */
const isOtherJson = ({ request: { read, method } }: Exchange): boolean =>
  method === 'POST' && read.ok && read.json !== undefined && !isObject(read) && read.json.root !== 'none'

const onTrialBy = (evidence: Evidence, exchange: Exchange): boolean =>
  sideOnTrial(evidence, exchange) === 'response' && exchange.operation !== undefined

const object = rule<Written | (Case & { odd: Exchange })>({
  id: 'json.object',
  says: 'Every body is one JSON object.',
  level: 'must',
  about: everybody,
  over: (evidence) => [
    ...bodies(evidence).filter(({ read }) => isEncoded(read)),
    ...evidence.exchanges
      .filter((exchange) => onTrialBy(evidence, exchange) && isOtherJson(exchange))
      .map((odd) => ({ odd, exchanges: [odd] })),
  ],
  holds: (subject, evidence) => {
    if ('odd' in subject) return servedOrCrashed(subject.odd, evidence)
    const { exchange, read } = subject
    if (isObject(read)) return []
    const received = read.ok ? `a JSON ${read.json?.root}` : read.fault.says
    return [{ expected: 'one JSON object', received: redirected(exchange) ?? received }]
  },
})

function servedOrCrashed(exchange: Exchange, evidence: Evidence): Problem[] {
  return isServed(evidence, exchange)
    ? [{ expected: 'a refusal', received: answerIn(exchange, evidence.contract.outcome.at) }]
    : crashed(exchange, evidence)
}

const mediaType = /^application\/json[ \t]*(?:;.*)?$/i

const contentType = rule<Case & { place: string; type: string | undefined }>({
  id: 'json.content-type',
  says: 'JSON says so: application/json.',
  level: 'must',
  about: everybody,
  over: (evidence) =>
    written(evidence)
      .filter(({ exchange }) => exchange.request.method === 'POST' && isObject(exchange.request.read))
      .map(({ exchange, spec }) => {
        const row = spec.fields.find(({ name }) => name === 'header:Content-Type')
        const { headers } = spec.side === 'request' ? exchange.request : exchange.response!
        return {
          type: header(headers, 'content-type') ?? (row?.presence === 'O' ? 'application/json' : undefined),
          place: `${spec.message}/header:Content-Type`,
          exchanges: [exchange],
        }
      }),
  holds: ({ type }) =>
    type !== undefined && mediaType.test(type)
      ? []
      : [{ expected: 'Content-Type: application/json', received: type ?? 'no Content-Type' }],
})

const utf = rule<Written>({
  id: 'json.utf',
  says: 'Bodies are in UTF-8.',
  level: 'must',
  about: everybody,
  over: bodies,
  holds: ({ read, headers }) => {
    const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(header(headers, 'content-type') ?? '')?.[1]
    const isOther = charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)
    if (isEncoded(read) && !isOther) return []
    return [{ expected: 'UTF-8', received: isOther ? `charset ${charset}` : told(read) }]
  },
})

const told = (read: Reading): string => (read.ok ? 'other bytes' : read.fault.says)

interface Unreadable extends Case {
  exchange: Exchange
}

/** Requests to a known address that nobody can read; otherwise in order. */
function unreadable(evidence: Evidence): Unreadable[] {
  return evidence.exchanges
    .filter(
      (exchange) =>
        onTrialBy(evidence, exchange) &&
        exchange.request.method === 'POST' &&
        !exchange.request.read.ok &&
        exchange.signature !== 'bad' &&
        exchange.signature !== 'none' &&
        (exchange.response !== undefined || exchange.trouble?.kind === 'reset'),
    )
    .map((exchange) => ({ exchange, exchanges: [exchange] }))
}

const malformedRefused = rule<Unreadable>({
  id: 'json.malformed-refused',
  says: 'A body that cannot be read is refused in JSON.',
  level: 'must',
  about: asked,
  over: (evidence) => unreadable(evidence).filter(({ exchange }) => !isOtherEncoding(exchange)),
  holds: ({ exchange }, evidence) => {
    const { response } = exchange
    if (isServed(evidence, exchange) || !response || !isObject(response.read))
      return [
        {
          expected: 'a refusal that is a JSON object',
          received:
            response?.read.ok === false
              ? response.read.fault.says
              : answerIn(exchange, evidence.contract.outcome.at),
        },
      ]
    return []
  },
})

const isOtherEncoding = ({ request: { read } }: Exchange): boolean =>
  !read.ok && read.fault.what === 'encoding'

const explained = rule<Unreadable>({
  id: 'json.explained',
  says: 'What cannot be read is refused with 400 and case 00.',
  level: 'should',
  about: asked,
  given: (contract) => unreadableForm(contract) !== undefined,
  over: (evidence) =>
    unreadable(evidence).filter(
      // Who is turned away for his signature, his number or his haste is not told about his body.
      ({ exchange: { response } }) =>
        response && ![401, 409, 429].includes(response.status) && isObject(response.read),
    ),
  holds: ({ exchange }, evidence) => {
    const { contract } = evidence
    if (isServed(evidence, exchange)) return []
    const code = text(exchange.response!.read, contract.outcome.at) ?? ''
    const form = unreadableForm(contract)!
    return hasForm(code, form) ? [] : [{ expected: form, received: answerIn(exchange, contract.outcome.at) }]
  },
})

const unreadableForm = ({ accepts = [] }: Contract): string | undefined =>
  accepts.find(({ id }) => id === 'unreadable')?.canonical

const duplicated = rule<Case & { exchange: Exchange; place: string; status: Exchange; at: string }>({
  id: 'json.duplicates',
  says: 'A name that comes twice is refused, or the last one counts.',
  level: 'may',
  about: ['server'],
  over: (evidence) => {
    const { amount = '', reference = '', originalReference = '' } = evidence.contract.places
    return [...requests(evidence).values()].flatMap(({ exchange, read }) => {
      if (!read.flaws.some(({ kind }) => kind === 'duplicate') || !isServed(evidence, exchange)) return []
      const own = text(read, reference)
      const status = evidence.exchanges.find(
        ({ request, response }) =>
          own !== undefined && text(request.read, originalReference) === own && response?.read.ok,
      )
      const at = status && toldAmount(status)
      return status && at !== undefined && text(read, amount) !== undefined
        ? [{ exchange, status, at, place: amount, exchanges: [exchange, status] }]
        : []
    })
  },
  holds: ({ exchange, status, at, place }) => {
    const [last, said] = [text(exchange.request.read, place), text(status.response!.read, at)]
    // An amount that was never sent has another cause.
    const isSent = amountsIn(bytesOf(exchange.request.body).toString()).includes(String(said))
    return last === said || !isSent
      ? []
      : [{ expected: `${place} ${last}, the last one`, received: String(said) }]
  },
})

const amountsIn = (body: string): string[] => body.match(/[\d.]+/g) ?? []

/** Where an answer tells the amount of a payment. */
function toldAmount({ response }: Exchange): string | undefined {
  return ['transAmount.value', 'amount.value', 'amount'].find((at) => text(response?.read, at) !== undefined)
}

const plain = [
  oddity('json.unknown-member', 'Fields beyond the table are passed over.', 'must', asked),
  oddity('json.empty', 'An empty optional value counts as absent.', 'should'),
  oddity(
    'json.spellings',
    'Names are understood as the document spells them, in either way.',
    'should',
    asked,
  ),
]

export const json: Rule[] = [object, contentType, utf, malformedRefused, explained, duplicated, ...plain].map(
  (one) => one as Rule,
)
