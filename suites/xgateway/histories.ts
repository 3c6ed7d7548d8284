/** Turns a trace into the histories of its trx_ids, partner by partner. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { LedgerRead } from '../../src/judge/trace.ts'
import { grouped } from '../common/grouped.ts'
import type { History } from '../common/lifecycle.ts'
import { oddityOf } from '../common/oddities.ts'
import { targetTime } from '../common/premises.ts'
import { day, margin, type Deed, type State } from './deed.ts'
import { areOne, callbacks, calls, earlier, isProper, isVouched, told, type Heard } from './heard.ts'
import { modelOf } from './model.ts'

/** The history of each trx_id of each partner. */
export const histories = premise((evidence: Evidence): History<State, Deed>[] => {
  const groups = grouped(
    calls(evidence).filter(({ account, reference }) => account !== '' && reference !== ''),
    ({ account, reference }) => `${account} ${reference}`,
  )
  const world = { profile: evidence.profile, stuck: isStuck(evidence), usual: usualIn(evidence) }
  return [...groups].map(([key, own]) => ({
    key,
    acts: [...own.map((one) => callDeed(evidence, one)), ...otherDeeds(evidence, own, groups)],
    model: modelOf({ ...world, weighed: isWeighed(evidence, own[0]!) }),
  }))
})

/** What is known of a trx_id beside its requests; with two partners under it, nobody knows whose it is. */
function otherDeeds(evidence: Evidence, own: Heard[], groups: Map<string, Heard[]>): Deed[] {
  const { account, reference } = own[0]!
  const shared = [...groups.values()].some(
    ([other]) => other!.reference === reference && other!.account !== account,
  )
  if (shared) return []
  return [
    ...callbacks(evidence)
      .filter((one) => one.reference === reference)
      .map((one) => callbackDeed(evidence, one)),
    ...evidence.trace.entries
      .filter((entry): entry is LedgerRead => entry.kind === 'ledger' && entry.code === reference)
      .map(booksDeed),
  ]
}

function callDeed(evidence: Evidence, one: Heard): Deed {
  const { exchange, said } = one
  return {
    ...wordsOf(one),
    exchange,
    kind: one.isQuery ? 'query' : 'purchase',
    at: targetTime(evidence, exchange),
    began: exchange.began,
    ...(said === 'unclear' || isFault(one) || exchange.ended === undefined ? {} : { ended: exchange.ended }),
    spoilt: !isProper(evidence, one) || isRefusedOddly(evidence, one),
    vouched: isVouched(evidence, one),
    again: (earlier(evidence).get(one) ?? []).length > 0,
    raced: isRaced(evidence, one),
  }
}

const isRefusedOddly = (evidence: Evidence, one: Heard): boolean =>
  one.said === 'refusal' && oddityOf(evidence, one.exchange) !== undefined

function wordsOf(one: Heard) {
  const { number, product, said, code, transaction, serial, mute, phrase } = one
  return {
    told: told(one),
    number,
    product,
    said,
    code,
    transaction,
    isDerived: isDerived(one),
    serial,
    mute,
    ...(phrase?.ok ? { phrase } : {}),
  }
}

const isDerived = ({ transaction, reference }: Heard): boolean =>
  reference !== '' && transaction.includes(reference)

/** A fault tells nothing of the transaction. */
const isFault = ({ said, code }: Heard): boolean => said === 'refusal' && code === ''

/** What a callback tells was so before it was sent, so it stands for the moment at which it came. */
function callbackDeed(evidence: Evidence, one: Heard): Deed {
  const { exchange } = one
  return {
    ...wordsOf(one),
    told: `a callback of ${told(one)}`,
    exchange,
    kind: 'callback',
    at: targetTime(evidence, exchange),
    began: exchange.began - 0.5,
    ended: exchange.began,
    spoilt: false,
    vouched: false,
    again: false,
    raced: false,
  }
}

function booksDeed({ began, ended, payments }: LedgerRead): Deed {
  const standing = payments.filter(({ state }) => state === 'paid').length
  return {
    kind: 'books',
    told: `${standing} ${standing === 1 ? 'purchase' : 'purchases'} in the books`,
    began,
    ended,
    number: '',
    product: '',
    at: 0,
    said: 'unclear',
    code: '',
    transaction: '',
    isDerived: false,
    serial: '',
    spoilt: false,
    vouched: false,
    again: false,
    mute: false,
    raced: false,
    standing,
  }
}

/** In flight with another request; what was never answered is in flight until the next answer. */
function isRaced(evidence: Evidence, one: Heard): boolean {
  const own = calls(evidence).filter(
    (other) =>
      other !== one &&
      other.isQuery === one.isQuery &&
      other.account === one.account &&
      other.reference === one.reference,
  )
  const until = (other: Heard): number =>
    other.exchange.ended ??
    Math.min(
      ...own.map(({ exchange }) =>
        exchange.began > other.exchange.began ? (exchange.ended ?? Infinity) : Infinity,
      ),
    )
  return own.some(
    (other) => other.exchange.began < (one.exchange.ended ?? Infinity) && until(other) > one.exchange.began,
  )
}

/** A trx_id that was sent once, and again after 24 hours, and got the old transaction or 04. */
function isStuck(evidence: Evidence): boolean {
  return calls(evidence).some((one) => {
    const [first, ...more] = earlier(evidence).get(one) ?? []
    if (!first || more.length > 0 || one.isQuery) return false
    const age = targetTime(evidence, one.exchange) - targetTime(evidence, first.exchange)
    return age > day + margin && (one.code === '04' || isStill(first, one))
  })
}

/** By the id or, where it is made of the trx_id, by what was sold. */
const isStill = (first: Heard, one: Heard): boolean =>
  isDerived(one)
    ? one.serial !== '' && areOne(first, one)
    : one.transaction !== '' && one.transaction === first.transaction

/** How many bookings one purchase makes: as many as trx_ids have that were sent once. */
function usualIn(evidence: Evidence): number {
  const counts = evidence.trace.entries.flatMap((entry) => {
    if (entry.kind !== 'ledger') return []
    const own = calls(evidence).filter(
      ({ reference, exchange }) => reference === entry.code && exchange.began < entry.began,
    )
    return own.length === 1 ? [entry.payments.filter(({ state }) => state === 'paid').length] : []
  })
  return Math.max(1, ...counts)
}

/** A partner of this trace alone, whose balance was read. */
function isWeighed({ trace }: Evidence, { account }: Heard): boolean {
  return trace.entries.some((entry) => entry.kind === 'balance' && entry.account === account)
}
