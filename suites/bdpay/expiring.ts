/** How long an order can be paid: minutes of its own, 4320 by default, thirty seconds for OVO. */
import type { Case, Evidence, Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, clockMoves, hasRested, targetTime } from '../common/premises.ts'
import { minutesOf, open, secondsOpen, statesOf } from './asking.ts'
import { serverRule, unless, witnesses, type CallCase, caseOf } from './cases.ts'
import { honoured } from './flawed.ts'
import {
  calls,
  isAnswered,
  payerOf,
  paysIn,
  secondsTo,
  stories,
  told,
  type Call,
  type Story,
} from './seen.ts'

const isOvo = ({ exchange }: Call): boolean => asked(exchange, 'method') === 'EWALLET_OVO'
const hasPeriod = ({ order }: Story): boolean => asked(order.exchange, 'expiryPeriod').trim() !== ''

interface EndCase extends Case {
  story: Story
  /** Seconds after the order at which its payer pays. */
  due: number
  /** What was told afterwards: a callback, or the state. */
  heard: string
}

/** Orders whose payer pays at a known time, once that time is over and somebody asked or listened. */
function endCases(evidence: Evidence, speaksOf: (story: Story, due: number) => boolean): EndCase[] {
  return stories(evidence)
    .filter(({ kind, made }) => kind === 'payment' && made !== undefined)
    .flatMap((story): EndCase[] => {
      const due = paysIn(evidence, story)
      if (due === undefined || due < 20 || !speaksOf(story, due)) return []
      const heard = heardOf(evidence, story, due)
      return heard === undefined ? [] : [{ story, due, heard, exchanges: witnesses(story) }]
    })
}

/** The last that was heard of it; that it is unpaid in time says nothing before whoever pays has had the time to. */
function heardOf(evidence: Evidence, story: Story, due: number): string | undefined {
  if (story.callbacks.length > 0) return 'a callback'
  const last = statesOf(story).findLast(({ call }) => secondsTo(evidence, story, call.exchange) > due + 1)
  const isInTime = due < secondsOpen(story) && last !== undefined
  const isOpen = isInTime && (!isSettled(evidence, last) || isLeapt(evidence, story, due))
  return isOpen && !isPaid(last.state) ? undefined : last?.state
}

/** The clock was moved past a payment and the end of its order at once: whoever pays in the background came too late. */
function isLeapt(evidence: Evidence, story: Story, due: number): boolean {
  const { exchange } = story.order
  const ordered = targetTime(evidence, exchange)
  const landings = clockMoves(evidence).flatMap(({ tick, at, offsetMs }) =>
    tick > exchange.began && at !== undefined ? [(Date.parse(at) + offsetMs - ordered) / 1000] : [],
  )
  return (landings.find((seconds) => seconds >= due) ?? 0) >= secondsOpen(story)
}

/** It tells an end, or whoever works in the background has had the time to come to it. */
const isSettled = (evidence: Evidence, { call, state }: { call: Call; state: string }): boolean =>
  !open.includes(state) || hasRested(evidence, call.exchange)

const isPaid = (heard: string): boolean => heard === 'SUCCESS' || heard === 'a callback'

/** Seconds that are left to the clocks of either side. */
const SLACK = 1

function timely(id: string, says: string, speaksOf: (story: Story) => boolean): Rule {
  return serverRule<EndCase>(
    id,
    says,
    (evidence) => endCases(evidence, (story, due) => due < secondsOpen(story) - SLACK && speaksOf(story)),
    ({ heard, due, story }) =>
      unless(isPaid(heard), `paid after ${due} s of ${secondsOpen(story)} s`, `${heard}, unpaid`),
  )
}

function late(evidence: Evidence, speaksOf: (story: Story) => boolean): EndCase[] {
  return endCases(evidence, (story, due) => due > secondsOpen(story) + SLACK && speaksOf(story))
}

const lateProblem = ({ heard, due, story }: EndCase) =>
  unless(!isPaid(heard), `unpaid: ${due} s are more than ${secondsOpen(story)} s`, heard)

const minutes = timely(
  'expiry.minutes',
  'The time of an order is counted in minutes.',
  (story) => hasPeriod(story) && !isOvo(story.order),
)

const final = serverRule<EndCase>(
  'expiry.final',
  'An order that has expired is never paid, and no callback says so.',
  (evidence) => late(evidence, (story) => hasPeriod(story) && !isOvo(story.order)),
  lateProblem,
)

const byDefault = serverRule<EndCase>(
  'expiry.default',
  'Without an expiryPeriod an order is payable for 4320 minutes.',
  (evidence) => endCases(evidence, (story) => !hasPeriod(story) && !isOvo(story.order)),
  (subject) => {
    if (subject.due > secondsOpen(subject.story) + SLACK) return lateProblem(subject)
    return unless(
      isPaid(subject.heard),
      `paid after ${subject.due} s of 259200 s`,
      `${subject.heard}, unpaid`,
    )
  },
)

/** Orders of OVO with a period below an hour, or with none. */
const isShort = (story: Story): boolean => hasPeriod(story) && minutesOf(story) <= 60

const ovoWindow = serverRule<EndCase>(
  'ovo.window',
  'An OVO order is paid within 30 seconds, or never.',
  (evidence) => endCases(evidence, (story) => isOvo(story.order) && !isShort(story)),
  (subject) =>
    subject.due > 30 + SLACK
      ? lateProblem(subject)
      : unless(isPaid(subject.heard), `paid after ${subject.due} s`, `${subject.heard}, unpaid`),
)

const ovoShort = serverRule<EndCase>(
  'ovo.short',
  'The 30 seconds of OVO hold whatever expiryPeriod says.',
  (evidence) => late(evidence, (story) => isOvo(story.order) && isShort(story)),
  lateProblem,
  { level: 'should' },
)

const ovoEnds = serverRule<Case & { state: string; exchange: Exchange }>(
  'ovo.ends',
  'An OVO order that nobody confirms is cancelled.',
  (evidence) =>
    stories(evidence)
      .filter((story) => isOvo(story.order) && story.made && payerOf(evidence, story)?.data === 'idle')
      .flatMap((story) => {
        const last = statesOf(story).findLast(({ call }) => secondsTo(evidence, story, call.exchange) > 33)
        return last && isSettled(evidence, last)
          ? [{ state: last.state, exchange: last.call.exchange, exchanges: witnesses(story) }]
          : []
      }),
  ({ state }, { profile }) =>
    profile['ovoExpired'] === 'any'
      ? unless(state !== 'SUCCESS', 'any state but SUCCESS', state)
      : unless(!open.includes(state) && state !== 'SUCCESS', 'PAY_CANCEL', state),
  { level: 'should' },
)

const ovoPhone = serverRule<CallCase>(
  'ovo.phone',
  'An OVO order without a phone number is refused.',
  (evidence) =>
    calls(evidence)
      .filter((call) => isOvo(call) && isAnswered(call) && asked(call.exchange, 'phone').trim() === '')
      .filter(({ exchange }) => exchange.signature === 'good' || exchange.signature === 'unchecked')
      .map((call) => caseOf(call)),
  ({ call }, evidence) => honoured(evidence, call, 'an OVO order without a phone'),
)

interface RangeCase extends CallCase {
  twin: Call | undefined
}

const range = serverRule<RangeCase>(
  'expiry.range',
  'A period within the range is honoured, one beyond it is refused or honoured whole.',
  (evidence) =>
    calls(evidence)
      .filter(
        (call) => /^\d+$/.test(asked(call.exchange, 'expiryPeriod')) && isAnswered(call) && !isOvo(call),
      )
      .filter(({ exchange }) => exchange.signature === 'good' || exchange.signature === 'unchecked')
      .map((call) => {
        const twin = calls(evidence).find(
          (one) => one !== call && one.operation === call.operation && one.said === 'success' && one.orderly,
        )
        return { ...caseOf(call), twin }
      }),
  ({ call, twin }, { profile }) => {
    const period = Number(asked(call.exchange, 'expiryPeriod'))
    const isStrict = profile['expiryRange'] === 'published'
    const [least, most] = isStrict ? [30, 7200] : [15, 97_200]
    const level = isStrict ? ('must' as const) : ('should' as const)
    if (period >= least && period <= most)
      return unless(call.said !== 'refusal' || !twin, `${period} minutes accepted`, told(call), level)
    return unless(call.said !== 'success' || !isStrict, 'a refusal', `${told(call)} for ${period} minutes`)
  },
)

export const expiring: Rule[] = [minutes, final, byDefault, ovoWindow, ovoShort, ovoEnds, ovoPhone, range]
