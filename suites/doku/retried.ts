/** Notifications that were not taken come again, on a schedule, and end. */
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { offsetAt, targetTime } from '../common/premises.ts'
import { isSame } from './codes.ts'
import { eventOf, isOfOnePayment } from './events.ts'
import { codesGiven, type Given } from './given.ts'
import { isTaken, notices, noticesOf, payments, waitsFor, type Notice } from './paid.ts'

interface Series extends Case {
  given: Given
  all: Notice[]
  /** Seconds of the target's clock from the first attempt to the last wait. */
  watched: number
}

const minute = 60

/** Seconds after the first attempt that the others are due. */
const due = [30 * minute, 6 * 60 * minute, 12 * 60 * minute]

/** The same attempts, where gaps are taken for those after the attempt before. */
const dueByGaps = [30 * minute, 6 * 60 * minute, 17.5 * 60 * minute]

/** Attempts to notify one payment of a code, and how long they were watched. */
function series(evidence: Evidence): Series[] {
  return codesGiven(evidence).flatMap((given) => {
    const [paid] = payments(evidence, given)
    const all = noticesOf(evidence, given).filter(({ exchange }) => paid && exchange.began > paid.tick)
    const wait = waitsFor(evidence, given).at(-1)
    if (payments(evidence, given).length !== 1 || !wait || all.length === 0) return []
    const first = targetTime(evidence, all[0]!.exchange)
    const watched = (Date.parse(wait.until) + offsetAt(evidence, wait.ended) - first) / 1000
    return [{ given, all, watched, exchanges: all.slice(0, 6).map(({ exchange }) => exchange) }]
  })
}

/** What became of an attempt: a status, silence, or that nothing whole came back. */
const fateOf = ({ exchange: { response, trouble } }: Notice): string =>
  String(response?.status ?? (trouble?.kind === 'timeout' ? 'silence' : 'connection lost'))

const count = rule<Series>({
  id: 'retries.count',
  says: 'Without a 2xx three more attempts follow, and no more.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    series(evidence).filter(
      ({ all, watched }) =>
        all.every((notice) => !isTaken(notice)) && fateOf(all[0]!) === '500' && watched > due[2]! * 1.2,
    ),
  holds: ({ all }) =>
    all.length === 4 ? [] : [{ expected: 'four attempts in all', received: String(all.length) }],
})

/** Before a request the clock was moved past a time at once, in milliseconds since 1970: what was due then came when it could. */
function isMovedPast(evidence: Evidence, exchange: Exchange, time: number): boolean {
  const moves = evidence.trace.entries.filter((entry) => entry.kind === 'clock')
  const move = moves.findLast(({ tick }) => tick < exchange.began)
  if (!move) return false
  const before = Date.parse(exchange.sentAt) + offsetAt(evidence, move.tick - 1)
  return before <= time && time <= targetTime(evidence, exchange)
}

const schedule = rule<Series>({
  id: 'retries.schedule',
  says: 'Attempts follow 30 minutes, 6 hours and 12 hours after the first.',
  level: 'should',
  about: ['server'],
  over: (evidence) => series(evidence).filter(({ all }) => all.length > 1 && !isTaken(all[0]!)),
  holds: ({ all }, evidence) => {
    const first = targetTime(evidence, all[0]!.exchange)
    const others = all.slice(1, 4)
    const after = others.map(({ exchange }) => (targetTime(evidence, exchange) - first) / 1000)
    const isAt = (index: number, wanted: number) =>
      Math.abs(after[index]! - wanted) <= wanted * 0.1 ||
      isMovedPast(evidence, others[index]!.exchange, first + wanted * 1000)
    const late = after.findIndex((_, index) => !isAt(index, due[index]!) && !isAt(index, dueByGaps[index]!))
    return late < 0
      ? []
      : [
          {
            expected: `the attempt ${late + 2} after ${due[late]! / minute} minutes`,
            received: `after ${Math.round(after[late]! / minute)} minutes`,
          },
        ]
  },
})

interface Placed extends Series {
  place: string
}

const end = rule<Placed>({
  id: 'retries.end',
  says: 'After a 2xx no attempt follows.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    series(evidence)
      .filter(({ all, watched }) => all.some(isTaken) && watched > due[0]! * 1.2)
      .map((one) => ({ ...one, place: fateOf(one.all.find(isTaken)!) })),
  holds: ({ all, place }) => {
    const after = all.slice(all.findIndex(isTaken) + 1)
    return after.length === 0
      ? []
      : [{ expected: `no attempt after HTTP ${place}`, received: `${after.length} more` }]
  },
})

const failures = rule<Placed>({
  id: 'retries.failures',
  says: 'Redirects, refusals, errors, silence and lost connections all count as failures.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    series(evidence)
      .filter(({ all, watched }) => !isTaken(all[0]!) && fateOf(all[0]!) !== '500' && watched > due[0]! * 1.2)
      .map((one) => ({ ...one, place: fateOf(one.all[0]!) })),
  holds: ({ all, place }) =>
    all.length > 1 ? [] : [{ expected: `another attempt after ${place}`, received: 'none' }],
})

const same = rule<Series>({
  id: 'retries.same',
  says: 'Every attempt tells the same event.',
  level: 'must',
  about: ['server'],
  over: (evidence) => series(evidence).filter(({ all }) => all.length > 1),
  holds: ({ all }) => {
    const [first, ...others] = all.map(eventOf)
    const other = others.find((one) => !isSame(first, one))
    return other === undefined ? [] : [{ expected: JSON.stringify(first), received: JSON.stringify(other) }]
  },
})

/** Whether another attempt was made at what a notification tells of. */
const isMadeAgain = (notice: Notice, all: Notice[]): boolean =>
  all.some((other) => other !== notice && other.given === notice.given && isOfOnePayment(notice, other))

/** Payments of a reusable code are events of their own; of what is never told again the other rules speak. */
const each = rule<Case & { notice: Notice }>({
  id: 'retries.each',
  says: 'Each payment of a reusable code is told again until it is taken.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const failed = notices(evidence).filter((one) => !isTaken(one))
    const retried = new Set(failed.filter((one) => isMadeAgain(one, notices(evidence))).map(fateOf))
    return codesGiven(evidence).flatMap((given) => {
      const wait = waitsFor(evidence, given).at(-1)
      if (payments(evidence, given).length < 2 || !wait) return []
      const until = Date.parse(wait.until) + offsetAt(evidence, wait.ended)
      return failed
        .filter((one) => one.given === given && retried.has(fateOf(one)))
        .filter(({ exchange }) => until - targetTime(evidence, exchange) > due[0]! * 1200)
        .map((notice) => ({ notice, exchanges: [notice.exchange] }))
    })
  },
  holds: ({ notice }, evidence) =>
    isMadeAgain(notice, noticesOf(evidence, notice.given!))
      ? []
      : [{ expected: 'another attempt at this payment', received: 'none' }],
})

export const retried: Rule[] = [count, schedule, end, failures, same, each]
