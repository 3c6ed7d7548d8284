/** Making orders: one for each number, with what is paid with, and none where it was refused. */
import { premise, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered, asked } from '../common/premises.ts'
import { caseOf, serverRule, storyRule, unless, type CallCase } from './cases.ts'
import { foundLater } from './flawed.ts'
import { calls, makers, payerOf, stories, stateIn, told, type Call, type Story } from './seen.ts'

/** The number that the platform gave an order; a number of JSON counts as its text. */
export const platformNumber = ({ exchange }: Call): string => answered(exchange, 'platOrderNum').trim()

interface RepeatCase extends Case {
  first: Call
  again: Call
}

/** Requests for a number that had already succeeded when they left, the first of each story left out. */
export const repeats = ({ creates, made }: Story): RepeatCase[] =>
  made === undefined
    ? []
    : creates
        .filter(
          ({ exchange, said }) => said !== 'unclear' && exchange.began > (made.exchange.ended ?? Infinity),
        )
        .map((again) => ({ first: made, again, exchanges: [made.exchange, again.exchange] }))

/** The same content, but for the time of sending and the signature over it. */
export function isSameOrder(one: Exchange, other: Exchange): boolean {
  if (!one.request.read.ok || !other.request.read.ok) return false
  const [before, after] = [one.request.read.fields, other.request.read.fields]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => name !== 'dateTime' && name !== 'sign')
    .every((name) => String(before[name] ?? '') === String(after[name] ?? ''))
}

/** One is a static VA: an account that no query tells the state of, and perhaps numbered by itself (E-JYP-27). */
const isApart = (one: Call, other: Call): boolean =>
  (one.operation === 'staticVa') !== (other.operation === 'staticVa')

/** What is wrong with the answer to a number that comes again. */
export function againAnswered({ first, again }: RepeatCase, { profile }: Evidence): Problem[] {
  if (again.said !== 'success') return []
  const isFirst =
    platformNumber(first) === platformNumber(again) && isSameOrder(first.exchange, again.exchange)
  if (isFirst && profile['duplicateOrder'] === 'replay') return []
  const received = `${told(again)} under ${platformNumber(again)}, after ${platformNumber(first)}`
  const isWeak = isFirst || isApart(first, again)
  return [{ expected: 'a refusal', received, ...(isWeak ? { level: 'should' as const } : {}) }]
}

const repeated = serverRule<RepeatCase>(
  'orders.repeat',
  'An order number that comes again makes no second order.',
  (evidence) =>
    stories(evidence)
      .filter(({ kind }) => kind !== 'payout')
      .flatMap(repeats),
  againAnswered,
)

/** Requests for one number that were in flight together. */
export function together({ creates }: Story): Call[] {
  return creates.filter((one) =>
    creates.some((other) => other !== one && isOverlapping(one.exchange, other.exchange)),
  )
}

const isOverlapping = (one: Exchange, other: Exchange): boolean =>
  one.began < (other.ended ?? Infinity) && other.began < (one.ended ?? Infinity)

/** What is wrong with answers to requests in flight together. */
export function racedAnswers(story: Story): Problem[] {
  const won = together(story).filter(({ said }) => said === 'success')
  const numbers = [...new Set(won.map(platformNumber))]
  return unless(numbers.length < 2, 'one order', `${numbers.length}: ${numbers.slice(0, 3).join(', ')}`)
}

const parallel = storyRule(
  'orders.parallel',
  'Of orders in flight with one number one is made.',
  (story) => story.kind !== 'payout' && together(story).length > 1,
  racedAnswers,
)

const instrument = serverRule<CallCase>(
  'orders.instrument',
  'A success carries what is paid with: vaNumber for a VA, url for a link.',
  (evidence) =>
    calls(evidence)
      .filter(
        ({ operation, said }) => said === 'success' && makers.includes(operation) && operation !== 'cash',
      )
      .map((call) => caseOf(call)),
  ({ call: { exchange, operation } }) => {
    const has = (name: string) => answered(exchange, name).trim() !== ''
    if (operation === 'prepaidOrder') return unless(has('url'), 'a url', 'none')
    const isVa = operation === 'staticVa' || asked(exchange, 'method').startsWith('VA_')
    if (isVa && !has('vaNumber')) return [{ expected: 'a vaNumber', received: 'none' }]
    const va = answered(exchange, 'vaNumber').trim()
    if (isVa && operation === 'pay') return unless(/^\d+$/.test(va), 'a vaNumber of digits', va)
    // What a wallet, a shop or a QR code is paid with, no table tells.
    return []
  },
)

interface TwinCase extends Case {
  own: string
  twin: Call | undefined
}

/** Calls with a value that is to be their own, each with an earlier call of another order that had it before. */
function owning(all: Call[], valueOf: (call: Call) => string): TwinCase[] {
  const seen = new Map<string, Call>()
  return all.flatMap((call) => {
    const own = valueOf(call)
    if (own === '') return []
    const first = seen.get(own)
    const twin =
      first && `${first.merchant} ${first.number}` !== `${call.merchant} ${call.number}` ? first : undefined
    if (!first) seen.set(own, call)
    return [{ own, twin, exchanges: twin ? [twin.exchange, call.exchange] : [call.exchange] }]
  })
}

const successes = premise((evidence: Evidence): Call[] =>
  calls(evidence).filter(({ operation, said }) => said === 'success' && makers.includes(operation)),
)

const numbered = serverRule<TwinCase>(
  'orders.numbered',
  'No two orders have one number of the platform.',
  (evidence) => owning(successes(evidence), platformNumber),
  ({ own, twin }) => unless(twin === undefined, 'a number of its own', `${own}, which another order has`),
  { span: 'run' },
)

const ownInstrument = serverRule<TwinCase>(
  'orders.instrument-own',
  'No two open orders share a VA number.',
  (evidence) =>
    owning(
      successes(evidence).filter(
        ({ operation, exchange }) => operation === 'pay' && isOpen(evidence, exchange),
      ),
      ({ exchange }) => answered(exchange, 'vaNumber').trim(),
    ),
  ({ own, twin }) =>
    unless(twin === undefined, 'a number of its own', `${own}, which another open order has`),
  { level: 'should', span: 'run' },
)

/** Nobody has moved the clock: an order of the run is open, or was paid a moment ago. */
const isOpen = ({ trace }: Evidence, exchange: Exchange): boolean =>
  !trace.entries.some((entry) => entry.kind === 'clock' && entry.tick < exchange.began)

const stable = storyRule(
  'orders.stable',
  'An order keeps its number of the platform in query and callback.',
  ({ made, queries, callbacks, kind }) =>
    made !== undefined &&
    kind !== 'static' &&
    (queries.some(({ said }) => said === 'success') || callbacks.length > 0),
  ({ made, creates, queries, callbacks }) => {
    const own = platformNumber(made!)
    const beside = creates.filter(({ said }) => said === 'success').filter((one) => isApart(made!, one))
    const known = [own, ...beside.map(platformNumber)]
    const heard = [
      // What is found before the order is there is the business of others.
      ...queries
        .filter(({ said, exchange }) => said === 'success' && exchange.began > made!.exchange.began)
        .map(platformNumber),
      ...callbacks.map((callback) => asked(callback, 'platOrderNum').trim()),
    ]
    const other = heard.find((one) => one !== '' && own !== '' && !known.includes(one))
    return unless(other === undefined, own, other ?? '')
  },
)

const gone = serverRule<CallCase>(
  'orders.refused',
  'An order that was refused does not exist.',
  (evidence) =>
    stories(evidence)
      .filter(({ made, creates }) => made === undefined && creates.every(isTurnedAway))
      .filter(
        ({ creates, queries, listened }) =>
          creates[0]!.exchange.signature !== 'bad' &&
          creates[0]!.exchange.signature !== 'none' &&
          (queries.length > 0 || listened.length > 0),
      )
      .map(({ creates }) => caseOf(creates[0]!)),
  ({ call }, evidence) => {
    const story = stories(evidence).find(({ creates }) => creates.includes(call))!
    const [callback] = story.callbacks
    if (callback && story.kind !== 'payout')
      return [{ expected: 'no callback', received: 'one', exchanges: [call.exchange, callback] }]
    const found = foundLater(evidence, call)
    if (!found || isFailed(story, found)) return []
    return [
      { expected: 'no such order', received: stateIn(found), exchanges: [call.exchange, found.exchange] },
    ]
  },
)

/** ERROR leaves it open what was done, but nobody does what is wrong to ask for. */
const isTurnedAway = ({ said, code, orderly }: Call): boolean =>
  said === 'refusal' || (code === 'ERROR' && !orderly)

/** A refused payout may be kept as one that failed. */
const isFailed = ({ kind }: Story, found: Call): boolean =>
  kind === 'payout' && ['3', '4'].includes(stateIn(found))

const again = storyRule(
  'static.repeated',
  'A static VA is paid again and again, each time under another number.',
  (story, evidence) =>
    story.kind === 'static' &&
    story.made !== undefined &&
    payerOf(evidence, story)?.data === 'returns' &&
    story.listened.some(({ heard }) => heard > 0),
  ({ callbacks }) => {
    const numbers = new Set(callbacks.map((callback) => asked(callback, 'platOrderNum')))
    return unless(numbers.size > 1, 'two payments under two numbers', `${numbers.size}`)
  },
  { level: 'should' },
)

export const creating: Rule[] = [repeated, parallel, instrument, numbered, ownInstrument, stable, gone, again]
