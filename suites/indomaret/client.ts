/** What binds the client, Indomaret's server: its signatures, its identifiers, and what it pays. */
import { instantOf, written } from '../../src/contract/datetime.ts'
import { premise, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { fieldRule } from '../common/fields.ts'
import { answered, asked, provided, requests, sayingOf, targetTime } from '../common/premises.ts'
import { pair, type Pair } from '../common/run-rules.ts'
import { clientRule, sameKey, sent } from './client-sent.ts'
import { isOwn, promptMs } from './client-taken.ts'

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
  ({ field, message }, { contract }) =>
    field.name === contract.signature?.at && String(message.read.fields[field.name] ?? '').trim() !== '',
  ({ constraint }) => constraint === 'format' || constraint === 'length',
  { about: ['client'] },
)

/** Requests whose key is known, and that are otherwise in order: a value that broke afterwards is another rule's. */
const right = clientRule(
  'signatures.right',
  'A signature is that of its own request, made with the agreed key.',
  (evidence) =>
    [...requests(evidence).values()]
      .filter(
        ({ exchange, read, complaints }) =>
          (exchange.signature === 'good' || exchange.signature === 'bad') &&
          read.flaws.length === 0 &&
          complaints.every(({ level }) => level !== 'must'),
      )
      .map(({ exchange }) => pair(exchange)),
  ({ then }) =>
    then.signature === 'good'
      ? []
      : [{ expected: 'the signature of this request', received: asked(then, 'Signature') }],
)

/** Each request with the earlier one, if any, that has the same text in a field. */
function withTwins(all: Exchange[], field: string): Pair[] {
  const seen = new Map<string, Exchange>()
  return all
    .filter((exchange) => asked(exchange, field).trim() !== '')
    .map((exchange) => {
      const twin = seen.get(asked(exchange, field))
      if (!twin) seen.set(asked(exchange, field), exchange)
      return pair(exchange, twin)
    })
}

const messageId = clientRule(
  'client.message-id-unique',
  'Every exchange has a message id of its own.',
  (evidence) => withTwins(sent(evidence).all, 'MessageID'),
  ({ first, then }) =>
    first && !isReversalOf(then, first)
      ? [{ expected: 'a MessageID that no earlier request had', received: asked(then, 'MessageID') }]
      : [],
  { span: 'run' },
)

function isReversalOf(then: Exchange, first: Exchange): boolean {
  return then.operation === 'reversal' && first.operation === 'payment' && sameKey(first, then)
}

const referenceUnique = clientRule(
  'client.reference-unique',
  'Different store transactions have different tracking references.',
  (evidence) => withTwins(sent(evidence).payments, 'TrackingRef'),
  ({ first, then }) =>
    first &&
    asked(first, 'PaymentCode') !== asked(then, 'PaymentCode') &&
    asked(first, 'StoreID') === asked(then, 'StoreID')
      ? [
          {
            expected: 'a TrackingRef that no other transaction of the store had',
            received: asked(then, 'TrackingRef'),
          },
        ]
      : [],
  { span: 'run' },
)

const alike = (one: Exchange, other: Exchange, fields: string[]): boolean =>
  fields.every((field) => asked(one, field) === asked(other, field))

/** Payments with the last inquiry of the same code, or of the same reference of their store, before them. */
const paidAfterInquiry = premise((evidence: Evidence): Pair[] =>
  sent(evidence).payments.flatMap((then) => {
    const before = sent(evidence).inquiries.filter(({ began }) => began < then.began)
    const first =
      before.findLast((one) => alike(one, then, ['PaymentCode'])) ??
      before.findLast((one) => alike(one, then, ['TrackingRef', 'StoreID']))
    return first ? [pair(then, first)] : []
  }),
)

const sameCode = clientRule(
  'client.same-code',
  'A payment carries the code, product and store of its inquiry.',
  paidAfterInquiry,
  ({ first, then }) =>
    (['PaymentCode', 'StoreID', 'ProductCode'] as const).flatMap((field) =>
      asked(first!, field) === asked(then, field) ||
      (field === 'ProductCode' && asked(then, field) === answered(first!, field))
        ? []
        : [
            {
              expected: `${field} ${asked(first!, field)}`,
              received: asked(then, field),
              place: field,
              ...(field === 'ProductCode' ? { level: 'should' as const } : {}),
            },
          ],
    ),
  // A payment under another code is about nothing that its inquiry's case knows.
  { span: 'run' },
)

const bare = (code: string) => code.replace(/^0+/, '').toLowerCase()

/** Requests about codes that begin with zeros. */
const zeroed = premise((evidence: Evidence) =>
  sent(evidence).all.filter((one) => asked(one, 'PaymentCode').startsWith('0')),
)

/** The code with leading zeros that a request is about: as it was handed over, or as the sale named it before. */
function codeMeant(evidence: Evidence, exchange: Exchange): string | undefined {
  const said = asked(exchange, 'PaymentCode')
  const reference = asked(exchange, 'TrackingRef')
  const named = zeroed(evidence)
    .filter((one) => one.began < exchange.began && asked(one, 'TrackingRef') === reference)
    .map((one) => asked(one, 'PaymentCode'))
  return [...provided(evidence).keys(), ...named].find(
    (code) => code.startsWith('0') && bare(code) === bare(said),
  )
}

const exactCode = clientRule(
  'client.exact-code',
  'A code is asked for and paid as it was given, leading zeros and small letters included.',
  (evidence) =>
    sent(evidence)
      .all.filter((exchange) => codeMeant(evidence, exchange) !== undefined)
      .map((exchange) => pair(exchange)),
  ({ then }, evidence) => {
    const [meant, said] = [codeMeant(evidence, then)!, asked(then, 'PaymentCode')]
    return said === meant ? [] : [{ expected: meant, received: said }]
  },
  { span: 'run' },
)

const number = (value: string) => (/^\d{1,12}(\.\d{1,2})?$/.test(value.trim()) ? Number(value) : undefined)

const amount = clientRule(
  'client.amount',
  'A payment lies between the minimum and the amount that was offered, without the fee.',
  (evidence) =>
    paidAfterInquiry(evidence).filter(
      ({ first, then }) =>
        sayingOf(evidence, first!) === 'success' &&
        number(answered(first!, 'Amount')) !== undefined &&
        number(asked(then, 'Amount')) !== undefined,
    ),
  ({ first, then }, { profile }) => {
    const [most, least, fee] = ['Amount', 'MinAmount', 'Fee'].map(
      (field) => number(answered(first!, field)) ?? 0,
    ) as [number, number, number]
    const top = most + (profile['feeIncluded'] ? fee : 0)
    const pays = number(asked(then, 'Amount'))!
    if (
      profile['billKind'] === 'open' ||
      (pays >= Math.min(least, top) && (pays <= top || profile['allowOverpay']))
    )
      return []
    return [{ expected: `an amount from ${least} to ${top}`, received: asked(then, 'Amount') }]
  },
)

const afterSuccess = clientRule(
  'client.after-success',
  'Only a code that an inquiry offered is paid, and once for each offer.',
  paidAfterInquiry,
  ({ first, then }, evidence) => {
    const received = `a payment of ${asked(then, 'PaymentCode')}`
    if (sayingOf(evidence, first!) !== 'success')
      return [{ expected: 'no payment after an inquiry that was not answered 00', received }]
    const since = sent(evidence).payments.filter((one) => one.began > first!.began)
    const paid = since.find((one) => isPaid(evidence, one, then))
    if (paid === undefined)
      return since.some((one) => isFailed(evidence, one, then)) ? [unasked(received)] : []
    const expected = `no other payment than that under TrackingRef ${asked(paid, 'TrackingRef')}, answered 00`
    return [{ expected, received: `${received} under ${asked(then, 'TrackingRef')}` }]
  },
)

/** Of a sale that has failed, the customer begins a new one: better with an inquiry of its own. */
const unasked = (received: string) => ({
  expected: 'an inquiry first: the payment that its offer led to was reversed',
  received,
  level: 'should' as const,
})

/** It is another payment of the same code, which was reversed before this one was sent. */
const isFailed = (evidence: Evidence, one: Exchange, then: Exchange): boolean =>
  asked(one, 'PaymentCode') === asked(then, 'PaymentCode') &&
  !sameKey(one, then) &&
  sent(evidence).reversals.some(
    (reversal) => reversal.began > one.began && reversal.began < then.began && sameKey(reversal, one),
  )

/** It is another payment of the same code, which stood when this one was sent. */
function isPaid(evidence: Evidence, one: Exchange, then: Exchange): boolean {
  return (
    (one.ended ?? Infinity) < then.began &&
    asked(one, 'PaymentCode') === asked(then, 'PaymentCode') &&
    !sameKey(one, then) &&
    sayingOf(evidence, one) === 'success' &&
    isOwn(evidence, one) &&
    one.elapsedMs <= promptMs &&
    !sent(evidence).reversals.some((reversal) => reversal.began < then.began && sameKey(reversal, one))
  )
}

const quarter = 15 * 60_000

const fresh = clientRule(
  'client.fresh',
  'The time of a request is near the present time of the agreed zone.',
  (evidence) =>
    sent(evidence)
      .all.filter((exchange) => instantIn(evidence, exchange) !== undefined)
      .map((exchange) => pair(exchange)),
  ({ then }, evidence) => {
    const now = targetTime(evidence, then)
    if (Math.abs(instantIn(evidence, then)! - now) <= quarter) return []
    const zone = String(evidence.profile['timezone'])
    return [{ expected: `about ${written(now, zone)} (${zone})`, received: asked(then, 'TimeStamp') }]
  },
  { level: 'may' },
)

const instantIn = ({ profile }: Evidence, exchange: Exchange) =>
  instantOf(asked(exchange, 'TimeStamp'), String(profile['timezone']))

export const client: Rule[] = [
  present,
  format,
  right,
  messageId,
  referenceUnique,
  sameCode,
  exactCode,
  amount,
  afterSuccess,
  fresh,
]
