/** What binds the client when it reverses: the key, the amount, and that it does so at all after a lost answer. */
import type { Evidence, Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { asked, sayingOf } from '../common/premises.ts'
import { pair } from '../common/run-rules.ts'
import { clientRule, reversalsOfPayments, sameKey, sent } from './client-sent.ts'

const newMessage = clientRule(
  'client.reversal-new-message',
  'A reversal is a message of its own, with its own message id.',
  (evidence) => reversalsOfPayments(evidence),
  ({ first, then }) =>
    asked(first!, 'MessageID') === asked(then, 'MessageID')
      ? [{ expected: 'another MessageID than the payment had', received: asked(then, 'MessageID') }]
      : [],
)

const reversalKey = clientRule(
  'client.reversal-key',
  'A reversal repeats the code and the reference of its payment.',
  (evidence) => sent(evidence).reversals.map((then) => pair(then, nearest(evidence, then))),
  ({ first, then }) =>
    first && !sameKey(first, then)
      ? [
          {
            expected: `${asked(first, 'PaymentCode')} ${asked(first, 'TrackingRef')}`,
            received: `${asked(then, 'PaymentCode')} ${asked(then, 'TrackingRef')}`,
          },
        ]
      : [],
)

/** The payment that a reversal means: of the same key, else the last one that shares its code or its reference. */
function nearest(evidence: Evidence, then: Exchange): Exchange | undefined {
  const before = sent(evidence).payments.filter(({ began }) => began < then.began)
  const shares = (payment: Exchange) =>
    asked(payment, 'PaymentCode') === asked(then, 'PaymentCode') ||
    asked(payment, 'TrackingRef') === asked(then, 'TrackingRef')
  return before.findLast((payment) => sameKey(payment, then)) ?? before.findLast(shares)
}

const reversalAmount = clientRule(
  'client.reversal-amount',
  'A reversal repeats the amount, product and store of its payment.',
  reversalsOfPayments,
  ({ first, then }) =>
    (['Amount', 'ProductCode', 'StoreID'] as const).flatMap((field) =>
      asked(first!, field) === asked(then, field)
        ? []
        : [
            {
              expected: `${field} ${asked(first!, field)}`,
              received: asked(then, field),
              place: field,
              ...(field === 'Amount' ? {} : { level: 'should' as const }),
            },
          ],
    ),
)

/** A request whose answer the client cannot have read. Of one without answer and without trouble nothing is known. */
export function isUnanswered(evidence: Evidence, payment: Exchange): boolean {
  return (
    payment.trouble !== undefined ||
    (payment.response !== undefined && sayingOf(evidence, payment) === 'unclear')
  )
}

const follows = clientRule(
  'client.reversal-follows',
  'A payment without a readable answer is reversed.',
  (evidence) =>
    sent(evidence)
      .payments.filter((payment) => isUnanswered(evidence, payment))
      .map((payment) => pair(payment)),
  ({ then }, evidence) =>
    sent(evidence).reversals.some((reversal) => reversal.began > then.began && sameKey(reversal, then))
      ? []
      : [
          {
            expected: `a reversal of ${asked(then, 'PaymentCode')} ${asked(then, 'TrackingRef')}`,
            received: 'none in this trace',
          },
        ],
)

const retried = clientRule(
  'client.reversal-retried',
  'A reversal without an answer is sent again under the same key.',
  (evidence) =>
    sent(evidence)
      .reversals.filter((reversal) => isUnanswered(evidence, reversal))
      .map((reversal) => pair(reversal)),
  ({ then }, evidence) =>
    sent(evidence).reversals.some((reversal) => reversal.began > then.began && sameKey(reversal, then))
      ? []
      : [{ expected: 'the reversal once more', received: 'none in this trace' }],
  { level: 'may' },
)

const reversedKey = clientRule(
  'client.reversed-key',
  'What was reversed is not paid again under its key.',
  (evidence) =>
    sent(evidence).payments.map((then) => {
      const reversals = sent(evidence).reversals.filter(({ began }) => began < then.began)
      return pair(
        then,
        reversals.find((reversal) => sameKey(reversal, then)),
      )
    }),
  ({ first, then }) =>
    first
      ? [
          {
            expected: 'a TrackingRef of its own, since the last one was reversed',
            received: `a payment of ${asked(then, 'PaymentCode')} ${asked(then, 'TrackingRef')}`,
          },
        ]
      : [],
)

const noInquiryReversal = clientRule(
  'client.no-inquiry-reversal',
  'An inquiry is not reversed.',
  (evidence) => sent(evidence).reversals.map((reversal) => pair(reversal, nearest(evidence, reversal))),
  ({ first, then }, evidence) => {
    const inquired = sent(evidence).inquiries.some(
      (inquiry) => inquiry.began < then.began && asked(inquiry, 'PaymentCode') === asked(then, 'PaymentCode'),
    )
    return !first && inquired
      ? [
          {
            expected: 'a payment before the reversal',
            received: `a reversal of ${asked(then, 'PaymentCode')} after an inquiry only`,
          },
        ]
      : []
  },
  { level: 'should' },
)

export const clientReversals: Rule[] = [
  newMessage,
  reversalKey,
  reversalAmount,
  follows,
  retried,
  reversedKey,
  noInquiryReversal,
]
