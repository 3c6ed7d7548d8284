/**
 * The life of one payment of one partner: what may be answered in each state, and which state may follow.
 * Pure, and a relation rather than a function: wherever the document leaves freedom, several states follow.
 * Sources: the services 54, 55, 57 and 58, the list of states in 55, the table of codes.
 */
import type { Profile } from '../../src/contract/contract.ts'
import type { Model, Step } from '../../src/judge/linear.ts'
import type { Deed, State } from './deed.ts'
import { cancel } from './life/cancel.ts'
import { anything, breaks, differ, isIdle, lost, withEntry } from './life/outcome.ts'
import { payment } from './life/payment.ts'
import { refund } from './life/refund.ts'
import { books, notice } from './life/reported.ts'
import { status } from './life/seen.ts'

/** What is known beside the payment itself. */
export interface World {
  profile: Profile
  /** Some inquiry of the trace tells of refunds, so that their absence says something. */
  offered: boolean
  /** A second debit or payment was seen under the reference, or the books show that there is none. */
  doubled?: boolean
  /** referenceNos that payments were answered with. */
  made: string[]
  /** Names by which inquiries found the payment. */
  foundBy: 'reference' | 'transaction' | 'all' | 'none'
  /** The merchant may not have what is to be paid back. */
  poor: boolean
}

/** The model of a payment. */
export function modelOf(world: World): Model<State, Deed> {
  const initial: State = { lost: false, rejected: [], cause: '' }
  return { initial, key, whole: true, step: (state, deed) => stepOf(world, state, deed) }
}

const key = (state: State): string =>
  JSON.stringify(state, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

const steps = { payment, cancel, refund, status }

function stepOf(world: World, state: State, deed: Deed): Step<State> {
  if (state.lost) return anything(state)
  if (deed.kind === 'books') return books(state, deed)
  if (deed.kind === 'notice') return notice(state, deed)
  const step = deed.spoilt ? spoilt(state, deed) : named(state, deed, steps[deed.kind](world, state, deed))
  return isUnmoved(state, deed) ? { ...step, next: step.next.map((next) => unmoved(next, deed)) } : step
}

/** Refused of a payment that waits for a payer who does nothing: it goes on waiting. */
function isUnmoved({ entry }: State, { kind, said, raced, spoilt, torn }: Deed): boolean {
  // Of what is refused for its fields another rule speaks.
  const isMeant = kind !== 'status' && said === 'refusal' && !raced && (!spoilt || torn === true)
  return isMeant && entry?.status === '01' && isIdle(entry) && !entry.cancelling
}

const unmoved = (state: State, { at }: Deed): State =>
  state.entry ? withEntry(state, { ...state.entry, unmoved: at }) : state

/** Whatever else is right about an answer, it is about the payment that was meant. */
function named({ entry }: State, { kind, said, transaction }: Deed, step: Step<State>): Step<State> {
  const isNamed = (kind === 'cancel' || kind === 'refund') && (said === 'success' || said === 'pending')
  if (!entry || entry.weak || !isNamed || step.next.length === 0 || transaction === '') return step
  if (differ(entry.transaction, transaction))
    return breaks('references.stable', `the referenceNo ${entry.transaction}`, { received: transaction })
  return { ...step, also: [...(step.also ?? []), 'references.stable'] }
}

/** What had to be refused: refused, it has changed nothing; honoured or unanswered, all may be. */
function spoilt(state: State, deed: Deed): Step<State> {
  if (deed.kind === 'status') return anything(state)
  if (deed.said === 'refusal' || deed.said === 'turned') return anything({ ...state, touched: true })
  return deed.ended === undefined || deed.said === 'open'
    ? anything(state, lost(state))
    : anything(lost(state))
}
