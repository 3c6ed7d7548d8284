/** Requests with exactly one thing wrong: none is honoured, and none leaves an order behind. */
import type { Level } from '../../src/contract/contract.ts'
import type { Complaint } from '../../src/contract/shape.ts'
import { premise, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import { asked, requests } from '../common/premises.ts'
import { caseOf, serverRule, unless, type CallCase } from './cases.ts'
import { calls, isAnswered, suppliedAs, told, type Call } from './seen.ts'

export interface FlawedCase extends Case {
  call: Call
  complaint: Complaint
  place: string
}

/** Requests with exactly one thing wrong. */
export const flawed = premise((evidence: Evidence): FlawedCase[] =>
  calls(evidence).flatMap((call) => {
    const message = requests(evidence).get(call.exchange)
    const broken = message?.complaints.filter(({ level }) => level === 'must') ?? []
    const { signature } = call.exchange
    const isAlone = broken.length === 1 && message!.read.flaws.every(({ kind }) => kind === 'padding')
    const isSigned = signature === 'good' || signature === 'unchecked' || broken[0]?.field.name === 'sign'
    return isAlone && isSigned && isAnswered(call) && !isForeign(call.operation, broken[0]!.field.name)
      ? [{ call, complaint: broken[0]!, place: broken[0]!.field.name, exchanges: [call.exchange] }]
      : []
  }),
)

/** Fields that only a relative of the platform has, or no table of this message: whoever does not know them passes over them. */
export function isForeign(operation: string, name: string): boolean {
  const own = { cash: ['method', 'mobile', 'email'], bankAccountVerify: ['dateTime'] }[operation] ?? []
  return ['appId', 'orderType', ...own].includes(name)
}

/** A later query that found the order of a request that was not to make any. */
export function foundLater(
  evidence: Evidence,
  { merchant, number, exchange, operation }: Call,
): Call | undefined {
  if (number === '' || operation === 'query') return undefined
  const all = calls(evidence).filter((one) => one.merchant === merchant && one.number === number)
  const isMade = all.some(
    (one) => one.operation !== 'query' && one.exchange !== exchange && one.said !== 'refusal',
  )
  if (isMade) return undefined
  return all.find(
    (one) => one.operation === 'query' && one.exchange.began > exchange.began && one.said === 'success',
  )
}

/** What is wrong where such a request is honoured after all. */
export function honoured(evidence: Evidence, call: Call, what: string): Problem[] {
  if (call.said === 'success') return [{ expected: 'a refusal', received: `${told(call)} for ${what}` }]
  const found = foundLater(evidence, call)
  return found
    ? [
        {
          expected: 'no order',
          received: `one that a query finds`,
          exchanges: [call.exchange, found.exchange],
        },
      ]
    : []
}

const words = ({ received, field }: Complaint): string =>
  received === undefined
    ? `a request without ${field.name}`
    : `${field.name} ${JSON.stringify(received.slice(0, 60))}`

function refusal(
  id: string,
  says: string,
  speaksOf: (subject: FlawedCase, evidence: Evidence) => boolean,
  level: Level = 'must',
  weaker: (subject: FlawedCase) => boolean = () => false,
): Rule {
  return serverRule<FlawedCase>(
    id,
    says,
    (evidence) => flawed(evidence).filter((subject) => speaksOf(subject, evidence)),
    (subject, evidence) =>
      honoured(evidence, subject.call, words(subject.complaint)).map((problem) =>
        weaker(subject) ? { ...problem, level: 'should' } : problem,
      ),
    { level },
  )
}

const isOf = (constraint: Complaint['constraint']) => (subject: FlawedCase) =>
  subject.complaint.constraint === constraint
const [isMissing, isMistyped, isMalformed] = [isOf('required'), isOf('type'), isOf('format')]

const incomplete = refusal(
  'refusals.incomplete',
  'A request that lacks a field, or has it empty, is never honoured.',
  (subject) => isMissing(subject) && subject.place !== 'sign' && !respelt(subject.call, subject.place),
)

const types = refusal(
  'refusals.types',
  'A value of another JSON type is refused, without an HTTP 500.',
  (subject) => isMistyped(subject) && !isAmount(subject),
  'should',
)

const isAmount = ({ place }: FlawedCase): boolean => place === 'payMoney' || place === 'money'

/** A number that is none, or below one, whatever it is written with. */
const isNothing = ({ complaint: { received = '' } }: FlawedCase): boolean =>
  /^-?\d+$/.test(received) && Number(received) <= 0

const amounts = refusal(
  'amounts.refused',
  'An amount in another form is refused.',
  (subject) => isAmount(subject) && (isMalformed(subject) || isMistyped(subject)) && !isNothing(subject),
)

const nothing = refusal(
  'amounts.nothing',
  'An amount of nothing or less is refused.',
  (subject) => isAmount(subject) && isMalformed(subject) && isNothing(subject),
)

const listed = ['method', 'queryType', 'feeType', 'orderType']

const enumerations = refusal(
  'refusals.enumerations',
  'A value that is none of its list is refused.',
  (subject) => isMalformed(subject) && listed.includes(subject.place),
  'must',
  ({ place }) => place === 'orderType',
)

const formed = ['phone', 'email', 'notifyUrl', 'dateTime', 'number', 'accountNumber', 'expiryPeriod']

const forms = serverRule<CallCase>(
  'refusals.forms',
  'A value that breaks its form is refused.',
  (evidence) => [
    ...flawed(evidence)
      .filter((subject) => isMalformed(subject) && formed.includes(subject.place))
      .map(({ call, place }) => caseOf(call, place)),
    ...calls(evidence)
      .filter((call) => call.orderly && isAnswered(call) && isOddPeriod(asked(call.exchange, 'expiryPeriod')))
      .map((call) => caseOf(call, 'expiryPeriod')),
  ],
  ({ call, place = '' }, evidence) =>
    honoured(evidence, call, `${place} ${JSON.stringify(asked(call.exchange, place).slice(0, 60))}`).map(
      (problem) => (place === 'expiryPeriod' ? { ...problem, level: 'should' } : problem),
    ),
)

/** A period that is no whole number above zero: where the range is only recommended, the tables let it pass. */
const isOddPeriod = (period: string): boolean => period.trim() !== '' && !/^[1-9]\d*$/.test(period)

/** Fields of which the source has lost whether they are mandatory; everybody sends them. */
const customary = ['productDetail', 'name', 'email', 'phone', 'notifyUrl', 'dateTime', 'description']

const usual = serverRule<CallCase>(
  'refusals.customary',
  'A request that lacks a field which every sample has is refused.',
  (evidence) =>
    calls(evidence).flatMap((call) => {
      const message = requests(evidence).get(call.exchange)
      const lacks = message?.complaints.filter(
        ({ constraint, level, field }) =>
          constraint === 'required' && level === 'should' && customary.includes(field.name),
      )
      const isOvo = asked(call.exchange, 'method') === 'EWALLET_OVO'
      return call.orderly && isAnswered(call) && lacks?.length === 1 && !isOvo
        ? [caseOf(call, lacks[0]!.field.name)]
        : []
    }),
  ({ call, place = '' }, evidence) => honoured(evidence, call, `a request without ${place}`),
  { level: 'should' },
)

const spelling = serverRule<CallCase>(
  'refusals.spelling',
  'A name in other letters is not taken for the field.',
  (evidence) =>
    flawed(evidence)
      .filter((subject) => isMissing(subject) && respelt(subject.call, subject.place))
      .map(({ call, place }) => caseOf(call, place)),
  ({ call, place = '' }, evidence) => honoured(evidence, call, `${place} in other letters`),
  { level: 'should' },
)

function respelt({ exchange: { request } }: Call, name: string): boolean {
  return (
    request.read.ok &&
    request.read.order.some((one) => one !== name && one.toLowerCase() === name.toLowerCase())
  )
}

const strangers = serverRule<CallCase>(
  'merchants.unknown',
  'A merchant that is unknown is refused.',
  (evidence) =>
    calls(evidence)
      .filter((call) => isAnswered(call) && suppliedAs(evidence, call.merchant, ['stranger']) !== undefined)
      .map((call) => caseOf(call)),
  ({ call }) => unless(call.said !== 'success', 'a refusal', `${told(call)} for ${call.merchant}`),
)

const closed = serverRule<CallCase>(
  'methods.closed',
  'A method that is not open for the merchant is refused.',
  (evidence) =>
    calls(evidence)
      .filter(
        (call) =>
          call.orderly &&
          isAnswered(call) &&
          suppliedAs(evidence, asked(call.exchange, 'method'), ['closedmethod']) !== undefined,
      )
      .map((call) => caseOf(call)),
  ({ call }, evidence) => honoured(evidence, call, asked(call.exchange, 'method')),
  { level: 'should' },
)

export const flaws: Rule[] = [
  incomplete,
  types,
  amounts,
  nothing,
  enumerations,
  forms,
  usual,
  spelling,
  strangers,
  closed,
]
