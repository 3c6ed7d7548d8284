/** Names that a provider gives, and what an answer to a refund holds. */
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { isOrderly } from '../../common/premises.ts'
import { calls, type Heard } from '../heard.ts'

interface Named extends Case {
  place: string
  name: string
  /** The first that had the name, where that is another thing. */
  twin?: Exchange
}

const isAccepted = ({ said }: Heard): boolean => said === 'success' || said === 'pending'

/** Names in the answers to requests of an operation, each with the thing that it is the name of. */
function names(evidence: Evidence, operation: string, place: string, thing: string): Named[] {
  const seen = new Map<string, Heard>()
  return calls(evidence)
    .filter((one) => one.operation === operation && isAccepted(one) && one.tell(place) !== '')
    .map((one) => {
      const first = seen.get(one.tell(place))
      if (!first) seen.set(one.tell(place), one)
      const isOther = first && (first.partner !== one.partner || first.ask(thing) !== one.ask(thing))
      return {
        place,
        name: one.tell(place),
        exchanges: isOther ? [first.exchange, one.exchange] : [one.exchange],
        ...(isOther ? { twin: first.exchange } : {}),
      }
    })
}

const unique = rule<Named>({
  id: 'references.unique',
  says: 'No two payments have one referenceNo, and no two refunds one refundNo.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) => [
    ...names(evidence, 'payment', 'referenceNo', 'partnerReferenceNo'),
    ...names(evidence, 'refund', 'refundNo', 'partnerRefundNo'),
  ],
  holds: ({ twin, place, name }) =>
    twin ? [{ expected: `a ${place} that no other has`, received: name }] : [],
})

const complete = rule<Case & { one: Heard }>({
  id: 'refunds.complete',
  says: 'The answer to a refund has its numbers, its time and its amount.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    calls(evidence)
      .filter(
        ({ operation, said, exchange }) =>
          operation === 'refund' && said === 'success' && isOrderly(evidence, exchange),
      )
      .map((one) => ({ one, exchanges: [one.exchange] })),
  holds: ({ one }) => lacking(one),
})

function lacking(one: Heard): Problem[] {
  return ['refundNo', 'partnerRefundNo', 'refundTime']
    .filter((place) => one.tell(place) === '')
    .map((place) => ({ expected: place, received: `no ${place}`, place }))
}

export const nameRules: Rule[] = [unique, complete]
