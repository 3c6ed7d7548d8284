/** Names that a provider gives, and what is told of a refund that was made. */
import { rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { calls, type Heard } from '../heard.ts'
import { differing } from '../naming.ts'

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
    .filter((one) => one.operation === operation && isAccepted(one) && one.name(place) !== '')
    .map((one) => {
      const first = seen.get(one.name(place))
      if (!first) seen.set(one.name(place), one)
      const isOther =
        first &&
        (first.partner !== one.partner ||
          // What is nearly one name was taken for it: other rules speak of that.
          (first.ask(thing) !== one.ask(thing) && !differing(first.ask(thing), one.ask(thing))))
      return {
        place,
        name: one.name(place),
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

const complete = rule<Case & { made: Made }>({
  id: 'refunds.complete',
  says: 'A refund that was made is told with its number, its time and its amount.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    calls(evidence).flatMap((one) =>
      one.operation === 'status' && one.said === 'success'
        ? madeIn(one).map((made) => ({ made, exchanges: [one.exchange] }))
        : [],
    ),
  holds: ({ made }) =>
    parts
      .filter(({ at }) => made[at] === '')
      .map(({ at, level }) => ({ expected: at, received: `no ${at}`, place: at, level })),
})

/** A refund that was made, as an inquiry tells it; '' is what it does not tell. */
type Made = { [part: string]: string }

/** An entry without an amount is of no use, though the table leaves it open. */
const parts = [
  { at: 'refundNo', level: 'must' },
  { at: 'refundDate', level: 'must' },
  { at: 'refundAmount', level: 'should' },
] as const

function madeIn({ exchange, tell }: Heard): Made[] {
  const read = exchange.response?.read
  const list = read?.ok ? read.fields['refundHistory'] : undefined
  if (!Array.isArray(list)) return []
  return list
    .map((_entry, index) => `refundHistory[${index}].`)
    .filter((at) => tell(`${at}refundStatus`) === '00')
    .map((at) => Object.fromEntries(parts.map((part) => [part.at, tell(at + part.at)])))
}

export const nameRules: Rule[] = [unique, complete]
