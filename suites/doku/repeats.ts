/** Requests that come again: the first answer once more, and no second code. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { textOf, type Exchange } from '../../src/wire/exchange.ts'
import type { Json } from '../../src/wire/reading.ts'
import { grouped } from '../common/grouped.ts'
import { answered, targetTime } from '../common/premises.ts'
import { at, codesAsked, isBefore, isRight, isWellWritten, statesAsked, told, type Asked } from './asked.ts'
import { isSame } from './codes.ts'
import { expiryOf, givenBy } from './given.ts'
import { switched } from './switched.ts'

interface Again extends Case {
  first: Asked
  one: Asked
}

const bodyOf = ({ exchange }: Asked): string => textOf(exchange.request.body)

/** Right requests of a merchant, each with the first that was served under the same Request-Id. */
const repeated = premise((evidence: Evidence): Again[] => {
  const right = codesAsked(evidence).filter((one) => isRight(evidence, one))
  return right.flatMap((one) => {
    const first = right.find(
      (other) =>
        other.reaction === 'served' &&
        other.merchant === one.merchant &&
        other.id === one.id &&
        isBefore(other.exchange, one.exchange),
    )
    return first && one.reaction !== 'open' ? [{ first, one, exchanges: [first.exchange, one.exchange] }] : []
  })
})

const same = (evidence: Evidence): Again[] =>
  repeated(evidence).filter(({ first, one }) => bodyOf(first) === bodyOf(one))

/** Milliseconds after which whoever forgets a Request-Id does what others do too: the document names no end. */
const day = 86_400_000

/** Nobody can be waiting for this code any more: it has expired, or was asked for another day. */
function isLate(evidence: Evidence, { first, one }: Again): boolean {
  const now = targetTime(evidence, one.exchange)
  return now > expiryOf(evidence, givenBy(first)) || now > targetTime(evidence, first.exchange) + day
}

/** What is wrong with a repetition, which is worse while the code can be paid. */
const timed = (evidence: Evidence, subject: Again, problem: Problem): Problem =>
  isLate(evidence, subject) ? { ...problem, level: 'should' } : problem

const conflict = rule<Again>({
  id: 'repeats.conflict',
  says: 'A request that comes again is answered 409.',
  level: 'must',
  about: ['server'],
  over: same,
  holds: (subject, evidence) =>
    subject.one.status === 409
      ? []
      : [timed(evidence, subject, { expected: 'HTTP 409', received: told(subject.one) })],
})

const body = rule<Again>({
  id: 'repeats.body',
  says: 'A request that comes again gets the body of its first answer, and no second code.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    same(evidence)
      .filter(({ one }) => one.status === 409 || one.reaction === 'served')
      .filter(({ first }) => isWellWritten(evidence, first.exchange) && isEchoed(first)),
  holds: (subject, evidence) => {
    const { first, one } = subject
    if (isSame(documentOf(first.exchange), documentOf(one.exchange))) return []
    const problem = { expected: `the body of the first answer, with ${first.code}`, received: told(one) }
    const isSecond = one.code !== '' && one.code !== first.code
    return [isSecond ? problem : timed(evidence, subject, problem)]
  },
})

/** Of an answer for another invoice number a rule about echoes speaks. */
const isEchoed = ({ exchange, invoice }: Asked): boolean => answered(exchange, at.invoice) === invoice

/** The body of an answer as a JSON value; undefined for what is none. */
function documentOf({ response }: Exchange): Json | undefined {
  try {
    return JSON.parse(textOf(response!.body)) as Json
  } catch {
    return undefined
  }
}

const otherBody = rule<Again>({
  id: 'repeats.other-body',
  says: 'A Request-Id that comes again with another body is refused, and nothing changes.',
  level: 'must',
  about: ['server'],
  over: (evidence) => repeated(evidence).filter(({ first, one }) => bodyOf(first) !== bodyOf(one)),
  holds: (subject, evidence) => {
    const { first, one } = subject
    if (one.reaction !== 'refused')
      return [{ expected: 'a refusal: the Request-Id was used with another body', received: told(one) }]
    const seen = first.invoice === one.invoice ? undefined : foundAfter(evidence, one)
    return seen
      ? [
          {
            expected: `no transaction for ${one.invoice}: its request was refused`,
            received: told(seen),
            exchanges: [...subject.exchanges, seen.exchange],
          },
        ]
      : []
  },
})

/** A state that tells of a transaction for an invoice number which no served request has named. */
function foundAfter(evidence: Evidence, one: Asked): Asked | undefined {
  return statesAsked(evidence).find(
    (state) =>
      state.merchant === one.merchant &&
      state.invoice === one.invoice &&
      state.reaction === 'served' &&
      isBefore(one.exchange, state.exchange) &&
      !codesAsked(evidence).some(
        (other) => other.invoice === one.invoice && other.id !== one.id && other.reaction !== 'refused',
      ),
  )
}

const invoices = rule<Again>({
  id: 'invoices.unique',
  says: 'An invoice number that comes again under another Request-Id gets no second code.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const right = codesAsked(evidence).filter((one) => isRight(evidence, one) && one.reaction !== 'open')
    return right.flatMap((one) => {
      const first = right.find(
        (other) =>
          other.reaction === 'served' &&
          other.merchant === one.merchant &&
          other.invoice === one.invoice &&
          other.id !== one.id &&
          isBefore(other.exchange, one.exchange),
      )
      return first ? [{ first, one, exchanges: [first.exchange, one.exchange] }] : []
    })
  },
  holds: (subject, evidence) => {
    const { first, one } = subject
    if (one.reaction === 'refused' && one.code === '') return []
    // The first answer told again is no second code.
    const isToldAgain = one.status === 409 && one.code === first.code
    const expected = `a refusal: ${one.invoice} has the code ${first.code}`
    return isToldAgain ? [] : [timed(evidence, subject, { expected, received: told(one) })]
  },
})

interface Group extends Case {
  all: Asked[]
}

/** Right requests for codes in flight together that share something. */
function together(evidence: Evidence, key: (one: Asked) => string): Group[] {
  const races = evidence.trace.entries.flatMap((entry) => (entry.kind === 'race' ? [entry] : []))
  return races.flatMap(({ exchanges }) => {
    const all = codesAsked(evidence).filter(
      (one) =>
        exchanges.includes(one.exchange.id) &&
        isRight(evidence, one) &&
        isWellWritten(evidence, one.exchange, at.code),
    )
    return groupsOf(all, key)
      .filter((group) => group.length > 1 && group.some(({ reaction }) => reaction !== 'open'))
      .filter((group) => isAlike(evidence, group))
      .map((group) => ({ all: group, exchanges: group.map(({ exchange }) => exchange) }))
  })
}

/** All of them write codes in the form of the table, or none: a form that comes and goes is what is wrong. */
const isAlike = (evidence: Evidence, group: Asked[]): boolean =>
  new Set(group.filter(({ code }) => code !== '').map(({ exchange }) => isWellWritten(evidence, exchange)))
    .size <= 1

const groupsOf = (all: Asked[], key: (one: Asked) => string): Asked[][] => [...grouped(all, key).values()]

/** Several codes where there can be one. */
function several({ all }: Group, expected: string): Problem[] {
  const codes = [...new Set(all.map(({ code }) => code).filter((code) => code !== ''))]
  if (codes.length > 1) return [{ expected, received: `the codes ${codes.join(', ')}` }]
  return []
}

const parallel = rule<Group>({
  id: 'repeats.parallel',
  says: 'Of equal requests in flight together one makes a code.',
  level: 'must',
  about: ['server'],
  over: (evidence) => together(evidence, (one) => [one.merchant, one.id, bodyOf(one)].join(' ')),
  holds: (group) => several(group, 'one code for all'),
})

const parallelInvoices = rule<Group>({
  id: 'invoices.parallel',
  says: 'Of requests with one invoice number in flight together one gets a code.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    together(evidence, ({ merchant, invoice }) => `${merchant} ${invoice}`).filter(
      ({ all }) => new Set(all.map(({ id }) => id)).size === all.length,
    ),
  holds: (group) => several(group, 'one code for the invoice number'),
})

export const repeats: Rule[] = [
  conflict,
  body,
  switched('sameIdOtherBody', otherBody),
  invoices,
  parallel,
  parallelInvoices,
]
