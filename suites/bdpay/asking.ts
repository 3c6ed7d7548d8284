/** Queries: what they find, what they tell, and that they change nothing. */
import { premise, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { answered, asked, hasRested } from '../common/premises.ts'
import { caseOf, serverRule, storyRule, unless, type CallCase } from './cases.ts'
import {
  calls,
  isAnswered,
  makers,
  payerOf,
  paysIn,
  secondsTo,
  stateIn,
  stories,
  suppliedAs,
  told,
  type Call,
  type Story,
} from './seen.ts'

const queries = premise((evidence: Evidence): Call[] =>
  calls(evidence).filter((call) => call.operation === 'query' && isAnswered(call)),
)

/** States in which nobody has paid yet. */
export const open = ['INIT_ORDER', 'NO_PAY', 'OPEN_PAY_URL']
const listed = [...open, 'SUCCESS', 'PAY_CANCEL', 'PAY_ERROR']

/** What a query asks for. */
export const typeOf = ({ exchange }: Call): string => asked(exchange, 'queryType')

const unknown = serverRule<CallCase>(
  'query.unknown',
  'An order that does not exist is not found.',
  (evidence) =>
    queries(evidence)
      .filter((call) => call.orderly && suppliedAs(evidence, call.number, ['unknownorder']) !== undefined)
      .map((call) => caseOf(call)),
  ({ call }, { profile }) => {
    if (call.said === 'success')
      return [{ expected: 'no such order', received: `${told(call)} ${stateIn(call)}`.trim() }]
    const isRight =
      profile['unknownOrder'] !== 'notexist' || call.code === 'NOTEXIST' || call.said === 'pending'
    return unless(isRight, 'NOTEXIST', call.code)
  },
)

/** A payout that was asked for as a payment is told in its own states, where it is told at all. */
const isOfPayout = (evidence: Evidence, call: Call): boolean =>
  stories(evidence).some(({ kind, queries: all }) => kind === 'payout' && all.includes(call))

const statuses = serverRule<CallCase>(
  'query.statuses',
  'The state of a payment is one of the list.',
  (evidence) =>
    queries(evidence)
      .filter((call) => typeOf(call) === 'ORDER_QUERY' && stateIn(call) !== '' && !isOfPayout(evidence, call))
      .map((call) => caseOf(call)),
  ({ call }) => unless(listed.includes(stateIn(call)), `one of ${listed.join(', ')}`, stateIn(call)),
)

/** The queries of a payment that found it, and what they told. */
export const statesOf = ({ queries: all }: Story): { call: Call; state: string }[] =>
  all
    .filter((call) => typeOf(call) !== 'CASH_QUERY' && stateIn(call) !== '')
    .map((call) => ({ call, state: stateIn(call) }))

/** Minutes for which an order is good, by its request or by default. */
export function minutesOf({ order }: Story): number {
  const asks = asked(order.exchange, 'expiryPeriod').trim()
  return /^\d+$/.test(asks) ? Number(asks) : 4320
}

/** A period that is none is taken in any way, or not at all. */
const isPlainPeriod = ({ order }: Story): boolean =>
  /^\d*$/.test(asked(order.exchange, 'expiryPeriod').trim())

/** Seconds for which an order can be paid. */
export function secondsOpen(story: Story): number {
  const isOvo = asked(story.order.exchange, 'method') === 'EWALLET_OVO'
  return isOvo ? Math.min(30, minutesOf(story) * 60) : minutesOf(story) * 60
}

interface StateCase extends Case {
  story: Story
  call: Call
  state: string
}

const stateCases = (evidence: Evidence, speaksOf: (subject: StateCase) => boolean): StateCase[] =>
  stories(evidence)
    .filter(({ kind, made }) => kind === 'payment' && made !== undefined)
    .flatMap((story) =>
      statesOf(story).map((found) => ({
        ...found,
        story,
        exchanges: [story.made!.exchange, found.call.exchange],
      })),
    )
    .filter(speaksOf)

const unpaid = serverRule<StateCase>(
  'query.unpaid',
  'An order that nobody paid is INIT_ORDER, NO_PAY or OPEN_PAY_URL.',
  (evidence) =>
    stateCases(
      evidence,
      ({ story, call }) =>
        payerOf(evidence, story)?.data === 'idle' &&
        isPlainPeriod(story) &&
        secondsTo(evidence, story, call.exchange) < secondsOpen(story) - 5,
    ),
  ({ state }) => unless(open.includes(state) || !listed.includes(state), open.join(', '), state),
)

/** Seconds that a payer may be late. */
const LATE = 5

const paid = serverRule<StateCase>(
  'query.paid',
  'A paid order is SUCCESS, with its amount and its fee.',
  (evidence) =>
    stateCases(evidence, ({ story, call, state }) => {
      if (state === 'SUCCESS') return true
      const due = paysIn(evidence, story)
      const told = story.callbacks.some(({ began }) => began < call.exchange.began)
      const isPaid =
        due !== undefined && due < secondsOpen(story) - LATE && payerOf(evidence, story)?.data === 'payer'
      return (
        isPaid &&
        !told &&
        secondsTo(evidence, story, call.exchange) > due + patience(evidence) &&
        hasRested(evidence, call.exchange) &&
        due < 20
      )
    }),
  ({ story, call, state }) => {
    if (state !== 'SUCCESS') return [{ expected: 'SUCCESS', received: state }]
    const [amount, fee] = [answered(call.exchange, 'amount').trim(), answered(call.exchange, 'fee').trim()]
    const ordered = asked(story.made!.exchange, 'payMoney').trim()
    if (amount === '') return [{ expected: `the amount ${ordered}`, received: 'no amount' }]
    return unless(fee !== '', 'a fee', 'no fee')
  },
  { given: (_contract, profile) => profile['wrappedQuery'] !== true },
)

const patience = ({ profile }: Evidence): number => Number(profile['notifySeconds'] ?? 60)

const readOnly = storyRule(
  'query.read-only',
  'A query changes nothing.',
  (story, evidence) => payerOf(evidence, story)?.data === 'idle' && statesOf(story).length > 2,
  (story, evidence) => {
    const [first, ...rest] = statesOf(story).filter(
      ({ call }) => secondsTo(evidence, story, call.exchange) < secondsOpen(story),
    )
    const other = rest.find(({ call, state }) => factsOf(call, state) !== factsOf(first!.call, first!.state))
    return other && first
      ? [{ expected: factsOf(first.call, first.state), received: factsOf(other.call, other.state) }]
      : []
  },
)

/** All open states are one: an order goes from one to the other by itself. */
const factsOf = ({ exchange }: Call, state: string): string =>
  [open.includes(state) ? 'open' : state, answered(exchange, 'platOrderNum')].join(' ')

const typed = serverRule<CallCase>(
  'query.typed',
  'A query of one type does not find orders of the other.',
  (evidence) =>
    stories(evidence)
      .filter(({ made }) => made !== undefined)
      .flatMap(({ kind, queries: all }) =>
        all.filter(
          (call) => isAnswered(call) && typeOf(call) === (kind === 'payout' ? 'ORDER_QUERY' : 'CASH_QUERY'),
        ),
      )
      .map((call) => caseOf(call)),
  ({ call }) => unless(call.said !== 'success', 'no such order', `${told(call)} ${stateIn(call)}`.trim()),
  { level: 'should', given: (_contract, profile) => profile['queryScope'] === 'typed' },
)

const monotone = storyRule(
  'states.monotone',
  'Final states stay.',
  (story) => statesOf(story).some(({ state }) => state === 'SUCCESS'),
  (story) => {
    const all = toldBy(story)
    const from = all.findIndex((state) => state === 'SUCCESS')
    const back = all.slice(from).find((state) => state !== 'SUCCESS' && state !== 'PAY_CANCEL')
    return unless(back === undefined, 'SUCCESS, or PAY_CANCEL for a refund', back ?? '')
  },
)

/** The states that queries told, and that they did not find it. */
const toldBy = ({ queries: all }: Story): string[] =>
  all
    .filter((call) => typeOf(call) !== 'CASH_QUERY')
    .map((call) => (call.code === 'NOTEXIST' && isForPayments(call) ? call.code : stateIn(call)))
    .filter((state) => state !== '')

const isForPayments = (call: Call): boolean => typeOf(call) === 'ORDER_QUERY' && call.orderly

const unrefunded = storyRule(
  'states.kept',
  'A payment that nobody pays back stays SUCCESS.',
  (story, evidence) =>
    payerOf(evidence, story)?.data === 'payer' &&
    story.callbacks.length > 0 &&
    statesOf(story).some(({ state }) => state === 'SUCCESS' || state === 'PAY_CANCEL'),
  (story) => {
    const paid = story.callbacks[0]!
    const back = statesOf(story).find(
      ({ call, state }) => state === 'PAY_CANCEL' && call.exchange.began > (paid.ended ?? paid.began),
    )
    return unless(back === undefined, 'SUCCESS: the payment was told', 'PAY_CANCEL')
  },
  { level: 'should' },
)

const foreign = serverRule<CallCase>(
  'isolation.query',
  'A merchant finds no order of another one.',
  (evidence) =>
    queries(evidence)
      .filter((call) => call.orderly && isForeign(evidence, call))
      .map((call) => caseOf(call)),
  ({ call }) => unless(call.said !== 'success', 'no such order', `${told(call)} ${stateIn(call)}`.trim()),
)

/** Somebody else made an order of that number, and the asker has none. */
function isForeign(evidence: Evidence, { merchant, number, exchange }: Call): boolean {
  const made = calls(evidence).filter((one) => one.number === number && makers.includes(one.operation))
  const before = made.filter(
    (one) => one.said === 'success' && (one.exchange.ended ?? Infinity) < exchange.began,
  )
  return before.some((one) => one.merchant !== merchant) && !made.some((one) => one.merchant === merchant)
}

const shared = serverRule<CallCase>(
  'isolation.numbers',
  'Two merchants use one order number for two orders.',
  (evidence) =>
    calls(evidence)
      .filter((call) => {
        const others = calls(evidence).filter(
          (one) =>
            one.number === call.number &&
            one.operation === call.operation &&
            one.exchange.began < call.exchange.began,
        )
        const isMaker = makers.includes(call.operation) && call.number !== ''
        const isSecond = others.some(({ merchant, said }) => merchant !== call.merchant && said === 'success')
        return (
          isMaker &&
          call.orderly &&
          isAnswered(call) &&
          isSecond &&
          // Who gets no order at all is refused for something else.
          calls(evidence).some(({ merchant, said }) => merchant === call.merchant && said === 'success') &&
          others.every(({ merchant }) => merchant !== call.merchant)
        )
      })
      .map((call) => caseOf(call)),
  ({ call }) => unless(call.said !== 'refusal', 'an order of its own', told(call)),
  { level: 'should' },
)

export const asking: Rule[] = [
  unknown,
  statuses,
  unpaid,
  paid,
  readOnly,
  typed,
  monotone,
  unrefunded,
  foreign,
  shared,
]
