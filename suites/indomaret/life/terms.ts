/** The terms of a payment: what has to be refused, what is only suggested, what is left open. */
import type { Profile } from '../../../src/contract/contract.ts'
import type { Deed, State } from '../deed.ts'
import { expiredAt, mostOf, type World } from './answers.ts'

export function mustRefuse(
  { profile }: World,
  state: State,
  { amount, at, raced, receipt }: Deed,
): { rule: string; expected: string } | undefined {
  const { variant } = state
  if (state.exists === false)
    return {
      rule: variant ? 'inquiry.exact-code' : 'payment.unknown',
      expected: 'a refusal: the code does not exist',
    }
  if (state.paidBy !== undefined && !state.reusable && !profile['reusableCode']) {
    const copied = receipt !== '' && receipt === state.transactions[state.paidBy]?.receipt
    const rule =
      (copied ? undefined : state.disturbed) ??
      (raced ? 'payment.parallel-references' : 'payment.second-reference')
    return { rule, expected: `a refusal: the code is paid under the reference ${state.paidBy}` }
  }
  if (expiredAt(state, at)) return { rule: 'payment.expired', expected: 'a refusal: the code has expired' }
  if (profile['billKind'] === 'open' || amount === undefined) return undefined
  const least = leastOf(profile, state)
  if (least && amount < least.rupiah)
    return { rule: 'payment.minimum', expected: `a refusal: ${amount} is below ${least.name}` }
  const most = mostOf(profile, state)
  if (most !== undefined && amount > most && !profile['allowOverpay'])
    return { rule: 'payment.maximum', expected: `a refusal: ${amount} is above Amount ${most}` }
  return undefined
}

/**
 * The least that pays a bill, in rupiah, and what it is called. A MinAmount of 0 (E-IDM-24) says nothing of its own; but
 * where the partner has declared that only the whole is paid, it allows no part.
 */
function leastOf(profile: Profile, state: State): { rupiah: number; name: string } | undefined {
  const { minimum, amount = Infinity } = state
  if (minimum === undefined || minimum > amount) return undefined
  if (minimum > 0) return { rupiah: minimum, name: `MinAmount ${minimum}` }
  const whole = profile['billKind'] === 'closed' ? mostOf(profile, state) : undefined
  return whole === undefined ? undefined : { rupiah: whole, name: `Amount ${whole}, and bills are closed` }
}

/** The document does not say whether this amount is right: nothing is demanded. */
export function unsureAmount({ profile }: World, state: State, { amount }: Deed): boolean {
  const most = mostOf(profile, state)
  if (amount === undefined || most === undefined) return true
  return profile['billKind'] === 'minimum' ? amount > most || (state.minimum ?? 0) > most : amount !== most
}

/** Weaker promises that a payment in order may lean on. */
export function leniences(profile: Profile, state: State, deed: Deed): string[] {
  const whole = deed.amount === mostOf(profile, state) || profile['billKind'] === 'open'
  if (state.wasReversed) return ['reversal.new-payment']
  return [
    ...(whole ? [] : ['payment.partial']),
    ...(deed.decimals ? ['payment.numeric'] : []),
    ...(state.inquired.length === 0 ? ['payment.without-inquiry'] : []),
    ...(deed.asShown ? ['payment.message-id'] : []),
  ]
}
