/** Lengths of values: at their bound they are taken, beyond it refused, and none is cut. */
import { lengthOf } from '../../src/contract/schema.ts'
import { premise, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { answered, asked, requests } from '../common/premises.ts'
import { serverRule, unless } from './cases.ts'
import { flawed, honoured } from './flawed.ts'
import { calls, isAnswered, told, type Call } from './seen.ts'

/** Names of payers have bounds of their own, and so has the code of a merchant. */
const bounded = (call: Call): string[] => [
  'productDetail',
  'description',
  ...(call.operation === 'cash' ? ['name'] : []),
]

interface LimitCase extends Case {
  call: Call
  place: string
  most: number
  length: number
}

const limitCases = premise((evidence: Evidence): LimitCase[] =>
  calls(evidence).flatMap((call) => {
    const message = requests(evidence).get(call.exchange)
    const isSound =
      call.orderly ||
      flawed(evidence).some((one) => one.call === call && one.complaint.constraint === 'length')
    if (!message || !isSound || !isAnswered(call)) return []
    return message.spec.fields
      .filter(({ name }) => bounded(call).includes(name))
      .map(({ name, length }) => ({
        call,
        place: name,
        most: lengthOf(length).most,
        length: [...asked(call.exchange, name)].length,
        exchanges: [call.exchange],
      }))
      .filter(({ length, most }) => length >= most)
  }),
)

const limits = serverRule<LimitCase>(
  'refusals.limits',
  'A value at its length is accepted, one beyond it refused, and none is cut.',
  limitCases,
  ({ call, place, most, length }, evidence) => {
    const [sent, got] = [asked(call.exchange, place), answered(call.exchange, place)]
    if (length > most) return honoured(evidence, call, `${place} of ${length} characters`)
    if (call.said === 'success')
      return unless(got === '' || got === sent || !sent.startsWith(got), sent, `${got}, cut`)
    const twin = plainTwin(evidence, call)
    return twin
      ? [
          {
            expected: `${place} of ${length} characters accepted`,
            received: told(call),
            exchanges: [call.exchange, twin.exchange],
          },
        ]
      : []
  },
)

/** A request of the same kind that succeeded: it shows that nothing else was in the way. */
function plainTwin(evidence: Evidence, { operation, merchant, exchange }: Call): Call | undefined {
  return calls(evidence).find(
    (one) =>
      one.exchange !== exchange &&
      one.operation === operation &&
      one.merchant === merchant &&
      one.said === 'success' &&
      one.orderly,
  )
}

const large = serverRule<Case & { call: Call }>(
  'amounts.large',
  'Twelve digits of an amount come back as they were.',
  (evidence) =>
    calls(evidence)
      .filter((call) => call.said === 'success' && asked(call.exchange, amountAt(call)).length >= 12)
      .map((call) => ({ call, exchanges: [call.exchange] })),
  ({ call }) => {
    const [sent, got] = [asked(call.exchange, amountAt(call)), answered(call.exchange, amountAt(call))]
    return got === '' || got === sent ? [] : [{ expected: sent, received: got }]
  },
  { level: 'should' },
)

const amountAt = ({ operation }: Call): string => (operation === 'cash' ? 'money' : 'payMoney')

export const limitRules: Rule[] = [limits, large]
