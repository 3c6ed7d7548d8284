/** Partners are strangers to each other. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { wordIn } from '../../../src/wire/reading.ts'
import { whereOffered } from '../offered.ts'
import { answered, asked } from '../../common/premises.ts'
import { isBefore, isRight, isThere, requestsMade, stateIn, told, type Asked } from './asked.ts'

interface Intrusion extends Case {
  /** The payment of somebody else that is asked about. */
  payment: Asked
  one: Asked
}

/** Payments that were made. */
const payments = premise((evidence: Evidence): Asked[] =>
  requestsMade(evidence).filter((one) => one.operation === 'payment' && isRight(evidence, one)),
)

const made = premise((evidence: Evidence): Asked[] =>
  payments(evidence).filter(({ reaction }) => reaction === 'served'),
)

/** The name that a payment was given; what is no text is no name. */
const transactionOf = ({ exchange: { response } }: Asked): string => wordIn(response?.read, 'referenceNo')

/** Right requests about a payment that somebody else has made, and whoever asks has not. */
const intrusions = premise((evidence: Evidence): Intrusion[] =>
  requestsMade(evidence).flatMap((one) => {
    if (!['status', 'cancel', 'refund'].includes(one.operation) || one.reaction === 'open') return []
    if (!isMeant(evidence, one) || payments(evidence).some((own) => isOwn(own, one))) return []
    const payment = made(evidence).find((other) => isAbout(one, other) && isBefore(other, one))
    return payment && payment.partner !== one.partner
      ? [{ payment, one, exchanges: [payment.exchange, one.exchange] }]
      : []
  }),
)

/** It is in order, or was refused under a name whose keys nobody knows. */
const isMeant = (evidence: Evidence, one: Asked): boolean =>
  isRight(evidence, one) ||
  (one.operation !== 'status' && one.reaction === 'refused' && one.exchange.signature === 'unchecked')

const isOwn = (payment: Asked, { partner, reference, transaction }: Asked): boolean =>
  payment.partner === partner &&
  (payment.reference === reference || (transaction !== '' && transactionOf(payment) === transaction))

/** It names the payment and nothing that belongs to another one. */
function isAbout({ reference, transaction }: Asked, payment: Asked): boolean {
  if (reference === '' && transaction === '') return false
  return (
    (reference === '' || reference === payment.reference) &&
    (transaction === '' || transaction === transactionOf(payment))
  )
}

const over = (operation: string) => (evidence: Evidence) =>
  intrusions(evidence).filter(({ one }) => one.operation === operation)

const isFound = (one: Asked): boolean => one.reaction === 'served' && stateIn(one) !== '07'

const status = rule<Intrusion>({
  id: 'isolation.status',
  says: 'A partner sees no payment of another one.',
  level: 'must',
  about: ['server'],
  over: over('status'),
  holds: ({ payment, one }, evidence) => {
    const unknown = unknownTo(evidence, one, payment)
    // Whoever tells of what nobody has made in the same way gives nothing away by it.
    const isNothing = unknown && stateIn(unknown) === stateIn(one) && !isNamed(one, payment)
    if (isFound(one) && !isNothing)
      return [{ expected: 'nothing: another partner has made it', received: told(one) }]
    return unknown && unknown.code !== one.code
      ? [
          {
            expected: `${told(unknown)}, as for a payment that nobody has made`,
            received: told(one),
            level: 'should',
            exchanges: [unknown.exchange, one.exchange],
          },
        ]
      : []
  },
})

/** The answer has the provider's name of the payment, though it was asked by that of the consumer. */
const isNamed = (one: Asked, payment: Asked): boolean =>
  one.transaction === '' &&
  transactionOf(payment) !== '' &&
  answered(one.exchange, 'originalReferenceNo') === transactionOf(payment)

/** The same partner's inquiry, in the same way, about what nobody has. */
function unknownTo(evidence: Evidence, one: Asked, payment: Asked): Asked | undefined {
  const isUnknown = (other: Asked) =>
    !payments(evidence).some(
      (some) => some.reference === other.reference || transactionOf(some) === other.transaction,
    )
  return requestsMade(evidence).find(
    (other) =>
      other.operation === one.operation &&
      other.partner === one.partner &&
      other.partner !== payment.partner &&
      (other.reference === '') === (one.reference === '') &&
      other.reaction !== 'open' &&
      isRight(evidence, other) &&
      isUnknown(other),
  )
}

/** What its owner sees of the payment afterwards, before doing anything to it. */
function aftermath(evidence: Evidence, { payment, one }: Intrusion): Asked | undefined {
  const later = requestsMade(evidence).filter(
    (other) => isBefore(one, other) && other.partner === payment.partner && isAbout(other, payment),
  )
  const own = later.findIndex(({ operation }) => operation !== 'status')
  const before = requestsMade(evidence).some(
    (other) =>
      ['cancel', 'refund'].includes(other.operation) &&
      other.partner === payment.partner &&
      isAbout(other, payment) &&
      other.exchange.began < one.exchange.began,
  )
  return before ? undefined : (own < 0 ? later : later.slice(0, own)).find(isThere)
}

function deed(
  id: string,
  says: string,
  operation: string,
  isDone: (status: Asked, one: Asked) => boolean,
): Rule {
  return rule<Intrusion>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: over(operation),
    holds: (subject, evidence): Problem[] => {
      const { one } = subject
      if (one.reaction === 'served')
        return [{ expected: 'a refusal: another partner has made the payment', received: told(one) }]
      const after = aftermath(evidence, subject)
      return after && isDone(after, one)
        ? [
            {
              expected: 'a payment that nobody else has touched',
              received: `the state ${stateIn(after)} after a ${operation} of somebody else`,
              exchanges: [...subject.exchanges, after.exchange],
            },
          ]
        : []
    },
  })
}

const cancel = deed(
  'isolation.cancel',
  'A partner cancels no payment of another one.',
  'cancel',
  (status) => stateIn(status) === '05',
)

const refund = deed(
  'isolation.refund',
  'A partner refunds no payment of another one.',
  'refund',
  (status, one) => stateIn(status) === '04' || hasRefund(status, asked(one.exchange, 'partnerRefundNo')),
)

function hasRefund({ exchange: { response } }: Asked, number: string): boolean {
  const history = response?.read.ok ? response.read.fields['refundHistory'] : undefined
  return JSON.stringify(history ?? null).includes(JSON.stringify(number))
}

const refunds = premise((evidence: Evidence): Asked[] =>
  requestsMade(evidence).filter((one) => one.operation === 'refund' && isRight(evidence, one)),
)

const referenceIn = ({ reference }: Asked): string => reference
const numberIn = ({ exchange }: Asked): string => asked(exchange, 'partnerRefundNo')

/** Requests whose own name another partner has used before, and whoever asks has not. */
function namesakes(all: Asked[], name: (one: Asked) => string): Intrusion[] {
  return all.flatMap((one) => {
    if (one.reaction === 'open') return []
    const earlier = all.filter(
      (other) => name(other) === name(one) && other.exchange.began < one.exchange.began,
    )
    const payment = earlier.find((other) => isBefore(other, one) && other.reaction === 'served')
    const isOwnToo = earlier.some(({ partner }) => partner === one.partner)
    return payment && !isOwnToo ? [{ payment, one, exchanges: [payment.exchange, one.exchange] }] : []
  })
}

const references = rule<Intrusion>({
  id: 'isolation.references',
  says: 'Two partners use one reference for two payments, and one number for two refunds.',
  level: 'must',
  about: ['server'],
  over: (evidence) => [
    ...namesakes(payments(evidence), referenceIn),
    ...namesakes(refunds(evidence), numberIn).map((one) => ({ ...one, place: 'refund' })),
  ],
  holds: ({ payment, one }) => {
    const name = one.operation === 'refund' ? 'number' : 'reference'
    if (one.reaction === 'refused')
      return /^409..01$|^404..18$/.test(one.code)
        ? [{ expected: `no refusal: another partner has used this ${name}`, received: told(one) }]
        : []
    if (one.operation === 'refund') return sameRefund(payment, one)
    return transactionOf(one) !== '' && transactionOf(one) === transactionOf(payment)
      ? [
          {
            expected: 'a payment of its own',
            received: `the referenceNo of another one: ${transactionOf(one)}`,
          },
        ]
      : []
  },
})

/** The refund of somebody else, told as one's own. */
function sameRefund(first: Asked, one: Asked): Problem[] {
  const number = wordIn(one.exchange.response?.read, 'refundNo')
  return number !== '' && number === wordIn(first.exchange.response?.read, 'refundNo')
    ? [{ expected: 'a refund of its own', received: `the refundNo of another one: ${number}` }]
    : []
}

export const isolation: Rule[] = [status, ...whereOffered('cancel', [cancel]), refund, references]
