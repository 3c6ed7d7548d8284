/** Values at their limit, which are taken, and one beyond it, which are refused. */
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text } from '../../src/wire/reading.ts'
import { isMalformed, isOverLong, isTooLarge } from './nested-refusals.ts'
import { jsonOddities } from './odd-json.ts'
import { answerIn, isServed, oddOf, problemOf, type OddRequest } from './odd-rules.ts'
import { isOrderly } from './premises.ts'
import { notRefused, spoilt, type Spoilt } from './spoilt.ts'

interface Lost extends Case {
  lost: Exchange
}

const limits = rule<OddRequest | Spoilt | Lost>({
  id: 'refusals.limits',
  says: 'A value at its length is accepted, one beyond it refused, and none is cut.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [
    ...oddOf(evidence, 'refusals.limits').map((odd) => ({ ...odd, place: odd.at.replace(/\[\d+\]/g, '[]') })),
    ...spoilt(evidence).filter((subject) => isOverLong(subject, evidence)),
    ...inquiries(evidence),
  ],
  holds: (subject, evidence) => {
    if ('complaint' in subject) return notRefused(subject, evidence)
    if ('at' in subject) return problemOf(subject, evidence)
    return isServed(evidence, subject.lost)
      ? []
      : [
          {
            expected: 'the transaction of this reference',
            received: answerIn(subject.lost, evidence.contract.outcome.at),
          },
        ]
  },
})

/** Inquiries after a transaction whose reference has all the characters that it may have. */
function inquiries(evidence: Evidence): Lost[] {
  const { reference = '', originalReference = '' } = evidence.contract.places
  return oddOf(evidence, 'refusals.limits')
    .filter(({ at, twin }) => at === reference && twin === undefined)
    .flatMap(({ exchange }) => {
      const own = text(exchange.request.read, reference)
      return evidence.exchanges
        .filter(
          (other) =>
            text(other.request.read, originalReference) === own &&
            other.began > exchange.began &&
            isOrderly(evidence, other) &&
            jsonOddities(evidence, other).every(({ at }) => at === originalReference) &&
            other.response?.status === 404,
        )
        .map((lost) => ({ lost, exchanges: [exchange, lost], place: reference }))
    })
}

const range = rule<OddRequest | Spoilt>({
  id: 'amounts.range',
  says: 'Fourteen digits before the dot are accepted, seventeen refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [
    ...oddOf(evidence, 'amounts.range'),
    ...spoilt(evidence).filter((subject) => isMalformed(subject) && isTooLarge(subject)),
  ],
  holds: (subject, evidence) =>
    'complaint' in subject ? notRefused(subject, evidence) : problemOf(subject, evidence),
})

export const limitRules: Rule[] = [limits, range]
