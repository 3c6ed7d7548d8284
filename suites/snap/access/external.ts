/** X-EXTERNAL-ID: once for each partner and day. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { bytesOf } from '../../../src/wire/exchange.ts'
import { minified } from '../../../src/wire/json-minify.ts'
import { answered, asked, isThrottled, targetTime } from '../../common/premises.ts'
import { isBefore, isRight, isService, isThere, requestsMade, stateIn, told, type Asked } from './asked.ts'
import { standingOf } from './tokens-known.ts'

interface Again extends Case {
  first: Asked
  one: Asked
}

/** Requests that nothing is wrong with, but perhaps their X-EXTERNAL-ID. */
const fine = premise((evidence: Evidence): Asked[] =>
  requestsMade(evidence).filter(
    (one) =>
      isService(one) &&
      one.external !== '' &&
      !isThrottled(one.exchange) &&
      isRight(evidence, one) &&
      ['good', 'none needed', 'unheard'].includes(standingOf(evidence, one)),
  ),
)

/** Requests whose X-EXTERNAL-ID a request that was carried out had before them; not the same bytes. */
const again = premise((evidence: Evidence): Again[] =>
  fine(evidence).flatMap((one) => {
    if (one.reaction === 'open') return []
    const first = fine(evidence).find(
      (other) => other.external === one.external && isBefore(other, one) && other.reaction === 'served',
    )
    if (!first || isTheSame(first, one)) return []
    return [{ first, one, exchanges: [first.exchange, one.exchange], place: one.operation }]
  }),
)

/** The same signature over the same time: a repetition byte by byte, which another rule judges. */
const isTheSame = (first: Asked, one: Asked): boolean =>
  asked(first.exchange, 'header:X-SIGNATURE') === asked(one.exchange, 'header:X-SIGNATURE') &&
  asked(first.exchange, 'header:X-TIMESTAMP') === asked(one.exchange, 'header:X-TIMESTAMP') &&
  hasSameBody(first, one)

const hasSameBody = (first: Asked, one: Asked): boolean =>
  first.operation === one.operation &&
  minified(bytesOf(first.exchange.request.body)).equals(minified(bytesOf(one.exchange.request.body)))

const isOfOnePartner = ({ first, one }: Again): boolean => first.partner === one.partner

/** Seconds around midnight in which nobody can tell the day. */
const margin = 20

/** The day of a request in a zone; undefined near its midnight. */
function dayIn(evidence: Evidence, { exchange }: Asked, zone: string): string | undefined {
  const [early, late] = [-margin, margin].map((seconds) =>
    written(targetTime(evidence, exchange) + seconds * 1000, zone),
  )
  return early === late ? early : undefined
}

const formats = new Map<string, Intl.DateTimeFormat>()

function written(instant: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(instant)
}

/** True, false, or undefined where it cannot be told. */
function isSameDay(evidence: Evidence, { first, one }: Again, zone: string): boolean | undefined {
  const [before, after] = [dayIn(evidence, first, zone), dayIn(evidence, one, zone)]
  return before === undefined || after === undefined ? undefined : before === after
}

const zoneOf = ({ profile }: Evidence): string => String(profile['dayZone'])

const isOnOneDay = (evidence: Evidence, subject: Again): boolean =>
  isSameDay(evidence, subject, zoneOf(evidence)) === true && isSameDay(evidence, subject, 'UTC') === true

const repeats = (evidence: Evidence): Again[] =>
  again(evidence).filter((subject) => isOfOnePartner(subject) && isOnOneDay(evidence, subject))

/** What is wrong with the answer to an X-EXTERNAL-ID that comes again. */
function repeated({ first, one }: Again, evidence: Evidence): Problem[] {
  const { profile } = evidence
  if (one.reaction === 'refused') return traced(evidence, first, one)
  const isSameAnswer =
    first.code === one.code &&
    ['referenceNo', 'refundNo'].every(
      (place) => answered(first.exchange, place) === answered(one.exchange, place),
    )
  const isReplay = hasSameBody(first, one) && isSameAnswer
  if (isReplay && profile['extId'] === 'replay') return []
  const isHarmless =
    one.operation === 'status' ||
    first.operation !== one.operation ||
    (isReplay && profile['duplicatePayment'] === 'replay200')
  return [
    {
      expected: 'a refusal: its X-EXTERNAL-ID was used today',
      received: told(one),
      ...(isHarmless ? { level: 'should' as const } : {}),
    },
  ]
}

/** The payment that was refused is there all the same, before anybody asked for it again. */
function traced(evidence: Evidence, first: Asked, one: Asked): Problem[] {
  if (one.operation !== 'payment' || first.reference === one.reference) return []
  const later = requestsMade(evidence).filter(
    (other) => isBefore(one, other) && other.reference === one.reference && other.partner === one.partner,
  )
  const next = later.findIndex(({ operation }) => operation === 'payment')
  const witness = (next < 0 ? later : later.slice(0, next)).find(isThere)
  return witness
    ? [
        {
          expected: 'nothing of a payment that was refused',
          received: `a payment in the state ${stateIn(witness)}`,
          exchanges: [first.exchange, one.exchange, witness.exchange],
        },
      ]
    : []
}

const repeat = rule<Again>({
  id: 'external.repeat',
  says: 'An X-EXTERNAL-ID that comes again on one day is refused and does nothing.',
  level: 'must',
  about: ['server'],
  over: repeats,
  holds: repeated,
})

/** An X-EXTERNAL-ID is good again and again, as far as this trace shows. */
export const isServedAgain = (evidence: Evidence): boolean =>
  repeats(evidence).some(
    (subject) => subject.one.reaction === 'served' && !hasSameBody(subject.first, subject.one),
  )

const isIdRefused = ({ reaction, code }: Asked): boolean => reaction === 'refused' && /^409..00$/.test(code)

const day = rule<Again>({
  id: 'external.day',
  says: 'An X-EXTERNAL-ID is free again on the next day.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    (isServedAgain(evidence) ? [] : again(evidence)).filter(
      (subject) =>
        isOfOnePartner(subject) &&
        !hasSameBody(subject.first, subject.one) &&
        isSameDay(evidence, subject, zoneOf(evidence)) !== undefined &&
        !isOnOneDay(evidence, subject),
    ),
  holds: (subject, evidence) => {
    const { one } = subject
    if (isSameDay(evidence, subject, zoneOf(evidence)))
      return one.reaction === 'served'
        ? [{ expected: `a refusal: it is the same day in ${zoneOf(evidence)}`, received: told(one) }]
        : []
    return isIdRefused(one)
      ? [{ expected: 'no refusal: its X-EXTERNAL-ID was used on another day', received: told(one) }]
      : []
  },
})

const scope = rule<Again>({
  id: 'external.scope',
  says: 'Another partner uses the same X-EXTERNAL-ID.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    again(evidence).filter(
      (subject) =>
        !isOfOnePartner(subject) &&
        !fine(evidence).some(
          (other) =>
            other.partner === subject.one.partner &&
            other.external === subject.one.external &&
            other.exchange.began < subject.one.exchange.began,
        ),
    ),
  holds: ({ one }) =>
    isIdRefused(one)
      ? [{ expected: 'no refusal: another partner has used this X-EXTERNAL-ID', received: told(one) }]
      : [],
})

/** Letters that ids have in common at least, at either end, to be one to somebody who cuts them. */
const cut = 10

/** Ids that are one to whoever cuts them, counts them as numbers, or drops the zeros before them. */
const isAlike = ({ external: one }: Asked, { external: other }: Asked): boolean =>
  one !== other &&
  (one.slice(0, cut) === other.slice(0, cut) ||
    one.slice(-cut) === other.slice(-cut) ||
    bare(one) === bare(other))

const bare = (id: string): string => id.replace(/^0+/, '')

/** Requests with an id of their own, and nothing else of which anybody had heard, after one was carried out that is alike. */
function alike(evidence: Evidence): Again[] {
  const all = fine(evidence)
  return all.flatMap((one) => {
    if (one.reaction === 'open' || !['payment', 'status'].includes(one.operation)) return []
    if (requestsMade(evidence).some((other) => isOfTheSame(other, one))) return []
    const first = all.find(
      (other) =>
        other.partner === one.partner &&
        other.reaction === 'served' &&
        isBefore(other, one) &&
        isAlike(other, one),
    )
    return first ? [{ first, one, exchanges: [first.exchange, one.exchange] }] : []
  })
}

/** Sent before or meanwhile, under the same id or about the same payment; whoever refuses it may keep its id. */
const isOfTheSame = (other: Asked, one: Asked): boolean =>
  other !== one &&
  other.exchange.began < (one.exchange.ended ?? Infinity) &&
  (other.external === one.external || (one.operation === 'payment' && other.reference === one.reference))

const distinct = rule<Again>({
  id: 'external.distinct',
  says: 'X-EXTERNAL-IDs that differ in a few digits, or in the zeros before them, are two.',
  level: 'must',
  about: ['server'],
  over: alike,
  holds: ({ first, one }) =>
    isIdRefused(one)
      ? [
          {
            expected: `no refusal: ${one.external} is another X-EXTERNAL-ID than ${first.external}`,
            received: told(one),
          },
        ]
      : [],
})

interface Race extends Case {
  racers: Asked[]
}

/** Requests that were released together, with one X-EXTERNAL-ID and as many bodies. */
function races(evidence: Evidence): Race[] {
  return evidence.trace.entries.flatMap((entry) => {
    if (entry.kind !== 'race') return []
    const racers = fine(evidence).filter(({ exchange }) => entry.exchanges.includes(exchange.id))
    const ids = new Set(racers.map(({ partner, external }) => `${partner} ${external}`))
    const bodies = new Set(racers.map(({ exchange }) => JSON.stringify(exchange.request.body)))
    return racers.length > 1 && ids.size === 1 && bodies.size === racers.length
      ? [{ racers, exchanges: racers.map(({ exchange }) => exchange) }]
      : []
  })
}

const parallel = rule<Race>({
  id: 'external.parallel',
  says: 'Of requests in flight with one X-EXTERNAL-ID one is carried out.',
  level: 'must',
  about: ['server'],
  over: (evidence) => (isServedAgain(evidence) ? [] : races(evidence)),
  holds: ({ racers }) => {
    const served = racers.filter(({ reaction }) => reaction === 'served')
    // The answer to the first may be given to all: one payment has one referenceNo.
    const made = new Set(served.map(({ exchange }) => answered(exchange, 'referenceNo') || exchange.id))
    return made.size > 1
      ? [{ expected: 'one payment', received: `${made.size} payments of ${racers.length} requests` }]
      : []
  },
})

export const externals: Rule[] = [repeat, day, scope, distinct, parallel]
