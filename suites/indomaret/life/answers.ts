/** The forms that a promise about an answer takes, and the states that follow from it. */
import type { Profile } from '../../../src/contract/contract.ts'
import type { Note, Step } from '../../../src/judge/linear.ts'
import type { Bill, Deed, State, Transaction } from '../deed.ts'

export const minute = 60_000

export interface World {
  profile: Profile
  /** The books can be read, so what answers leave open need not stay open. */
  ledger: boolean
}

/** No promise is at stake. */
export function anything(state: State): Step<State> {
  return { rule: '', expected: 'anything', next: [state] }
}

/** A reversal that the books have not confirmed yet stays the first suspect, whatever is refused after it. */
const unproved = ({ cause }: State) => (cause.startsWith('reversal.') ? cause : 'codes.success')

export const refused = (state: State): State => ({
  ...state,
  cause: unproved(state),
  disturbed: state.paidBy ? state.disturbed : 'codes.success',
})

/** A promise that the answer is a success: `then` is the state after it. */
export function succeeds(
  rule: string,
  expected: string,
  state: State,
  deed: Deed,
  then: State[],
  notes: Note[] = [],
  also: string[] = [],
): Step<State> {
  const odd = deed.odd ? { rule: deed.odd, also: [rule, ...also] } : { rule, also }
  if (deed.ended === undefined) return { ...odd, expected, next: [...then, state] }
  const suspect = state.suspects[deed.kind]
  if (deed.said === 'success' && suspect !== undefined && !deed.odd)
    return {
      ...suspect,
      expected: `the answer that the plain ${deed.kind} gets`,
      received: `a refusal of the ${deed.kind} before it, which is unusual in this alone`,
      next: [],
    }
  if (deed.said === 'success') return { ...odd, expected, next: then }
  // What is still being worked on may be refused meanwhile.
  if (deed.pending && deed.kind !== 'reversal') return { rule: '', expected, next: [state] }
  if (deed.odd)
    return {
      rule: '',
      expected,
      next: [
        {
          ...state,
          suspects: {
            ...state.suspects,
            [deed.kind]: { rule: deed.odd, ...(deed.place === undefined ? {} : { place: deed.place }) },
          },
        },
      ],
    }
  return notes.length > 0
    ? { ...odd, expected, next: [refused(state)], notes }
    : { ...odd, also: [], expected, next: [] }
}

/** A promise that the answer is not a success. */
export function refuses(
  rule: string,
  expected: string,
  state: State,
  deed: Deed,
  also: string[] = [],
): Step<State> {
  if (deed.ended === undefined) return { rule, expected, next: [state, { ...state, lost: true }] }
  return {
    rule,
    also,
    expected,
    next: deed.said === 'success' ? [] : [deed.kind === 'inquiry' ? state : declined(state, deed, rule)],
  }
}

function declined(state: State, deed: Deed, cause: string): State {
  const known = state.transactions[deed.reference]
  const transactions =
    known || deed.kind !== 'payment'
      ? state.transactions
      : { ...state.transactions, [deed.reference]: transaction('declined', deed) }
  const disturbed = state.paidBy ? state.disturbed : 'codes.success'
  return { ...state, transactions, cause: state.paidBy ? cause : unproved(state), disturbed }
}

export function transaction(
  state: Transaction['state'],
  { amount, store, receipt, message }: Deed,
): Transaction {
  return { state, store, receipt, message, ...(amount === undefined ? {} : { amount }) }
}

const hour = 60 * minute

/** Whether a code has expired; undefined where that cannot be told. A zone may be misread by up to fourteen hours. */
export function expiredAt(state: State, at: number): boolean | undefined {
  if (state.trustedUntil !== undefined && at > state.trustedUntil) return undefined
  if (state.expires === undefined) {
    const quoted = state.quotedExpiry ?? (state.seenAt ?? at) + 34 * hour
    return at > quoted - 14 * hour ? undefined : false
  }
  if (at > state.expires + minute) return true
  return at < state.expires - minute ? false : undefined
}

/** The whole amount: what `Amount` says, with the fee where the profile includes it. */
export function mostOf(profile: Profile, { amount, fee }: Bill): number | undefined {
  return amount === undefined ? undefined : amount + (profile['feeIncluded'] ? (fee ?? 0) : 0)
}
