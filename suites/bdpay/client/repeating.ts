/** Payouts that a client begins again although nobody has told it how the first of them ended. */
import type { Case, Evidence, Problem, Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { asked } from '../../common/premises.ts'
import { clientRule } from '../../common/run-rules.ts'
import { endOf, threads, type Thread, type Word } from './threads.ts'

interface Again extends Case {
  first: Exchange
  again: Exchange | undefined
  /** The client begins such payouts beside each other anyway, so that it may be another one. */
  isUsual: boolean
}

const noRepeat = clientRule<Again>(
  'client.no-repeat',
  'A payout that is undecided is not begun again, under any number.',
  (evidence) =>
    payouts(evidence)
      .filter(isUndecided)
      .map((thread): Again => {
        const [first] = thread.creates
        const again = begunDuring(evidence, thread)
        const isUsual = again !== undefined && !isSameNumber(first, again) && isPayingSideBySide(evidence)
        return { first, again, isUsual, exchanges: again ? [first, again] : [first] }
      }),
  ({ first, again, isUsual }): Problem[] =>
    again
      ? [
          {
            expected: `no payout before the end of ${asked(first, 'orderNum')} is known`,
            received: asked(again, 'orderNum'),
            ...(isUsual ? { level: 'should' as const } : {}),
          },
        ]
      : [],
)

const payouts = (evidence: Evidence): Thread[] => threads(evidence).filter(({ kind }) => kind === 'payout')

/** The answer was lost or cannot be believed, or it decides nothing. */
const isUndecided = ({ words }: Thread): boolean =>
  words.some(
    ({ how, code, trusted }) => how === 'create' && (!trusted || !['SUCCESS', 'FAIL'].includes(code)),
  )

/** When a client knew how a payout ended. */
function decidedAt({ words }: Thread): number {
  const decided = words.find(isDecision)
  return decided ? endOf(decided.by) : Infinity
}

const isDecision = ({ how, trusted, state }: Word): boolean =>
  how !== 'create' && trusted && ['2', '3', '4'].includes(state)

/** The same payout once more, before anything was told about the first: at any time under its number, after its loss under another. */
function begunDuring(evidence: Evidence, thread: Thread): Exchange | undefined {
  const [first] = thread.creates
  const until = decidedAt(thread)
  return payouts(evidence)
    .flatMap(({ creates }) => creates)
    .filter((one) => one !== first && one.began < until && isSamePayout(first, one))
    .find((one) => one.began > (isSameNumber(first, one) ? first.began : endOf(first)))
}

const isSameNumber = (one: Exchange, other: Exchange): boolean =>
  asked(one, 'orderNum') === asked(other, 'orderNum')

const isSamePayout = (one: Exchange, other: Exchange): boolean =>
  ['number', 'bankCode', 'money'].every((name) => asked(one, name) === asked(other, name))

/** Begins the like of a payout that was accepted while that is under way: then nothing tells a repetition from another one. */
const isPayingSideBySide = (evidence: Evidence): boolean =>
  payouts(evidence).some((thread) => !isUndecided(thread) && begunDuring(evidence, thread) !== undefined)

export const beginning: Rule[] = [noRepeat]
