/** When a client takes an order for over or for paid: what its books say while nobody has paid. */
import type { Evidence, Problem } from '../../src/judge/rule.ts'
import type { Entry } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { answered, asked, provided } from '../common/premises.ts'
import { at, type Asked } from './asked.ts'
import { isBookedPaid, threadRule } from './client-beliefs.ts'
import { isTaken } from './paid.ts'
import {
  givenTo,
  isForeign,
  isForged,
  isProof,
  stateIn,
  tellsSuccess,
  threads,
  type Thread,
} from './client-threads.ts'
import { givenBy, jakarta, timeAt, type Given } from './given.ts'
import { stateIn as stateOf } from './states.ts'
import { switched } from './switched.ts'

/** Milliseconds around an expiry in which either is right. */
const edge = 60_000

/** The answer with the code of an order, where its compact expiry, read as Jakarta's time, comes before the other one. */
function twoTimes(thread: Thread): Given | undefined {
  const one = givenTo(thread)
  const given = one && givenBy(one)
  if (given?.utc.expires === undefined || given.compact.expires === undefined) return undefined
  return given.compact.expires - jakarta < given.utc.expires - edge ? given : undefined
}

const isBefore =
  (entry: Entry | undefined) =>
  ({ exchange }: { exchange: Exchange }): boolean =>
    entry?.kind === 'ledger' && exchange.began < entry.began

/** The books were read while the code could be paid, and nothing has told of another end. */
function isOpenStill(evidence: Evidence, thread: Thread): boolean {
  const expires = twoTimes(thread)?.utc.expires
  const entry = evidence.trace.entries.findLast((one) => one.kind === 'ledger' && one.code === thread.invoice)
  const read = entry?.kind === 'ledger' ? timeAt(evidence, entry.began) : undefined
  const isEnded = [
    ...thread.looks.filter(isBefore(entry)).map(stateOf),
    ...thread.told.filter(isBefore(entry)).map(({ state }) => state),
  ].some((state) => state !== '' && state !== 'PENDING')
  return expires !== undefined && read !== undefined && read < expires - edge && !isEnded
}

export const expiry = threadRule(
  'client.expiry',
  'A client takes the expiry of a code from expired_date_utc.',
  'should',
  (thread, evidence) => Boolean(thread.books?.length) && isOpenStill(evidence, thread),
  (thread) =>
    stateIn(thread) === 'failed'
      ? [
          {
            expected: `an open order until ${new Date(twoTimes(thread)!.utc.expires!).toISOString()}`,
            received: 'failed',
          },
        ]
      : [],
)

/** Nothing has told of a payment: no notification, and no state. */
const isUnpaid = ({ told, looks }: Thread): boolean =>
  [...told.map(({ state }) => state), ...looks.map(stateOf)].every((state) => state !== 'SUCCESS')

export const unpaid = threadRule(
  'client.unpaid',
  'A client takes no order for paid that nobody has paid.',
  'must',
  (thread) => Boolean(thread.books?.length) && givenTo(thread) !== undefined && isUnpaid(thread),
  (thread) =>
    stateIn(thread) === 'paid'
      ? [{ expected: 'an order that is not paid: nothing told of a payment', received: 'paid' }]
      : [],
)

/** What told an order paid was a state that nobody may believe, whatever else was told of it. */
const isPaidBy =
  (isWrong: (look: Asked, thread: Thread) => boolean) =>
  (thread: Thread, evidence: Evidence): boolean =>
    Boolean(thread.books?.length) &&
    // Whoever takes orders for paid that nothing told of needs no wrong state for it.
    !threads(evidence).some((one) => isUnpaid(one) && stateIn(one) === 'paid') &&
    thread.told.every(({ state }) => state !== 'SUCCESS') &&
    thread.looks.some(tellsSuccess) &&
    thread.looks.filter(tellsSuccess).every((look) => isWrong(look, thread))

const isNotPaid =
  (why: string) =>
  (thread: Thread): Problem[] =>
    stateIn(thread) === 'paid' ? [{ expected: `an order that is not paid: ${why}`, received: 'paid' }] : []

export const verifiesStates = threadRule(
  'client.verifies-states',
  'A client believes no state whose answer is wrongly signed.',
  'should',
  isPaidBy(isForged),
  isNotPaid('its state is not rightly signed'),
)

export const foreignStates = switched(
  'foreignInvoice',
  threadRule(
    'client.foreign-states',
    'A client believes no state of another invoice.',
    'must',
    isPaidBy((look, { invoice }) => !isForged(look) && isForeign(look, invoice)),
    isNotPaid('the state is that of another invoice'),
  ),
)

/** Sums that the books have of an order. */
const sumsOf = ({ books = [] }: Thread): number[] => books.flatMap(({ amount }) => amount ?? [])

/** What an order was triggered with; undefined for one that the client began by itself. */
const wanted = (evidence: Evidence, { invoice }: Thread): number | undefined =>
  provided(evidence).get(invoice)?.item.amount

/** Who has prices of his own asks for what his own books say; the books of a paid order say what was paid. */
export const amount = threadRule(
  'client.amount',
  'A code is asked for with the amount of its order, in rupiah.',
  'must',
  (thread, evidence) =>
    wanted(evidence, thread) !== undefined && stateIn(thread) !== 'paid' && sumsOf(thread).length > 0,
  (thread, evidence) => {
    const sum = asked(thread.first.exchange, at.amount)
    const isRight = [wanted(evidence, thread), ...sumsOf(thread)].includes(Number(sum))
    return isRight ? [] : [{ expected: `${at.amount} ${wanted(evidence, thread)}`, received: sum }]
  },
)

/** A notification of a payment in time, which was taken when the code had expired. */
const isBelated = (evidence: Evidence, thread: Thread): boolean => {
  const one = givenTo(thread)
  const end = one && givenBy(one)?.utc.expires
  return thread.told.some(
    (notice) =>
      notice.state === 'SUCCESS' &&
      isTaken(notice) &&
      end !== undefined &&
      Date.parse(asked(notice.exchange, at.date)) <= end &&
      (timeAt(evidence, notice.exchange.began) ?? end) > end,
  )
}

export const belated = threadRule(
  'client.late',
  'A payment in time is booked, though its notification comes after the expiry.',
  'should',
  (thread, evidence) => Boolean(thread.books?.length) && isBelated(evidence, thread),
  isBookedPaid,
)

export const once = threadRule(
  'client.once',
  'A payment that is told more than once stands in the books once.',
  'must',
  (thread) => stateIn(thread) === 'paid' && asked(thread.first.exchange, at.reusable) !== 'true',
  ({ books = [] }) => {
    const paid = books.filter(({ state }) => state === 'paid').length
    return paid > 1 ? [{ expected: 'one payment in its books', received: `${paid} payments` }] : []
  },
)

const ends = ['SUCCESS', 'EXPIRED', 'REFUNDED']

export const notFinal = threadRule(
  'client.not-final',
  'PENDING, FAILED and TIMEOUT are no end for a client.',
  'must',
  (thread) => {
    const open = thread.looks.find((look) => look.reaction === 'served' && !ends.includes(stateOf(look)))
    const told = thread.told.find((notice) => notice.state === 'SUCCESS' && isTaken(notice))
    const seen = thread.looks.find((look) => isProof(look, thread))
    const end = told?.exchange.began ?? seen?.exchange.began
    return (
      Boolean(thread.books?.length) && open !== undefined && end !== undefined && open.exchange.began < end
    )
  },
  (thread) => {
    const last = thread.looks.map((look) => answered(look.exchange, at.state)).join(', ')
    return isBookedPaid(thread).map((problem) => ({
      ...problem,
      expected: `${problem.expected} after ${last} and SUCCESS`,
    }))
  },
)
