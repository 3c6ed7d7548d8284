/** What a client sends: names of its requests, times, signatures, and nothing that is secret. */
import { isoInstant } from '../../src/contract/iso-time.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { textOf } from '../../src/wire/exchange.ts'
import { asked, targetTime } from '../common/premises.ts'
import { at, codesAsked, requestsMade, statesAsked, type Asked } from './asked.ts'
import { threads } from './client-threads.ts'
import { configured } from './paid.ts'
import { overLong } from './refused.ts'
import { tellsKey } from './secrets.ts'

interface One extends Case {
  one: Asked
}

const casesOf = (all: Asked[]): One[] => all.map((one) => ({ one, exchanges: [one.exchange] }))

function clientRule(
  rest: Pick<Rule, 'id' | 'says'> & Partial<Pick<Rule, 'level' | 'given' | 'span'>>,
  over: (evidence: Evidence) => One[],
  holds: (one: Asked, evidence: Evidence) => Problem[],
): Rule {
  return rule<One>({
    level: 'must',
    ...rest,
    about: ['client'],
    over,
    holds: ({ one }, evidence) => holds(one, evidence),
  })
}

const right = rule<One & { place: string }>({
  id: 'signatures.right',
  says: 'Every request of the client is rightly signed.',
  level: 'must',
  about: ['client'],
  over: (evidence) =>
    casesOf(
      requestsMade(evidence).filter(({ exchange }) => ['good', 'bad'].includes(exchange.signature)),
    ).map((subject) => ({ ...subject, place: subject.one.operation })),
  holds: ({ one: { exchange } }) =>
    exchange.signature === 'good'
      ? []
      : [
          {
            expected: 'a signature of Client-Id, Request-Id, time, path and body',
            received: exchange.signatureFault?.says ?? 'another signature',
          },
        ],
})

interface Named extends Case {
  one: Asked
  twin: Asked | undefined
}

const bodyOf = ({ exchange }: Asked): string => textOf(exchange.request.body)

const requestIds = rule<Named>({
  id: 'client.request-id',
  says: 'Every request has a Request-Id of its own.',
  level: 'must',
  about: ['client'],
  span: 'run',
  over: (evidence) => {
    const seen = new Map<string, Asked>()
    return requestsMade(evidence)
      .filter(({ id }) => id !== '')
      .map((one) => {
        const before = seen.get(one.id)
        // The same request sent again is no other request.
        const isAgain = before?.operation === one.operation && bodyOf(before) === bodyOf(one)
        if (!before) seen.set(one.id, one)
        const twin = before && !(isAgain && one.operation === 'generate') ? before : undefined
        return { one, twin, exchanges: [...(twin ? [twin.exchange] : []), one.exchange] }
      })
  },
  holds: ({ one, twin }) =>
    twin ? [{ expected: 'a Request-Id that no other request has', received: one.id }] : [],
})

interface Many extends Case {
  ids: string[]
  /** When the first request with each was sent: in truth, and by the clock of the client. */
  times: number[][]
}

const random = rule<Many>({
  id: 'client.random',
  says: 'Request-Ids are random.',
  level: 'should',
  about: ['client'],
  span: 'run',
  over: (evidence) =>
    [codesAsked(evidence), statesAsked(evidence)].flatMap((all) => {
      const first = all.filter(
        ({ id }, index) => id !== '' && all.findIndex((one) => one.id === id) === index,
      )
      const ids = first.map(({ id }) => id)
      const times = first.map(({ exchange }) => [Date.parse(exchange.sentAt), targetTime(evidence, exchange)])
      const exchanges = all.slice(0, 5).map(({ exchange }) => exchange)
      return ids.length < 5 ? [] : [{ ids, times, exchanges }]
    }),
  holds: ({ ids, times }) => {
    const guess = guessOf(ids, times)
    return guess
      ? [
          {
            expected: 'Request-Ids that nobody can guess',
            received: `${guess}: ${ids.slice(0, 3).join(', ')}`,
          },
        ]
      : []
  },
})

/** Milliseconds that clocks may differ where one is a name. */
const hour = 3_600_000

/** In what way ids of requests at these times can be guessed; undefined where they cannot. */
function guessOf(ids: string[], times: number[][]): string | undefined {
  if (ids.every((id) => /^\d{1,7}$/.test(id))) return 'a few digits'
  const parts = ids.map((id) => /^(.*?)(\d+)$/.exec(id))
  const isOneHead = new Set(parts.map((part) => part?.[1])).size === 1
  if (parts.some((part) => !part) || !isOneHead) return undefined
  const numbers = parts.map((part) => BigInt(part![2]!)).sort((a, b) => (a < b ? -1 : 1))
  const gaps = numbers.slice(1).map((number, index) => number - numbers[index]!)
  if (gaps.every((gap) => gap <= 10n)) return 'numbers that are counted'
  return parts.every((part, index) => times[index]!.some((time) => Math.abs(Number(part![2]) - time) < hour))
    ? 'the time in milliseconds'
    : undefined
}

/** Seconds that clocks may differ. */
const apart = 120

const clock = clientRule(
  { id: 'client.clock', says: 'Request-Timestamp is the present time in UTC.' },
  (evidence) =>
    casesOf(
      requestsMade(evidence).filter(({ exchange }) => isoInstant(asked(exchange, at.time)) !== undefined),
    ),
  ({ exchange }, evidence) => {
    const off = (isoInstant(asked(exchange, at.time))! - targetTime(evidence, exchange)) / 1000
    return Math.abs(off) <= apart
      ? []
      : [
          {
            expected: new Date(targetTime(evidence, exchange)).toISOString(),
            received: asked(exchange, at.time),
          },
        ]
  },
)

const invoices = clientRule(
  { id: 'client.invoices', says: 'Every order has an invoice number of its own.' },
  (evidence) => casesOf(codesAsked(evidence).filter(({ invoice }) => invoice !== '')),
  (one, evidence) => {
    const before = threads(evidence)
      .find(({ invoice }) => invoice === one.invoice)
      ?.asked.find(
        (other) =>
          other.code !== '' && other.id !== one.id && (other.exchange.ended ?? Infinity) < one.exchange.began,
      )
    return before
      ? [
          {
            expected: `no second request for ${one.invoice}, which has a code`,
            received: `Request-Id ${one.id}`,
          },
        ]
      : []
  },
)

const lengths = clientRule(
  {
    id: 'client.lengths',
    says: 'Texts are no longer than agreed.',
    level: 'should',
    given: (_contract, profile) => Object.keys((profile['textLimits'] ?? {}) as object).length > 0,
  },
  (evidence) => casesOf(codesAsked(evidence)),
  (one, evidence) =>
    overLong(evidence, one).map((place) => ({
      expected: `${place} as short as agreed`,
      received: asked(one.exchange, place),
    })),
)

const secrets = clientRule(
  { id: 'client.secrets', says: 'No secret key stands in a message.' },
  (evidence) => casesOf(requestsMade(evidence)),
  ({ exchange: { request } }, evidence) => {
    const whole = [request.url, ...request.headers.flat(), textOf(request.body)].join('\n')
    return tellsKey(evidence, whole) ? [{ expected: 'no secret key', received: 'a secret key' }] : []
  },
)

const override = clientRule(
  {
    id: 'client.override',
    says: 'An override has the path of the configured address.',
    span: 'run',
  },
  (evidence) =>
    configured(evidence) === undefined
      ? []
      : casesOf(codesAsked(evidence).filter(({ exchange }) => URL.canParse(asked(exchange, at.override)))),
  ({ exchange }, evidence) => {
    const [own, usual] = [asked(exchange, at.override), configured(evidence)!]
    return new URL(own).pathname === new URL(usual).pathname
      ? []
      : [{ expected: `the path of ${usual}`, received: own }]
  },
)

/** Characters that a path holds as they are, beside those that are free everywhere. */
const inPath = /^[\w.~!$&'()*+,;=:@-]*$/

const encodes = clientRule(
  {
    id: 'client.encodes',
    says: 'An invoice number is percent-encoded in the path, and that path is signed.',
    level: 'should',
    span: 'run',
  },
  (evidence) => casesOf(statesAsked(evidence).filter((one) => oddInvoice(evidence, one) !== undefined)),
  (one, evidence) => {
    const wanted = oddInvoice(evidence, one)!
    const path = new URL(one.exchange.request.url).pathname.split('/status/')[1] ?? ''
    const isRight = one.invoice === wanted && inPath.test(path.replace(/%[\da-f]{2}/gi, ''))
    return isRight
      ? []
      : [{ expected: `…/status/${encodeURIComponent(wanted)}`, received: `…/status/${path}` }]
  },
)

/** The invoice number with special characters that is asked about, whole or cut off where a URL would cut it. */
function oddInvoice(evidence: Evidence, { invoice }: Asked): string | undefined {
  const all = threads(evidence).map((thread) => thread.invoice)
  if (all.includes(invoice)) return inPath.test(invoice) ? undefined : invoice
  const asked = invoice.trim()
  return all.find((one) => !inPath.test(one) && asked !== '' && one.startsWith(asked))
}

export const client: Rule[] = [
  right,
  requestIds,
  random,
  clock,
  invoices,
  lengths,
  secrets,
  override,
  encodes,
]
