/** What a client says of one payment, request by request: its money, its names, and until when it may be paid. */
import { isoInstant } from '../../../src/contract/iso-time.ts'
import type { Case, Evidence, Problem, Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { wordIn } from '../../../src/wire/reading.ts'
import { asked } from '../../common/premises.ts'
import { clientRule, pair } from '../../common/run-rules.ts'
import type { Thread } from '../../common/threads.ts'
import { amountOf, unitsOf } from '../money.ts'
import { calls, isBefore, isPayment, isRefund, purchaseOf, referenceOf, threads } from './threads.ts'
import { refundWordOf, wordOf } from './words.ts'

/** The member that money stands in. */
const moneyIn = (one: Exchange): string => (isRefund(one) ? 'refundAmount' : 'amount')

const currency = clientRule(
  'client.currency',
  'Money is in the currency that is agreed.',
  (evidence) =>
    calls(evidence)
      .filter((one) => /^[A-Z]{3}$/.test(asked(one, `${moneyIn(one)}.currency`)))
      .map((one) => pair(one)),
  ({ then }, { profile }) => {
    const [expected, received] = [String(profile['currency']), asked(then, `${moneyIn(then)}.currency`)]
    return received === expected ? [] : [{ expected, received }]
  },
  'must',
  (_contract, profile) => profile['currency'] !== 'any',
)

/** Seconds may be cut off one of two times of one clock. */
const slack = 1000

const expiry = clientRule(
  'client.expiry',
  'A payment may still be paid when it is asked for.',
  (evidence) =>
    threads(evidence).flatMap(({ asked: all }) => {
      const first = all.find(isPayment)
      return first && ends(first) !== undefined && sentAt(first) !== undefined ? [pair(first)] : []
    }),
  ({ then }) =>
    ends(then)! >= sentAt(then)! - slack
      ? []
      : [
          {
            expected: `a validUpTo after ${asked(then, 'header:X-TIMESTAMP')}`,
            received: asked(then, 'validUpTo'),
          },
        ],
  'should',
)

/** What is not written as a time is to be is another rule's business. */
function ends(one: Exchange): number | undefined {
  const said = asked(one, 'validUpTo')
  return /^.{10}T.{8}[+-].{5}$/.test(said) ? isoInstant(said) : undefined
}

const sentAt = (one: Exchange): number | undefined => isoInstant(asked(one, 'header:X-TIMESTAMP'))

interface Later extends Case {
  then: Exchange
  thread: Thread
}

/** Requests about a payment that was begun here. */
const later = (evidence: Evidence): Later[] =>
  threads(evidence).flatMap((thread) =>
    thread.asked.some(isPayment)
      ? thread.asked
          .filter((then) => !isPayment(then))
          .map((then) => ({ then, thread, exchanges: [thread.asked.find(isPayment)!, then] }))
      : [],
  )

const agreeing = clientRule(
  'client.agreeing',
  'Whatever a client says of a payment again is what was said of it.',
  later,
  ({ then, thread }): Problem[] => [
    ...ofMoney(then, thread),
    ...ofNumber(then, thread),
    ...ofOthers(then, thread),
  ],
)

/** What some member was in the requests that began the payment. */
const begun = ({ asked: all }: Thread, member: string): string[] =>
  all.filter(isPayment).map((one) => asked(one, member))

/** A cancellation of a part is not excluded; another amount finds no payment. */
function ofMoney(then: Exchange, thread: Thread): Problem[] {
  const members = isRefund(then) ? ['currency'] : ['value', 'currency']
  return members.flatMap((member): Problem[] => {
    const [said, known] = [asked(then, `${moneyIn(then)}.${member}`), begun(thread, `amount.${member}`)]
    // What is not written as money is another rule's business.
    if (![said, ...known].every((one) => writings[member]!.test(one)) || known.includes(said)) return []
    const place = `${moneyIn(then)}.${member}`
    const isDoubtful = then.operation === 'status' || member === 'value'
    return [{ expected: known[0]!, received: said, place, ...(isDoubtful && { level: 'should' }) }]
  })
}

const writings: { [member: string]: RegExp } = { value: /^\d+\.\d{2}$/, currency: /^[A-Z]{3}$/ }

/** The number that the provider gave, once he has given one. */
function ofNumber(then: Exchange, { asked: all, told }: Thread): Problem[] {
  const said = asked(then, 'originalReferenceNo').trim()
  const given = [...all, ...told].filter((by) => numbersIn(by).length > 0)
  const [first] = given.filter((by) => isBefore(by, then))
  if (said === '' || !first || given.some((by) => numbersIn(by).includes(said))) return []
  return [{ expected: numbersIn(first)[0]!, received: said, place: 'originalReferenceNo' }]
}

/** The numbers of a payment in an answer, or in a notification. */
const numbersIn = ({ from, request, response }: Exchange): string[] =>
  (from === 'gateway'
    ? [wordIn(request.read, 'originalReferenceNo')]
    : ['referenceNo', 'originalReferenceNo'].map((name) => wordIn(response?.read, name))
  ).filter((one) => one !== '')

/** Names that only help to find it. */
function ofOthers(then: Exchange, thread: Thread): Problem[] {
  const names: [string, string][] = [
    ['merchantId', 'merchantId'],
    ...(isRefund(then)
      ? []
      : ([['originalExternalId', 'header:X-EXTERNAL-ID']] satisfies [string, string][])),
  ]
  return names.flatMap(([name, of]) => {
    const [said, known] = [asked(then, name), begun(thread, of).filter((one) => one !== '')]
    if (said === '' || known.length === 0 || known.includes(said)) return []
    return [{ expected: known[0]!, received: said, place: name, level: 'should' as const }]
  })
}

interface Back extends Case {
  then: Exchange
  /** Paid, in sen, and what was asked back of it before. */
  paid: bigint
  before: bigint
}

/** Refunds of known payments, each with those before it that were made or are under way. */
function backs(evidence: Evidence): Back[] {
  return threads(evidence).flatMap((thread) => {
    const sums = begun(thread, 'amount.value').flatMap((value) => unitsOf(value) ?? [])
    if (sums.length === 0) return []
    const paid = sums.reduce((most, one) => (one > most ? one : most))
    const refunds = thread.asked.filter((one) => isRefund(one) && backIn(one) !== undefined)
    return refunds.map((then, index) => {
      const others = refunds
        .slice(0, index)
        .filter((one) => numberOf(one) !== numberOf(then) && isOn(evidence, one, thread))
      const different = [...new Map(others.map((one) => [numberOf(one), one])).values()]
      const before = different.reduce((sum, one) => sum + backIn(one)!, 0n)
      return { then, paid, before, exchanges: [thread.asked.find(isPayment)!, ...different, then] }
    })
  })
}

const numberOf = (one: Exchange): string => asked(one, 'partnerRefundNo')
const backIn = (one: Exchange): bigint | undefined => unitsOf(asked(one, 'refundAmount.value'))

/** It was made, or is under way and nobody has told of its failure. */
function isOn(evidence: Evidence, one: Exchange, { reference, asked: all }: Thread): boolean {
  const { kind } = wordOf(evidence, one, reference)
  const words = all.map((other) => refundWordOf(evidence, other, numberOf(one)).kind)
  return (kind === 'accepted' || kind === 'open') && !words.includes('failed') && !words.includes('missing')
}

const sum = clientRule(
  'client.refund-sum',
  'No more is asked back than was paid.',
  backs,
  ({ then, paid, before }) =>
    before + backIn(then)! <= paid || before > paid
      ? []
      : [{ expected: `at most ${amountOf(paid - before)}`, received: amountOf(backIn(then)!) }],
)

/** A number that stands for two things is answered with what became of the first. */
const reference = clientRule(
  'client.reference',
  'A reference stands for one purchase, and a refund number for one refund.',
  (evidence) => [...purchases(evidence), ...refundsByNumber(evidence)],
  ({ then, first }) => {
    if (!first) return []
    if (!isRefund(then))
      return [
        {
          expected: 'a partnerReferenceNo of its own',
          received: `${referenceOf(then)}, as for another purchase`,
        },
      ]
    // Whether refunds of two payments may have one number is not said.
    const received = `${numberOf(then)}, as for ${referenceOf(first)}`
    return [{ expected: 'a partnerRefundNo of its own', received, level: 'should' }]
  },
)

const purchases = (evidence: Evidence) =>
  threads(evidence).flatMap(({ asked: all }) => {
    const first = all.find((one) => isPayment(one) && purchaseOf(evidence, one) !== undefined)
    if (!first) return []
    const other = all.find(
      (one) =>
        isPayment(one) && ![undefined, purchaseOf(evidence, first)].includes(purchaseOf(evidence, one)),
    )
    return [other ? pair(other, first) : pair(first)]
  })

function refundsByNumber(evidence: Evidence) {
  const seen = new Map<string, Exchange>()
  return calls(evidence)
    .filter((one) => isRefund(one) && numberOf(one) !== '' && referenceOf(one) !== '')
    .flatMap((one) => {
      const key = `${asked(one, 'header:X-PARTNER-ID')} ${numberOf(one)}`
      const first = seen.get(key)
      if (!first) seen.set(key, one)
      const isOther = first !== undefined && referenceOf(first) !== referenceOf(one)
      // In doubt of the first, a rule about repetitions speaks.
      if (isOther && !['accepted', 'open'].includes(wordOf(evidence, first, referenceOf(first)).kind))
        return []
      return [pair(one, isOther ? first : undefined)]
    })
}

export const clientAgreeing: Rule[] = [currency, expiry, agreeing, sum, reference]
