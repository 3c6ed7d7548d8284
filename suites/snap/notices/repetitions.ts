/** Notifications that come again: when they are to, when they are not, and what differs then. */
import { isoInstant } from '../../../src/contract/iso-time.ts'
import { isHeader } from '../../../src/contract/tree.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text, type Json } from '../../../src/wire/reading.ts'
import { asked, targetTime } from '../../common/premises.ts'
import { isWaited, readable } from './heard.ts'

const isAcknowledged = ({ response }: Exchange): boolean =>
  response?.status === 200 && text(response.read, 'responseCode') === '2005600'

/** A notification, and the next one that tells the same. */
interface Pair extends Case {
  first: Exchange
  then?: Exchange
}

/** Notifications with what came next, where it was waited for that long enough: a day of the target's clock. */
function pairs(evidence: Evidence): Pair[] {
  // What nobody waited for is known without what was asked for about its payment: that may have told of something new.
  const all = readable(evidence).filter(({ payments }) => payments.length > 0)
  return all.flatMap(({ exchange: first, reference }) => {
    const then = all.find(({ exchange }) => exchange.began > first.began && isSame(first, exchange))?.exchange
    if (!then && !isWaited(evidence, first, reference, day)) return []
    return [{ first, exchanges: [first, ...(then ? [then] : [])], ...(then && { then }) }]
  })
}

/** What two attempts to tell one thing have in common: another partner may have a payment of that reference too. */
const telling = [
  'header:X-PARTNER-ID',
  'originalPartnerReferenceNo',
  'originalReferenceNo',
  'latestTransactionStatus',
]

const isSame = (one: Exchange, other: Exchange): boolean =>
  telling.every((place) => asked(one, place) === asked(other, place))

/** Milliseconds within which whoever tries again has tried again. */
const day = 86_400_000

function pairRule(
  id: string,
  says: string,
  over: (evidence: Evidence) => Pair[],
  holds: (pair: Pair, evidence: Evidence) => Problem[],
  level: Rule['level'] = 'must',
): Rule {
  return rule<Pair>({ id, says, level, about: ['server'], over, holds })
}

/** The very same is told again: later events of a payment may be told in its state too. */
const isAgain = (first: Exchange, then: Exchange): boolean =>
  JSON.stringify(bodyFields(first)) === JSON.stringify(bodyFields(then))

/** What happened to a payment later may be told by the same words, where it kept its state. */
const isTurned = ({ exchanges }: Evidence, first: Exchange): boolean =>
  exchanges.some(
    (one) =>
      (one.operation === 'refund' || one.operation === 'cancel') &&
      (one.response?.status ?? 500) < 300 &&
      isAbout(one, first),
  )

const isAbout = (one: Exchange, notice: Exchange): boolean =>
  ['originalPartnerReferenceNo', 'originalReferenceNo'].some(
    (place) => asked(one, place) !== '' && asked(one, place) === asked(notice, place),
  )

const bodyFields = ({ request: { read } }: Exchange): [string, Json][] =>
  read.ok ? Object.entries(read.fields).filter(([place]) => !isHeader(place)) : []

/** It was so much longer on its way than others that its sender may have tried again before it was answered. */
function isLate(evidence: Evidence, first: Exchange): boolean {
  const delays = readable(evidence).flatMap(({ exchange }) => delayOf(evidence, exchange))
  return delayOf(evidence, first).some((delay) => delay - Math.min(...delays) > late)
}

/** Milliseconds beyond which senders with little patience give up; their times are in whole seconds. */
const late = 1200

function delayOf(evidence: Evidence, notice: Exchange): number[] {
  const sent = isoInstant(asked(notice, 'header:X-TIMESTAMP'))
  return sent === undefined ? [] : [targetTime(evidence, notice) - sent]
}

/** HTTP 200, and not the code that acknowledges. */
const isHalf = ({ response }: Exchange): boolean => response?.status === 200

const acknowledged = pairRule(
  'notifications.acknowledged',
  'A notification ends with its acknowledgement, and not before.',
  (evidence) => pairs(evidence).filter(({ first }) => isAcknowledged(first) || isHalf(first)),
  ({ first, then }, evidence) => {
    if (isAcknowledged(first))
      return then && isAgain(first, then) && !isTurned(evidence, first) && !isLate(evidence, first)
        ? [{ expected: 'nothing more after 2005600', received: 'the same again' }]
        : []
    return then ? [] : [{ expected: 'the notification again until 2005600', received: 'nothing more' }]
  },
)

const repeated = pairRule(
  'notifications.repeated',
  'A notification without an acknowledgement comes again.',
  (evidence) => pairs(evidence).filter(({ first }) => !isAcknowledged(first) && !isHalf(first)),
  ({ then }) => (then ? [] : [{ expected: 'the notification again', received: 'nothing more' }]),
  'may',
)

const fresh = pairRule(
  'notifications.fresh',
  'A repeated notification has another X-EXTERNAL-ID and a new time.',
  (evidence) => pairs(evidence).filter(({ then }) => then !== undefined),
  ({ first, then }, evidence) =>
    ['header:X-EXTERNAL-ID', ...(isLater(evidence, first, then!) ? ['header:X-TIMESTAMP'] : [])]
      .filter((place) => isWellFormed(evidence, place, asked(first, place)))
      .filter((place) => asked(first, place) === asked(then!, place))
      .map((place) => ({
        expected: `another ${place.replace('header:', '')}`,
        received: asked(then!, place),
      })),
  'should',
)

/** A number or a time as the contract has them: what is written otherwise, other rules judge. */
const isWellFormed = ({ profile }: Evidence, place: string, value: string): boolean =>
  place === 'header:X-TIMESTAMP'
    ? value.includes('T') && isoInstant(value) !== undefined
    : value.length <= 36 && (profile['extIdDigitsOnly'] === false ? value !== '' : /^\d+$/.test(value))

/** Two attempts within one second of the target's clock have the same time. */
const isLater = (evidence: Evidence, first: Exchange, then: Exchange): boolean =>
  targetTime(evidence, then) - targetTime(evidence, first) > 1000

export const repetitions: Rule[] = [acknowledged, repeated, fresh]
