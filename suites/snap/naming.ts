/** Which payment a request is about: by the name that its consumer gave it, or by that of the provider. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import { isOrderly } from '../common/premises.ts'
import { calls, type Heard } from './heard.ts'

/** The payments of the trace by the name of their provider; a name of two payments names none. */
const named = premise((evidence: Evidence): Map<string, string> => {
  const found = new Map<string, string>()
  for (const one of calls(evidence)) {
    const { operation, partner, reference, said, tell } = one
    const isTold =
      operation === 'payment' || (operation === 'status' && one.ask('originalReferenceNo') === '')
    const transaction = tell(operation === 'payment' ? 'referenceNo' : 'originalReferenceNo')
    if (!isTold || transaction === '' || reference === '' || said === 'refusal') continue
    const key = JSON.stringify([partner, transaction])
    found.set(key, found.has(key) && found.get(key) !== reference ? '' : reference)
  }
  return found
})

/** The consumer's name of the payment that the provider's name belongs to, undefined where nobody told. */
export const referenceOf = (
  evidence: Evidence,
  { partner, transaction }: Pick<Heard, 'partner' | 'transaction'>,
): string | undefined => named(evidence).get(JSON.stringify([partner, transaction])) || undefined

/** Key of the history that a request belongs to. */
export function keyOf(evidence: Evidence, one: Heard): string | undefined {
  const reference = one.reference || (one.transaction === '' ? undefined : referenceOf(evidence, one))
  return reference === undefined || reference === '' ? undefined : JSON.stringify([one.partner, reference])
}

export interface Likeness {
  first: Heard
  by: 'letters' | 'case'
}

/** The payment of the partner whose name a request nearly has, where it is itself of no other one. */
export function likenessOf(evidence: Evidence, one: Heard): Likeness | undefined {
  if (one.reference === '' || one.transaction !== '') return undefined
  const earlier = calls(evidence).filter(
    (other) =>
      other.operation === 'payment' &&
      other.partner === one.partner &&
      other.exchange.began < one.exchange.began,
  )
  if (earlier.some(({ reference }) => reference === one.reference)) return undefined
  for (const first of earlier) {
    const by =
      first.said === 'success' || first.said === 'pending'
        ? differing(first.reference, one.reference)
        : undefined
    if (by) return { first, by }
  }
  return undefined
}

/** The refund of the partner whose number a refund nearly has, where it is no repetition of another one. */
export function numberLikenessOf(evidence: Evidence, one: Heard): Likeness | undefined {
  const number = one.ask('partnerRefundNo')
  if (one.operation !== 'refund' || number === '') return undefined
  const earlier = calls(evidence).filter(
    (other) =>
      other.operation === 'refund' &&
      other.partner === one.partner &&
      other.exchange.began < one.exchange.began,
  )
  if (earlier.some((other) => other.ask('partnerRefundNo') === number)) return undefined
  for (const first of earlier) {
    const by =
      first.said === 'success' || first.said === 'pending'
        ? differing(first.ask('partnerRefundNo'), number)
        : undefined
    if (by) return { first, by }
  }
  return undefined
}

/** How two names differ that are nearly one. */
export function differing(name: string, other: string): Likeness['by'] | undefined {
  if (name.toLowerCase() === other.toLowerCase()) return 'case'
  const isCut = name.length > 16 && name.length === other.length && name.slice(0, -1) === other.slice(0, -1)
  const isNumber = name !== other && name.replace(/^0+/, '') === other.replace(/^0+/, '')
  return isCut || isNumber ? 'letters' : undefined
}

/** What an inquiry may say beside the names of its payment, and what its answer may hang on then. */
const filters = ['amount.value', 'merchantId', 'subMerchantId', 'externalStoreId', 'transactionDate']

/** True for an inquiry that only asks for one payment: whatever else it says, other rules judge. */
export function statusTo(evidence: Evidence, one: Heard): boolean {
  const { ask, exchange, reference, transaction } = one
  const isSent = calls(evidence).some(
    (other) =>
      other.exchange.began < exchange.began &&
      other.partner === one.partner &&
      other.external === one.external,
  )
  return (
    !isSent &&
    !likenessOf(evidence, one) &&
    isOrderly(evidence, exchange) &&
    ask('serviceCode') === evidence.profile['statusServiceCode'] &&
    ask('originalExternalId') === '' &&
    filters.every((place) => ask(place) === '') &&
    (reference === '' || transaction === '' || referenceOf(evidence, one) === reference)
  )
}
