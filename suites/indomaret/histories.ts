/** Turns a trace into the histories of its payment codes. */
import { instantOf } from '../../src/contract/datetime.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { LedgerRead } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { grouped } from '../common/grouped.ts'
import type { History } from '../common/lifecycle.ts'
import { absences, oddityOf } from '../common/oddities.ts'
import {
  answered,
  asked,
  isOrderly,
  mixedUpWith,
  overlapping,
  provided,
  sayingOf,
  targetTime,
} from '../common/premises.ts'
import type { Bill, Deed, State } from './deed.ts'
import { modelOf } from './model.ts'

/** The history of each payment code that the trace names. */
export const histories = premise((evidence: Evidence): History<State, Deed>[] => {
  const byCode = exchangesByCode(evidence)
  const readings = ledgerReadings(evidence)
  return [...byCode].map(([code, exchanges]) => ({
    key: code,
    acts: [
      ...exchanges.map((exchange) => deedOf(evidence, exchange, byCode)),
      ...reversalsElsewhere(evidence, code, exchanges),
      ...(readings.get(code) ?? []).map(reading),
    ],
    model: modelOf(
      evidence.profile,
      billOf(evidence, code, exchanges),
      evidence.trace.declared?.ledger ?? false,
    ),
  }))
})

function exchangesByCode(evidence: Evidence): Map<string, Exchange[]> {
  const named = evidence.exchanges.filter(
    (exchange) => asked(exchange, 'PaymentCode').trim() !== '' && exchange.operation !== undefined,
  )
  return grouped(named, (exchange) => asked(exchange, 'PaymentCode'))
}

function ledgerReadings({ trace }: Evidence): Map<string, LedgerRead[]> {
  const read = trace.entries.filter((entry): entry is LedgerRead => entry.kind === 'ledger')
  return grouped(read, ({ code }) => code)
}

function billOf(evidence: Evidence, code: string, exchanges: Exchange[]): Bill {
  const known = provided(evidence).get(code)
  if (!known) return { reusable: false, troubled: false, trustedUntil: -Infinity }
  const { amount, minAmount, fee, expires, reusable, biller, variantOf } = known.item
  return {
    exists: known.data !== 'unknown',
    seenAt: Math.min(...exchanges.map((exchange) => targetTime(evidence, exchange))),
    ...(amount === undefined ? {} : { amount, minimum: minAmount ?? 0 }),
    ...(fee === undefined ? {} : { fee }),
    ...(amount === undefined ? {} : { due: { amount, minimum: minAmount, fee } }),
    ...expiryOf(known.data, expires),
    reusable: reusable === true,
    ...(variantOf === undefined ? {} : { variant: true }),
    troubled: biller === 'timeout' || known.data === 'failing',
  }
}

/** Who hands over a code as expired vouches for it; when it expired need not be said. */
function expiryOf(data: string, expires: string | undefined): Pick<Bill, 'expires'> {
  if (expires !== undefined) return { expires: Date.parse(expires) }
  return data === 'expired' ? { expires: 0 } : {}
}

function deedOf(evidence: Evidence, exchange: Exchange, byCode: Map<string, Exchange[]>): Deed {
  const reference = asked(exchange, 'TrackingRef')
  const said = mixedUpWith(evidence, exchange, 'TrackingRef') ? 'unclear' : saidOf(evidence, exchange)
  const amount = amountOf(asked(exchange, 'Amount'))
  const odd = oddityOf(evidence, exchange)
  return {
    exchange,
    told: told(exchange, said),
    kind: exchange.operation as Deed['kind'],
    reference,
    store: asked(exchange, 'StoreID'),
    message: asked(exchange, 'MessageID'),
    ...(amount === undefined ? {} : { amount }),
    decimals: asked(exchange, 'Amount').includes('.'),
    at: targetTime(evidence, exchange),
    began: exchange.began,
    ...(said === 'unclear' || exchange.ended === undefined ? {} : { ended: exchange.ended }),
    said,
    receipt: answered(exchange, 'ReceiptCode').trim(),
    ...quotedBy(evidence, exchange),
    spoilt: !isOrderly(evidence, exchange),
    ...(odd === undefined ? {} : { odd }),
    ...(odd === 'tolerance.optional-absent' ? { place: absencesOf(evidence, exchange) } : {}),
    raced: exchange.operation !== 'inquiry' && isRaced(evidence, exchange),
    pending: isPending(evidence, exchange, byCode),
    asShown: isAsShown(exchange, byCode),
    ...sharing(evidence, exchange, byCode),
  }
}

/** Where the absence is; the first of several names them. */
function absencesOf(evidence: Evidence, exchange: Exchange): string {
  const read = exchange.request.read
  return read.ok ? (absences(evidence, exchange, read.fields)[0] ?? '') : ''
}

/** An error page refuses an inquiry; of a payment it leaves open what became of it. */
function saidOf(evidence: Evidence, exchange: Exchange): Deed['said'] {
  const said = sayingOf(evidence, exchange)
  const failed =
    exchange.operation === 'inquiry' && exchange.response !== undefined && exchange.response.status >= 400
  if (said === 'unclear' && failed) return 'refusal'
  // This protocol has no answer that leaves an outcome open.
  return said === 'pending' ? 'unclear' : said
}

function told(exchange: Exchange, said: Deed['said']): string {
  const code = answered(exchange, 'ResponseCode')
  const receipt = answered(exchange, 'ReceiptCode')
  if (said === 'success' && exchange.operation === 'inquiry') return `${code} with ${offerOf(exchange)}`
  if (said === 'success')
    return receipt === '' ? `${code} for the ${exchange.operation}` : `${code} with the receipt ${receipt}`
  return code === ''
    ? `no business answer (HTTP ${exchange.response?.status ?? 'none'})`
    : `${code} ${answered(exchange, 'ResponseDesc')}`.trim()
}

const offerOf = (exchange: Exchange) =>
  ['Amount', 'MinAmount', 'Fee'].map((field) => `${field} ${answered(exchange, field) || 'none'}`).join(', ')

function amountOf(text: string): number | undefined {
  return /^\d{1,12}(\.\d{1,2})?$/.test(text.trim()) ? Number(text) : undefined
}

function quotedBy({ profile }: Evidence, exchange: Exchange): Pick<Deed, 'quoted' | 'quotedExpiry'> {
  if (exchange.operation !== 'inquiry') return {}
  const [amount, minimum, fee] = ['Amount', 'MinAmount', 'Fee'].map((field) =>
    amountOf(answered(exchange, field)),
  )
  const quotedExpiry = instantOf(answered(exchange, 'ExpiredDateTime'), String(profile['timezone']))
  return {
    quoted: {
      ...(amount === undefined ? {} : { amount }),
      ...(minimum === undefined ? {} : { minimum }),
      ...(fee === undefined ? {} : { fee }),
    },
    ...(quotedExpiry === undefined ? {} : { quotedExpiry }),
  }
}

/** An earlier payment or reversal of the code has no answer that could be read, so it may still be under way. */
function isPending(evidence: Evidence, exchange: Exchange, byCode: Map<string, Exchange[]>): boolean {
  const own = byCode.get(asked(exchange, 'PaymentCode')) ?? []
  return own.some(
    (other) =>
      other.operation !== 'inquiry' &&
      other.began < exchange.began &&
      (other.ended === undefined || sayingOf(evidence, other) === 'unclear'),
  )
}

/** What the samples show under one message id: an inquiry, its payment, and the reversal. */
const before: { [operation: string]: string[] } = { payment: ['inquiry'], reversal: ['inquiry', 'payment'] }

function isAsShown(exchange: Exchange, byCode: Map<string, Exchange[]>): boolean {
  const message = asked(exchange, 'MessageID')
  const own = byCode.get(asked(exchange, 'PaymentCode')) ?? []
  const earlier = before[exchange.operation ?? ''] ?? []
  return own.some((other) => earlier.includes(other.operation ?? '') && asked(other, 'MessageID') === message)
}

function isRaced(evidence: Evidence, exchange: Exchange): boolean {
  const others = overlapping(evidence).get(exchange) ?? []
  return others.some(
    (other) =>
      other.operation !== 'inquiry' && asked(other, 'PaymentCode') === asked(exchange, 'PaymentCode'),
  )
}

/** Whether another code was paid or reversed before under the same reference, and whether this answer repeats that receipt. */
function sharing(
  evidence: Evidence,
  exchange: Exchange,
  byCode: Map<string, Exchange[]>,
): Pick<Deed, 'shared' | 'joined' | 'copied'> {
  const none = { shared: false, joined: false, copied: false }
  if (exchange.operation !== 'payment') return none
  const [code, reference] = [asked(exchange, 'PaymentCode'), asked(exchange, 'TrackingRef')]
  const receipt = answered(exchange, 'ReceiptCode').trim()
  for (const [other, exchanges] of byCode) {
    if (other === code) continue
    const twin = exchanges.find((one) => {
      const isAlike = [reference, joinedWith(code, reference, other)].includes(asked(one, 'TrackingRef'))
      return isAlike && one.began < exchange.began && hasUsed(evidence, one)
    })
    if (!twin) continue
    const shared = asked(twin, 'TrackingRef') === reference
    const isSame = receipt !== '' && receipt === answered(twin, 'ReceiptCode').trim()
    return { shared, joined: !shared, copied: isSame && !isOnlyReceipt(evidence, receipt) }
  }
  return none
}

/** The reference that gives the same letters with another code, when code and reference are joined. */
function joinedWith(code: string, reference: string, other: string): string | undefined {
  if (other === '' || !`${code}${reference}`.startsWith(other)) return undefined
  return `${code}${reference}`.slice(other.length)
}

/** A payment that was taken, or a reversal, after which the key is not to be paid any more. */
const hasUsed = (evidence: Evidence, exchange: Exchange): boolean =>
  exchange.operation === 'reversal' ||
  (exchange.operation === 'payment' && sayingOf(evidence, exchange) === 'success')

/** A partner that gives everyone the same receipt says nothing by repeating it. */
function isOnlyReceipt(evidence: Evidence, receipt: string): boolean {
  const all = evidence.exchanges
    .filter((one) => one.operation === 'payment')
    .map((one) => answered(one, 'ReceiptCode').trim())
  return all.every((one) => one === '' || one === receipt)
}

/** Reversals of other codes under a reference that this code was paid with: they must not touch it. */
function reversalsElsewhere(evidence: Evidence, code: string, own: Exchange[]): Deed[] {
  const references = new Set(
    own.filter(({ operation }) => operation === 'payment').map((exchange) => asked(exchange, 'TrackingRef')),
  )
  return evidence.exchanges
    .filter(
      (exchange) =>
        exchange.operation === 'reversal' &&
        asked(exchange, 'PaymentCode') !== code &&
        references.has(asked(exchange, 'TrackingRef')),
    )
    .map((exchange) => ({ ...deedOf(evidence, exchange, new Map()), kind: 'elsewhere' }))
}

const silent = {
  kind: 'ledger',
  reference: '',
  store: '',
  message: '',
  decimals: false,
  at: 0,
  said: 'unclear',
  receipt: '',
  spoilt: false,
  raced: false,
  pending: false,
  shared: false,
  joined: false,
  asShown: false,
  copied: false,
} as const

function reading(entry: LedgerRead): Deed {
  const standing = entry.payments.filter(({ state }) => state === 'paid')
  const told =
    standing.length === 0
      ? 'the books show no payment standing'
      : `the books show ${standing.map(({ reference, amount }) => `${reference} ${amount}`).join(', ')}`
  return {
    ...silent,
    told,
    began: entry.began,
    ended: entry.ended,
    standing,
  }
}
