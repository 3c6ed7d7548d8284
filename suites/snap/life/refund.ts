/** What a refund may be answered, so that no more is ever paid back than was paid. */
import type { Step } from '../../../src/judge/linear.ts'
import { amountOf } from '../money.ts'
import type { Deed, Entry, Refund, State } from '../deed.ts'
import type { World } from '../model.ts'
import { anything, breaks, differ, isIdle, isOpen, keeps, lost, restOf, told, withEntry } from './outcome.ts'

export function refund(world: World, state: State, deed: Deed): Step<State> {
  const { entry } = state
  if (deed.said === 'turned') return anything(state)
  if (!entry) return ofNothing(state, deed)
  const known = entry.refunds.find(({ number }) => number === deed.number)
  if (known) return again(state, entry, known, deed)
  if (deed.elsewhere) return anything(state, ...taken(state, entry, deed))
  if (isOpen(entry.status)) return ofOpen(state, entry, deed)
  if (entry.status === '05' || entry.status === '06')
    return refuses('refunds.unpaid', `a refusal: ${told(entry)} is not paid`, state, deed)
  if (differ(deed.currency, entry.currency))
    return refuses('refunds.currency', `a refusal: the payment is in ${entry.currency}`, state, deed)
  return ofPaid(world, state, entry, deed)
}

const isAccepted = ({ said }: Deed): boolean => said === 'success' || said === 'pending'

function ofNothing(state: State, deed: Deed): Step<State> {
  if (isAccepted(deed) && state.touched) return anything(lost(state))
  if (state.absent || deed.raced) return anything(state)
  const [rule, expected] = state.refused
    ? ['refunds.unpaid', 'a refusal: the payment was refused']
    : ['refunds.unknown', 'a refusal: there is no such payment']
  if (isAccepted(deed) && deed.ended !== undefined) return breaks(rule, expected)
  return keeps(deed.said === 'refusal' ? [rule] : [], expected, [state])
}

/** A promise that the answer is a refusal, and that nothing moves. */
function refuses(rule: string, expected: string, state: State, deed: Deed): Step<State> {
  if (deed.ended === undefined || deed.said === 'open') return anything(rejected(state, rule, deed))
  if (isAccepted(deed)) return breaks(rule, expected)
  return keeps([rule], expected, [rejected(state, rule, deed)])
}

const rejected = (state: State, rule: string, { number }: Deed): State => ({
  ...state,
  rejected: [...state.rejected.filter((one) => one.number !== number), { number, rule }],
})

/** A payment that is still open may have been paid meanwhile: a success says that it was. */
function ofOpen(state: State, entry: Entry, deed: Deed): Step<State> {
  const rule = 'refunds.unpaid'
  if (isIdle(entry)) return refuses(rule, 'a refusal: nobody has paid the payment', state, deed)
  const known = entry.data === 'card' && entry.answered === 'success'
  const after = taken(state, { ...entry, status: '00', cause: rule }, deed)
  if (deed.ended === undefined) return anything(...after)
  if (deed.said === 'open') return anything(...after, state)
  if (isAccepted(deed)) return keeps(known ? [] : [rule], 'anything', after)
  return keeps(known ? [] : [rule], 'anything', [rejected(state, rule, deed)])
}

function ofPaid(world: World, state: State, entry: Entry, deed: Deed): Step<State> {
  const rest = restOf(entry)
  if (deed.ended === undefined || deed.said === 'open')
    return isBeyond(rest, deed)
      ? anything(rejected(state, 'refunds.sum', deed))
      : anything(...taken(state, entry, deed), ...(deed.ended === undefined ? [] : [state]))
  if (deed.amount === undefined) return withoutAmount(state, entry, deed, rest)
  if (isBeyond(rest, deed)) {
    const rule = deed.raced ? 'refunds.parallel' : 'refunds.sum'
    const failed = presumed(entry)
    if (isAccepted(deed) && !isBeyond(restOf(failed), deed))
      return keeps([rule], 'anything', taken(state, failed, deed))
    return refuses(rule, `a refusal: ${amountOf(rest!)} can still be paid back`, state, deed)
  }
  return withinRest(world, state, entry, deed)
}

/** The payment if every refund that is pending has failed by now: the next look tells whether that is so. */
function presumed(entry: Entry): Entry {
  if (entry.data === 'refundpending') return entry
  const fail = (one: Refund): Refund => (one.state === '03' ? { ...one, state: '06', presumed: true } : one)
  return { ...entry, refunds: entry.refunds.map(fail) }
}

const isBeyond = (rest: bigint | undefined, { amount }: Deed): boolean =>
  rest !== undefined && (amount === undefined ? rest <= 0n : amount > rest)

function withinRest(world: World, state: State, entry: Entry, deed: Deed): Step<State> {
  const rest = restOf(entry)
  const isExact = rest !== undefined && deed.amount === rest
  const rule = deed.raced ? 'refunds.parallel' : isExact ? 'refunds.remainder' : 'refunds.partial'
  const expected = `a refund: ${rest === undefined ? 'enough' : amountOf(rest)} can still be paid back`
  if (isAccepted(deed)) return keeps([rule], expected, taken(state, entry, deed))
  // Whoever pays back in one piece only may refuse the first part, and a lock may refuse the second of two at once.
  const isFree = deed.raced || !deed.plain || (!isExact && entry.refunds.length === 0) || world.poor
  if (isFree) return anything(rejected(state, 'refunds.history', deed))
  return breaks(rule, expected)
}

/** Without an amount the whole rest is paid back and told, or nothing. */
function withoutAmount(state: State, entry: Entry, deed: Deed, rest: bigint | undefined): Step<State> {
  const rule = 'refunds.no-amount'
  if (rest !== undefined && rest <= 0n)
    return refuses('refunds.sum', 'a refusal: nothing is left to be paid back', state, deed)
  const expected = `a refusal, or ${rest === undefined ? 'the rest' : amountOf(rest)} paid back`
  if (!isAccepted(deed)) return keeps([rule], expected, [rejected(state, rule, deed)])
  // The table leaves refundAmount open; whoever does not say how much it was is not liked for it.
  if (deed.hasAmount !== true)
    return keeps([rule], expected, taken(state, entry, deed, rule), [{ rule, expected: 'refundAmount' }])
  if (rest !== undefined && deed.toldAmount !== undefined && deed.toldAmount !== rest)
    return breaks(rule, expected, { received: `${amountOf(deed.toldAmount)} paid back` })
  return keeps([rule], expected, taken(state, entry, deed, rule))
}

/** The payment with one more refund. */
function taken(state: State, entry: Entry, deed: Deed, cause?: string): [State] {
  const amount = deed.amount ?? deed.toldAmount ?? restOf(entry) ?? 0n
  const made: Refund = {
    number: deed.number,
    ...(deed.amount === undefined ? {} : { asked: deed.amount }),
    amount,
    currency: deed.currency,
    id: deed.refundId,
    state: deed.said === 'pending' ? '03' : '?',
    later: deed.said !== 'success',
    at: deed.at,
    ...(cause === undefined ? {} : { cause }),
  }
  const others = state.rejected.filter(({ number }) => number !== deed.number)
  return [withEntry({ ...state, rejected: others }, { ...entry, refunds: [...entry.refunds, made] })]
}

/** The same number once more. */
function again(state: State, entry: Entry, known: Refund, deed: Deed): Step<State> {
  const isSame = deed.amount === known.asked && !differ(deed.currency, known.currency)
  const isMaybe = deed.amount === undefined || known.asked === undefined
  const rule = deed.raced ? 'refunds.parallel' : isSame ? 'refunds.repeat' : 'refunds.inconsistent'
  const kept = (change: Partial<Refund> = {}): State =>
    withEntry(state, {
      ...entry,
      refunds: entry.refunds.map((one) => (one === known ? { ...known, cause: rule, ...change } : one)),
    })
  if (deed.ended === undefined || deed.said === 'open') return anything(kept())
  const expected = isSame
    ? `the refund ${known.id || 'of the first answer'} again, or a refusal`
    : `a refusal: the number belongs to a refund of ${amountOf(known.amount)}`
  if (deed.said === 'refusal') return keeps([rule], expected, [kept()])
  // Made after all is the likelier of the two, and tells the story if neither fits what comes next.
  if (known.state === '06') return anything(kept({ state: '?', id: deed.refundId }), kept())
  if (!isSame && !isMaybe) return breaks(rule, expected)
  if (differ(known.id, deed.refundId)) return breaks(rule, expected)
  return keeps(isSame ? [rule] : [], expected, [kept({ id: known.id || deed.refundId })])
}
