/** Dates and times that the party on trial writes. */
import {
  inRange,
  instantOf,
  momentOf,
  onCalendar,
  written as writtenTime,
  type Moment,
} from '../../src/contract/datetime.ts'
import type { Format } from '../../src/contract/contract.ts'
import { isoMoment } from '../../src/contract/iso-time.ts'
import type { Complaint } from '../../src/contract/shape.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { fieldRule, type FieldCase } from './fields.ts'
import { answered, asked, sayingOf, targetTime } from './premises.ts'

const isTime = ({ kind, value }: FieldCase) => kind === 'datetime' && value !== undefined

/** A date and time as local clocks write it. */
const form = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/

/** The numbers of a date and time in the form that its format has, in whatever range; undefined in any other form. */
function momentIn(text: string | undefined, { layout }: Format): Moment | undefined {
  if (text === undefined) return undefined
  return layout?.includes('T') ? isoMoment(text) : form.test(text) ? momentOf(text) : undefined
}

/** What is wrong with the numbers of a date and time in the right form. */
const isOff = (is: (moment: Moment) => boolean) => (complaint: Complaint) => {
  const moment = momentIn(complaint.received, complaint.format)
  return (
    complaint.constraint === 'format' && complaint.level === 'must' && moment !== undefined && !is(moment)
  )
}

const hasForm = (subject: FieldCase, { contract }: Evidence): boolean =>
  isTime(subject) && momentIn(subject.value, contract.formats[subject.field.format]!) !== undefined

const format = fieldRule(
  'clocks.format',
  'Dates and times are written in the form of the contract.',
  isTime,
  ({ constraint, received, level, format: kept }) =>
    constraint === 'format' && (level === 'should' || momentIn(received, kept) === undefined),
)

const range = fieldRule(
  'clocks.range',
  'Month, day, hour, minute and second are in their ranges.',
  hasForm,
  isOff(inRange),
)

const calendar = fieldRule(
  'clocks.calendar',
  'Every date exists in the calendar.',
  hasForm,
  isOff(onCalendar),
)

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
