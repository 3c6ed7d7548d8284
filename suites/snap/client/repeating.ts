/** What a client sends after an answer that leaves things open: an inquiry, or the same again with another number. */
import { premise, rule, type Case, type Evidence, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { clientRule } from '../../common/run-rules.ts'
import type { Thread } from '../../common/threads.ts'
import { bodyOf } from './bodies.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { asked } from '../../common/premises.ts'
import { believing } from './beliefs.ts'
import {
  calls,
  isAcknowledged,
  isBefore,
  isPayment,
  isRefund,
  purchaseOf,
  referenceOf,
  subjectOf,
  threads,
} from './threads.ts'
import { isUnclear, wordOf, type Word } from './words.ts'

interface Doubt extends Case {
  /** The request whose answer leaves it open. */
  first: Exchange
  thread: Thread
  /** The same purchase or refund under another number, before anything was known. */
  anew?: Exchange
  /** A later request tells nobody what it is about: it may have been about this. */
  nameless: boolean
}

/** Answers after which nobody knows whether anything was done. */
const doubts = premise((evidence: Evidence): Doubt[] => doubtsOf(evidence, isUnclear))

/** Answers that contradict themselves. */
const mismatches = (evidence: Evidence): Doubt[] => doubtsOf(evidence, ({ kind }) => kind === 'mismatch')

const doubtsOf = (evidence: Evidence, is: (word: Word) => boolean): Doubt[] =>
  threads(evidence).flatMap((thread) =>
    thread.asked
      .filter((one) => isPayment(one) || isRefund(one))
      .filter((one) => is(wordOf(evidence, one, thread.reference)))
      .slice(0, 1)
      .map((first) => {
        const anew = begunAnew(evidence, first)
        const nameless = evidence.exchanges.some((one) => isNameless(one) && isBefore(first, one))
        return { first, thread, nameless, exchanges: [first, ...(anew ? [anew] : [])], ...(anew && { anew }) }
      }),
  )

const isNameless = (one: Exchange): boolean =>
  one.from === 'client' &&
  ['payment', 'status', 'refund'].includes(one.operation ?? '') &&
  referenceOf(one) === '' &&
  asked(one, 'originalReferenceNo') === ''

function begunAnew(evidence: Evidence, first: Exchange): Exchange | undefined {
  const later = calls(evidence).filter((one) => isBefore(first, one))
  const asking = later.find((one) => referenceOf(one) === referenceOf(first) && !isOther(first, one))
  const anew = later.find((one) =>
    isPayment(first) ? isSamePurchase(evidence, first, one) : isRefund(first) && isOther(first, one),
  )
  return anew && (!asking || anew.began < asking.began) ? anew : undefined
}

/** Another refund of the same amount of the same payment. */
const isOther = (first: Exchange, one: Exchange): boolean =>
  isRefund(first) &&
  isRefund(one) &&
  referenceOf(first) === referenceOf(one) &&
  asked(first, 'refundAmount.value') === asked(one, 'refundAmount.value') &&
  asked(first, 'partnerRefundNo') !== asked(one, 'partnerRefundNo')

function isSamePurchase(evidence: Evidence, first: Exchange, one: Exchange): boolean {
  const purchase = purchaseOf(evidence, first)
  return (
    isPayment(one) &&
    purchase !== undefined &&
    purchaseOf(evidence, one) === purchase &&
    referenceOf(one) !== referenceOf(first)
  )
}

/** An inquiry follows, the same again, or word of its own accord. */
function followed({ first, thread, anew, nameless }: Doubt): Problem[] {
  const expected = `an inquiry about ${thread.reference}, or the same request again`
  if (anew) return [{ expected, received: `another one, ${numberOf(anew)}` }]
  const follows = thread.asked.some((one) => isBefore(first, one))
  const isTold = thread.told.some((one) => one.began > first.began && isAcknowledged(one))
  return follows || isTold || nameless ? [] : [{ expected, received: 'nothing' }]
}

function followingRule(id: string, says: string, over: (evidence: Evidence) => Doubt[]): Rule {
  return clientRule(id, says, over, followed)
}

const numberOf = (one: Exchange): string => asked(one, 'partnerRefundNo') || referenceOf(one)

interface Either extends Case {
  by: Rule
  subject: Case
}

/** One rule of two that look at different things. */
function either(...rules: [Rule, ...Rule[]]): Rule {
  return rule<Either>({
    ...rules[0],
    over: (evidence) =>
      rules.flatMap((by) =>
        [...by.over(evidence)].map((subject) => ({ by, subject, exchanges: subject.exchanges })),
      ),
    holds: ({ by, subject }, evidence) => by.holds(subject, evidence),
  })
}

/** A rule about what a client sends, and what its books say meanwhile. */
function unresolved(id: string, says: string, over: (evidence: Evidence) => Doubt[]): Rule {
  return either(followingRule(id, says, over), believing(id, says))
}

const unknown = unresolved(
  'client.unknown',
  'After a lost answer, 429 or 5xx the client asks, or repeats under the same reference.',
  doubts,
)

const mismatch = unresolved(
  'client.mismatch',
  'An answer whose status and code disagree leaves the payment open.',
  mismatches,
)

interface Repetition extends Case {
  first: Exchange
  then: Exchange
}

/** Requests that come again, each with the one before it, and what was begun anew, or for another payment, after a doubt. */
function repetitions(evidence: Evidence): Repetition[] {
  const last = new Map<string, Exchange>()
  const again = calls(evidence).flatMap((then): Repetition[] => {
    const first = last.get(subjectOf(then))
    last.set(subjectOf(then), then)
    return first ? [{ first, then, exchanges: [first, then] }] : []
  })
  const anew = doubts(evidence).flatMap(({ first, anew: then }) =>
    then ? [{ first, then, exchanges: [first, then] }] : [],
  )
  return [...again, ...anew, ...strays(evidence)]
}

/** Refunds that are in doubt, each with the next one under its number that names another payment. */
const strays = (evidence: Evidence): Repetition[] =>
  calls(evidence)
    .filter((first) => isRefund(first) && isOpen(evidence, first))
    .flatMap((first): Repetition[] => {
      const then = calls(evidence).find((one) => isBefore(first, one) && isStray(first, one))
      return then ? [{ first, then, exchanges: [first, then] }] : []
    })

/** A refund under the same number that names another payment. */
const isStray = (first: Exchange, one: Exchange): boolean =>
  isRefund(first) &&
  isRefund(one) &&
  numberOf(first) === numberOf(one) &&
  asked(first, 'header:X-PARTNER-ID') === asked(one, 'header:X-PARTNER-ID') &&
  referenceOf(first) !== '' &&
  referenceOf(one) !== '' &&
  referenceOf(first) !== referenceOf(one)

const retry = rule<Repetition>({
  id: 'client.retry',
  says: 'A repetition has the same reference and amount, and another X-EXTERNAL-ID.',
  level: 'must',
  about: ['client'],
  span: 'run',
  over: repetitions,
  holds({ first, then }, evidence): Problem[] {
    if (isStray(first, then))
      return [
        { expected: `a refund of ${referenceOf(first)} again`, received: `one of ${referenceOf(then)}` },
      ]
    if (subjectOf(first) !== subjectOf(then))
      return [{ expected: `${numberOf(first)} again`, received: numberOf(then) }]
    const [sum, other] = [first, then].map(amountIn)
    if (sum !== other && (isPayment(then) || isRefund(then)) && isBegun(evidence, first))
      return [{ expected: `${sum} again`, received: `${other}` }]
    const [before, after] = [first, then].map((one) => asked(one, 'header:X-EXTERNAL-ID'))
    const isReplay = evidence.profile['extId'] === 'replay' && bodyOf(first) === bodyOf(then)
    return before === after && !isReplay
      ? [{ expected: `another X-EXTERNAL-ID than ${before}`, received: 'the same' }]
      : []
  },
})

/** It may have been carried out: what comes under its number again is the same. */
const isOpen = (evidence: Evidence, first: Exchange): boolean =>
  ['unclear', 'unknown', 'mismatch'].includes(wordOf(evidence, first, referenceOf(first)).kind)

/** It was not refused: what comes under its number again is about it. */
const isBegun = (evidence: Evidence, first: Exchange): boolean =>
  isOpen(evidence, first) ||
  ['open', 'away', 'accepted', 'duplicate'].includes(wordOf(evidence, first, referenceOf(first)).kind)

/** What is to be paid or paid back; empty where no amount is named. */
const amountIn = (one: Exchange): string =>
  ['value', 'currency']
    .map((name) => asked(one, `${isRefund(one) ? 'refundAmount' : 'amount'}.${name}`))
    .join(' ')

interface Refunding extends Case {
  first: Exchange
  anew?: Exchange
}

/** Refunds that were answered with case 18, except where their number came for another payment before. */
const inconsistentRefunds = (evidence: Evidence): Refunding[] => {
  const sent = calls(evidence).filter((one) => !isMoved(evidence, one))
  return sent
    .filter((one) => isRefund(one) && wordOf(evidence, one, referenceOf(one)).kind === 'inconsistent')
    .map((first) => {
      const anew = sent.find((one) => isBefore(first, one) && isOther(first, one))
      return { first, exchanges: [first, ...(anew ? [anew] : [])], ...(anew && { anew }) }
    })
}

/** Its number came for another payment before. */
const isMoved = (evidence: Evidence, one: Exchange): boolean =>
  isRefund(one) && calls(evidence).some((first) => isBefore(first, one) && isStray(first, one))

const caseOf18 = believing('client.inconsistent', 'Case 18 fails a payment, and leaves a refund made.')

const refunding = rule<Refunding>({
  ...caseOf18,
  over: inconsistentRefunds,
  holds: ({ anew }) =>
    anew ? [{ expected: 'no other refund', received: `another one, ${numberOf(anew)}` }] : [],
})

export const clientRepeating: Rule[] = [unknown, mismatch, retry, either(caseOf18, refunding)]
