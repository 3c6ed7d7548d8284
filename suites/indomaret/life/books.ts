/** What the partner's own books prove. */
import type { Step } from '../../../src/judge/linear.ts'
import type { Deed, State } from '../deed.ts'

/** The books agree with the answers, or the promise behind the last change is broken. */
export function books(state: State, deed: Deed): Step<State> {
  const standing = deed.standing ?? []
  const paid = Object.entries(state.transactions).filter(([, { state: now }]) => now === 'paid')
  const expected =
    paid.length === 0
      ? 'no payment standing in the books'
      : `one payment standing in the books: ${paid.map(([reference, { amount }]) => `${reference} ${amount ?? ''}`).join(', ')}`
  const agrees =
    standing.length === paid.length &&
    paid.every(([reference, { amount }]) =>
      standing.some((one) => one.reference === reference && (amount === undefined || one.amount === amount)),
    )
  return {
    rule: agrees ? state.cause : suspectOf(state, standing),
    expected,
    next: agrees ? [{ ...state, cause: 'codes.success' }] : [],
  }
}

/** Which promise the books break: one key twice, two keys at once, or the one behind the last change. */
function suspectOf({ cause, reusable }: State, standing: { reference: string }[]): string {
  const references = new Set(standing.map(({ reference }) => reference))
  if (references.size < standing.length)
    return cause.startsWith('payment.repeat') || cause === 'payment.message-id' ? cause : 'payment.repeat'
  if (references.size > 1 && !reusable)
    return cause === 'payment.parallel-references' ? cause : 'payment.second-reference'
  return cause
}
