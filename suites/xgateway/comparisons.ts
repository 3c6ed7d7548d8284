/** Purchases compared with one another: the same once more, several at once, and under trx_ids that look alike. */
import { mayRunOut } from './deposits.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import {
  areOne,
  calls,
  isFirst,
  isMisfortune,
  isProper,
  isServed,
  isVouched,
  isWaiting,
  told,
  type Heard,
} from './heard.ts'
import { answered } from '../common/premises.ts'
import { isErrorPage } from './methods.ts'
import { isOpened } from './queries.ts'
import { areUnlike } from './serials.ts'

interface PurchaseCase extends Case {
  one: Heard
}

const caseOf = (one: Heard): PurchaseCase => ({ one, exchanges: [one.exchange] })

interface PairCase extends Case {
  before?: Heard
  one: Heard
}

const pair = (before: Heard, one: Heard): PairCase => ({
  before,
  one,
  exchanges: [before.exchange, one.exchange],
})

const newTransaction = rule<PairCase>({
  id: 'purchase.new-transaction',
  says: 'Different transactions have different TRANSACTIONIDs.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) => {
    const owners = new Map<string, Heard>()
    return calls(evidence)
      .filter((one) => one.transaction !== '' && !one.mixedUp && isServed(one) && isFirst(evidence, one))
      .map((one) => {
        const owner = owners.get(one.transaction)
        if (!owner) owners.set(one.transaction, one)
        return owner && areUnlike(owner.reference, one.reference) ? pair(owner, one) : { ...caseOf(one) }
      })
  },
  holds: ({ before, one }) =>
    before
      ? [
          {
            expected: 'a TRANSACTIONID of its own',
            received: `${one.transaction}, that of ${before.reference}`,
          },
        ]
      : [],
})

/** First purchases that test data vouches for, each with an earlier one that was served. */
const alike = premise((evidence: Evidence): PairCase[] => {
  const all = firsts(evidence)
  return all.flatMap((one) => {
    const before = all.find(
      (other) =>
        other.number === one.number &&
        other.product === one.product &&
        other.account === one.account &&
        other.reference !== one.reference &&
        isServed(other) &&
        other.exchange.ended! < one.exchange.began,
    )
    return before ? [pair(before, one)] : []
  })
})

function firsts(evidence: Evidence): Heard[] {
  return calls(evidence).filter(
    (one) =>
      !one.isQuery &&
      one.said !== 'unclear' &&
      isProper(evidence, one) &&
      isFirst(evidence, one) &&
      // What is pending for a while is no less welcome for that.
      (isVouched(evidence, one) || isWaiting(evidence, one)),
  )
}

/** A misfortune that befell every repetition of what was sold is none. */
const isHabit = (evidence: Evidence, { one }: PairCase): boolean => {
  const own = alike(evidence).filter(({ one: other }) => other.account === one.account)
  return own.length > 1 && own.every(({ one: other }) => other.code === one.code)
}

const unlimited = rule<PairCase>({
  id: 'purchase.unlimited',
  says: 'The same purchase under another trx_id is processed too.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    alike(evidence).filter(
      (pair) =>
        pair.one.operation === pair.before!.operation &&
        (pair.one.operation !== 'purchase' || isOpened(evidence, pair.one)) &&
        areUnlike(pair.one.reference, pair.before!.reference) &&
        (isServed(pair.one) || !isExcused(pair.one) || isHabit(evidence, pair)),
    ),
  holds: ({ one }) =>
    isServed(one)
      ? []
      : [
          {
            expected: 'a purchase as the one before it',
            received: told(one),
            ...(one.code === '34' || isExcused(one) ? { level: 'should' as const } : {}),
          },
        ],
})

/** What has nothing to do with the purchase before it, as far as its code tells. */
const isExcused = ({ code }: Heard): boolean => isMisfortune(code) || code === '01' || code === ''

/** What the gateway itself would say of a partner that asks too much at once. */
const busy = ['03', '08', '09', '35', '36']

const together = rule<PurchaseCase>({
  id: 'purchase.together',
  says: 'Purchases in flight together are all processed.',
  level: 'must',
  about: ['server'],
  over: (evidence) => {
    const races = evidence.trace.entries.flatMap((entry) =>
      entry.kind === 'race' ? [new Set(entry.exchanges)] : [],
    )
    return calls(evidence)
      .filter(
        (one) =>
          !one.isQuery &&
          one.exchange.response !== undefined &&
          !one.mixedUp &&
          isProper(evidence, one) &&
          isVouched(evidence, one) &&
          races.some((ids) => ids.has(one.exchange.id)) &&
          isAlone(evidence, one) &&
          (isServed(one) || ((busy.includes(one.code) || isErrorPage(one)) && !mayRunOut(evidence, one))),
      )
      .map(caseOf)
  },
  holds: ({ one }) => (isServed(one) ? [] : [{ expected: 'a purchase', received: told(one) }]),
})

/** No other request of the trace has its trx_id. */
function isAlone(evidence: Evidence, one: Heard): boolean {
  return calls(evidence).every((other) => other === one || other.reference !== one.reference)
}

/** Pairs of one partner's requests whose trx_ids could be taken for one another in a certain way. */
function resembling(evidence: Evidence, isNear: (a: string, b: string) => boolean): PairCase[] {
  const all = calls(evidence).filter(
    (one) => !one.isQuery && one.said !== 'unclear' && isFirst(evidence, one),
  )
  return all.flatMap((one, index) =>
    all
      .slice(0, index)
      .filter(
        (before) =>
          before.account === one.account &&
          before.reference !== one.reference &&
          isServed(before) &&
          isNear(before.reference, one.reference),
      )
      .map((before) => pair(before, one)),
  )
}

/** The later of two is taken for the earlier one: answered with its transaction, or refused as its duplicate. */
const isTaken = ({ before, one }: PairCase): boolean => areOne(before!, one) || one.code === '04'

/** An answer to a trx_id that is too long and was cut: another rule's business. */
const isCut = ({ exchange, reference }: Heard): boolean =>
  reference.length > 20 && answered(exchange, 'REQUESTID').length < reference.length

function distinct(
  id: string,
  says: string,
  isNear: (a: string, b: string) => boolean,
  isLess: (a: string, b: string) => boolean = () => false,
): Rule {
  return rule<PairCase>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) => resembling(evidence, isNear).filter(({ one }) => !isCut(one)),
    holds: (subject) =>
      isTaken(subject)
        ? [
            {
              expected: `a transaction of its own, ${subject.one.reference} not being ${subject.before!.reference}`,
              received: told(subject.one),
              ...(isLess(subject.before!.reference, subject.one.reference)
                ? { level: 'should' as const }
                : {}),
            },
          ]
        : [],
  })
}

const isSameLetters = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
const isSameNumber = (a: string, b: string) => a.replace(/^0+/, '') === b.replace(/^0+/, '')

export const comparisons: Rule[] = [
  newTransaction,
  unlimited,
  together,
  distinct(
    'purchase.typed',
    'A trx_id is compared as text: 007 is not 7, and all its digits count.',
    (a, b) => isSameNumber(a, b) || isSameLetters(a, b),
    isSameLetters,
  ),
  distinct(
    'purchase.whole-id',
    'A trx_id counts with all its characters.',
    (a, b) => a.slice(0, 8) === b.slice(0, 8) && Math.min(a.length, b.length) >= 20,
  ),
]
