/** Requests that are right are carried out, whatever is unusual in them. */
import { isNearlyAnother } from './alike.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { told, type Asked } from './asked.ts'
import { firstRequests, isServing, peculiaritiesOf } from './peculiar.ts'
import { switched } from './switched.ts'

export interface AskedCase extends Case {
  one: Asked
}

export const caseOf = (one: Asked): AskedCase => ({ one, exchanges: [one.exchange] })

const accepted = rule<AskedCase>({
  id: 'requests.accepted',
  says: 'A request in order gets a code.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    firstRequests(evidence)
      .filter((one) => one.reaction !== 'open' && peculiaritiesOf(evidence, one).length === 0)
      .filter((one) => !isNearlyAnother(evidence, one))
      .map(caseOf),
  holds: ({ one }) =>
    one.status === 200 ? [] : [{ expected: 'HTTP 200 with a payment code', received: told(one) }],
})

/** Right requests with one peculiarity, where plain ones are served. */
export function withPeculiarity(evidence: Evidence, id: string): AskedCase[] {
  return firstRequests(evidence)
    .filter((one) => {
      const odd = peculiaritiesOf(evidence, one)
      return one.reaction !== 'open' && odd.length === 1 && odd[0] === id
    })
    .filter((one) => one.reaction === 'served' || isServing(evidence))
    .map(caseOf)
}

/** What is wrong when a request is refused whose plain twin is not. */
export const notServed = ({ one }: AskedCase): Problem[] =>
  one.reaction === 'served'
    ? []
    : [{ expected: 'a code, as a request without this peculiarity gets', received: told(one) }]

function peculiarity(id: string, says: string, level: Rule['level'] = 'must'): Rule {
  return rule<AskedCase>({
    id,
    says,
    level,
    about: ['server'],
    over: (evidence) => withPeculiarity(evidence, id),
    holds: notServed,
  })
}

/** A member of no table may be refused too, but then cleanly. */
const unknownMember = rule<AskedCase>({
  id: 'requests.unknown-member',
  says: 'A member beyond the table changes nothing, or the request is refused cleanly.',
  level: 'should',
  about: ['server'],
  over: (evidence) => withPeculiarity(evidence, 'requests.unknown-member'),
  holds: ({ one }) =>
    one.reaction === 'broken' ? [{ expected: 'a code, or a refusal', received: told(one) }] : [],
})

/** Needed it is where a plain request is refused whose twin with the header is served. */
const headerTarget = rule<AskedCase>({
  id: 'headers.target',
  says: 'A Request-Target header is neither needed nor harmful.',
  level: 'should',
  about: ['server'],
  over: (evidence) => {
    const targeted = withPeculiarity(evidence, 'headers.target')
    const isNeeded = targeted.some(({ one }) => one.reaction === 'served')
    const plain = firstRequests(evidence).filter(
      (one) => one.reaction === 'refused' && peculiaritiesOf(evidence, one).length === 0,
    )
    return [...targeted, ...(isNeeded ? plain.map(caseOf) : [])]
  },
  holds: notServed,
})

export const accepting: Rule[] = [
  accepted,
  unknownMember,
  peculiarity('requests.minimal', 'What is optional may be left out.'),
  peculiarity('requests.integration', 'What libraries add to additional_info is accepted.'),
  peculiarity('requests.text', 'Text beyond ASCII is accepted.', 'should'),
  headerTarget,
  peculiarity('signatures.bytes', 'A body is accepted in whatever bytes it is written, if these are signed.'),
  peculiarity('amounts.large', 'An amount of twelve digits is accepted.'),
  peculiarity('lifetimes.long', 'An expired_time of eight digits is accepted.'),
  switched(
    'refusedLeavesNothing',
    peculiarity('invoices.free', 'The invoice number of a refused request is free.'),
  ),
  switched('requestIdScope', peculiarity('repeats.scope', 'Two merchants may use one Request-Id.')),
  peculiarity('isolation.invoices', 'Two merchants use one invoice number for two orders.'),
]
