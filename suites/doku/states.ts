/** What is told about the state of a transaction. */
import type { Exchange } from '../../src/wire/exchange.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { answered, hasRested, targetTime } from '../common/premises.ts'
import { at, codesAsked, isBefore, isRight, isWellWritten, statesAsked, told, type Asked } from './asked.ts'
import { endsOf, givenFor, type Given } from './given.ts'
import { notices, payments } from './paid.ts'
import { switched } from './switched.ts'

export interface Look extends Case {
  one: Asked
  given: Given
  state: string
  /** Asked by the Request-Id, not by the invoice number. */
  isById: boolean
}

export const stateIn = ({ exchange }: Asked): string => answered(exchange, at.state)

/** Right questions of a merchant about a code of its own, and what came back; refusals for other reasons left out. */
export const looks = premise((evidence: Evidence): Look[] =>
  statesAsked(evidence)
    .filter((one) => isRight(evidence, one) && (one.reaction === 'served' || one.status === 404))
    .flatMap((one) => {
      const given = givenFor(evidence, one.merchant, one.invoice)
      if (!given || !isBefore(given.one.exchange, one.exchange)) return []
      if (hasTwoCodes(evidence, given, one)) return []
      const isById = given.id === one.invoice && given.invoice !== one.invoice
      return [{ one, given, state: stateIn(one), isById, exchanges: [given.one.exchange, one.exchange] }]
    }),
)

/** What got a second code has two states, and rules about repetitions speak. */
const hasTwoCodes = (evidence: Evidence, { merchant, invoice, code }: Given, before: Asked): boolean =>
  codesAsked(evidence).some(
    (other) =>
      other.merchant === merchant &&
      other.invoice === invoice &&
      other.code !== '' &&
      other.code !== code &&
      isBefore(other.exchange, before.exchange),
  )

const isPlain = ({ given, isById }: Look): boolean => !isById && !/[^\w.~-]/.test(given.invoice)

/** Looks by a plain invoice number: what is not found by another name is another rule's business. */
export const plainLooks = (evidence: Evidence): Look[] =>
  looks(evidence).filter(
    (look) =>
      (isPlain(look) || look.one.reaction === 'served') &&
      isObject(look.one.exchange) &&
      isWellWritten(evidence, look.one.exchange, at.state),
  )

/** Of an answer that is no JSON object another rule speaks. */
const isObject = ({ response }: Exchange): boolean =>
  response!.status >= 300 || (response!.read.ok && (response!.read.json?.root ?? 'object') === 'object')

/** Payments were made before it was asked; undefined where one may have been under way. */
export function isPaidAt(evidence: Evidence, { given, one }: Look): boolean | undefined {
  const all = payments(evidence, given)
  const before = all.filter(({ tick }) => tick < one.exchange.began)
  if (before.some(({ result }) => result === 'paid')) return true
  const told = notices(evidence).some(
    (notice) =>
      notice.given === given && notice.state === 'SUCCESS' && isBefore(notice.exchange, one.exchange),
  )
  const isMaybe =
    told ||
    all.some(({ tick }) => tick < (one.exchange.ended ?? Infinity)) ||
    notices(evidence).some(({ given: about }) => about === given)
  return isMaybe ? undefined : false
}

/** Milliseconds that a state may lag behind a moment of the clock. */
export const lag = 60_000

const pending = rule<Look>({
  id: 'status.pending',
  says: 'Before a payment the state is PENDING.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence).filter(
      (look) =>
        isPaidAt(evidence, look) === false &&
        targetTime(evidence, look.one.exchange) < Math.min(...endsOf(evidence, look.given)) - lag,
    ),
  holds: ({ one, state }) =>
    state === 'PENDING' ? [] : [{ expected: 'PENDING: nobody has paid', received: told(one) }],
})

/** No later look shows what was to be seen: what comes late is not wrong. */
const isLast = (evidence: Evidence, look: Look, wanted: string): boolean =>
  !looks(evidence).some(
    (later) =>
      later.given === look.given && isBefore(look.one.exchange, later.one.exchange) && later.state === wanted,
  )

/** A look before it has shown this state already. */
export const isShown = (evidence: Evidence, look: Look, wanted: string): Look | undefined =>
  looks(evidence).find(
    (before) =>
      before.given === look.given &&
      before.state === wanted &&
      isBefore(before.one.exchange, look.one.exchange),
  )

const paid = rule<Look>({
  id: 'status.paid',
  says: 'After a payment the state is SUCCESS.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence)
      .filter((look) => isPaidAt(evidence, look) === true && !isShown(evidence, look, 'SUCCESS'))
      .filter((look) => look.state === 'SUCCESS' || isLast(evidence, look, 'SUCCESS')),
  holds: ({ one, state }) =>
    state === 'SUCCESS' ? [] : [{ expected: 'SUCCESS: the code was paid', received: told(one) }],
})

const expired = rule<Look>({
  id: 'status.expired',
  says: 'When its time is over, an unpaid code is EXPIRED.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence)
      .filter(
        (look) =>
          isPaidAt(evidence, look) === false &&
          targetTime(evidence, look.one.exchange) > Math.max(...endsOf(evidence, look.given)) + lag,
      )
      .filter(
        (look) =>
          look.state === 'EXPIRED' ||
          (isLast(evidence, look, 'EXPIRED') && hasRested(evidence, look.one.exchange)),
      )
      .filter((look) => !isShown(evidence, look, 'EXPIRED')),
  holds: ({ one, state }) =>
    state === 'EXPIRED' ? [] : [{ expected: 'EXPIRED: its time is over', received: told(one) }],
})

interface Later extends Look {
  before: Look
}

const final = rule<Later>({
  id: 'status.final',
  says: 'SUCCESS and EXPIRED stay.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    plainLooks(evidence).flatMap((look) => {
      const before = isShown(evidence, look, 'SUCCESS') ?? isShown(evidence, look, 'EXPIRED')
      return before ? [{ ...look, before, exchanges: [before.one.exchange, look.one.exchange] }] : []
    }),
  holds: ({ before, one, state }) =>
    state === before.state ? [] : [{ expected: `${before.state}, which is final`, received: told(one) }],
})

const either = rule<Look>({
  id: 'status.either',
  says: 'Invoice number and Request-Id find the same transaction.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    looks(evidence).filter(({ isById, one }) => isById && isWellWritten(evidence, one.exchange, at.invoice)),
  holds: ({ one, given }) => {
    const invoice = answered(one.exchange, at.invoice)
    if (one.reaction !== 'served')
      return [{ expected: `the transaction of ${given.invoice}`, received: told(one) }]
    // In which letters it is told, a rule about echoes says.
    return invoice === '' || invoice.toLowerCase() === given.invoice.toLowerCase()
      ? []
      : [{ expected: `the transaction of ${given.invoice}`, received: `that of ${invoice}` }]
  },
})

const encoded = rule<Look>({
  id: 'status.encoded',
  says: 'An invoice number with special characters is found under its encoded path.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    looks(evidence).filter(({ isById, given }) => !isById && /[^\w.~-]/.test(given.invoice)),
  holds: ({ one, given }) =>
    one.reaction === 'served'
      ? []
      : [{ expected: `the transaction of ${given.invoice}`, received: told(one) }],
})

interface Question extends Case {
  one: Asked
}

const questions = (all: Asked[]): Question[] => all.map((one) => ({ one, exchanges: [one.exchange] }))

const unknown = rule<Question>({
  id: 'status.unknown',
  says: 'An unknown transaction is answered 404.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const nobody = evidence.trace.entries.flatMap((entry) =>
      entry.kind === 'provided' && entry.data === 'unknown' ? [entry.item.code] : [],
    )
    return questions(
      statesAsked(evidence).filter(
        (one) => isRight(evidence, one) && one.reaction !== 'open' && nobody.includes(one.invoice),
      ),
    )
  },
  holds: ({ one }) =>
    one.status === 404 ? [] : [{ expected: 'HTTP 404: nobody has used this number', received: told(one) }],
})

/** Questions about what only another merchant has asked for. */
const foreign = (evidence: Evidence): Asked[] =>
  statesAsked(evidence).filter((one) => {
    const owners = codesAsked(evidence).filter(
      (other) =>
        other.reaction === 'served' &&
        (other.invoice === one.invoice || other.id === one.invoice) &&
        isBefore(other.exchange, one.exchange),
    )
    return (
      isRight(evidence, one) &&
      one.reaction !== 'open' &&
      owners.length > 0 &&
      owners.every(({ merchant }) => merchant !== one.merchant)
    )
  })

const isolation = rule<Question>({
  id: 'isolation.status',
  says: 'A merchant sees no transaction of another one.',
  level: 'must',
  about: ['server'],
  over: (evidence) => questions(foreign(evidence)),
  holds: ({ one }) =>
    one.reaction === 'served'
      ? [{ expected: 'what an unknown transaction is answered', received: told(one) }]
      : [],
})

export const states: Rule[] = [
  pending,
  paid,
  expired,
  final,
  either,
  encoded,
  switched('unknownTransaction', unknown),
  isolation,
]
