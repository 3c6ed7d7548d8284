/** What only Indomaret Payment Point says: the life of a payment code, receipts, and the name of the reversal's answer. */
import { instantOf, written } from '../../src/contract/datetime.ts'
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { fieldRule, misspelt } from '../common/fields.ts'
import { lifecycle } from '../common/lifecycle.ts'
import { answered, asked, isOrderly, provided, sayingOf, targetTime } from '../common/premises.ts'
import { isRpcResult } from '../common/soap.ts'
import { histories } from './histories.ts'

const promise = lifecycle(histories)

const singleUse: Rule['given'] = (_contract, profile) => profile['reusableCode'] !== true
const limited: Rule['given'] = (_contract, profile) => profile['billKind'] !== 'open'
const capped: Rule['given'] = (_contract, profile) =>
  profile['billKind'] !== 'open' && profile['allowOverpay'] !== true
const spread: Rule['given'] = (_contract, profile) => profile['billKind'] === 'minimum'

const life: Rule[] = [
  promise('inquiry.payable', 'A payable code is answered 00 with what is due.'),
  promise('inquiry.unknown', 'An unknown code is never answered 00.'),
  promise('inquiry.exact-code', 'A code is looked up as it is written, leading zeros and letters included.'),
  promise('inquiry.read-only', 'Repeating an inquiry changes nothing.'),
  promise('inquiry.paid', 'A paid code is not offered again.', 'must', singleUse),
  promise('inquiry.reversed', 'After a reversal the code is offered again.', 'should'),
  promise('inquiry.expired', 'An expired code is not offered.'),
  promise('inquiry.reference-free', 'An inquiry does not use up its tracking reference.'),
  promise('payment.success', 'A payment in order of a payable code is answered 00.'),
  promise('payment.unknown', 'A payment of an unknown code is refused.'),
  promise('payment.repeat', 'A repeated payment settles nothing new.'),
  promise('payment.repeat-amount', 'A repeat with another amount changes nothing.'),
  promise('payment.repeat-parallel', 'Payments of one key in parallel settle once.'),
  promise('payment.message-id', 'A new message id does not make a new payment.'),
  promise('payment.key', 'Code and reference together identify a payment, neither alone.'),
  promise('payment.second-reference', 'A paid code is not paid under a second reference.', 'must', singleUse),
  promise(
    'payment.parallel-references',
    'Of parallel payments of one code under different references one is accepted.',
    'must',
    singleUse,
  ),
  promise('payment.minimum', 'Less than MinAmount is refused.', 'must', limited),
  promise('payment.maximum', 'More than Amount is refused.', 'must', capped),
  promise('payment.partial', 'Any amount from MinAmount to Amount is accepted.', 'should', spread),
  promise('payment.numeric', 'Amounts are compared as numbers, not as text.', 'should'),
  promise('payment.expired', 'A payment after the expiry is refused.'),
  promise(
    'payment.without-inquiry',
    'A payment without an inquiry before it is processed or refused in words.',
    'may',
  ),
  promise('codes.success', '00 and only 00 settles.'),
  promise('reversal.undo', 'A reversal of a payment is answered 00 and the payment no longer counts.'),
  promise('reversal.twice', 'A repeated reversal changes nothing more.'),
  promise('reversal.unknown', 'A reversal of an unknown key disturbs no other transaction.'),
  promise('reversal.tombstone', 'A payment that arrives after its acknowledged reversal is refused.'),
  promise('reversal.late', 'However an early reversal was answered, a later one leaves nothing paid.'),
  promise('reversal.in-flight', 'A reversal during its payment ends with nothing paid.'),
  promise('reversal.pay-again', 'A reversed payment is not paid again under its key.'),
  promise('reversal.new-payment', 'After a reversal the code can be paid under a new reference.', 'should'),
  promise('reversal.wrong-reference', 'A reversal under another reference leaves the payment standing.'),
  promise('reversal.wrong-code', 'A reversal of another code leaves the payment standing.'),
  promise('reversal.wrong-amount', 'A reversal with another amount is refused.'),
  promise('soap.prefix', 'Any prefix bound to the SOAP namespace is understood.'),
  promise('soap.header', 'A SOAP Header is ignored.'),
  promise('soap.qualified', 'A payload in a namespace is read by its local names.', 'may'),
  promise('soap.action', 'Any SOAPAction is accepted.', 'may'),
  promise('xml.understood', 'CDATA, comments and a byte order mark are understood.', 'should'),
  promise('tolerance.optional-absent', 'Conditional and optional fields may be absent or empty.'),
  promise('tolerance.unknown-element', 'Unknown elements in a request are ignored.', 'should'),
  promise('signatures.case', 'Hexadecimal signatures are compared without regard to case.', 'may'),
]

const receipt = fieldRule(
  'payment.receipt',
  'A successful payment carries a receipt code, a refused one none.',
  ({ message, field }, evidence) =>
    field.name === evidence.contract.places['receipt'] &&
    misspelt(message, field.name) === undefined &&
    sayingOf(evidence, message.exchange) !== 'unclear',
  ({ constraint }) => constraint === 'required' || constraint === 'unexpected',
  { about: ['server'] },
)

interface ReceiptCase extends Case {
  exchange: Exchange
  twin?: Exchange
}

const receiptUnique = rule<ReceiptCase>({
  id: 'payment.receipt-unique',
  says: 'Different payments have different receipt codes.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) => receipts(evidence),
  holds: ({ exchange, twin }) =>
    twin
      ? [
          {
            expected: 'a receipt code of its own',
            received: `${answered(exchange, 'ReceiptCode')}, the receipt of ${asked(twin, 'PaymentCode')} ${asked(twin, 'TrackingRef')}`,
          },
        ]
      : [],
})

/** Successful payments of different codes and references; those that share either are the business of other rules. */
function receipts(evidence: Evidence): ReceiptCase[] {
  const owners = new Map<string, Exchange>()
  const paid = evidence.exchanges.filter(
    (one) =>
      one.operation === 'payment' &&
      sayingOf(evidence, one) === 'success' &&
      isOrderly(evidence, one) &&
      answered(one, 'ReceiptCode').trim() !== '',
  )
  return paid.map((exchange) => {
    const code = answered(exchange, 'ReceiptCode')
    const owner = owners.get(code)
    if (!owner) owners.set(code, exchange)
    const other = owner && areDifferentPayments(evidence, owner, exchange)
    return { exchange, exchanges: other ? [owner, exchange] : [exchange], ...(other ? { twin: owner } : {}) }
  })
}

const lettersOf = (exchange: Exchange) => asked(exchange, 'PaymentCode') + asked(exchange, 'TrackingRef')

/** Neither code nor reference is shared, nor the letters of both; or the code is, and the first payment was reversed before the second. */
function areDifferentPayments(evidence: Evidence, first: Exchange, second: Exchange): boolean {
  const differs = (field: string) => asked(first, field) !== asked(second, field)
  if (!differs('TrackingRef')) return false
  if (lettersOf(first) === lettersOf(second)) return false
  if (differs('PaymentCode')) return true
  return evidence.exchanges.some(
    (one) =>
      one.operation === 'reversal' &&
      one.began > first.began &&
      one.began < second.began &&
      asked(one, 'PaymentCode') === asked(first, 'PaymentCode') &&
      asked(one, 'TrackingRef') === asked(first, 'TrackingRef') &&
      sayingOf(evidence, one) === 'success',
  )
}

const quarter = 15 * 60_000

/** Offers that name an expiry which is ahead, of codes whose expiry is known. */
function datedOffers(evidence: Evidence): (Case & { exchange: Exchange; expires: number })[] {
  return evidence.exchanges.flatMap((exchange) => {
    const { expires } = provided(evidence).get(asked(exchange, 'PaymentCode'))?.item ?? {}
    const [named, now] = (['ExpiredDateTime', 'TimeStamp'] as const).map((field) => clockOf(exchange, field))
    const isOffer = exchange.operation === 'inquiry' && sayingOf(evidence, exchange) === 'success'
    if (!isOffer || expires === undefined || named === undefined || now === undefined || named <= now)
      return []
    return [{ exchange, expires: Date.parse(expires), exchanges: [exchange] }]
  })
}

/** A time of an answer as if its zone were UTC, for measuring one against another. */
const clockOf = (exchange: Exchange, field: string) => instantOf(answered(exchange, field), 'UTC')

/** In the agreed zone, or at least as far ahead of the answer's own time: the document names no zone. */
const offerExpiry = rule<Case & { exchange: Exchange; expires: number }>({
  id: 'inquiry.expiry',
  says: 'The expiry that an offer names is that of its code.',
  level: 'should',
  about: ['server'],
  over: datedOffers,
  holds: ({ exchange, expires }, evidence) => {
    const zone = String(evidence.profile['timezone'])
    const named = answered(exchange, 'ExpiredDateTime')
    const ahead = clockOf(exchange, 'ExpiredDateTime')! - clockOf(exchange, 'TimeStamp')!
    const isRight =
      Math.abs(instantOf(named, zone)! - expires) <= quarter ||
      Math.abs(ahead - (expires - targetTime(evidence, exchange))) <= quarter
    return isRight ? [] : [{ expected: `${written(expires, zone)} (${zone})`, received: named }]
  },
})

const reversalRoot = rule<Case & { exchange: Exchange }>({
  id: 'reversal.root',
  says: 'The answer to a reversal is named ResReversal.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    evidence.exchanges
      .filter(
        ({ operation, response }) =>
          operation === 'reversal' &&
          response?.read.ok &&
          !response.read.soap?.fault &&
          !isRpcResult(response.read),
      )
      .map((exchange) => ({ exchange, exchanges: [exchange] })),
  holds: ({ exchange }, { contract, profile }) => {
    const read = exchange.response!.read
    const name = read.ok ? read.name : ''
    if (name === profile['reversalRoot']) return []
    const tolerated = contract.messages[contract.operations['reversal']!.response!]!.roots?.includes(name)
    return [
      {
        expected: String(profile['reversalRoot']),
        received: name,
        ...(tolerated ? { level: 'should' as const } : {}),
      },
    ]
  },
})

export const rules: Rule[] = [...life, offerExpiry, receipt, receiptUnique, reversalRoot]
