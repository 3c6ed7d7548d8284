/**
 * The life of a purchase under one trx_id: what may be answered in each state.
 * Pure, and a relation rather than a function: wherever the document leaves freedom, several states follow.
 * Sources: II (limits of duplicates), III.1 (answers), III.4 (callback), III.6 (codes).
 */
import type { Profile } from '../../src/contract/contract.ts'
import type { Model, Step } from '../../src/judge/linear.ts'
import { day, margin, type Deed, type State } from './deed.ts'
import { again } from './life/again.ts'
import { afterwards, first } from './life/first.ts'
import { anything, lost, opened, withEntry } from './life/outcome.ts'
import { books, reported } from './life/reported.ts'

export interface World {
  profile: Profile
  /** A trx_id that was sent only once is still not free after 24 hours. */
  stuck: boolean
  /** Purchases that the books show of a trx_id that was sent once. */
  usual: number
  /** Every reading of the balance is at hand, which judges what is charged. */
  weighed: boolean
}

export function modelOf(world: World): Model<State, Deed> {
  const initial: State = { lost: false, before: 0, cause: '' }
  return { initial, key: JSON.stringify, step: (state, deed) => stepOf(world, state, deed) }
}

function stepOf(world: World, state: State, deed: Deed): Step<State> {
  if (state.lost) return anything(state)
  if (deed.kind === 'books') return books(world, state, deed)
  if (deed.kind === 'callback') return reported(state, deed)
  if (deed.spoilt) return spoilt(state, deed)
  return deed.kind === 'query' ? query(state, deed) : purchase(world, state, deed)
}

/** What had to be refused: refused, it has changed nothing; honoured or unanswered, all may be. */
function spoilt(state: State, deed: Deed): Step<State> {
  if (deed.said === 'refusal')
    return anything(deed.code === '02' && !state.entry ? { ...state, rejected: '02' } : state)
  return { ...anything(state), next: deed.ended === undefined ? [state, lost(state)] : [lost(state)] }
}

/** Whether the trx_ids of queries are their own, and whether a query is repeated or asked anew, is left open. */
function query(state: State, { said, transaction }: Deed): Step<State> {
  return anything(said === 'success' ? { ...state, query: { transaction } } : state)
}

function purchase({ profile, stuck }: World, state: State, deed: Deed): Step<State> {
  const { entry } = state
  if (!entry) return first(state, deed)
  const age = deed.at - entry.at
  if (age > day + margin) return afterwards(state, entry, deed, stuck)
  if (age < day - margin) return again(profile, state, entry, deed)
  return { ...anything(state), next: [state, withEntry(state, opened(deed)), lost(state)] }
}
