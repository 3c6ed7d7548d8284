/** Turns a trace into the histories of its payments, partner by partner. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Item, LedgerRead } from '../../src/judge/trace.ts'
import { grouped } from '../common/grouped.ts'
import type { History } from '../common/lifecycle.ts'
import { hasRested, isOrderly, isThrottled, provided, targetTime } from '../common/premises.ts'
import { hasBadToken } from './access/tokens-known.ts'
import type { Deed, State } from './deed.ts'
import {
  calls,
  historyIn,
  instantIn,
  isPlain,
  isUnheard,
  missingIn,
  notices,
  stateIn,
  type Heard,
} from './heard.ts'
import { modelOf } from './model.ts'
import { unitsOf } from './money.ts'
import { keyOf, numberLikenessOf, referenceOf, statusTo } from './naming.ts'
import { namesIn, standingIn, takenIn, worldOf } from './world.ts'

/** The history of each payment of each partner. */
export const histories = premise((evidence: Evidence): History<State, Deed>[] => {
  const named = calls(evidence).filter(
    (one) => keyOf(evidence, one) !== undefined && (one.operation !== 'status' || statusTo(evidence, one)),
  )
  const groups = grouped(named, (one) => keyOf(evidence, one)!)
  return [...groups]
    .filter(([, own]) => !isForeign(evidence, own))
    .map(([key, own]) => ({
      key,
      acts: [...own.map((one) => callDeed(evidence, one, own)), ...otherDeeds(evidence, own, groups)],
      model: modelOf(worldOf(evidence, own)),
    }))
})

/** Asked about by a partner who made no such payment, though another one did: whatever isolates them judges that. */
function isForeign(evidence: Evidence, own: Heard[]): boolean {
  const [{ partner, reference }] = own as [Heard]
  if (own.some(({ operation }) => operation === 'payment')) return false
  return calls(evidence).some(
    (one) => one.operation === 'payment' && one.partner !== partner && one.reference === reference,
  )
}

/** A time that is one, '' for any other: the rules about fields judge that. */
const timeIn = (one: Heard, place: string): string =>
  instantIn(one.tell(place)) === undefined ? '' : one.tell(place)

function callDeed(evidence: Evidence, one: Heard, own: Heard[]): Deed {
  const { exchange, said, code, ask } = one
  const kind = one.operation as Deed['kind']
  const isHeard = !isUnheard(one)
  return {
    ...plainDeed(evidence, one, own),
    kind,
    told: told(one),
    exchange,
    began: exchange.began,
    ...(isHeard ? { ended: exchange.ended! } : {}),
    at: targetTime(evidence, exchange),
    rested: hasRested(evidence, exchange),
    said,
    code,
    ...moneyIn(one),
    merchant: kind === 'payment' ? ask('merchantId') : '',
    transaction: isHeard ? transactionIn(one) : '',
    number: ask('partnerRefundNo'),
    refundId: one.name('refundNo'),
    cancelled: timeIn(one, 'cancelTime'),
    ...(kind === 'payment' ? paymentIn(evidence, one) : {}),
    ...(kind === 'status' ? statusIn(one) : {}),
    ...(kind === 'refund' ? refundIn(evidence, one) : {}),
  }
}

/** The provider's name in an answer; one that differs from what was asked is a bad echo, which other rules judge. */
function transactionIn({ operation, ask, name }: Heard): string {
  const told = name(operation === 'payment' ? 'referenceNo' : 'originalReferenceNo')
  const asked = operation === 'payment' ? '' : ask('originalReferenceNo')
  return asked === '' || asked === told ? told : ''
}

/** What can be held against a request itself. */
function plainDeed(evidence: Evidence, one: Heard, own: Heard[]) {
  const wrongMerchant =
    one.operation !== 'payment' &&
    one.ask('merchantId') !== '' &&
    own.some((other) => other.operation === 'payment' && other.ask('merchantId') !== one.ask('merchantId'))
  const afterLoss = own.some(
    (other) => other !== one && other.exchange.began < one.exchange.began && isUnheard(other),
  )
  const torn = isMisnamed(evidence, one)
  return {
    spoilt:
      !isOrderly(evidence, one.exchange) ||
      hasBadToken(evidence, one.exchange) ||
      isUsedUp(evidence, one) ||
      torn,
    torn,
    plain: isPlain(evidence, one) && !wrongMerchant && !afterLoss && !numberLikenessOf(evidence, one),
    raced: isRaced(one, own) || (one.operation === 'payment' && afterLoss),
  }
}

/** The X-EXTERNAL-ID was sent before: whatever becomes of it, other rules judge that. */
const isUsedUp = (evidence: Evidence, one: Heard): boolean =>
  calls(evidence).some(
    (other) =>
      other !== one &&
      !isThrottled(other.exchange) &&
      other.partner === one.partner &&
      other.external === one.external &&
      other.exchange.began <= one.exchange.began,
  )

/** Its names belong to different payments, or one of them to none. */
function isMisnamed(evidence: Evidence, one: Heard): boolean {
  if (one.operation === 'payment' || one.transaction === '' || one.reference === '') return false
  return referenceOf(evidence, one) !== one.reference
}

function isRaced(one: Heard, own: Heard[]): boolean {
  const isKin = (other: Heard) =>
    one.operation === 'payment' ? other.operation === 'payment' : other.operation !== 'status'
  return own.some(
    (other) =>
      other !== one &&
      isKin(other) &&
      other.exchange.ended !== undefined &&
      other.exchange.began < (one.exchange.ended ?? Infinity) &&
      other.exchange.ended > one.exchange.began,
  )
}

function moneyIn({ operation, ask }: Heard): Pick<Deed, 'amount' | 'currency'> {
  const place = operation === 'refund' ? 'refundAmount' : 'amount'
  const amount = unitsOf(ask(`${place}.value`))
  return { ...(amount === undefined ? {} : { amount }), currency: ask(`${place}.currency`) }
}

function paymentIn(evidence: Evidence, { ask }: Heard): Pick<Deed, 'data' | 'takes' | 'expires'> {
  const supplied = provided(evidence).get(ask('bankCardToken'))
  const data = supplied?.data
  const { settlesIn, paysIn, refusesIn }: Partial<Item> = supplied?.item ?? {}
  const takes = Number(settlesIn ?? paysIn ?? refusesIn ?? 0) * 1000
  const expires = instantIn(ask('validUpTo'))
  return { takes, ...(data === undefined ? {} : { data }), ...(expires === undefined ? {} : { expires }) }
}

function statusIn(one: Heard): Partial<Deed> {
  const [state, missing, history] = [stateIn(one), missingIn(one), historyIn(one)]
  const amount = unitsOf(one.tell('transAmount.value'))
  return {
    by: namesIn(one),
    paid: timeIn(one, 'paidTime'),
    whole: one.tell('paidTime') !== '' && one.tell('originalReferenceNo') !== '',
    ...(state === undefined ? {} : { state }),
    ...(missing === undefined ? {} : { missing }),
    ...(history === undefined ? {} : { history }),
    ...(amount === undefined ? {} : { toldAmount: amount }),
  }
}

function refundIn(evidence: Evidence, one: Heard): Partial<Deed> {
  const amount = unitsOf(one.tell('refundAmount.value'))
  const key = keyOf(evidence, one)
  const elsewhere = calls(evidence).some(
    (other) =>
      other.operation === 'refund' &&
      other.partner === one.partner &&
      other.exchange.began < one.exchange.began &&
      other.ask('partnerRefundNo') === one.ask('partnerRefundNo') &&
      keyOf(evidence, other) !== key,
  )
  return {
    elsewhere,
    hasAmount: one.tell('refundAmount') !== '',
    ...(amount === undefined ? {} : { toldAmount: amount }),
  }
}

function told(one: Heard): string {
  const { operation, code, tell, exchange } = one
  if (isUnheard(one)) return `no answer that tells how it went (HTTP ${exchange.response?.status ?? 'none'})`
  const state = operation === 'status' ? tell('latestTransactionStatus') : ''
  const name = tell(operation === 'payment' ? 'referenceNo' : operation === 'refund' ? 'refundNo' : '')
  return [code, state && `with the state ${state}`, name && `with ${name}`, `for the ${operation}`]
    .filter(Boolean)
    .join(' ')
}

/** What is known of a payment beside its requests; with two partners under a reference, nobody knows whose it is. */
function otherDeeds(evidence: Evidence, own: Heard[], groups: Map<string, Heard[]>): Deed[] {
  const [{ reference }] = own as [Heard]
  const isShared = [...groups.values()].some(
    ([other]) => other!.reference === reference && other!.partner !== own[0]!.partner,
  )
  if (isShared || reference === '') return []
  return [
    ...notices(evidence)
      .filter((one) => (one.reference || referenceOf(evidence, one)) === reference)
      .map((one) => noticeDeed(evidence, one)),
    ...evidence.trace.entries
      .filter((entry): entry is LedgerRead => entry.kind === 'ledger' && entry.code === reference)
      .map(booksDeed),
  ]
}

const bare = {
  at: 0,
  said: 'success' as const,
  code: '',
  spoilt: false,
  plain: false,
  raced: false,
  currency: '',
  merchant: '',
  transaction: '',
  number: '',
  refundId: '',
}

/** What a notification tells was so before it was sent, so it stands for the moment at which it came. */
function noticeDeed(evidence: Evidence, one: Heard): Deed {
  const { exchange, transaction } = one
  const state = stateIn(one)
  const amount = unitsOf(one.tell('amount.value'))
  return {
    ...bare,
    kind: 'notice',
    told: `a notification of the state ${one.tell('latestTransactionStatus')}`,
    exchange,
    began: exchange.began - 0.5,
    ended: exchange.began,
    at: targetTime(evidence, exchange),
    transaction,
    ...(state === undefined ? {} : { state }),
    ...(amount === undefined ? {} : { toldAmount: amount }),
  }
}

function booksDeed(read: LedgerRead): Deed {
  const standing = standingIn(read)
  const taken = takenIn(read)
  return {
    ...bare,
    kind: 'books',
    told: `${standing} ${standing === 1 ? 'debit' : 'debits'} in the books`,
    began: read.began,
    ended: read.ended,
    standing,
    taken,
  }
}
