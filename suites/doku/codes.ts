/** What an answer says about the code that it gives out. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import type { Json } from '../../src/wire/reading.ts'
import { answered, asked, targetTime } from '../common/premises.ts'
import { at, isWellWritten } from './asked.ts'
import { codesGiven, expiryOf, orderlyCodes, utcOf, type Given } from './given.ts'
import { attempts } from './paid.ts'

interface GivenCase extends Case {
  given: Given
}

const caseOf = (given: Given): GivenCase => ({ given, exchanges: [given.one.exchange] })

/** Seconds from creation to expiry, in whatever form they are told. */
function secondsOf({ utc, compact }: Given): number | undefined {
  for (const { created, expires } of [utc, compact])
    if (created !== undefined && expires !== undefined) return (expires - created) / 1000
  return undefined
}

function lifetime(id: string, says: string, speaksOf: (given: Given) => boolean): Rule {
  return rule<GivenCase>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) =>
      orderlyCodes(evidence)
        .filter((given) => speaksOf(given) && secondsOf(given) !== undefined)
        .map(caseOf),
    holds: ({ given }): Problem[] => {
      const [wanted, told] = [(given.minutes ?? 60) * 60, secondsOf(given)!]
      const off = Math.abs(told - wanted)
      return off <= 1
        ? []
        : [
            {
              expected: `an expiry ${wanted / 60} min after the creation`,
              received: `${Math.round(told / 0.6) / 100} min`,
              ...(off <= 60 ? { level: 'should' as const } : {}),
            },
          ]
    },
  })
}

const hour = 3_600_000

/** Hours that the compact form of a time is ahead of the other; undefined where one of them is missing. */
function aheadIn({ utc, compact }: Given): { created: number | undefined; expires: number | undefined } {
  const ahead = (name: 'created' | 'expires') =>
    utc[name] === undefined || compact[name] === undefined ? undefined : (compact[name] - utc[name]) / hour
  return { created: ahead('created'), expires: ahead('expires') }
}

const zones: { [zone: string]: number[] } = { '+07:00': [7], Z: [0], either: [0, 7] }

const agree = rule<GivenCase>({
  id: 'times.agree',
  says: 'Both forms of a time mean one instant, in one zone for both.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    codesGiven(evidence)
      .filter((given) => Object.values(aheadIn(given)).some((hours) => hours !== undefined))
      .map(caseOf),
  holds: ({ given }, { profile }) => {
    const allowed = zones[String(profile['compactZone'])] ?? [0, 7]
    const told = Object.values(aheadIn(given)).filter((hours) => hours !== undefined)
    const isFine = (hours: number) => allowed.some((one) => Math.abs(one - hours) * 3600 <= 1)
    const isOne = told.every((hours) => Math.abs(hours - told[0]!) * 3600 <= 2)
    return told.every(isFine) && isOne
      ? []
      : [
          {
            expected: `compact times ${allowed.join(' or ')} hours ahead of UTC, both alike`,
            received: told.map((hours) => `${Math.round(hours * 100) / 100} hours`).join(' and '),
          },
        ]
  },
})

/** Milliseconds that no clock is wrong by, and no zone is right by. */
const quarter = 900_000

/** Hours from when an answer was made, by its own word or by the clock that the suite believes in: the lesser of both. */
function hoursOff(evidence: Evidence, { utc, one: { exchange } }: Given): number {
  const told = [at.answerTime, at.time].flatMap((name) => utcOf(answered(exchange, name)) ?? [])
  const all = [...told, targetTime(evidence, exchange)].map((time) => (utc.created! - time) / hour)
  return all.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]!
}

const present = rule<GivenCase>({
  id: 'times.present',
  says: 'A code is made when it is given out, and its times in UTC say so.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    orderlyCodes(evidence)
      .filter(({ utc, one }) => utc.created !== undefined && one.status === 200)
      .map(caseOf),
  holds: ({ given }, evidence) => {
    const hours = hoursOff(evidence, given)
    return Math.abs(hours) * hour < quarter
      ? []
      : [
          {
            expected: `the time of the answer in UTC as ${at.created}`,
            received: `a time that is ${Math.round(hours * 100) / 100} hours from it`,
          },
        ]
  },
})

const pairs = rule<GivenCase>({
  id: 'times.pairs',
  says: 'Creation and expiry come in pairs.',
  level: 'may',
  about: ['server'],
  over: (evidence) => codesGiven(evidence).map(caseOf),
  holds: ({ given: { one } }) => {
    const has = (name: string) => answered(one.exchange, `online_to_offline_info.${name}`) !== ''
    const forms = [
      ['created_date', 'expired_date'],
      ['created_date_utc', 'expired_date_utc'],
    ] as const
    const alone = forms.find(([created, expires]) => has(created) !== has(expires))
    if (alone) return [{ expected: alone.join(' and '), received: alone.filter(has).join() }]
    return forms.some(([created]) => has(created))
      ? []
      : [{ expected: 'when the code expires', received: 'no time at all' }]
  },
})

const additional = rule<GivenCase>({
  id: 'additional.kept',
  says: 'What is sent as additional_info comes back as it was.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    orderlyCodes(evidence)
      .filter(
        ({ one }) =>
          asked(one.exchange, 'additional_info') !== '' &&
          isWellWritten(evidence, one.exchange, 'additional_info'),
      )
      .map(caseOf),
  holds: ({ given: { one } }) => {
    const [sent, back] = [membersOf(one.exchange.request), membersOf(one.exchange.response)]
    return isSame(sent, back)
      ? []
      : [
          {
            expected: JSON.stringify(sent),
            received: back === undefined ? 'no additional_info' : JSON.stringify(back),
          },
        ]
  },
})

function membersOf(message: Exchange['request'] | Exchange['response']): Json | undefined {
  return message?.read.ok ? message.read.fields['additional_info'] : undefined
}

/** Equal as JSON, whatever the order of members. */
export function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const [a, b] = [left as { [name: string]: Json }, right as { [name: string]: Json }]
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => isSame(a[name], b[name]))
}

interface Twins extends Case {
  given: Given
  twin: Given | undefined
}

const unique = rule<Twins>({
  id: 'paymentcodes.unique',
  says: 'No two open codes are the same.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const seen = new Map<string, Given>()
    const legible = codesGiven(evidence).filter(({ one }) => isWellWritten(evidence, one.exchange, at.code))
    return legible.map((given) => {
      const before = seen.get(given.code)
      const isOther = before && (before.invoice !== given.invoice || before.merchant !== given.merchant)
      const twin = isOther && isOpen(evidence, before, given) ? before : undefined
      seen.set(given.code, given)
      return { given, twin, exchanges: [...(twin ? [twin.one.exchange] : []), given.one.exchange] }
    })
  },
  holds: ({ given, twin }) =>
    twin
      ? [
          {
            expected: `a code of its own for ${given.invoice}`,
            received: `${given.code}, which is that of ${twin.invoice}`,
          },
        ]
      : [],
})

/** A code can still be paid when another one is given out. */
function isOpen(evidence: Evidence, before: Given, { one }: Given): boolean {
  const isOver = Date.parse(one.exchange.sentAt) > expiryOf(evidence, before)
  const isPaid =
    !before.isReusable &&
    attempts(evidence, before).some(({ result, tick }) => result === 'paid' && tick < one.exchange.began)
  return !isOver && !isPaid
}

interface Page extends Case {
  exchange: Exchange
}

const instructions = rule<Page>({
  id: 'instructions.answer',
  says: 'The addresses that tell how to pay answer.',
  level: 'should',
  about: ['server'],
  over: (evidence) => {
    const pages = new Set(
      codesGiven(evidence).flatMap(({ one: { exchange } }) =>
        ['how_to_pay_page', 'how_to_pay_api'].map((name) =>
          answered(exchange, `online_to_offline_info.${name}`),
        ),
      ),
    )
    return evidence.exchanges
      .filter(({ request }) => request.method === 'GET' && pages.has(request.url))
      .map((exchange) => ({ exchange, exchanges: [exchange] }))
  },
  holds: ({ exchange: { response, trouble } }) =>
    response?.status === 200
      ? []
      : [{ expected: 'HTTP 200', received: response ? `HTTP ${response.status}` : (trouble?.says ?? '') }],
})

export const codes: Rule[] = [
  lifetime(
    'lifetimes.kept',
    'A code lives as many minutes as were asked for.',
    ({ minutes }) => minutes !== undefined,
  ),
  lifetime(
    'lifetimes.default',
    'A code without an expired_time lives for sixty minutes.',
    ({ minutes, one }) => minutes === undefined && asked(one.exchange, at.lifetime) === '',
  ),
  agree,
  present,
  pairs,
  additional,
  unique,
  instructions,
]
