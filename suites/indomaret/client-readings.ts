/** What binds the client as a reader: every legal answer counts, and nothing but its own. */
import type { Evidence, Problem, Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered, asked, sayingOf } from '../common/premises.ts'
import { pair, type Pair } from '../common/run-rules.ts'
import { isUnanswered } from './client-reversals.ts'
import { clientRule, sameKey, sent } from './client-sent.ts'
import { isOwn, taken, type Oddity, type Taken } from './client-taken.ts'

/**
 * Answers with one peculiarity. That a client does not go on proves nothing by itself, since a customer may change his
 * mind; it does when the client goes on after every plain answer.
 */
function withOddity(evidence: Evidence, oddity: Oddity): Taken[] {
  const all = taken(evidence)
  return all.filter((one) => one.oddity === oddity && (one.went || goesOn(all, one)))
}

function goesOn(all: Taken[], { exchange }: Taken): boolean {
  const plain = all.filter(
    ({ oddity, exchange: { operation } }) => oddity === undefined && operation === exchange.operation,
  )
  return plain.length > 0 && plain.every(({ went }) => went)
}

const paired = ({ exchange, next }: Taken): Pair => (next ? pair(next, exchange) : pair(exchange))

/** What a client did that could not read an answer. */
function stopped(evidence: Evidence, subject: Pair): Problem[] {
  const answer = subject.first ?? subject.then
  const { went } = taken(evidence).find(({ exchange }) => exchange === answer)!
  if (went) return []
  return [
    answer.operation === 'inquiry'
      ? { expected: 'a payment, as after other offers', received: 'none after this offer' }
      : { expected: 'no reversal, as after other successes', received: 'a reversal of what was answered 00' },
  ]
}

const reading = (oddity: Oddity, says: string, level: Rule['level']): Rule =>
  clientRule(
    `client.${oddity}`,
    says,
    (evidence) => withOddity(evidence, oddity).map(paired),
    (subject, evidence) => stopped(evidence, subject),
    { level, span: 'run' },
  )

const success = clientRule(
  'client.success',
  'An answer of 00 in time is a success, whatever its text says.',
  (evidence) => [
    ...withOddity(evidence, 'words').map(paired),
    ...taken(evidence)
      .filter(({ oddity, exchange }) => oddity === undefined && exchange.operation === 'payment')
      .map(paired),
  ],
  (subject, evidence) => stopped(evidence, subject),
  { level: 'should', span: 'run' },
)

const value = (exchange: Exchange, field: string) => Number(answered(exchange, field))

/** Which end of an offer was paid; undefined where it has none, or something in between was paid. */
function endOf({ exchange, next }: Taken): 'least' | 'most' | undefined {
  const [least, most] = [value(exchange, 'MinAmount'), value(exchange, 'Amount')]
  const pays = next && Number(asked(next, 'Amount'))
  if (exchange.operation !== 'inquiry' || !(least < most)) return undefined
  return pays === least ? 'least' : pays === most ? 'most' : undefined
}

const order = clientRule(
  'client.order',
  'Amount and MinAmount are read by their names, in either order.',
  (evidence) => withOddity(evidence, 'order').map(paired),
  (subject, evidence) => {
    const offers = taken(evidence)
    const usual = offers.filter(({ oddity }) => oddity === undefined).map(endOf)
    const own = endOf(offers.find(({ exchange }) => exchange === subject.first) ?? offers[0]!)
    const other = own === 'least' ? 'most' : 'least'
    const isTurned = own !== undefined && usual.includes(other) && !usual.includes(own)
    if (!isTurned) return stopped(evidence, subject)
    const [field, wrong] = other === 'most' ? ['Amount', 'MinAmount'] : ['MinAmount', 'Amount']
    return [{ expected: `${field}, as after other offers`, received: `${wrong}, where the two are turned` }]
  },
  { level: 'should', span: 'run' },
)

/** A client that reverses what is lost shows by a reversal what it takes for lost. */
const reversesWhatIsLost = (evidence: Evidence): boolean => {
  const { payments } = sent(evidence)
  return payments.some((payment) => isUnanswered(evidence, payment) && isReversed(evidence, payment))
}

const isReversed = (evidence: Evidence, payment: Exchange): boolean =>
  sent(evidence).reversals.some((reversal) => reversal.began > payment.began && sameKey(reversal, payment))

const correlates = clientRule(
  'client.correlates',
  'An answer with the identifiers of another payment is no answer, and the payment is reversed.',
  (evidence) =>
    reversesWhatIsLost(evidence)
      ? sent(evidence)
          .payments.filter((one) => sayingOf(evidence, one) === 'success' && isForeign(evidence, one))
          .map((one) => pair(one))
      : [],
  ({ then }, evidence) =>
    isReversed(evidence, then)
      ? []
      : [
          {
            expected: `a reversal of ${asked(then, 'PaymentCode')} ${asked(then, 'TrackingRef')}`,
            received: `none after an answer about ${answered(then, 'TrackingRef')}`,
          },
        ],
  { level: 'should', span: 'run' },
)

/** The answer names another transaction: not merely a field that it lacks or spells otherwise. */
function isForeign(evidence: Evidence, exchange: Exchange): boolean {
  const said = answered(exchange, 'TrackingRef').trim()
  const own = asked(exchange, 'TrackingRef').trim()
  return said !== '' && said.toUpperCase() !== own.toUpperCase() && !isOwn(evidence, exchange)
}

export const clientReadings: Rule[] = [
  success,
  reading('prefix', 'An answer is read whatever its prefix for SOAP is.', 'must'),
  reading('header', 'A SOAP Header in an answer is passed over.', 'must'),
  reading('namespace', 'An answer is read by local names, in whatever namespace.', 'may'),
  reading('optional-absent', 'An answer is complete without what its table lets be left out.', 'must'),
  reading(
    'unknown-element',
    'An element of an answer that the table does not have is passed over.',
    'should',
  ),
  order,
  correlates,
]
