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

export const refused = (state: State): State => ({
  ...state,
  cause: 'codes.success',
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
    return { ...suspect, expected: `the same answer to a ${deed.kind} as to its plain twin`, next: [] }
  if (deed.said === 'success') return { ...odd, expected, next: then }
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
export function refuses(rule: string, expected: string, state: State, deed: Deed): Step<State> {
  if (deed.ended === undefined) return { rule, expected, next: [state, { ...state, lost: true }] }
  return {
    rule,
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
  return { ...state, transactions, cause: state.paidBy ? cause : 'codes.success', disturbed }
}

export function transaction(
  state: Transaction['state'],
  { amount, store, receipt, message }: Deed,
): Transaction {
  return { state, store, receipt, message, ...(amount === undefined ? {} : { amount }) }
}

export function expiredAt(state: State, at: number): boolean | undefined {
  if (state.trustedUntil !== undefined && at > state.trustedUntil) return undefined
  if (state.expires === undefined) return false
  if (at > state.expires + minute) return true
  return at < state.expires - minute ? false : undefined
}

/** The whole amount: what `Amount` says, with the fee where the profile includes it. */
export function mostOf(profile: Profile, { amount, fee }: Bill): number | undefined {
  return amount === undefined ? undefined : amount + (profile['feeIncluded'] ? (fee ?? 0) : 0)
}
