/** What every single message keeps: HTTP, JSON, times and signatures of answers, the shape of errors. */
import { isoInstant } from '../../src/contract/iso-time.ts'
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { header, textOf, type Exchange } from '../../src/wire/exchange.ts'
import type { Json, Reading } from '../../src/wire/reading.ts'
import { answered, asked, targetTime } from '../common/premises.ts'
import { at, codesAsked, reactionOf, requestsMade, told, type Asked } from './asked.ts'
import { apart as drift } from './notified.ts'
import { tellsKey } from './secrets.ts'

interface Message extends Case {
  exchange: Exchange
  read: Reading
  headers: [string, string][]
}

/** Whole messages that the party on trial wrote and that have a body: answers with a code or a state, notifications, requests. */
const bodies = premise((evidence: Evidence): Message[] =>
  evidence.exchanges.flatMap((exchange): Message[] => {
    const { from, request, response, operation } = exchange
    if (operation === undefined) return []
    const { role } = evidence.trace
    const isTold = response && (reactionOf(exchange) === 'served' || answered(exchange, at.code) !== '')
    const of = (message: { read: Reading; headers: [string, string][] }) => [
      { exchange, read: message.read, headers: message.headers, exchanges: [exchange] },
    ]
    if (role === 'server' && from === 'client') return isTold ? of(response) : []
    if (role === 'server') return of(request)
    return role === 'client' && from === 'client' && request.method === 'POST' ? of(request) : []
  }),
)

const object = rule<Message>({
  id: 'json.object',
  says: 'Every body is one JSON object.',
  level: 'must',
  about: ['server', 'client'],
  over: (evidence) => bodies(evidence).map((one) => ({ ...one, place: one.exchange.operation! })),
  holds: ({ read }) => {
    if (!read.ok) return [{ expected: 'one JSON object', received: read.fault.says }]
    const root = read.json?.root ?? 'object'
    return root === 'object' || root === 'none' ? [] : [{ expected: 'one JSON object', received: root }]
  },
})

const contentType = rule<Message>({
  id: 'json.content-type',
  says: 'JSON says so: application/json.',
  level: 'must',
  about: ['server', 'client'],
  over: (evidence) =>
    bodies(evidence)
      .filter(({ read }) => read.ok)
      .map((one) => ({ ...one, place: one.exchange.operation! })),
  holds: ({ headers }): Problem[] => {
    const type = header(headers, 'content-type')
    if (type === undefined)
      return [{ expected: 'application/json', received: 'no Content-Type', level: 'should' }]
    return /^application\/json\s*(;|$)/i.test(type) ? [] : [{ expected: 'application/json', received: type }]
  },
})

interface Answered extends Case {
  one: Asked
}

const answersOf = (all: Asked[]): Answered[] => all.map((one) => ({ one, exchanges: [one.exchange] }))

/** Seconds that clocks of two parties may be apart without a word. */
const apart = 120

const stamped = rule<Answered>({
  id: 'answers.stamped',
  says: 'An answer with a code carries its time, and not one before its request.',
  level: 'must',
  about: ['server'],
  // Of a body that cannot be read another rule speaks.
  over: (evidence) =>
    answersOf(
      codesAsked(evidence).filter(({ status, exchange }) => status === 200 && exchange.response?.read.ok),
    ),
  holds: ({ one: { exchange } }, evidence) => {
    const agreed = evidence.profile['responseTimestamp']
    const names = [at.answerTime, at.time].filter(
      (name) => agreed === 'either' || name === `header:${String(agreed)}`,
    )
    const text = names.map((name) => answered(exchange, name)).find((value) => value !== '')
    if (text === undefined)
      return [{ expected: names.join(' or ').replaceAll('header:', ''), received: 'neither of them' }]
    const [time, sent] = [isoInstant(text), isoInstant(asked(exchange, at.time))]
    // How a time is written is another rule's business, and a request of another day has another time.
    if (time === undefined || sent === undefined || !/(?:Z|\+00:00)$/.test(text)) return []
    if (Math.abs(sent - targetTime(evidence, exchange)) > apart * 1000) return []
    const expected = `a time from ${asked(exchange, at.time)} on`
    if (time < sent - 5000) return [{ expected, received: text, ...isFar(time, sent) }]
    return time > targetTime(evidence, exchange) + exchange.elapsedMs + apart * 1000
      ? [{ expected: 'the present time in UTC', received: text, level: 'should' }]
      : []
  },
})

/** A clock that is some minutes behind is only warned of: the document names no tolerance. */
const isFar = (time: number, sent: number): { level?: 'should' } =>
  sent - time > drift ? {} : { level: 'should' }

const signed = rule<Answered>({
  id: 'answers.signed',
  says: 'An answer is rightly signed.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    answersOf(
      requestsMade(evidence)
        .filter((one) => ['good', 'bad'].includes(one.exchange.response?.signature ?? '') || isBare(one))
        .filter(hasTime)
        .filter(isAscii),
    ),
  holds: ({ one, one: { exchange, operation, status } }) =>
    exchange.response!.signature === 'good'
      ? []
      : [
          {
            expected: 'a signature of Client-Id, Request-Id, time, path and body of the answer',
            received: isBare(one) ? 'none' : (exchange.response!.signatureFault?.says ?? 'another signature'),
            ...(operation === 'generate' && status === 200 ? {} : { level: 'should' as const }),
          },
        ],
})

/** Tells a code again without a signature: a client that verifies cannot take it. Of a first code its table speaks. */
const isBare = ({ exchange: { response }, status, code }: Asked): boolean =>
  response?.signature === 'none' && status === 409 && code !== ''
/** Without a time nobody can say what was signed; that it is missing, another rule says. */
const hasTime = ({ exchange }: Asked): boolean =>
  [at.answerTime, at.time].some((name) => answered(exchange, name) !== '')

/** Which bytes other letters in headers become, and are signed as, nobody has agreed on. */
const isAscii = ({ merchant, id }: Asked): boolean => /^[ -~]*$/.test(merchant + id)

const leaks: [RegExp, string][] = [
  // A time of day after the word «at» is no place in a file of code.
  [/\bat [^\n]*\.(?:[cm]?[jt]sx?|java|kt|php|py|rb|go|cs):\d+/, 'a trace of code'],
  [
    /Traceback \(most recent|Exception in thread|goroutine \d+ \[|\.(?:php|py)"?,? (?:on )?line \d+/,
    'a trace of code',
  ],
  [/SQLSTATE|\bSELECT .+ FROM\b|\bINSERT INTO\b/, 'a query'],
]

const discreet = rule<Answered>({
  id: 'answers.discreet',
  says: 'No answer tells a secret, a trace of code, or the signature that was expected.',
  level: 'must',
  about: ['server'],
  over: (evidence) => answersOf(requestsMade(evidence).filter(({ exchange }) => exchange.response)),
  holds: ({ one }, evidence) => {
    const { exchange } = one
    const said = textOf(exchange.response!.body)
    const leak = leaks.find(([pattern]) => pattern.test(said))
    if (leak) return [{ expected: 'an answer without secrets', received: leak[1] }]
    if (tellsKey(evidence, said)) return [{ expected: 'an answer without secrets', received: 'a secret key' }]
    const isForged = exchange.signature === 'bad' || exchange.signature === 'none'
    const expected = isForged && rightSignatures(evidence).find((text) => isTold(said, text))
    return expected ? [{ expected: 'no word of the right signature', received: 'the right signature' }] : []
  },
})

/** JSON may escape the slashes of Base64. */
const isTold = (said: string, text: string): boolean => said.replaceAll('\\/', '/').includes(text)

const rightSignatures = premise((evidence: Evidence): string[] =>
  requestsMade(evidence)
    .filter(({ exchange }) => exchange.signature === 'good')
    .map(({ exchange }) => asked(exchange, at.signature).replace(/^HMACSHA256=/, '')),
)

const errors = rule<Answered>({
  id: 'errors.shape',
  says: 'An error has JSON with a code and a message.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    answersOf(
      requestsMade(evidence).filter(
        (one) => ['refused', 'broken'].includes(one.reaction) && one.code === '' && !isFirstAgain(one),
      ),
    ),
  holds: ({ one }) => {
    const read = one.exchange.response!.read
    if (!read.ok) return [{ expected: 'JSON with a code and a message', received: `${told(one)}: no JSON` }]
    return hasError(read.fields)
      ? []
      : [
          {
            expected: 'a code and a message',
            received: JSON.stringify(Object.keys(read.fields).filter((name) => !/[.:[]/.test(name))),
          },
        ]
  },
})

/** The body of a first answer comes again with 409, and is no error. */
const isFirstAgain = ({ status, exchange: { response } }: Asked): boolean =>
  status === 409 && response!.read.ok && 'online_to_offline_info' in response!.read.fields

/** No shape of errors is published: what tells a program and what tells a person may have any usual name, at any depth. */
function hasError(fields: { [place: string]: Json }): boolean {
  const names = Object.keys(fields).filter(
    (place) => !place.startsWith('header:') && (fields[place] ?? '') !== '',
  )
  const has = (name: RegExp) =>
    names.some((place) =>
      name.test(
        place
          .split('.')
          .at(-1)!
          .replace(/\[\d*\]$/, ''),
      ),
    )
  return has(/code|status|type|^errors?$/i) && has(/message|desc|detail|title|reason|^errors?$/i)
    ? true
    : has(/^error_?messages?$/i)
}

const path = rule<Answered & { exchange: Exchange }>({
  id: 'errors.path',
  says: 'An unknown path is answered 404.',
  level: 'should',
  about: ['server'],
  over: ({ exchanges }) =>
    exchanges
      .filter(
        ({ from, operation, request, response }) =>
          from === 'client' && operation === undefined && request.method === 'POST' && response,
      )
      .map(
        (exchange) => ({ exchange, exchanges: [exchange] }) as unknown as Answered & { exchange: Exchange },
      ),
  holds: ({ exchange: { response } }) =>
    [401, 403, 404].includes(response!.status)
      ? []
      : [{ expected: 'HTTP 404', received: `HTTP ${response!.status}` }],
})

interface Called extends Case {
  exchange: Exchange
}

const methods = rule<Called>({
  id: 'http.methods',
  says: 'Other methods than those of the contract are refused and do nothing.',
  level: 'must',
  about: ['server'],
  over: ({ exchanges, contract }) =>
    exchanges
      .filter(({ from, operation, request, response }) => {
        const known = contract.operations[operation ?? '']
        return from === 'client' && known && response && request.method !== (known.method ?? 'POST')
      })
      .map((exchange) => ({ exchange, exchanges: [exchange], place: exchange.request.method })),
  holds: ({ exchange }) =>
    reactionOf(exchange) === 'served'
      ? [
          {
            expected: 'a refusal',
            received: `HTTP ${exchange.response!.status} to ${exchange.request.method}`,
          },
        ]
      : [],
})

const method = rule<Called>({
  id: 'http.method',
  says: 'Every request has the method and the path of its operation.',
  level: 'must',
  about: ['client'],
  over: ({ exchanges }) =>
    exchanges
      .filter(({ from }) => from === 'client')
      .map((exchange) => ({ exchange, exchanges: [exchange] })),
  holds: ({ exchange: { request, operation } }, { contract }) => {
    const known = contract.operations[operation ?? '']
    const wanted = known?.method ?? 'POST'
    if (!known) return [{ expected: 'a path of the contract', received: new URL(request.url).pathname }]
    return request.method === wanted ? [] : [{ expected: wanted, received: request.method }]
  },
})

export const messages: Rule[] = [
  object,
  contentType,
  stamped,
  signed,
  discreet,
  errors,
  path,
  methods,
  method,
]
