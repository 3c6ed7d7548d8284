/** refundHistory, held against the refunds that were accepted and those that were refused. */
import type { Step } from '../../../src/judge/linear.ts'
import { amountOf } from '../money.ts'
import { isOver, type Deed, type Entry, type Refund, type State, type Told } from '../deed.ts'
import type { World } from '../model.ts'
import { breaks, differ } from './outcome.ts'

interface Held {
  entry: Entry
  stakes: string[]
}

const rule = 'refunds.history'

/** Holds what an inquiry tells of refunds against what is known of them. */
export function heldAgainst(world: World, state: State, entry: Entry, deed: Deed): Held | Step<State> {
  const { history = [] } = deed
  if (!world.offered || history === 'garbled') return { entry, stakes: [] }
  const strange = strangers(state, entry, history)
  if (strange) return strange
  const refunds: Refund[] = []
  for (const one of entry.refunds) {
    const told = history.filter(({ number }) => number === one.number)
    const wrong = isGone(entry, one, told) ? undefined : unlike(world, one, told, deed)
    if (wrong) return wrong
    refunds.push({
      ...one,
      state: isGone(entry, one, told) ? '06' : stateOf(one, told[0]),
      id: one.id || (told[0]?.id ?? ''),
      ...(told[0]?.state === '03' ? { waited: true } : {}),
    })
  }
  return { entry: { ...entry, refunds }, stakes: stakesOf(state, entry, refunds) }
}

/** A refund that was to be made later and has failed may be told no more. */
const isGone = ({ data }: Entry, { later, state }: Refund, told: Told[]): boolean =>
  told.length === 0 && later && state !== '00' && data !== 'refundpending'

function stakesOf(state: State, entry: Entry, refunds: Refund[]): string[] {
  if (entry.refunds.length === 0) return state.rejected.map((one) => one.rule)
  return [
    rule,
    ...refunds.flatMap(({ cause }) => (cause === undefined ? [] : [cause])),
    ...(refunds.some(({ later }) => later) ? ['refunds.pending'] : []),
  ]
}

/** What was refused, or never asked for, has moved no money. */
function strangers({ rejected }: State, entry: Entry, history: Told[]): Step<State> | undefined {
  const one = history.find(
    ({ number, state }) => state !== '06' && !entry.refunds.some((known) => known.number === number),
  )
  if (!one) return undefined
  const found = rejected.find(({ number }) => number === one.number)
  const expected = found ? 'no refund: it was refused' : 'no refund that nobody asked for'
  return breaks(found?.rule ?? rule, expected, { received: `the refund ${one.number}`, place: 'number' })
}

/** What is wrong with the entries of one refund. */
function unlike(world: World, one: Refund, told: Told[], deed: Deed): Step<State> | undefined {
  const { cause, number, amount } = one
  const expected = `one entry of the refund ${number}`
  const first = told[0]
  if (!first) {
    if (one.state === '06') return undefined
    const missing = one.cause === 'refunds.no-amount' ? one.cause : rule
    return breaks(missing, expected, { received: 'none', place: 'number' })
  }
  if (told.length > 1)
    return breaks(twice(one, told), expected, { received: `${told.length} entries`, place: 'number' })
  if (differ(one.id, first.id))
    return breaks(rule, `refundNo ${one.id}`, { received: first.id, place: 'number' })
  if (first.amount !== undefined && first.amount !== amount)
    return breaks(cause === 'refunds.inconsistent' ? cause : rule, `${amountOf(amount)} of ${number}`, {
      received: amountOf(first.amount),
      place: 'amount',
    })
  return unlikely(world, one, first, deed)
}

/** One refund that is told twice, or two under one number. */
const twice = ({ cause = rule }: Refund, told: Told[]): string =>
  new Set(told.map(({ id }) => id)).size === 1 ? rule : cause

/** States that a refund may have now. */
function unlikely({ profile }: World, one: Refund, told: Told, deed: Deed): Step<State> | undefined {
  const usual = one.later ? 'refunds.pending' : rule
  const blamed = one.presumed ? 'refunds.sum' : usual
  const isBack = (one.state === '00' || one.state === '06') && told.state !== one.state
  if (isBack || (one.state === '?' && !one.later && told.state === '06'))
    return breaks(blamed, `refundStatus ${one.state === '?' ? '00' : one.state}`, {
      received: told.state,
      place: 'state',
    })
  const due = one.at + Number(profile['notifySeconds']) * 1000
  if (told.state !== '03' || !isOver(due, deed) || !one.later) return undefined
  return breaks(
    'refunds.pending',
    `the end of the refund within ${String(profile['notifySeconds'])} seconds`,
    {
      received: 'refundStatus 03',
      place: 'state',
    },
  )
}

function stateOf(one: Refund, told: Told | undefined): Refund['state'] {
  const known = (['00', '03', '06'] as const).find((state) => state === told?.state)
  return known ?? one.state
}
