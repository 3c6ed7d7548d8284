/** Dates and times that the party on trial writes. */
import {
  inRange,
  instantOf,
  momentOf,
  onCalendar,
  written as writtenTime,
} from '../../src/contract/datetime.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { fieldRule, type FieldCase } from './fields.ts'
import { answered, asked, sayingOf, targetTime } from './premises.ts'

const isTime = ({ kind, value }: FieldCase) => kind === 'datetime' && value !== undefined

/** A date and time in the right form, whatever its numbers. */
const form = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/

const format = fieldRule(
  'clocks.format',
  'Dates and times are written in the form of the contract.',
  isTime,
  ({ constraint, received, level }) =>
    constraint === 'format' && (level === 'should' || !form.test(received ?? '')),
)

const range = fieldRule(
  'clocks.range',
  'Month, day, hour, minute and second are in their ranges.',
  (subject) => isTime(subject) && form.test(subject.value!),
  ({ constraint, received, level }) =>
    constraint === 'format' && level === 'must' && isForm(received) && !inRange(momentOf(received)!),
)

const calendar = fieldRule(
  'clocks.calendar',
  'Every date exists in the calendar.',
  (subject) => isTime(subject) && form.test(subject.value!),
  ({ constraint, received, level }) =>
    constraint === 'format' && level === 'must' && isForm(received) && !onCalendar(momentOf(received)!),
)

function isForm(text: string | undefined): text is string {
  return text !== undefined && form.test(text)
}

/** Answers whose time is their own: not those that repeat an earlier answer to the same key. */
const original = premise((evidence: Evidence): Exchange[] => {
  const seen = new Set<string>()
  const { time, code, reference } = evidence.contract.places
  return evidence.exchanges.filter((exchange) => {
    if (!form.test(answered(exchange, time!)) || sayingOf(evidence, exchange) === 'unclear') return false
    const key = `${exchange.operation} ${asked(exchange, code!)} ${asked(exchange, reference!)}`
    return !seen.has(key) && seen.add(key)
  })
})

interface TimeCase extends Case {
  earlier: Exchange
  later: Exchange
}

const own = rule<TimeCase>({
  id: 'clocks.own',
  says: 'The time of an answer is its own, not a constant.',
  level: 'should',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const timed = original(evidence).map((exchange) => ({ exchange, at: targetTime(evidence, exchange) }))
    const [first, ...others] = timed.sort((a, b) => a.at - b.at)
    return others
      .filter(({ at }) => at - first!.at >= 2000)
      .map(({ exchange }) => ({
        earlier: first!.exchange,
        later: exchange,
        exchanges: [first!.exchange, exchange],
      }))
  },
  holds: ({ earlier, later }, { contract }) => {
    const [first, second] = [
      answered(earlier, contract.places['time']!),
      answered(later, contract.places['time']!),
    ]
    if (first !== second || second === asked(later, contract.places['time']!)) return []
    return [{ expected: `another time than ${first}, two seconds or more later`, received: second }]
  },
})

const quarter = 15 * 60_000

const fresh = rule<Case & { exchange: Exchange }>({
  id: 'clocks.fresh',
  says: 'The time of an answer is near the present time of the agreed zone.',
  level: 'may',
  about: ['server'],
  over: (evidence) => original(evidence).map((exchange) => ({ exchange, exchanges: [exchange] })),
  holds: ({ exchange }, evidence) => {
    const zone = String(evidence.profile['timezone'])
    const said = answered(exchange, evidence.contract.places['time']!)
    const instant = instantOf(said, zone)
    const now = targetTime(evidence, exchange)
    if (instant === undefined || Math.abs(instant - now) <= quarter) return []
    return [{ expected: `about ${writtenTime(now, zone)} (${zone})`, received: said }]
  },
})

const expiryAhead = rule<Case & { exchange: Exchange }>({
  id: 'clocks.expiry-ahead',
  says: 'The expiry that an answer offers lies after the answer itself.',
  level: 'should',
  about: ['server'],
  over: (evidence) => {
    const { expiry, time } = evidence.contract.places
    return evidence.exchanges
      .filter(
        (exchange) =>
          sayingOf(evidence, exchange) === 'success' &&
          form.test(answered(exchange, expiry!)) &&
          form.test(answered(exchange, time!)),
      )
      .map((exchange) => ({ exchange, exchanges: [exchange] }))
  },
  holds: ({ exchange }, { contract }) => {
    const [expiry, time] = [
      answered(exchange, contract.places['expiry']!),
      answered(exchange, contract.places['time']!),
    ]
    if ([expiry, time].some((text) => !onCalendar(momentOf(text)!) || !inRange(momentOf(text)!))) return []
    return expiry > time ? [] : [{ expected: `an expiry after ${time}`, received: expiry }]
  },
})

export const clocks: Rule[] = [format, range, calendar, own, fresh, expiryAhead]
