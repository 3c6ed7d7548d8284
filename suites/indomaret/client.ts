/** What binds the client, Indomaret's server: its identifiers, its signatures, and the reversal after a lost answer. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered, asked, sayingOf } from '../common/premises.ts'
import { fieldRule } from '../common/fields.ts'

const present = fieldRule(
  'signatures.present',
  'Every request carries a signature.',
  ({ field }, { contract }) => field.name === contract.signature?.at,
  ({ constraint }) => constraint === 'required',
  { about: ['client'] },
)

const format = fieldRule(
  'signatures.format',
  'A signature is hexadecimal, of even length, at most 100 digits.',
  ({ field, message }, { contract }) => field.name === contract.signature?.at && String(message.read.fields[field.name] ?? '').trim() !== '',
  ({ constraint }) => constraint === 'format' || constraint === 'length',
  { about: ['client'] },
)

/** The requests of an operation, in the order in which they were sent. */
const sent = premise(({ exchanges }: Evidence) => {
  const sorted = exchanges.toSorted((a, b) => a.began - b.began)
  const of = (operation: string) => sorted.filter((exchange) => exchange.operation === operation && exchange.request.read.ok)
  return { all: sorted.filter(({ operation, request }) => operation !== undefined && request.read.ok), inquiries: of('inquiry'), payments: of('payment'), reversals: of('reversal') }
})

interface Pair extends Case {
  first?: Exchange
  then: Exchange
}

function clientRule(id: string, says: string, over: (evidence: Evidence) => Pair[], holds: (pair: Pair, evidence: Evidence) => Problem[], level: Rule['level'] = 'must'): Rule {
  return rule<Pair>({ id, says, level, about: ['client'], over, holds })
}

const pair = (then: Exchange, first?: Exchange): Pair => ({ then, exchanges: first ? [first, then] : [then], ...(first ? { first } : {}) })

/** Each request with the earlier one, if any, that has the same text in a field. */
function withTwins(all: Exchange[], field: string): Pair[] {
  const seen = new Map<string, Exchange>()
  return all.filter((exchange) => asked(exchange, field).trim() !== '').map((exchange) => {
    const twin = seen.get(asked(exchange, field))
    if (!twin) seen.set(asked(exchange, field), exchange)
    return pair(exchange, twin)
  })
}

const sameKey = (a: Exchange, b: Exchange) => asked(a, 'PaymentCode') === asked(b, 'PaymentCode') && asked(a, 'TrackingRef') === asked(b, 'TrackingRef')

const messageId = clientRule(
  'client.message-id-unique',
  'Every exchange has a message id of its own.',
  (evidence) => withTwins(sent(evidence).all, 'MessageID'),
  ({ first, then }) => (first && !isReversalOf(then, first) ? [{ expected: 'a MessageID that no earlier request had', received: asked(then, 'MessageID') }] : []),
)

const newMessage = clientRule(
  'client.reversal-new-message',
  'A reversal is a message of its own, with its own message id.',
  (evidence) => reversalsOfPayments(evidence),
  ({ first, then }) => (asked(first!, 'MessageID') === asked(then, 'MessageID') ? [{ expected: 'another MessageID than the payment had', received: asked(then, 'MessageID') }] : []),
)

function isReversalOf(then: Exchange, first: Exchange): boolean {
  return then.operation === 'reversal' && first.operation === 'payment' && sameKey(first, then)
}

/** Reversals with the payment of the same key before them. */
const reversalsOfPayments = premise((evidence: Evidence): Pair[] =>
  sent(evidence).reversals.flatMap((then) => {
    const first = sent(evidence).payments.findLast((payment) => payment.began < then.began && sameKey(payment, then))
    return first ? [pair(then, first)] : []
  }),
)

const referenceUnique = clientRule(
  'client.reference-unique',
  'Different store transactions have different tracking references.',
  (evidence) => withTwins(sent(evidence).payments, 'TrackingRef'),
  ({ first, then }) =>
    first && asked(first, 'PaymentCode') !== asked(then, 'PaymentCode') && asked(first, 'StoreID') === asked(then, 'StoreID')
      ? [{ expected: 'a TrackingRef that no other transaction of the store had', received: asked(then, 'TrackingRef') }]
      : [],
)

/** Payments with the last inquiry of the same code, or of the same reference, before them. */
const paidAfterInquiry = premise((evidence: Evidence): Pair[] =>
  sent(evidence).payments.flatMap((then) => {
    const before = sent(evidence).inquiries.filter(({ began }) => began < then.began)
    const first = before.findLast((one) => asked(one, 'PaymentCode') === asked(then, 'PaymentCode')) ?? before.findLast((one) => asked(one, 'TrackingRef') === asked(then, 'TrackingRef'))
    return first ? [pair(then, first)] : []
  }),
)

const sameCode = clientRule(
  'client.same-code',
  'A payment carries the code, product and store of its inquiry.',
  paidAfterInquiry,
  ({ first, then }) =>
    (['PaymentCode', 'StoreID', 'ProductCode'] as const).flatMap((field) =>
      asked(first!, field) === asked(then, field) || (field === 'ProductCode' && asked(then, field) === answered(first!, field))
        ? []
        : [{ expected: `${field} ${asked(first!, field)}`, received: asked(then, field), place: field, ...(field === 'ProductCode' ? { level: 'should' as const } : {}) }],
    ),
)

const number = (value: string) => (/^\d{1,12}(\.\d{1,2})?$/.test(value.trim()) ? Number(value) : undefined)

const amount = clientRule(
  'client.amount',
  'A payment lies between the minimum and the amount that was offered, without the fee.',
  (evidence) => paidAfterInquiry(evidence).filter(({ first, then }) => sayingOf(evidence, first!) === 'success' && number(answered(first!, 'Amount')) !== undefined && number(asked(then, 'Amount')) !== undefined),
  ({ first, then }, { profile }) => {
    const [most, least, fee] = ['Amount', 'MinAmount', 'Fee'].map((field) => number(answered(first!, field)) ?? 0) as [number, number, number]
    const top = most + (profile['feeIncluded'] ? fee : 0)
    const pays = number(asked(then, 'Amount'))!
    if (profile['billKind'] === 'open' || (pays >= Math.min(least, top) && (pays <= top || profile['allowOverpay']))) return []
    return [{ expected: `an amount from ${least} to ${top}`, received: asked(then, 'Amount') }]
  },
)

const afterSuccess = clientRule(
  'client.after-success',
  'Only a code that an inquiry offered is paid.',
  paidAfterInquiry,
  ({ first, then }, evidence) =>
    sayingOf(evidence, first!) === 'success' ? [] : [{ expected: 'no payment after an inquiry that was not answered 00', received: `a payment of ${asked(then, 'PaymentCode')}` }],
)

const reversalKey = clientRule(
  'client.reversal-key',
  'A reversal repeats the code and the reference of its payment.',
  (evidence) => sent(evidence).reversals.map((then) => pair(then, nearest(evidence, then))),
  ({ first, then }) =>
    first && !sameKey(first, then) ? [{ expected: `${asked(first, 'PaymentCode')} ${asked(first, 'TrackingRef')}`, received: `${asked(then, 'PaymentCode')} ${asked(then, 'TrackingRef')}` }] : [],
)

/** The payment that a reversal means: of the same key, else the last one that shares its code or its reference. */
function nearest(evidence: Evidence, then: Exchange): Exchange | undefined {
  const before = sent(evidence).payments.filter(({ began }) => began < then.began)
  const shares = (payment: Exchange) => asked(payment, 'PaymentCode') === asked(then, 'PaymentCode') || asked(payment, 'TrackingRef') === asked(then, 'TrackingRef')
  return before.findLast((payment) => sameKey(payment, then)) ?? before.findLast(shares)
}

const reversalAmount = clientRule(
  'client.reversal-amount',
  'A reversal repeats the amount, product and store of its payment.',
  reversalsOfPayments,
  ({ first, then }) =>
    (['Amount', 'ProductCode', 'StoreID'] as const).flatMap((field) =>
      asked(first!, field) === asked(then, field) ? [] : [{ expected: `${field} ${asked(first!, field)}`, received: asked(then, field), place: field, ...(field === 'Amount' ? {} : { level: 'should' as const }) }],
    ),
)

/** A request whose answer the client cannot have read. Of one without answer and without trouble nothing is known. */
function isUnanswered(evidence: Evidence, payment: Exchange): boolean {
  return payment.trouble !== undefined || (payment.response !== undefined && sayingOf(evidence, payment) === 'unclear')
}

const follows = clientRule(
  'client.reversal-follows',
  'A payment without a readable answer is reversed.',
  (evidence) => sent(evidence).payments.filter((payment) => isUnanswered(evidence, payment)).map((payment) => pair(payment)),
  ({ then }, evidence) =>
    sent(evidence).reversals.some((reversal) => reversal.began > then.began && sameKey(reversal, then))
      ? []
      : [{ expected: `a reversal of ${asked(then, 'PaymentCode')} ${asked(then, 'TrackingRef')}`, received: 'none in this trace' }],
)

const retried = clientRule(
  'client.reversal-retried',
  'A reversal without an answer is sent again under the same key.',
  (evidence) => sent(evidence).reversals.filter((reversal) => isUnanswered(evidence, reversal)).map((reversal) => pair(reversal)),
  ({ then }, evidence) => (sent(evidence).reversals.some((reversal) => reversal.began > then.began && sameKey(reversal, then)) ? [] : [{ expected: 'the reversal once more', received: 'none in this trace' }]),
  'may',
)

const noInquiryReversal = clientRule(
  'client.no-inquiry-reversal',
  'An inquiry is not reversed.',
  (evidence) => sent(evidence).reversals.map((reversal) => pair(reversal, nearest(evidence, reversal))),
  ({ first, then }, evidence) => {
    const inquired = sent(evidence).inquiries.some((inquiry) => inquiry.began < then.began && asked(inquiry, 'PaymentCode') === asked(then, 'PaymentCode'))
    return !first && inquired ? [{ expected: 'a payment before the reversal', received: `a reversal of ${asked(then, 'PaymentCode')} after an inquiry only` }] : []
  },
  'should',
)

export const client: Rule[] = [present, format, messageId, newMessage, referenceUnique, sameCode, amount, afterSuccess, reversalKey, reversalAmount, follows, retried, noInquiryReversal]
