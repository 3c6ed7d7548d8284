/** Signatures of requests and of answers, as far as they can be told from a trace without any key. */
import { premise, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, requests } from '../common/premises.ts'
import { serverRule, unless, type CallCase, caseOf } from './cases.ts'
import { foundLater, honoured } from './flawed.ts'
import { calls, isAnswered, suppliedAs, told, type Call } from './seen.ts'

/** Requests with nothing wrong but their signature, and how it was made. */
export const forged = premise((evidence: Evidence): (Call & { differs: string })[] =>
  calls(evidence).flatMap((call) => {
    const { signature, signatureFault } = call.exchange
    if (signature !== 'bad' && signature !== 'none') return []
    const message = requests(evidence).get(call.exchange)
    const broken = (message?.complaints ?? []).filter(
      ({ level, field }) => level === 'must' && field.name !== 'sign',
    )
    const isSound = message !== undefined && message.read.flaws.length === 0 && broken.length === 0
    const differs = signature === 'none' ? 'absent' : (signatureFault?.differs ?? 'text')
    return isSound && call.exchange.response ? [{ ...call, differs }] : []
  }),
)

function refusesWhat(id: string, says: string, kinds: string[], level: Rule['level'] = 'must'): Rule {
  return serverRule<CallCase>(
    id,
    says,
    (evidence) =>
      forged(evidence)
        .filter(({ differs }) => kinds.includes(differs))
        .map((call) => caseOf(call)),
    ({ call }, evidence) => honoured(evidence, call, call.exchange.signatureFault?.says ?? 'no signature'),
    { level },
  )
}

const absent = refusesWhat('signatures.absent', 'A request without a signature is refused.', ['absent'])
const text = refusesWhat(
  'signatures.text',
  'A signature over another text than the sorted values is refused.',
  ['names', 'order', 'encoding', 'quotes'],
)
const algorithm = refusesWhat('signatures.algorithm', 'A signature of another algorithm is refused.', [
  'algorithm',
])
const key = refusesWhat('signatures.key', 'A signature with another key is refused.', ['key'])
const whole = refusesWhat('signatures.whole', 'A signature counts whole, not by its beginning.', [
  'part',
  'more',
])
const padding = refusesWhat(
  'signatures.padding',
  'A signature whose padding is too short is refused.',
  ['padding'],
  'should',
)

const unreadable = serverRule<CallCase>(
  'signatures.unreadable',
  'A signature that cannot be read is refused, without an HTTP 500.',
  (evidence) =>
    forged(evidence)
      .filter(({ differs }) => differs === 'unreadable')
      .map((call) => caseOf(call)),
  ({ call }, evidence) => {
    const broken = honoured(evidence, call, 'a signature that is none')
    const { status } = call.exchange.response!
    return broken.length > 0 ? broken : unless(status < 500, 'a refusal', `HTTP ${status}`, 'should')
  },
)

interface TamperedCase extends CallCase {
  original: Exchange
}

/** Requests that carry the right signature of another one, with the fields in which they differ from it. */
const tampered = premise((evidence: Evidence): TamperedCase[] =>
  forged(evidence).flatMap((call) => {
    if (call.differs !== 'text') return []
    const signature = asked(call.exchange, 'sign')
    const original = evidence.exchanges.find(
      (one) =>
        one.signature === 'good' && asked(one, 'sign') === signature && one.operation === call.operation,
    )
    if (!original) return []
    const [place = 'sign'] = differences(original, call.exchange)
    return [{ call, place, original, exchanges: [call.exchange] }]
  }),
)

function differences({ request: one }: Exchange, { request: other }: Exchange): string[] {
  if (!one.read.ok || !other.read.ok) return []
  const [before, after] = [one.read.fields, other.read.fields]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  )
}

const changed = serverRule<TamperedCase>(
  'signatures.tampered',
  'A request that was changed after it was signed is refused and does nothing.',
  tampered,
  ({ call, place = '' }, evidence) => honoured(evidence, call, `another ${place} than was signed`),
)

/** A refused request, and the right one with the same number that came after it. */
const harmless = serverRule<Case & { bad: Call; right: Call }>(
  'signatures.no-effect',
  'A request refused for its signature or token does nothing and uses up nothing.',
  (evidence) =>
    forged(evidence).flatMap((bad) => {
      if (bad.said === 'success' || bad.number === '' || bad.operation === 'query') return []
      const right = calls(evidence).find(
        (one) =>
          one.number === bad.number &&
          one.merchant === bad.merchant &&
          one.operation === bad.operation &&
          one.exchange.began > (bad.exchange.ended ?? bad.exchange.began) &&
          one.orderly &&
          isAnswered(one),
      )
      return right && !isUsed(evidence, right)
        ? [{ bad, right, exchanges: [bad.exchange, right.exchange] }]
        : []
    }),
  ({ bad, right }, evidence) =>
    foundLater(evidence, bad) !== undefined || (right.said === 'refusal' && isServed(evidence, right))
      ? [{ expected: 'the right request accepted under the same number', received: told(right) }]
      : [],
)

/** The number of a request was taken before, by whatever came under it. */
const isUsed = (evidence: Evidence, right: Call): boolean =>
  calls(evidence).some(
    (one) =>
      one.operation === right.operation &&
      one.merchant === right.merchant &&
      one.number === right.number &&
      one.said === 'success' &&
      one.exchange.began < right.exchange.began,
  )

/** Another order of the same kind was accepted afterwards: nothing else is in the way. */
const isServed = (evidence: Evidence, right: Call): boolean =>
  calls(evidence).some(
    (one) =>
      one.operation === right.operation &&
      one.merchant === right.merchant &&
      one.number !== right.number &&
      one.said === 'success' &&
      one.exchange.began > right.exchange.began,
  )

const accepted = serverRule<CallCase>(
  'signatures.accepted',
  'A right signature is accepted.',
  (evidence) =>
    calls(evidence)
      .filter(
        (call) => call.orderly && call.exchange.signature === 'good' && isAnswered(call) && isPlain(call),
      )
      .filter(({ merchant }) => suppliedAs(evidence, merchant, ['stranger']) === undefined)
      .map((call) => caseOf(call)),
  ({ call }, evidence): Problem[] => {
    if (call.said !== 'refusal') return []
    // Each merchant has a key of its own.
    const anySuccess = calls(evidence).some(
      ({ operation, merchant, said }) =>
        operation === call.operation && merchant === call.merchant && said === 'success',
    )
    return anySuccess ? [] : [{ expected: 'an answer about the balance', received: told(call) }]
  },
  { span: 'run' },
)

/** The balance is asked for without anything that could be wrong; the answer tells whether the signature counts. */
const isPlain = ({ operation, exchange }: Call): boolean =>
  operation === 'account' && exchange.request.read.ok && exchange.request.read.order.length === 3

/** Whether an answer of an operation goes unsigned by agreement. */
function isFree({ operation }: Call, { profile }: Evidence): boolean {
  if (operation === 'prepaidOrder') return profile['signedLink'] === false
  return operation === 'query' && (profile['signedQuery'] === false || profile['wrappedQuery'] === true)
}

function signedRule(
  id: string,
  says: string,
  speaksOf: (operation: string) => boolean,
  given?: Rule['given'],
): Rule {
  return serverRule<CallCase>(
    id,
    says,
    (evidence) =>
      calls(evidence)
        .filter((call) => speaksOf(call.operation) && !isFree(call, evidence) && isJudged(call))
        .map((call) => caseOf(call, call.operation)),
    ({ call: { exchange } }) => {
      const { signature, signatureFault } = exchange.response!
      if (signature === 'good') return []
      return [
        {
          expected: 'a signature of the platform over all its values',
          received: signatureFault?.says ?? 'none',
        },
      ]
    },
    given ? { given } : {},
  )
}

/** A success has to be signed; any other answer has to be rightly signed where it is signed at all. */
function isJudged({ said, exchange: { response } }: Call): boolean {
  if (response?.signature === undefined || response.signature === 'unchecked') return false
  return said === 'success' || (response.signature !== 'none' && response.read.ok)
}

const answers = signedRule(
  'answers.signed',
  'An answer is signed by the platform over all its values.',
  (operation) => operation !== 'query',
)
const queries = signedRule(
  'query.signed',
  'The answer to a query is signed like every other.',
  (operation) => operation === 'query',
  (_contract, profile) => profile['signedQuery'] !== false && profile['wrappedQuery'] !== true,
)

export const signing: Rule[] = [
  absent,
  text,
  algorithm,
  key,
  whole,
  padding,
  unreadable,
  changed,
  harmless,
  accepted,
  answers,
  queries,
]
