/** Callbacks that come again: until they are acknowledged, six times in all, at the intervals of the document. */
import type { Case, Evidence, Problem, Rule } from '../../src/judge/rule.ts'
import { textOf, type Exchange } from '../../src/wire/exchange.ts'
import { grouped } from '../common/grouped.ts'
import { asked, offsetAt } from '../common/premises.ts'
import { serverRule, unless } from './cases.ts'
import { stories, type Story } from './seen.ts'
import { timesOf } from './telling.ts'

/** The callbacks about one event, in order: a static VA has an event for each payment. */
interface Series {
  story: Story
  callbacks: Exchange[]
}

function seriesOf(evidence: Evidence): Series[] {
  return stories(evidence).flatMap((story) => {
    const byEvent = grouped(story.callbacks, (callback) => asked(callback, 'platOrderNum'))
    return [...byEvent.values()].map((callbacks) => ({ story, callbacks }))
  })
}

/** How a merchant answered a callback: as agreed, or in a way that asks for another one. */
type Reply =
  | 'acknowledged'
  | 'text'
  | 'case'
  | 'json'
  | 'quotes'
  | 'empty'
  | 'status'
  | 'silence'
  | 'timeout'
  | 'redirect'

function replyTo({ response, trouble }: Exchange): Reply | undefined {
  if (trouble?.kind === 'timeout') return 'timeout'
  if (trouble || !response) return 'silence'
  const body = textOf(response.body)
  if (response.status >= 300 && response.status < 400) return 'redirect'
  if (response.status >= 400) return 'status'
  if (body === 'SUCCESS') return 'acknowledged'
  // White space around the text is open: it may count or not.
  if (body.trim() === 'SUCCESS') return undefined
  if (body === '') return 'empty'
  if (/^success$/i.test(body)) return 'case'
  if (/^["']SUCCESS["']$/.test(body)) return 'quotes'
  return body.startsWith('{') ? 'json' : 'text'
}

const doubtful: Reply[] = ['status', 'redirect']

/** Seconds of the target's time that were waited through after a callback. */
function waitedAfter(evidence: Evidence, { listened }: Story, callback: Exchange): number {
  const ends = listened
    .filter(({ ended }) => ended > callback.began)
    .map(({ until, ended }) => Date.parse(until) + offsetAt(evidence, ended))
  const [at] = timesOf(evidence, [callback])
  return ends.length === 0 ? 0 : Math.max(...ends) / 1000 - at!
}

interface AgainCase extends Case {
  next: Exchange | undefined
  reply: Reply
}

/** Longest first interval of any reading, with as much again. */
const SOON = 65

const unacknowledged = serverRule<AgainCase>(
  'callbacks.unacknowledged',
  'A callback comes again unless it is answered with the letters SUCCESS.',
  (evidence) =>
    seriesOf(evidence).flatMap(({ story, callbacks: [first, next] }): AgainCase[] => {
      const reply = first && replyTo(first)
      if (!first || reply === undefined || reply === 'acknowledged') return []
      if (!next && waitedAfter(evidence, story, first) < SOON) return []
      return [{ next, reply, place: reply, exchanges: next ? [first, next] : [first] }]
    }),
  ({ next, reply }, { profile }): Problem[] => {
    if (next) return []
    const isOpen = doubtful.includes(reply)
    if (['status', 'redirect'].includes(reply) && profile['acknowledgedStatus'] === 'any') return []
    return [
      {
        expected: 'the callback again',
        received: 'nothing more',
        ...(isOpen ? { level: 'should' as const } : {}),
      },
    ]
  },
)

/** Series that were never acknowledged, and how long they were waited for after their last callback. */
const refused = (evidence: Evidence): (Series & { quiet: number })[] =>
  seriesOf(evidence)
    .filter(({ callbacks }) =>
      callbacks.every((one) => ['text', 'case', 'json', 'empty', 'quotes'].includes(replyTo(one) ?? '')),
    )
    .map((series) => ({ ...series, quiet: waitedAfter(evidence, series.story, series.callbacks.at(-1)!) }))

/** Callbacks about one event that are sent in all. */
const TIMES = 6
/** Longest interval between two of them, in seconds. */
const LONGEST = 7200

interface CountCase extends Case {
  count: number
}

const count = serverRule<CountCase>(
  'callbacks.count',
  'A callback without an acknowledgement comes six times.',
  (evidence) =>
    refused(evidence)
      .filter(({ callbacks, quiet }) => callbacks.length > TIMES || quiet > LONGEST * 1.5)
      .map(({ callbacks }) => ({ count: callbacks.length, exchanges: callbacks.slice(0, 8) })),
  ({ count: found }, { profile }) => {
    if (found === TIMES) return []
    const isSeven = found === TIMES + 1 && profile['notifications'] === 'sixAgain'
    return [
      { expected: 'six callbacks', received: `${found}`, ...(isSeven ? { level: 'should' as const } : {}) },
    ]
  },
)

/** Seconds between callbacks: with an interval before each, the first gap is the second interval. */
const gaps: { [schedule: string]: number[] } = {
  document: [1, 30, 60, 90, 3600, 7200],
  platform: [1, 30, 30, 3600, 3600, 3600],
}

/** Seconds between two callbacks, by the target's clock; between, it went by itself for `idle` seconds and was moved. */
interface Gap {
  whole: number
  idle: number
}

/** A callback that the move of a clock brings is as late as the move: others were waited for until then. */
function gapOf(evidence: Evidence, one: Exchange, other: Exchange): Gap {
  const [from = 0, to = 0] = timesOf(evidence, [one, other])
  const passed = (Date.parse(other.sentAt) - Date.parse(one.sentAt)) / 1000
  const isMoved = offsetAt(evidence, other.began) > offsetAt(evidence, one.began)
  return { whole: to - from, idle: isMoved ? passed : 0 }
}

const schedule = serverRule<Case & { found: Gap[] }>(
  'callbacks.schedule',
  'Callbacks without an acknowledgement follow the intervals of the document.',
  (evidence) =>
    refused(evidence)
      .filter(({ callbacks }) => callbacks.length > 2)
      .map(({ callbacks }) => ({
        found: callbacks.slice(1).map((one, index) => gapOf(evidence, callbacks[index]!, one)),
        exchanges: callbacks.slice(0, 8),
      })),
  ({ found }, { profile }) => {
    const all = gaps[String(profile['retrySchedule'])] ?? gaps['document']!
    const readings = [all.slice(1), all]
    const fits = readings.some((wanted) => found.every((gap, index) => isAbout(gap, wanted[index])))
    return unless(fits, `gaps of ${all.join(', ')} s`, found.map(({ whole }) => whole.toFixed(0)).join(', '))
  },
  { level: 'should' },
)

/** Both sources call their intervals approximate. */
function isAbout({ whole, idle }: Gap, wanted: number | undefined): boolean {
  if (wanted === undefined) return true
  const [spare, missing] = [Math.max(2, wanted * 0.2), wanted - whole]
  return missing <= spare && -missing <= spare + idle
}

const ends = serverRule<Case & { more: number }>(
  'callbacks.ends',
  'After an acknowledgement no callback comes.',
  (evidence) =>
    seriesOf(evidence).flatMap(({ story, callbacks }) => {
      const at = callbacks.findIndex((one) => replyTo(one) === 'acknowledged')
      const first = callbacks[at]
      if (!first) return []
      const more = callbacks.slice(at + 1).filter((one) => one.began > (first.ended ?? first.began))
      if (more.length === 0 && waitedAfter(evidence, story, first) < SOON) return []
      return [{ more: more.length, exchanges: [first, ...more].slice(0, 6) }]
    }),
  ({ more }) =>
    more === 0
      ? []
      : [
          {
            expected: 'no further callback',
            received: `${more} more`,
            // Repetitions are announced; one may have been on its way.
            ...(more === 1 ? { level: 'should' as const } : {}),
          },
        ],
)

const same = serverRule<Case & { one: Exchange; other: Exchange }>(
  'callbacks.same',
  'A callback that comes again says the same.',
  (evidence) =>
    seriesOf(evidence).flatMap(({ callbacks: [one, ...rest] }) =>
      rest.map((other) => ({ one: one!, other, exchanges: [one!, other] })),
    ),
  ({ one, other }) => {
    const [before, after] = [factsIn(one), factsIn(other)]
    const name = [...new Set([...Object.keys(before), ...Object.keys(after)])].find(
      (key) => before[key] !== after[key],
    )
    return unless(name === undefined, `${name} ${String(before[name!])}`, String(after[name!]))
  },
  { level: 'should' },
)

function factsIn({ request: { read } }: Exchange): { [name: string]: unknown } {
  if (!read.ok) return {}
  const { platSign: _signature, ...facts } = read.fields
  return facts
}

export const repeating: Rule[] = [unacknowledged, count, schedule, ends, same]
