/**
 * The life of a payment code at the partner: bill and transactions, and what may be answered in each state.
 * Pure, and a relation rather than a function: wherever the document leaves freedom, several states follow.
 * Sources: Catatan (last item), the field tables of payment and reversal, the note on response codes.
 */
import type { Profile } from '../../src/contract/contract.ts'
import type { Model, Note, Step } from '../../src/judge/linear.ts'
import type { Bill, Deed, State, Transaction } from './deed.ts'

const minute = 60_000

export function modelOf(profile: Profile, bill: Bill, ledger: boolean): Model<State, Deed> {
  const initial: State = { ...bill, lost: false, inquired: [], wasReversed: false, refusedAgain: false, suspects: {}, cause: 'codes.success', transactions: {} }
  return { initial, key: JSON.stringify, step: (state, deed) => stepOf({ profile, ledger }, state, deed) }
}

interface World {
  profile: Profile
  /** The books can be read, so what answers leave open need not stay open. */
  ledger: boolean
}

function stepOf(world: World, state: State, deed: Deed): Step<State> {
  if (state.lost) return anything(state)
  if (deed.kind === 'ledger') return books(state, deed)
  if (deed.kind === 'elsewhere') return { ...anything(state), next: [{ ...state, disturbed: 'reversal.wrong-code', cause: 'reversal.wrong-code' }] }
  if (deed.spoilt || deed.odd === 'several') return spoilt(state, deed)
  if (deed.kind === 'inquiry') return inquiry(world, state, deed)
  return deed.kind === 'payment' ? payment(world, state, deed) : reversal(state, deed)
}

/** No promise is at stake. */
function anything(state: State): Step<State> {
  return { rule: '', expected: 'anything', next: [state] }
}

/** A request that breaks its contract: refused, it has changed nothing; honoured or unanswered, all may be. */
function spoilt(state: State, deed: Deed): Step<State> {
  const lost = { ...state, lost: true }
  if (deed.kind === 'inquiry') return anything(state)
  return { ...anything(state), next: deed.said === 'refusal' ? [refused(state)] : deed.said === 'success' ? [lost] : [state, lost] }
}

const refused = (state: State): State => ({ ...state, cause: 'codes.success', disturbed: state.paidBy ? state.disturbed : 'codes.success' })

/** A promise that the answer is a success: `then` is the state after it. */
function succeeds(rule: string, expected: string, state: State, deed: Deed, then: State[], notes: Note[] = [], also: string[] = []): Step<State> {
  const odd = deed.odd ? { rule: deed.odd, also: [rule, ...also] } : { rule, also }
  if (deed.ended === undefined) return { ...odd, expected, next: [...then, state] }
  const suspect = state.suspects[deed.kind]
  if (deed.said === 'success' && suspect !== undefined && !deed.odd)
    return { ...suspect, expected: `the same answer to a ${deed.kind} as to its plain twin`, next: [] }
  if (deed.said === 'success') return { ...odd, expected, next: then }
  if (deed.odd) return { rule: '', expected, next: [{ ...state, suspects: { ...state.suspects, [deed.kind]: { rule: deed.odd, ...(deed.place === undefined ? {} : { place: deed.place }) } } }] }
  return notes.length > 0 ? { ...odd, expected, next: [refused(state)], notes } : { ...odd, also: [], expected, next: [] }
}

/** A promise that the answer is not a success. */
function refuses(rule: string, expected: string, state: State, deed: Deed): Step<State> {
  if (deed.ended === undefined) return { rule, expected, next: [state, { ...state, lost: true }] }
  return { rule, expected, next: deed.said === 'success' ? [] : [deed.kind === 'inquiry' ? state : declined(state, deed, rule)] }
}

function declined(state: State, deed: Deed, cause: string): State {
  const known = state.transactions[deed.reference]
  const transactions = known || deed.kind !== 'payment' ? state.transactions : { ...state.transactions, [deed.reference]: transaction('declined', deed) }
  const disturbed = state.paidBy ? state.disturbed : 'codes.success'
  return { ...state, transactions, cause: state.paidBy ? cause : 'codes.success', disturbed }
}

function transaction(state: Transaction['state'], { amount, store, receipt, message }: Deed): Transaction {
  return { state, store, receipt, message, ...(amount === undefined ? {} : { amount }) }
}

function expiredAt(state: State, at: number): boolean | undefined {
  if (state.trustedUntil !== undefined && at > state.trustedUntil) return undefined
  if (state.expires === undefined) return false
  if (at > state.expires + minute) return true
  return at < state.expires - minute ? false : undefined
}

function inquiry({ profile }: World, state: State, deed: Deed): Step<State> {
  if (state.exists === false) return refuses(state.variant ? 'inquiry.exact-code' : 'inquiry.unknown', 'a refusal: the code does not exist', state, deed)
  const seen = learnt(state, deed)
  const expired = expiredAt(state, deed.at)
  if (state.paidBy !== undefined && !state.reusable && !profile['reusableCode'])
    return state.disturbed ? anything(state) : refuses('inquiry.paid', 'a refusal: the code is paid', state, deed)
  if (expired) return refuses('inquiry.expired', 'a refusal: the code has expired', state, deed)
  if (state.exists === undefined || expired === undefined || state.troubled) return { ...anything(state), next: [seen] }
  if (state.wasReversed) return inquiryAfterReversal(state, deed, seen)
  if (state.inquired.length === 0) return succeeds('inquiry.payable', 'ResponseCode 00: the code is payable', state, deed, [seen])
  const rule = state.disturbed ?? 'inquiry.read-only'
  if (deed.said === 'success' && changed(state, deed))
    return { rule: 'inquiry.read-only', expected: `the same amounts as before (${quote(state)})`, next: [] }
  return succeeds(rule, 'ResponseCode 00: the code is still payable', state, deed, [seen])
}

function inquiryAfterReversal(state: State, deed: Deed, seen: State): Step<State> {
  const expected = 'ResponseCode 00: after its reversal the code is payable again'
  const step = succeeds('inquiry.reversed', expected, state, deed, [seen], [{ rule: 'inquiry.reversed', expected }])
  return deed.said === 'refusal' ? { ...step, next: [{ ...state, refusedAgain: true }] } : step
}

function learnt(state: State, { said, quoted, quotedExpiry, reference, at }: Deed): State {
  if (said !== 'success') return state
  const trusted = state.trustedUntil === undefined ? {} : { trustedUntil: Math.min(at + 10 * minute, (quotedExpiry ?? Infinity) - minute) }
  return { ...state, exists: true, ...quoted, ...trusted, inquired: [...new Set([...state.inquired, reference])].sort() }
}

function changed(state: State, { quoted }: Deed): boolean {
  return (['amount', 'minimum', 'fee'] as const).some((part) => quoted?.[part] !== undefined && state[part] !== undefined && quoted[part] !== state[part])
}

const quote = ({ amount, minimum, fee }: State) => `Amount ${amount ?? '?'}, MinAmount ${minimum ?? '?'}, Fee ${fee ?? '?'}`

function payment(world: World, state: State, deed: Deed): Step<State> {
  const known = state.transactions[deed.reference]
  if (known && known.store !== deed.store) return { ...anything(state), next: [{ ...state, lost: true }] }
  if (known?.state === 'paid') return repeat(state, deed, known)
  if (known?.state === 'reversed' || known?.state === 'early') return payAgain(state, deed, known)
  return firstPayment(world, state, deed, known)
}

/** The same key once more: nothing new is settled. */
function repeat(state: State, deed: Deed, known: Transaction): Step<State> {
  const same = deed.amount === known.amount
  const rule = deed.raced ? 'payment.repeat-parallel' : !same ? 'payment.repeat-amount' : deed.message === known.message ? 'payment.repeat' : 'payment.message-id'
  const expected = `no second settlement: a refusal, or 00 with the receipt ${known.receipt || 'of the first answer'}`
  const after = { ...state, cause: rule }
  if (deed.said !== 'success') return { rule, expected, next: [after] }
  const receipt = known.receipt === '' ? deed.receipt : known.receipt
  if (deed.receipt !== receipt) return { rule, expected, next: [] }
  const next = [{ ...after, transactions: { ...state.transactions, [deed.reference]: { ...known, receipt } } }]
  return same ? { rule, expected, next } : { rule, expected, next, notes: [{ rule, expected: 'a refusal: the amount is another one' }] }
}

/** A key whose payment was undone is not paid again. */
function payAgain(state: State, deed: Deed, known: Transaction): Step<State> {
  const stands = known.state === 'reversed' && deed.said === 'success' && deed.receipt !== '' && deed.receipt === known.receipt
  if (stands && !deed.raced) return { rule: 'reversal.undo', expected: 'the payment no longer counts after its reversal', next: [] }
  const rule = deed.raced ? 'reversal.in-flight' : known.state === 'early' ? 'reversal.tombstone' : 'reversal.pay-again'
  return refuses(rule, 'a refusal: this payment has been reversed', state, deed)
}

function firstPayment(world: World, state: State, deed: Deed, known: Transaction | undefined): Step<State> {
  const refusal = mustRefuse(world, state, deed)
  if (refusal) return refuses(refusal.rule, refusal.expected, state, deed)
  const paid = settled(state, deed, known)
  const open = state.exists === undefined || state.troubled || expiredAt(state, deed.at) === undefined || known !== undefined || unsureAmount(world, state, deed)
  if (open) return { ...anything(state), next: deed.ended === undefined ? [state, paid] : deed.said === 'success' ? [paid] : [refused(state)] }
  return accept(world, state, deed, paid)
}

function mustRefuse({ profile }: World, state: State, { amount, at, raced, receipt }: Deed): { rule: string; expected: string } | undefined {
  const { variant } = state
  if (state.exists === false) return { rule: variant ? 'inquiry.exact-code' : 'payment.unknown', expected: 'a refusal: the code does not exist' }
  if (state.paidBy !== undefined && !state.reusable && !profile['reusableCode']) {
    const copied = receipt !== '' && receipt === state.transactions[state.paidBy]?.receipt
    const rule = (copied ? undefined : state.disturbed) ?? (raced ? 'payment.parallel-references' : 'payment.second-reference')
    return { rule, expected: `a refusal: the code is paid under the reference ${state.paidBy}` }
  }
  if (expiredAt(state, at)) return { rule: 'payment.expired', expected: 'a refusal: the code has expired' }
  if (profile['billKind'] === 'open' || amount === undefined) return undefined
  if (state.minimum !== undefined && amount < state.minimum && state.minimum <= (state.amount ?? Infinity))
    return { rule: 'payment.minimum', expected: `a refusal: ${amount} is below MinAmount ${state.minimum}` }
  const most = mostOf(profile, state)
  if (most !== undefined && amount > most && !profile['allowOverpay'])
    return { rule: 'payment.maximum', expected: `a refusal: ${amount} is above Amount ${most}` }
  return undefined
}

/** The whole amount: what `Amount` says, with the fee where the profile includes it. */
function mostOf(profile: Profile, { amount, fee }: Bill): number | undefined {
  return amount === undefined ? undefined : amount + (profile['feeIncluded'] ? (fee ?? 0) : 0)
}

/** The document does not say whether this amount is right: nothing is demanded. */
function unsureAmount({ profile }: World, state: State, { amount }: Deed): boolean {
  const most = mostOf(profile, state)
  if (amount === undefined || most === undefined) return true
  return profile['billKind'] === 'minimum' ? amount > most || (state.minimum ?? 0) > most : amount !== most
}

function settled(state: State, deed: Deed, known: Transaction | undefined): State {
  const entry = { ...transaction('paid', deed), ...(known?.refusedEarly ? { refusedEarly: true } : {}) }
  const { disturbed: _gone, ...rest } = state
  return { ...rest, exists: true, paidBy: deed.reference, cause: deed.shared ? 'payment.key' : 'payment.success', transactions: { ...state.transactions, [deed.reference]: entry } }
}

/** A payment that is in order: 00, unless it leans on what the document only suggests. */
function accept({ profile, ledger }: World, state: State, deed: Deed, paid: State): Step<State> {
  const expected = 'ResponseCode 00: the code is payable and the amount is right'
  const notes = leniences(profile, state, deed).map((rule) => ({ rule, expected }))
  const rule = deed.shared ? 'payment.key' : state.inquired.includes(deed.reference) ? 'inquiry.reference-free' : 'payment.success'
  const doubt = state.wasReversed && state.refusedAgain && !ledger ? [{ rule: 'reversal.undo', expected: 'to see that the reversed payment no longer counts (a ledger hook would show it)', inconclusive: true }] : []
  if (deed.copied) return { rule: 'payment.key', expected: 'a payment of its own, not that of the other code', next: [] }
  const step = succeeds(notes[0]?.rule ?? rule, expected, state, deed, [paid], notes.length > 0 ? [...notes, ...doubt] : [], notes.map(({ rule: name }) => name))
  return doubt.length > 0 && deed.said === 'refusal' ? { ...step, also: [...(step.also ?? []), 'reversal.undo'] } : step
}

/** Weaker promises that a payment in order may lean on. */
function leniences(profile: Profile, state: State, deed: Deed): string[] {
  const whole = deed.amount === mostOf(profile, state) || profile['billKind'] === 'open'
  return [
    ...(state.wasReversed ? ['reversal.new-payment'] : []),
    ...(whole ? [] : ['payment.partial']),
    ...(deed.decimals ? ['payment.numeric'] : []),
    ...(state.inquired.length === 0 ? ['payment.without-inquiry'] : []),
  ]
}

function reversal(state: State, deed: Deed): Step<State> {
  const known = state.transactions[deed.reference]
  if (known?.state === 'paid') return undo(state, deed, known)
  if (known?.state === 'reversed' || known?.state === 'early') return twice(state, deed, known)
  return unknownKey(state, deed, known)
}

function undo(state: State, deed: Deed, known: Transaction): Step<State> {
  const undone = reversed(state, deed, known)
  if (known.store !== deed.store) return either(state, deed, undone)
  if (known.amount !== undefined && deed.amount !== known.amount) return otherAmount(state, deed, undone)
  const rule = deed.raced ? 'reversal.in-flight' : known.refusedEarly ? 'reversal.late' : 'reversal.undo'
  const step = succeeds(rule, 'ResponseCode 00: the payment is reversed', state, deed, [undone], [], known.refusedEarly ? ['reversal.tombstone'] : [])
  return deed.ended === undefined ? step : { ...step, next: step.next.map((next) => ({ ...next, cause: rule })) }
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
  const expected = other ? 'any answer, and the payment under the other reference stands' : 'any answer but a reserved code'
  const kept: State = { ...state, disturbed: rule, cause: other ? rule : state.cause }
  const entry = { ...transaction('early', deed), receipt: '' }
  const early: State = { ...kept, wasReversed: other ? state.wasReversed : true, transactions: { ...state.transactions, [deed.reference]: entry } }
  const late: State = { ...kept, transactions: { ...state.transactions, [deed.reference]: { ...entry, state: 'declined', refusedEarly: true } } }
  if (known) return { rule, expected, next: [kept] }
  if (deed.ended === undefined) return { rule, expected, next: [kept, early, late] }
  return { rule, expected, next: deed.said === 'success' ? [early] : [late] }
}

/** The books agree with the answers, or the promise behind the last change is broken. */
function books(state: State, deed: Deed): Step<State> {
  const standing = deed.standing ?? []
  const paid = Object.entries(state.transactions).filter(([, { state: now }]) => now === 'paid')
  const expected = paid.length === 0 ? 'no payment standing in the books' : `one payment standing in the books: ${paid.map(([reference, { amount }]) => `${reference} ${amount ?? ''}`).join(', ')}`
  const agrees =
    standing.length === paid.length &&
    paid.every(([reference, { amount }]) => standing.some((one) => one.reference === reference && (amount === undefined || one.amount === amount)))
  return { rule: agrees ? state.cause : suspectOf(state, standing), expected, next: agrees ? [state] : [] }
}

/** Which promise the books break: one key twice, two keys at once, or the one behind the last change. */
function suspectOf({ cause, reusable }: State, standing: { reference: string }[]): string {
  const references = new Set(standing.map(({ reference }) => reference))
  if (references.size < standing.length) return cause.startsWith('payment.repeat') || cause === 'payment.message-id' ? cause : 'payment.repeat'
  if (references.size > 1 && !reusable) return cause === 'payment.parallel-references' ? cause : 'payment.second-reference'
  return cause
}
