/** What the platform tells of its own accord: when, in which form, and that it is true. */
import { premise, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Listened } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { mediaTypeOf } from '../../src/wire/media-type.ts'
import { answered, asked, targetTime } from '../common/premises.ts'
import { secondsOpen, statesOf } from './asking.ts'
import { serverRule, storyRule, unless } from './cases.ts'
import {
  accountOf,
  callbacks,
  payerOf,
  paysIn,
  secondsTo,
  stateIn,
  stories,
  type Call,
  type Story,
} from './seen.ts'

export interface ToldCase extends Case {
  story: Story
  callback: Exchange
}

/** Callbacks whose order the trace knows. */
export const toldCases = premise((evidence: Evidence): ToldCase[] =>
  stories(evidence).flatMap((story) =>
    story.callbacks.map((callback) => ({
      story,
      callback,
      exchanges: [story.order.exchange, callback],
    })),
  ),
)

const isPayout = ({ kind }: Story): boolean => kind === 'payout'

/** Nothing came although it was waited for long enough after something had happened. */
function inVain(listened: Listened[]): boolean {
  const heard = listened.some(({ heard: count }) => count > 0)
  return !heard && listened.some(({ waitedMs, withinMs }) => waitedMs >= withinMs * 0.9 && withinMs >= 5000)
}

const waited = ({ listened }: Story): boolean => listened.length > 0

const paid = storyRule(
  'callbacks.paid',
  'A payment is told to the merchant.',
  (story, evidence) => {
    if (isPayout(story) || story.made === undefined || !waited(story)) return false
    const due = paysIn(evidence, story)
    const isSaid = statesOf(story).some(({ state }) => state === 'SUCCESS')
    return isSaid || (due !== undefined && due < 20 && due < secondsOpen(story))
  },
  ({ callbacks: all, listened }) =>
    all.length > 0 || !inVain(listened) ? [] : [{ expected: 'a callback', received: 'none' }],
)

const onlyPaid = storyRule(
  'callbacks.only-paid',
  'A payment callback comes after a payment, and for nothing else.',
  (story, evidence) => {
    if (isPayout(story) || !(waited(story) || story.callbacks.length > 0)) return false
    const data = payerOf(evidence, story)?.data
    return data === 'idle' || data === 'cancels' || data === 'errs' || soonest(evidence, story) !== undefined
  },
  (story, evidence) => {
    const [first] = story.callbacks
    if (!first) return []
    const due = paysIn(evidence, story)
    if (due === undefined)
      return [{ expected: 'no callback: nobody paid', received: `code ${asked(first, 'code')}` }]
    const seconds = secondsTo(evidence, story, first)
    return unless(
      seconds >= due - 2,
      `a callback after the payment, at ${due} s`,
      `one at ${seconds.toFixed(1)} s`,
    )
  },
)

/** Seconds until a payment that is far enough away to be told from the order itself. */
function soonest(evidence: Evidence, story: Story): number | undefined {
  const due = paysIn(evidence, story)
  return due !== undefined && due >= 5 && due < secondsOpen(story) ? due : undefined
}

const form = serverRule<Case & { callback: Exchange }>(
  'callbacks.form',
  'A callback is a form, in its body.',
  (evidence) =>
    evidence.exchanges
      .filter(({ from }) => from === 'gateway')
      .map((callback) => ({ callback, exchanges: [callback] })),
  ({ callback: { request } }) => {
    const { mediaType = 'no Content-Type' } = mediaTypeOf(request.headers)
    const { read } = request
    if (!read.ok && read.fault.what === 'encoding')
      return [{ expected: 'characters in UTF-8', received: read.fault.says }]
    if (mediaType === 'application/x-www-form-urlencoded')
      return unless(read.ok && read.form !== undefined, 'name=value pairs', 'another body')
    return [
      {
        expected: 'application/x-www-form-urlencoded',
        received: mediaType,
        ...(mediaType === 'multipart/form-data' ? { level: 'should' as const } : {}),
      },
    ]
  },
)

const target = serverRule<ToldCase>(
  'callbacks.target',
  'A callback goes to the notifyUrl of its order.',
  (evidence) =>
    toldCases(evidence).filter(({ story }) => URL.canParse(asked(story.order.exchange, 'notifyUrl'))),
  ({ story, callback }) => {
    const wanted = pathOf(asked(story.order.exchange, 'notifyUrl'))
    return unless(pathOf(callback.request.url) === wanted, wanted, pathOf(callback.request.url))
  },
)

/** A merchant may stand behind a host of another name. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

const code = serverRule<ToldCase>(
  'callbacks.code',
  'The code of a paid order is 00.',
  (evidence) => toldCases(evidence).filter(({ story }) => !isPayout(story) && isKnownPaid(evidence, story)),
  ({ callback }) => unless(asked(callback, 'code') === '00', '00', asked(callback, 'code')),
)

function isKnownPaid(evidence: Evidence, story: Story): boolean {
  const due = paysIn(evidence, story)
  const isDue = due !== undefined && due < secondsOpen(story) && due < 20
  return isDue || statesOf(story).some(({ state }) => state === 'SUCCESS')
}

const signed = serverRule<Case & { callback: Exchange }>(
  'callbacks.signed',
  'A callback is signed by the platform over its decoded values.',
  (evidence) =>
    callbacks(evidence)
      .filter(({ signature, request }) => signature !== 'unchecked' && request.read.ok)
      .map((callback) => ({ callback, exchanges: [callback] })),
  ({ callback: { signature, signatureFault } }) =>
    unless(signature === 'good', 'a signature of the platform', signatureFault?.says ?? 'no signature'),
)

interface AmountCase extends Case {
  wanted: string
  got: string
}

const kept = serverRule<AmountCase>(
  'amounts.kept',
  'Answer, callback and query tell the amount that was ordered.',
  (evidence) =>
    stories(evidence)
      .filter(({ kind, made }) => kind === 'payment' && made !== undefined)
      .flatMap(amountsTold),
  ({ wanted, got }) => unless(Number(got) === Number(wanted), wanted, got),
)

/** Answers repeat the amount, which the rule about echoes judges. */
function amountsTold({ made, callbacks: all, queries }: Story): AmountCase[] {
  const wanted = asked(made!.exchange, 'payMoney').trim()
  const told = [
    ...all.map((exchange) => ({ place: 'callback', exchange, got: asked(exchange, 'payMoney').trim() })),
    ...queries
      .filter((call) => stateIn(call) === 'SUCCESS')
      .map(({ exchange }) => ({ place: 'query', exchange, got: answered(exchange, 'amount').trim() })),
  ]
  return told
    .filter(({ got }) => /^\d+$/.test(got))
    .map(({ place, exchange, got }) => ({ place, wanted, got, exchanges: [made!.exchange, exchange] }))
}

/** Queries that left after a callback had come. */
const queriesAfter = (story: Story, callback: Exchange): Call[] =>
  story.queries.filter(
    (call) => call.exchange.began > (callback.ended ?? callback.began) && stateIn(call) !== '',
  )

const agree = storyRule(
  'callbacks.agree',
  'Query and callback of a payment tell the same.',
  (story) =>
    story.kind === 'payment' && later(story).length > 0 && asked(story.callbacks[0]!, 'code') === '00',
  (story) => {
    const other = later(story).find((call) => !['SUCCESS', 'PAY_CANCEL'].includes(stateIn(call)))
    return unless(other === undefined, 'SUCCESS: the callback was out', other ? stateIn(other) : '')
  },
)

const later = (story: Story): Call[] => (story.callbacks[0] ? queriesAfter(story, story.callbacks[0]) : [])

const payoutAgrees = storyRule(
  'payouts.agree',
  'Query and callback of a payout tell the same.',
  (story) => isPayout(story) && later(story).length > 0 && isFinal(asked(story.callbacks[0]!, 'status')),
  (story) => {
    const said = asked(story.callbacks[0]!, 'status').trim()
    const other = later(story).find((call) => !isSame(said, stateIn(call)))
    return unless(other === undefined, `${said}, as the callback told`, other ? stateIn(other) : '')
  },
)

const isFinal = (state: string): boolean => ['2', '3', '4'].includes(state.trim())
const isSame = (one: string, other: string): boolean =>
  one === other || (['3', '4'].includes(one) && ['3', '4'].includes(other))

const prompt = storyRule(
  'callbacks.prompt',
  'A payment is told at once.',
  (story, evidence) =>
    story.kind === 'payment' && (paysIn(evidence, story) ?? 99) < 5 && story.callbacks.length > 0,
  (story, evidence) => {
    const seconds = secondsTo(evidence, story, story.callbacks[0]!) - paysIn(evidence, story)!
    return unless(seconds < 10, 'a callback within 10 s of the payment', `one after ${seconds.toFixed(1)} s`)
  },
  { level: 'may' },
)

const ended = storyRule(
  'callbacks.payout',
  'The end of a payout is told to the merchant.',
  (story, evidence) =>
    isPayout(story) &&
    waited(story) &&
    story.made !== undefined &&
    ['account', 'failing'].includes(accountOf(evidence, story)?.data ?? ''),
  ({ callbacks: all, listened }) =>
    all.length > 0 || !inVain(listened) ? [] : [{ expected: 'a callback with 2 or 4', received: 'none' }],
)

const outcome = serverRule<ToldCase>(
  'callbacks.outcome',
  'A payout callback brings a final outcome, 2 or 4.',
  (evidence) => toldCases(evidence).filter(({ story }) => isPayout(story)),
  ({ callback }) => {
    const state = asked(callback, 'status').trim()
    return unless(state === '2' || state === '4', '2 or 4', state, state === '3' ? 'should' : 'must')
  },
)

const repeated = ['money', 'feeType', 'number', 'bankCode']

const echo = serverRule<ToldCase & { place: string }>(
  'callbacks.echo',
  'A payout callback repeats what was ordered.',
  (evidence) =>
    toldCases(evidence)
      .filter(({ story }) => isPayout(story) && story.made !== undefined)
      .flatMap((one) =>
        [...repeated, 'fee']
          .filter((place) => asked(one.callback, place).trim() !== '')
          .map((place) => ({ ...one, place })),
      ),
  ({ story, callback, place }) => {
    const { exchange } = story.made!
    const wanted = (place === 'fee' ? answered(exchange, 'fee') : asked(exchange, place)).trim()
    const got = asked(callback, place).trim()
    return unless(wanted === '' || wanted === got, `${place} ${wanted}`, `${place} ${got}`)
  },
)

/** Times of callbacks by the clock of the target, in seconds. */
export const timesOf = (evidence: Evidence, all: Exchange[]): number[] =>
  all.map((callback) => targetTime(evidence, callback) / 1000)

export const telling: Rule[] = [
  paid,
  onlyPaid,
  form,
  target,
  code,
  signed,
  kept,
  agree,
  payoutAgrees,
  prompt,
  ended,
  outcome,
  echo,
]
