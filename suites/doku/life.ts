/** When a code can be paid, and how often. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { at } from './asked.ts'
import { asked } from '../common/premises.ts'
import { endsOf, orderlyCodes, type Given } from './given.ts'
import { eventsIn } from './events.ts'
import { attempts, noticesOf, type Attempt } from './paid.ts'
import { requests } from '../common/premises.ts'
import { notHonoured, refusal } from '../common/refusals.ts'

interface Paying extends Case {
  given: Given
  attempt: Attempt
  /** Attempts before it that succeeded. */
  before: Attempt[]
}

/** Seconds around the expiry in which either is right. */
const edge = 30_000

/** Attempts to pay, by whether the code was in force then: by what was told, and by what was asked for. */
function paying(evidence: Evidence, wanted: 'in time' | 'too late'): Paying[] {
  return orderlyCodes(evidence).flatMap((given) => {
    const all = attempts(evidence, given)
    return all
      .filter(({ time }) => time !== undefined && whenIs(evidence, given, time) === wanted)
      .map((attempt) => ({
        given,
        attempt,
        before: all.filter(({ tick, result }) => tick < attempt.tick && result === 'paid'),
        exchanges: [given.one.exchange],
      }))
  })
}

function whenIs(evidence: Evidence, given: Given, time: number): 'in time' | 'too late' | 'unclear' {
  const ends = endsOf(evidence, given)
  if (ends.every((end) => time < end - edge)) return 'in time'
  return ends.every((end) => time > end + edge) ? 'too late' : 'unclear'
}

const isText = ({ one }: Given): boolean => {
  const { read } = one.exchange.request
  return read.ok && typeof read.fields[at.reusable] === 'string'
}

const once = rule<Paying>({
  id: 'payments.once',
  says: 'A code that is not reusable is paid once.',
  level: 'must',
  about: ['server'],
  over: (evidence) => paying(evidence, 'in time').filter(({ given }) => !given.isReusable && !isText(given)),
  holds: ({ given, attempt, before }, evidence) => {
    const first = before.length === 0
    // Of two at one moment either may be the one that is refused.
    const isEver = attempts(evidence, given).some(({ result }) => result === 'paid')
    if (!isEver && attempt.result === 'refused')
      return [{ expected: `${given.code} is paid: it is open`, received: 'the payment was refused' }]
    if (!first && attempt.result === 'paid')
      return [{ expected: 'no second payment: the code is not reusable', received: 'it was taken' }]
    return first ? [] : bookedTwice(evidence, given)
  },
})

/** Notifications or books that tell of a second payment. */
function bookedTwice(evidence: Evidence, given: Given): Problem[] {
  const events = eventsIn(noticesOf(evidence, given).filter(({ state }) => state === 'SUCCESS'))
  const told = new Set(events.map(({ exchange }) => asked(exchange, at.date)))
  const books = evidence.trace.entries.findLast(
    (entry) => entry.kind === 'ledger' && entry.code === given.invoice,
  )
  const lines = books?.kind === 'ledger' ? books.payments.filter(({ state }) => state === 'paid').length : 0
  const times = Math.max(told.size, lines)
  return times > 1 ? [{ expected: 'one payment', received: `${times} payments` }] : []
}

const reusable = rule<Paying>({
  id: 'payments.reusable',
  says: 'A reusable code is paid again and again until its expiry.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    paying(evidence, 'in time').filter(
      ({ given, attempt }) => given.isReusable && !isText(given) && attempt.result !== 'unknown',
    ),
  holds: ({ attempt, before }) =>
    attempt.result === 'paid'
      ? []
      : [
          {
            expected: 'a payment: the code is reusable and has not expired',
            received: `a refusal${before.length > 0 ? ' after a payment' : ''}`,
          },
        ],
})

const late = rule<Paying>({
  id: 'payments.expired',
  says: 'A code cannot be paid after its expiry.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    paying(evidence, 'too late').filter(({ given, before }) => given.isReusable || before.length === 0),
  holds: ({ given, attempt }, evidence) => {
    if (attempt.result === 'paid')
      return [{ expected: 'a refusal: the code has expired', received: 'a payment' }]
    const notified = noticesOf(evidence, given).find(
      ({ exchange, state }) => exchange.began > attempt.tick && state === 'SUCCESS',
    )
    return attempt.result === 'unknown' && notified
      ? [{ expected: 'no payment: the code has expired', received: 'a notification of one' }]
      : []
  },
})

/** A reusable_status that is neither true nor false in any type. */
const strange = refusal(
  'reusables.text',
  'A reusable_status in text counts as it reads, or is refused.',
  'should',
  ({ complaint, place }) => place === at.reusable && complaint.constraint !== 'required',
  notHonoured,
)

/** A code whose flag was no text was paid as often as it may be: else text is not to blame. */
const isKept = (evidence: Evidence, isReusable: boolean): boolean =>
  paying(evidence, 'in time').some(
    ({ given, before, attempt }) =>
      !isText(given) &&
      given.isReusable === isReusable &&
      before.length > 0 &&
      (attempt.result === 'paid') === isReusable,
  )

/** Codes whose flag came as text, and what payments show of it. */
const text: Rule = {
  ...strange,
  over: (evidence) => [
    ...strange.over(evidence),
    ...orderlyCodes(evidence)
      .filter((given) => isText(given) && requests(evidence).has(given.one.exchange))
      .flatMap((given) => {
        const [first, second] = paying(evidence, 'in time').filter((one) => one.given === given)
        return first && second && isKept(evidence, given.isReusable) ? [second] : []
      }),
  ],
  holds: (subject, evidence) => {
    if (!('attempt' in subject)) return strange.holds(subject, evidence)
    const { given, attempt } = subject as Paying
    const isTaken = attempt.result === 'paid'
    return attempt.result === 'unknown' || isTaken === given.isReusable
      ? []
      : [
          {
            expected: `"${given.isReusable}" counts as ${given.isReusable}`,
            received: isTaken ? 'a second payment' : 'no second payment',
          },
        ]
  },
}

export const life: Rule[] = [once, reusable, late, text]
