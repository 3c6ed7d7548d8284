/** What is known of a partner's balance: when which purchase was charged, and what was read of it. */
import type { Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { grouped } from '../common/grouped.ts'
import { provided, targetTime } from '../common/premises.ts'
import { day, margin } from './deed.ts'
import { callbacks, calls, intruderOf, isServed, type Heard } from './heard.ts'

/** A purchase as the balance sees it; ticks at which each thing is certain, Infinity for never. */
export interface Charge {
  reference: string
  price: number
  began: number
  charged: number
  freed: number
  /** It ended with 21. */
  refunded: boolean
  /** The request that charged it. */
  first: Heard
}

export interface Reading {
  balance: number
  began: number
  ended: number
  /** Told by the balance hook, not by SAL. */
  isRead: boolean
  /** The request in whose answer it stands. */
  by?: Heard
  exchange?: Exchange
}

export interface Purse {
  account: string
  charges: Charge[]
  readings: Reading[]
  calls: Heard[]
}

/** The purses of this trace that can be judged: nothing in them is beyond explanation. */
export function pursesOf(evidence: Evidence): Purse[] {
  return [...grouped(calls(evidence), ({ account }) => account)].flatMap(([account, own]) => {
    if (!isOwn(evidence, account) || own.some((one) => isBeyond(evidence, one))) return []
    const groups = [...grouped(own.filter(isPurchase), ({ reference }) => reference).values()]
    if (groups.some(hasTwoTransactions) || haveOneTransaction(groups)) return []
    if (groups.some((group) => isBookedTwice(evidence, group) || isUsedAnew(evidence, group))) return []
    const charges = groups.map((group) => chargeOf(evidence, group))
    if (charges.some((charge) => charge === undefined)) return []
    return [
      {
        account,
        charges: charges as Charge[],
        readings: readingsOf(evidence, account, own),
        calls: own,
      },
    ]
  })
}

/** All that is done with it is in this trace. */
function isOwn(evidence: Evidence, account: string): boolean {
  const known = provided(evidence).get(account)
  return known?.origin === 'hook' ? known.data === 'account' : evidence.around.length === 0
}

/** Somebody who had to be refused was served. */
const isBeyond = (evidence: Evidence, one: Heard): boolean =>
  one.mixedUp ||
  (intruderOf(evidence, one) !== undefined && isServed(one)) ||
  (!one.isQuery && one.said === 'success' && one.phrase?.ok === true && one.phrase.verb === 'QUERY')

/** A request that may have become a purchase. */
const isPurchase = ({ isQuery, code }: Heard): boolean => !isQuery && !['01', '02', '31', '33'].includes(code)

const transactionsOf = (group: Heard[]): Set<string> =>
  new Set(
    group
      .filter(({ code }) => code !== '04')
      .map(({ transaction, serial }) => (transaction === '' ? serial : transaction))
      .filter((name) => name !== ''),
  )

/** By their ids or, where those are made of the trx_id, by their serials. */
const hasTwoTransactions = (group: Heard[]): boolean =>
  transactionsOf(group).size > 1 ||
  new Set(group.map(({ serial }) => serial).filter((sn) => sn !== '')).size > 1

/** The books show what the model of the purchase judges: several purchases of requests that were in flight together. */
function isBookedTwice({ trace }: Evidence, group: Heard[]): boolean {
  const isTogether = group.some(
    (one, index) => index > 0 && one.exchange.began < (group[index - 1]!.exchange.ended ?? Infinity),
  )
  return (
    isTogether &&
    trace.entries.some(
      (entry) =>
        entry.kind === 'ledger' &&
        entry.code === group[0]!.reference &&
        entry.payments.filter(({ state }) => state === 'paid').length > 1,
    )
  )
}

/**
 * Something was taken under it when its 24 hours were over. That is another purchase, and nothing may tell that it is: its
 * id can be made of the trx_id, and what is pending has no serial yet.
 */
const isUsedAnew = (evidence: Evidence, [first, ...more]: Heard[]): boolean =>
  more.some(
    ({ said, exchange }) =>
      said !== 'refusal' &&
      targetTime(evidence, exchange) - targetTime(evidence, first!.exchange) > day - margin,
  )

/** Two trx_ids are taken for one. */
function haveOneTransaction(groups: Heard[][]): boolean {
  const all = groups.flatMap((group) => [...transactionsOf(group)])
  return new Set(all).size < all.length
}

function chargeOf(evidence: Evidence, group: Heard[]): Charge | undefined {
  const [first] = group as [Heard]
  const told = callbacks(evidence).filter(({ reference }) => reference === first.reference)
  // Where a callback tells the end, what a status check said before it is not believed.
  const moments = [
    ...(told.length > 0 ? [] : group).map((one) => ({ one, at: one.exchange.ended ?? Infinity })),
    ...told.map((one) => ({ one, at: one.exchange.began })),
  ].sort((a, b) => a.at - b.at)
  const success = moments.find(({ one }) => one.said === 'success')
  // A status check that says failed is believed when nobody could have been told of it otherwise.
  const isOpen = first.said === 'pending' && told.length === 0 && evidence.trace.declared?.callbacks === true
  const failure = moments.find(
    ({ one }) => one.said === 'refusal' && one.code !== '04' && one.code !== '' && !isOpen,
  )
  if (isContradicted([...group, ...told])) return undefined
  const price = priceOf(evidence, [...group, ...told])
  if (price === undefined && (success || !failure)) return undefined
  return {
    reference: first.reference,
    price: price ?? 0,
    began: first.exchange.began,
    charged: success?.at ?? Infinity,
    freed: failure?.at ?? Infinity,
    refunded: failure?.one.code === '21',
    first,
  }
}

/** It was said to have ended in both ways; only a refund follows a success. */
const isContradicted = (all: Heard[]): boolean =>
  all.some(({ said }) => said === 'success') &&
  all.some(({ said, code }) => said === 'refusal' && !['', '04', '21'].includes(code))

function priceOf(evidence: Evidence, all: Heard[]): number | undefined {
  const said = all
    .map(({ phrase }) => (phrase?.ok ? phrase.pairs['HRG'] : undefined))
    .find((text) => text !== undefined && /^\d+$/.test(text))
  const known = provided(evidence).get(all[0]!.number)?.item['price']
  return said === undefined ? (typeof known === 'number' ? known : undefined) : Number(said)
}

function readingsOf(evidence: Evidence, account: string, own: Heard[]): Reading[] {
  const known = provided(evidence).get(account)
  const balance = known?.item['balance']
  const granted =
    known?.origin === 'hook' && typeof balance === 'number'
      ? [{ balance, began: known.tick, ended: known.tick, isRead: false }]
      : []
  const read = evidence.trace.entries.flatMap((entry) =>
    entry.kind === 'balance' && entry.account === account
      ? [{ balance: entry.balance, began: entry.began, ended: entry.ended, isRead: true }]
      : [],
  )
  return [...granted, ...read, ...told(own)].sort((a, b) => a.began - b.began)
}

/** SAL of first answers; a repetition may repeat that of the first. */
function told(own: Heard[]): Reading[] {
  const seen = new Set<string>()
  return own.flatMap((one) => {
    const again = seen.has(one.reference)
    seen.add(one.reference)
    const said = one.phrase?.ok ? one.phrase.pairs['SAL'] : undefined
    if (again || one.isQuery || !isPurchase(one) || said === undefined || !/^-?\d+$/.test(said)) return []
    const { began, ended = began } = one.exchange
    return [{ balance: Number(said), began, ended, isRead: false, by: one, exchange: one.exchange }]
  })
}
