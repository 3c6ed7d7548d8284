/** What an inquiry tells of a payment, held against what is known of it. */
import type { Note, Step } from '../../../src/judge/linear.ts'
import { amountOf } from '../money.ts'
import type { Deed, Entry, State } from '../deed.ts'
import type { World } from '../model.ts'
import { renamed } from './payment.ts'
import { heldAgainst } from './history.ts'
import { anything, breaks, counted, differ, keeps, lost, told, withEntry } from './outcome.ts'
import { turned } from './turned.ts'

export function status(world: World, state: State, deed: Deed): Step<State> {
  if (deed.said === 'turned') return anything(state)
  const { entry } = state
  if (!entry && state.touched) return anything(deed.state === undefined ? state : lost(state))
  if (!entry) return state.refused || state.absent ? unborn(state, deed) : unknown(world, state, deed)
  if (deed.missing !== undefined) return notFound(world, entry, deed)
  return deed.state === undefined ? anything(state) : found(world, state, entry, deed)
}

/** Nobody ever paid under this reference. */
function unknown({ profile }: World, state: State, deed: Deed): Step<State> {
  const rule = 'status.unknown'
  const expected = 'that there is no such payment'
  if (deed.state !== undefined || (deed.said === 'open' && deed.ended !== undefined))
    return breaks(rule, expected)
  const usual = profile['notFoundStyle'] === 'status07' ? 'state' : 'code'
  const isOther = deed.missing !== undefined && deed.missing !== usual
  const hoped = usual === 'state' ? 'success with the state 07' : '404 with case 01'
  return keeps([rule], expected, [state], isOther ? [{ rule, expected: hoped }] : [])
}

/** A payment that was refused is not found, or has failed; one that was not found after a 504 stays so. */
function unborn(state: State, deed: Deed): Step<State> {
  if (deed.missing !== undefined || deed.state === undefined)
    return keeps(state.refused ? ['states.refused'] : [], 'anything', [state])
  if (state.absent && !state.refused)
    return breaks('states.timeout', 'no payment, as the inquiry before said')
  const expected = 'no payment, or a failed one: it was refused'
  if (deed.state !== '06' && deed.state !== '05') return breaks('states.refused', expected)
  const entry: Entry = {
    status: deed.state,
    answered: 'refusal',
    transaction: deed.transaction,
    currency: '',
    merchant: '',
    at: deed.at,
    via: 'status',
    refunds: [],
  }
  return keeps(['states.refused'], expected, [withEntry(state, entry)])
}

function notFound({ foundBy }: World, entry: Entry, { by }: Deed): Step<State> {
  const other = by === 'transaction' || (by === 'reference' && foundBy === 'transaction')
  const expected = `to find ${told(entry)}`
  if (other) return breaks('status.any-identifier', expected)
  return breaks(entry.answered === 'open' ? 'states.timeout' : 'states.found', expected)
}

function found(world: World, state: State, entry: Entry, deed: Deed): Step<State> {
  const wrong = identity(world, entry, deed) ?? money(entry, deed) ?? times(entry, deed)
  if (wrong) return wrong
  const turn = turned(world, entry, deed)
  if ('next' in turn) return turn
  const held = heldAgainst(world, state, turn.entry, deed)
  if ('next' in held) return held
  const { cancelled } = entry
  const stakes = [
    ...(entry.answered === 'open' ? ['states.timeout'] : ['states.found']),
    ...(deed.by === 'transaction' ? ['status.any-identifier'] : []),
    ...(deed.state === '00' ? ['states.paid'] : []),
    ...(entry.transaction && deed.transaction ? ['references.stable'] : []),
    ...(deed.toldAmount === undefined || entry.refunds.length > 0 ? [] : ['status.amount']),
    ...(entry.seenOpen !== undefined || entry.paid !== undefined ? ['status.read-only'] : []),
    ...(entry.refunds.length > 0 ? ['refunds.untouched'] : []),
    ...(cancelled ? ['cancels.time', cancelled.wasPaid === true ? 'cancels.paid' : 'cancels.unpaid'] : []),
    ...turn.stakes,
    ...held.stakes,
  ]
  const { weak: _told, ...known } = held.entry
  const transaction = entry.weak ? deed.transaction : entry.transaction || deed.transaction
  const seen = { ...known, transaction }
  return keeps(stakes, 'anything', [withEntry(state, seen)], turn.notes satisfies Note[])
}

function identity(world: World, entry: Entry, deed: Deed): Step<State> | undefined {
  if (!differ(entry.transaction, deed.transaction) || entry.weak) return undefined
  const { cause = '' } = entry
  const isAnother = world.doubled === true || entry.blind === true || world.made.includes(deed.transaction)
  const again = renamed(world, cause === 'payments.replay' ? 'payments.repeat' : cause)
  const rule = isAnother && again.startsWith('payments.') ? again : 'references.stable'
  return breaks(rule, `the referenceNo ${entry.transaction}`, { received: deed.transaction })
}

/** Digits beyond those of a binary fraction are the business of the rule about exact amounts. */
const isRounding = (one: bigint, other: bigint): boolean =>
  one >= 100_000_000_000_000n && (one > other ? one - other : other - one) <= 200n

function money(entry: Entry, { toldAmount, history }: Deed): Step<State> | undefined {
  const { amount, cause } = entry
  if (amount === undefined || toldAmount === undefined || amount === toldAmount) return undefined
  if (isRounding(amount, toldAmount)) return undefined
  const isRefunded = counted(entry).length > 0 || (history !== undefined && history.length > 0)
  const usual = isRefunded ? 'refunds.untouched' : 'status.amount'
  const rule = toldAmount === entry.other ? (cause ?? 'payments.inconsistent') : usual
  return breaks(rule, `transAmount ${amountOf(amount)}`, { received: amountOf(toldAmount) })
}

function times(entry: Entry, deed: Deed): Step<State> | undefined {
  if (deed.state === '00' && !deed.whole)
    return breaks('states.paid', 'paidTime and originalReferenceNo of a paid payment', {
      received: 'not both of them',
    })
  if (!differ(entry.paid ?? '', deed.paid ?? '')) return undefined
  const rule = entry.refunds.length > 0 ? 'refunds.untouched' : 'status.read-only'
  return breaks(rule, `the paidTime ${entry.paid}`, { received: deed.paid ?? '' })
}
