/** What a payment may be answered: a first one, a repeat, one after its reversal. */
import type { Step } from '../../../src/judge/linear.ts'
import type { Deed, State, Transaction } from '../deed.ts'
import { anything, expiredAt, refused, refuses, succeeds, transaction, type World } from './answers.ts'
import { leniences, mustRefuse, unsureAmount } from './terms.ts'

export function payment(world: World, state: State, deed: Deed): Step<State> {
  const known = state.transactions[deed.reference]
  if (known && known.store !== deed.store) return { ...anything(state), next: [{ ...state, lost: true }] }
  if (known?.state === 'paid') return repeat(state, deed, known)
  if (known?.state === 'reversed' || known?.state === 'early') return payAgain(state, deed, known)
  return firstPayment(world, state, deed, known)
}

/** The same key once more: nothing new is settled. */
function repeat(state: State, deed: Deed, known: Transaction): Step<State> {
  const same = deed.amount === known.amount
  const rule = deed.raced
    ? 'payment.repeat-parallel'
    : !same
      ? 'payment.repeat-amount'
      : deed.message === known.message
        ? 'payment.repeat'
        : 'payment.message-id'
  const expected = `no second settlement: a refusal, or 00 with the receipt ${known.receipt || 'of the first answer'}`
  const after = { ...state, cause: rule }
  if (deed.said !== 'success') return { rule, expected, next: [after] }
  const receipt = known.receipt === '' ? deed.receipt : known.receipt
  if (deed.receipt !== receipt) return { rule, expected, next: [] }
  const next = [
    { ...after, transactions: { ...state.transactions, [deed.reference]: { ...known, receipt } } },
  ]
  return same
    ? { rule, expected, next }
    : { rule, expected, next, notes: [{ rule, expected: 'a refusal: the amount is another one' }] }
}

/** A key whose payment was undone is not paid again. */
function payAgain(state: State, deed: Deed, known: Transaction): Step<State> {
  const stands =
    known.state === 'reversed' &&
    deed.said === 'success' &&
    deed.receipt !== '' &&
    deed.receipt === known.receipt
  if (stands && !deed.raced)
    return { rule: 'reversal.undo', expected: 'the payment no longer counts after its reversal', next: [] }
  const rule = deed.raced
    ? 'reversal.in-flight'
    : known.state === 'early'
      ? 'reversal.tombstone'
      : 'reversal.pay-again'
  return refuses(rule, 'a refusal: this payment has been reversed', state, deed)
}

function firstPayment(world: World, state: State, deed: Deed, known: Transaction | undefined): Step<State> {
  const refusal = mustRefuse(world, state, deed)
  if (refusal)
    return refuses(
      refusal.rule,
      refusal.expected,
      state,
      deed,
      isTextual(state, deed) ? ['payment.numeric'] : [],
    )
  const paid = settled(state, deed, known)
  const open =
    state.exists === undefined ||
    state.troubled ||
    expiredAt(state, deed.at) === undefined ||
    known !== undefined ||
    (world.profile['inquiryRequired'] === true && state.inquired.length === 0) ||
    unsureAmount(world, state, deed)
  if (open)
    return {
      ...anything(state),
      next: deed.ended === undefined ? [state, paid] : deed.said === 'success' ? [paid] : [refused(state)],
    }
  return accept(world, state, deed, paid)
}

/** As text this amount lies on the other side of a limit than as a number. */
function isTextual({ amount, minimum }: State, deed: Deed): boolean {
  const paid = deed.amount
  if (paid === undefined) return false
  const differs = (limit: number | undefined) =>
    limit !== undefined && paid !== limit && String(paid) < String(limit) !== paid < limit
  return differs(amount) || differs(minimum)
}

function settled(state: State, deed: Deed, known: Transaction | undefined): State {
  const entry = { ...transaction('paid', deed), ...(known?.refusedEarly ? { refusedEarly: true } : {}) }
  const { disturbed: _gone, ...rest } = state
  return {
    ...rest,
    exists: true,
    paidBy: deed.reference,
    cause: deed.shared || deed.joined ? 'payment.key' : 'payment.success',
    transactions: { ...state.transactions, [deed.reference]: entry },
  }
}

/** A payment that is in order: 00, unless it leans on what the document only suggests. */
function accept({ profile, ledger }: World, state: State, deed: Deed, paid: State): Step<State> {
  const expected = 'ResponseCode 00: the code is payable and the amount is right'
  const notes = leniences(profile, state, deed).map((rule) => ({ rule, expected }))
  const rule =
    deed.shared || deed.joined
      ? 'payment.key'
      : state.inquired.includes(deed.reference)
        ? 'inquiry.reference-free'
        : 'payment.success'
  const doubt =
    state.wasReversed && state.refusedAgain && !ledger
      ? [
          {
            rule: 'reversal.undo',
            expected: 'to see that the reversed payment no longer counts (a ledger hook would show it)',
            inconclusive: true,
          },
        ]
      : []
  if (deed.copied)
    return { rule: 'payment.key', expected: 'a payment of its own, not that of the other code', next: [] }
  if (deed.shared && deed.said === 'refusal' && deed.ended !== undefined)
    return {
      rule,
      expected,
      next: [refused(state)],
      notes: [{ rule, expected: 'ResponseCode 00: a reference names a payment only together with its code' }],
    }
  const step = succeeds(
    notes[0]?.rule ?? rule,
    expected,
    state,
    deed,
    [paid],
    notes.length > 0 ? [...notes, ...doubt] : [],
    notes.map(({ rule: name }) => name),
  )
  return doubt.length > 0 && deed.said === 'refusal'
    ? { ...step, also: [...(step.also ?? []), 'reversal.undo'] }
    : step
}
