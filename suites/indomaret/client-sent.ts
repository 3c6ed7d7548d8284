/** What a client sent, in order, and pairs of it that belong together. */
import { premise, rule, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked } from '../common/premises.ts'
import { pair, type Pair } from '../common/run-rules.ts'

/** The requests of an operation, in the order in which they were sent. */
export const sent = premise(({ exchanges }: Evidence) => {
  const sorted = exchanges.toSorted((a, b) => a.began - b.began)
  const of = (operation: string) =>
    sorted.filter((exchange) => exchange.operation === operation && exchange.request.read.ok)
  return {
    all: sorted.filter(({ operation, request }) => operation !== undefined && request.read.ok),
    inquiries: of('inquiry'),
    payments: of('payment'),
    reversals: of('reversal'),
  }
})

export function clientRule(
  id: string,
  says: string,
  over: (evidence: Evidence) => Pair[],
  holds: (pair: Pair, evidence: Evidence) => Problem[],
  { level = 'must', span = 'case' }: Pick<Partial<Rule>, 'level' | 'span'> = {},
): Rule {
  return rule<Pair>({ id, says, level, about: ['client'], span, over, holds })
}

export const sameKey = (a: Exchange, b: Exchange) =>
  asked(a, 'PaymentCode') === asked(b, 'PaymentCode') && asked(a, 'TrackingRef') === asked(b, 'TrackingRef')

/** Reversals with the payment of the same key before them. */
export const reversalsOfPayments = premise((evidence: Evidence): Pair[] =>
  sent(evidence).reversals.flatMap((then) => {
    const first = sent(evidence).payments.findLast(
      (payment) => payment.began < then.began && sameKey(payment, then),
    )
    return first ? [pair(then, first)] : []
  }),
)
