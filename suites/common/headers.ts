/** Headers that are fields: which requests are refused for them, and which are not. */
import type { Profile } from '../../src/contract/contract.ts'
import { isoInstant } from '../../src/contract/iso-time.ts'
import { isHeader } from '../../src/contract/tree.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { headerIn } from '../../src/wire/json-place.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { bears, carriesOwn } from './bearing.ts'
import { fresh } from './fresh.ts'
import { answerIn, isServed, oddity, oddOf, problemOf, type OddRequest } from './odd-rules.ts'
import { asked, isOrderly, sideOnTrial, targetTime } from './premises.ts'
import { crashed, notRefused, refusedRule, spoilt, type Spoilt } from './spoilt.ts'

const both: Rule['about'] = ['server', 'receiver']

const isAt =
  (...parts: string[]) =>
  ({ place }: Spoilt, { contract }: Evidence): boolean =>
    parts.some((part) => contract.places[part] === place)

const isMissing = ({ complaint }: Spoilt): boolean => complaint.constraint === 'required'

const isCredential = isAt('token', 'customerToken', 'signature')
const isType = ({ place }: Spoilt): boolean => place === 'header:Content-Type'

const mandatory = refusedRule(
  'headers.mandatory',
  'A request without a mandatory header is refused and does nothing.',
  (subject, evidence) => isHeader(subject.place) && isMissing(subject) && !isCredential(subject, evidence),
  { about: both },
)

const named = rule<Spoilt>({
  id: 'headers.named',
  says: 'The refusal of a header names it.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    spoilt(evidence).filter(
      (subject) =>
        isHeader(subject.place) &&
        isMissing(subject) &&
        !isType(subject) &&
        !isCredential(subject, evidence) &&
        subject.exchange.response?.status === 400 &&
        // One that says nothing at all is another rule's business.
        isSaid(messageIn(subject.exchange, evidence)),
    ),
  holds: ({ exchange, place }, { contract }) => {
    const said = text(exchange.response!.read, contract.outcome.text) ?? ''
    const name = headerIn(place)!
    return letters(said).includes(letters(name))
      ? []
      : [{ expected: `a message that names ${name}`, received: said }]
  },
})

const messageIn = ({ response }: Exchange, { contract }: Evidence) =>
  response?.read.ok ? response.read.fields[contract.outcome.text] : undefined

const isSaid = (message: unknown): boolean => typeof message === 'string' && message.trim() !== ''

const letters = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]/g, '')

const length = rule<Spoilt | OddRequest>({
  id: 'headers.length',
  says: 'A header at its length is accepted, one beyond it refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [
    ...oddOf(evidence, 'headers.length').map((odd) => ({ ...odd, place: odd.at })),
    ...spoilt(evidence).filter(
      (subject) =>
        isHeader(subject.place) &&
        subject.complaint.constraint === 'length' &&
        !isAt('token', 'customerToken', 'time', 'address')(subject, evidence),
    ),
  ],
  holds: (subject, evidence) =>
    'complaint' in subject ? notRefused(subject, evidence) : problemOf(subject, evidence),
})

const contentType = rule<Spoilt | OddRequest>({
  id: 'headers.content-type',
  says: 'A body of another media type is refused.',
  level: 'must',
  about: both,
  over: (evidence) => [
    ...oddOf(evidence, 'headers.content-type'),
    ...spoilt(evidence).filter((subject) => isType(subject) && !isMissing(subject)),
  ],
  holds: (subject, evidence) =>
    'complaint' in subject ? notRefused(subject, evidence) : problemOf(subject, evidence),
})

const bearer: Rule = {
  ...refusedRule(
    'headers.bearer',
    'A token without Bearer, or with more than the token, is refused.',
    (subject, evidence) =>
      (isAt('customerToken')(subject, evidence) ||
        (carriesOwn(evidence.profile) && isAt('token')(subject, evidence))) &&
      !isMissing(subject),
  ),
  given: (_contract, { authorization }) => authorization !== 'none',
}

const customer: Rule = {
  ...refusedRule(
    'headers.customer',
    'In the context of a customer a request without the customer token is refused.',
    (subject, evidence) => isAt('customerToken')(subject, evidence) && isMissing(subject),
  ),
  given: (_contract, profile) => bears(profile, 'b2b2c'),
}

const timestamp = refusedRule(
  'headers.timestamp',
  'A malformed X-TIMESTAMP is refused.',
  (subject, evidence) => isAt('time')(subject, evidence) && !isMissing(subject) && !isLoose(subject),
  { about: both },
)

/** An instant that is clear, with Z or with fractions of a second: a reader may take that as well. */
const isLoose = ({ complaint: { received } }: Spoilt): boolean =>
  typeof received === 'string' &&
  /T\S+(?:Z|\.\d+[+-]\d\d:\d\d)$/.test(received) &&
  isoInstant(received) !== undefined

interface Sent extends Case {
  exchange: Exchange
}

const sent = (evidence: Evidence, speaksOf: (exchange: Exchange) => boolean): Sent[] =>
  evidence.exchanges
    .filter(
      (exchange) =>
        sideOnTrial(evidence, exchange) === 'response' &&
        exchange.response !== undefined &&
        speaksOf(exchange),
    )
    .map((exchange) => ({ exchange, exchanges: [exchange] }))

const unlessRefused = (exchange: Exchange, evidence: Evidence): Problem[] =>
  isServed(evidence, exchange)
    ? [{ expected: 'a refusal', received: answerIn(exchange, evidence.contract.outcome.at) }]
    : []

const hour = 3_600_000

const window = rule<Sent>({
  id: 'headers.window',
  says: 'A request from another day is refused.',
  level: 'must',
  about: both,
  given: (_contract, { skewSeconds }) => typeof skewSeconds === 'number',
  over: (evidence) =>
    sent(evidence, (exchange) => isOrderly(evidence, exchange) && isFar(evidence, exchange)),
  holds: ({ exchange }, evidence) => unlessRefused(exchange, evidence),
})

function isFar(evidence: Evidence, exchange: Exchange): boolean {
  const { contract, profile } = evidence
  const instant = isoInstant(asked(exchange, contract.places['time'] ?? ''))
  const allowed = Number(profile['skewSeconds']) * 1000 + hour
  return instant !== undefined && Math.abs(instant - targetTime(evidence, exchange)) > allowed
}

const partner = rule<Sent>({
  id: 'headers.partner',
  says: 'The X-PARTNER-ID of somebody else is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => sent(evidence, (exchange) => isForeign(evidence, exchange)),
  holds: ({ exchange }, evidence) => unlessRefused(exchange, evidence),
})

/** The token was given to a client of another name than the request bears, and it was not that name's owner who signed. */
export function isForeign(evidence: Evidence, exchange: Exchange): boolean {
  const { tokens = [], places } = evidence.contract
  const named = asked(exchange, places['partner'] ?? '')
  return (
    named !== '' &&
    exchange.signature !== 'good' &&
    isOrderly(evidence, exchange) &&
    tokens.some(({ field, operation, at }) => {
      const carried = asked(exchange, field)
      const giver = evidence.exchanges.find((other) => {
        const given = other.operation === operation ? text(other.response?.read, at) : undefined
        return given !== undefined && carried.endsWith(given)
      })
      const owner = giver && asked(giver, places['client'] ?? '')
      return owner !== undefined && owner !== '' && owner !== named
    })
  )
}

const channel = rule<Sent & { place: string }>({
  id: 'headers.channel',
  says: 'A CHANNEL-ID beyond its length is refused.',
  level: 'must',
  about: ['server'],
  given: (_contract, { channelIdLength }) => channelIdLength === 'max5' || channelIdLength === 'exact5',
  over: (evidence) => {
    const place = evidence.contract.places['channel'] ?? ''
    return sent(evidence, (exchange) => isOrderly(evidence, exchange) && asked(exchange, place) !== '')
      .filter(({ exchange }) => !isAgreed(asked(exchange, place), evidence.profile))
      .map((one) => ({ ...one, place }))
  },
  holds: ({ exchange, place }, evidence) =>
    // Shorter than agreed on, nothing of it is lost.
    unlessRefused(exchange, evidence).map((problem) =>
      asked(exchange, place).length > 5 ? problem : { ...problem, level: 'should' },
    ),
})

const isAgreed = ({ length: size }: string, { channelIdLength }: Profile): boolean =>
  channelIdLength === 'exact5' ? size === 5 : size <= 5

const address = rule<Spoilt>({
  id: 'headers.address',
  says: 'An X-IP-ADDRESS that does not exist is refused or passed over.',
  level: 'should',
  about: ['server'],
  over: (evidence) => spoilt(evidence).filter((subject) => isAt('address')(subject, evidence)),
  holds: ({ exchange }, evidence) => crashed(exchange, evidence),
})

export const headers: Rule[] = [
  mandatory,
  named,
  length,
  contentType,
  oddity('headers.case', 'Names of headers are read in any case of letters.', 'must', both),
  bearer,
  customer,
  timestamp,
  oddity('headers.offsets', 'The same instant is accepted in any offset.', 'must', both),
  window,
  partner,
  channel,
  address,
  fresh,
]
