/** What single inquiries are held against, beside the life of the payment that they are about. */
import { isoInstant } from '../../../src/contract/iso-time.ts'
import { rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { isOrderly, targetTime } from '../../common/premises.ts'
import { calls, missingIn, stateIn, type Heard } from '../heard.ts'
import { keyOf, referenceOf } from '../naming.ts'
import { isDescribed } from './words.ts'

interface Inquiry extends Case {
  one: Heard
}

const inquiries = (evidence: Evidence): Heard[] =>
  calls(evidence).filter(({ operation, exchange }) => operation === 'status' && isOrderly(evidence, exchange))

/** A rule about some of the inquiries. */
function inquiry(
  id: string,
  says: string,
  level: Rule['level'],
  speaksOf: (one: Heard, evidence: Evidence) => boolean,
  holds: (one: Heard, evidence: Evidence) => Problem[],
): Rule {
  return rule<Inquiry>({
    id,
    says,
    level,
    about: ['server'],
    over: (evidence) =>
      inquiries(evidence)
        .filter((one) => speaksOf(one, evidence))
        .map((one) => ({ one, exchanges: [one.exchange] })),
    holds: ({ one }, evidence) => holds(one, evidence),
  })
}

const isTold = (one: Heard): boolean => one.said === 'success' && stateIn(one) !== undefined
const isHeard = ({ said }: Heard): boolean => ['success', 'refusal'].includes(said)

const finding = (one: Heard): string =>
  `${one.code} with the state ${one.tell('latestTransactionStatus')} of ${one.tell('originalReferenceNo') || 'a payment'}`

/** Nothing is found. */
function findsNothing(one: Heard, expected: string): Problem[] {
  return isTold(one) ? [{ expected, received: finding(one) }] : []
}

const isServed = ({ ask }: Heard, { profile }: Evidence): boolean =>
  ask('serviceCode') === profile['statusServiceCode']

/** The payment that an inquiry is about: one that was answered with success, or that was accepted and found since. */
function paymentOf(one: Heard, evidence: Evidence): Heard | undefined {
  const key = keyOf(evidence, one)
  const own = calls(evidence).filter((other) => keyOf(evidence, other) === key)
  const isFound = own.some((other) => other !== one && other.operation === 'status' && isTold(other))
  return own.find(
    ({ operation, said }) =>
      operation === 'payment' && (said === 'success' || (said === 'pending' && isFound)),
  )
}

const isKnown = (one: Heard, evidence: Evidence): boolean => paymentOf(one, evidence) !== undefined

const service = inquiry(
  'status.service',
  'The serviceCode of the payment is accepted, another one refused.',
  'must',
  (one, evidence) => isHeard(one) && isKnown(one, evidence),
  (one, evidence) => {
    const wanted = String(evidence.profile['statusServiceCode'])
    const asked = one.ask('serviceCode')
    if (!isServed(one, evidence))
      return findsNothing(one, `a refusal: payments are of the service ${wanted}, not ${asked}`)
    return isServedOtherwise(evidence, one) && missingIn(one) !== undefined
      ? [{ expected: `to find the payment by the service ${wanted}`, received: one.code }]
      : []
  },
)

/** Another service code finds what the right one does not. */
export function isServedOtherwise(evidence: Evidence, one: Heard): boolean {
  const key = keyOf(evidence, one)
  return inquiries(evidence).some(
    (other) => !isServed(other, evidence) && isTold(other) && keyOf(evidence, other) === key,
  )
}

const serviceEcho = inquiry(
  'status.service-echo',
  'A status answer repeats the serviceCode.',
  'must',
  (one) => isTold(one) && /^\d{2}$/.test(one.tell('serviceCode')),
  ({ ask, tell }) =>
    ask('serviceCode') === tell('serviceCode')
      ? []
      : [{ expected: ask('serviceCode'), received: tell('serviceCode') }],
)

const isUnnamed = ({ reference, transaction, ask }: Heard): boolean =>
  reference === '' && transaction === '' && ask('originalExternalId') === ''

const unidentified = inquiry(
  'status.unidentified',
  'An inquiry that names no transaction is refused.',
  'must',
  (one) => isUnnamed(one) && isHeard(one),
  (one) => findsNothing(one, 'a refusal: the inquiry names no payment'),
)

/** Both names are there, and those of two payments. */
function isTorn(one: Heard, evidence: Evidence): boolean {
  const other = one.transaction === '' ? undefined : referenceOf(evidence, one)
  return other !== undefined && one.reference !== '' && other !== one.reference && isKnown(one, evidence)
}

const disagreeing = inquiry(
  'status.disagreeing',
  'Identifiers of different payments find neither.',
  'must',
  (one, evidence) => isHeard(one) && isServed(one, evidence) && isTorn(one, evidence),
  (one, { profile }) => {
    const isWinner =
      profile['statusIdentifiers'] === 'referenceNo' && one.tell('originalReferenceNo') === one.transaction
    return isWinner ? [] : findsNothing(one, 'nothing found: the identifiers are of different payments')
  },
)

const week = 7 * 86_400_000

/** Says of the payment what is not so. */
function contradicts(one: Heard, evidence: Evidence): boolean {
  const paid = paymentOf(one, evidence)
  if (!paid || isTorn(one, evidence)) return false
  const differs = (place: string) =>
    one.ask(place) !== '' && paid.ask(place) !== '' && one.ask(place) !== paid.ask(place)
  const date = isoInstant(one.ask('transactionDate'))
  const isOtherDay = date !== undefined && Math.abs(date - targetTime(evidence, paid.exchange)) > week
  return ['amount.value', 'amount.currency', 'merchantId'].some(differs) || isOtherDay
}

const contradicting = inquiry(
  'status.contradicting',
  'An inquiry that contradicts the payment does not succeed.',
  'should',
  (one, evidence) => isHeard(one) && isServed(one, evidence) && contradicts(one, evidence),
  (one) => findsNothing(one, 'a refusal: the inquiry contradicts the payment'),
)

const described = inquiry(
  'status.described',
  'The words of a state agree with it.',
  'should',
  (one) => isTold(one) && one.tell('transactionStatusDesc') !== '',
  (one) => {
    const [state, words] = [one.tell('latestTransactionStatus'), one.tell('transactionStatusDesc')]
    return isDescribed(state, words) ? [] : [{ expected: `words for ${state}`, received: words }]
  },
)

const originalCode = inquiry(
  'status.original-code',
  'The original code is one of the payment service.',
  'must',
  (one) => one.said === 'success' && /^\d{7}$/.test(one.tell('originalResponseCode')),
  (one, { contract }) => {
    const [digits, code] = [contract.operations['payment']?.digits ?? '', one.tell('originalResponseCode')]
    return code.slice(3, 5) === digits
      ? []
      : [{ expected: `a code with ${digits} in its fourth and fifth place`, received: code }]
  },
)

export const inquiryRules: Rule[] = [
  service,
  serviceEcho,
  unidentified,
  disagreeing,
  contradicting,
  described,
  originalCode,
]
