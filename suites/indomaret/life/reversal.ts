/** What a reversal may be answered: of a payment, once more, of nothing, with another amount. */
import type { Step } from '../../../src/judge/linear.ts'
import type { Deed, State, Transaction } from '../deed.ts'
import { anything, succeeds, transaction } from './answers.ts'

export function reversal(state: State, deed: Deed): Step<State> {
  const known = state.transactions[deed.reference]
  if (known?.state === 'paid') return undo(state, deed, known)
  if (known?.state === 'reversed' || known?.state === 'early') return twice(state, deed, known)
  return unknownKey(state, deed, known)
}

function undo(state: State, deed: Deed, known: Transaction): Step<State> {
  const undone = reversed(state, deed, known)
  if (known.store !== deed.store) return either(state, deed, undone)
  if (known.amount !== undefined && deed.amount !== known.amount) return otherAmount(state, deed, undone)
  const rule = known.refusedEarly ? 'reversal.late' : deed.raced ? 'reversal.in-flight' : 'reversal.undo'
  const expected = 'ResponseCode 00: the payment is reversed'
  const suggested = deed.asShown ? ['payment.message-id'] : []
  const step = succeeds(
    rule,
    expected,
    state,
    deed,
    [undone],
    suggested.map((name) => ({ rule: name, expected })),
    [...suggested, ...(known.refusedEarly ? ['reversal.tombstone'] : [])],
  )
  return deed.ended === undefined
    ? step
    : { ...step, next: step.next.map((next) => ({ ...next, cause: rule })) }
}

function reversed(state: State, deed: Deed, known: Transaction): State {
  const { paidBy, ...rest } = state
  const others = paidBy === deed.reference || paidBy === undefined ? rest : state
  const transactions = { ...state.transactions, [deed.reference]: { ...known, state: 'reversed' as const } }
  return { ...others, wasReversed: true, refusedAgain: false, cause: 'reversal.undo', transactions }
}

/** The document does not say what a reversal from another store is. */
function either(state: State, deed: Deed, undone: State): Step<State> {
  return { ...anything(state), next: deed.said === 'refusal' ? [state] : [undone, state] }
}

function otherAmount(state: State, deed: Deed, undone: State): Step<State> {
  const rule = 'reversal.wrong-amount'
  const expected = 'a refusal: the payment had another amount'
  const kept = { ...state, disturbed: rule, cause: rule }
  if (deed.ended === undefined) return { rule, expected, next: [kept, undone] }
  if (deed.said !== 'success') return { rule, expected, next: [kept] }
  return { rule, expected, next: [undone, kept], notes: [{ rule, expected }] }
}

function twice(state: State, deed: Deed, known: Transaction): Step<State> {
  const rule = 'reversal.twice'
  const also = known.state === 'early' ? ['reversal.late'] : []
  const expected = 'ResponseCode 00, or a refusal that changes nothing'
  const next = [state.paidBy === undefined ? state : { ...state, disturbed: rule, cause: rule }]
  const other = known.amount !== undefined && deed.amount !== known.amount
  if (deed.ended === undefined || deed.said === 'success' || other) return { rule, expected, next, also }
  return { rule, expected, next, also, notes: [{ rule, expected: 'ResponseCode 00: it has been reversed' }] }
}

/** A key that nobody has paid: any answer, but 00 is a promise that it will not be paid. */
function unknownKey(state: State, deed: Deed, known: Transaction | undefined): Step<State> {
  const other = state.paidBy !== undefined
  const rule = other ? 'reversal.wrong-reference' : 'reversal.unknown'
  const expected = other
    ? 'any answer, and the payment under the other reference stands'
    : 'any answer but a reserved code'
  const kept: State = { ...state, disturbed: rule, cause: other ? rule : state.cause }
  const entry = { ...transaction('early', deed), receipt: '' }
  const early: State = {
    ...kept,
    wasReversed: other ? state.wasReversed : true,
    transactions: { ...state.transactions, [deed.reference]: entry },
  }
  const late: State = {
    ...kept,
    transactions: {
      ...state.transactions,
      [deed.reference]: { ...entry, state: 'declined', refusedEarly: true },
    },
  }
  if (known) return { rule, expected, next: [kept] }
  if (deed.ended === undefined) return { rule, expected, next: [kept, early, late] }
  return { rule, expected, next: deed.said === 'success' ? [early] : [late] }
}
