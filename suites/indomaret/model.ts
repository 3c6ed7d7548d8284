/**
 * The life of a payment code at the partner: bill and transactions, and what may be answered in each state.
 * Pure, and a relation rather than a function: wherever the document leaves freedom, several states follow.
 * Sources: Catatan (last item), the field tables of payment and reversal, the note on response codes.
 */
import type { Profile } from '../../src/contract/contract.ts'
import type { Model, Step } from '../../src/judge/linear.ts'
import type { Bill, Deed, State } from './deed.ts'
import { anything, refused, type World } from './life/answers.ts'
import { books } from './life/books.ts'
import { inquiry } from './life/inquiry.ts'
import { payment } from './life/payment.ts'
import { reversal } from './life/reversal.ts'

export function modelOf(profile: Profile, bill: Bill, ledger: boolean): Model<State, Deed> {
  const initial: State = {
    ...bill,
    lost: false,
    inquired: [],
    wasReversed: false,
    refusedAgain: false,
    suspects: {},
    cause: 'codes.success',
    transactions: {},
  }
  return { initial, key: JSON.stringify, step: (state, deed) => stepOf({ profile, ledger }, state, deed) }
}

function stepOf(world: World, state: State, deed: Deed): Step<State> {
  if (state.lost) return anything(state)
  if (deed.kind === 'ledger') return books(state, deed)
  if (deed.kind === 'elsewhere')
    return {
      ...anything(state),
      next: [{ ...state, disturbed: 'reversal.wrong-code', cause: 'reversal.wrong-code' }],
    }
  if (deed.spoilt || deed.odd === 'several') return spoilt(state, deed)
  if (deed.kind === 'inquiry') return inquiry(world, state, deed)
  return deed.kind === 'payment' ? payment(world, state, deed) : reversal(state, deed)
}

/** A request that breaks its contract: refused, it has changed nothing; honoured or unanswered, all may be. */
function spoilt(state: State, deed: Deed): Step<State> {
  const lost = { ...state, lost: true }
  if (deed.kind === 'inquiry') return anything(state)
  return {
    ...anything(state),
    next: deed.said === 'refusal' ? [refused(state)] : deed.said === 'success' ? [lost] : [state, lost],
  }
}
