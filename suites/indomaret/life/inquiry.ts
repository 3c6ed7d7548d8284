/** What an inquiry may be answered in each state of a code. */
import type { Profile } from '../../../src/contract/contract.ts'
import type { Step } from '../../../src/judge/linear.ts'
import type { Deed, State } from '../deed.ts'
import { anything, expiredAt, minute, refuses, succeeds, type World } from './answers.ts'

export function inquiry({ profile }: World, state: State, deed: Deed): Step<State> {
  if (state.exists === false)
    return refuses(
      state.variant ? 'inquiry.exact-code' : 'inquiry.unknown',
      'a refusal: the code does not exist',
      state,
      deed,
    )
  const seen = learnt(state, deed)
  const expired = expiredAt(state, deed.at)
  if (state.paidBy !== undefined && !state.reusable && !profile['reusableCode']) return ofPaid(state, deed)
  if (expired) return refuses('inquiry.expired', 'a refusal: the code has expired', state, deed)
  if (state.exists === undefined || expired === undefined || state.troubled)
    return { ...anything(state), next: [seen] }
  if (state.wasReversed) return inquiryAfterReversal(state, deed, seen)
  if (state.inquired.length === 0) return firstInquiry(profile, state, deed, seen)
  const rule = state.disturbed ?? 'inquiry.read-only'
  if (deed.said === 'success' && changed(state, deed))
    return { rule: 'inquiry.read-only', expected: `the same amounts as before (${quote(state)})`, next: [] }
  return succeeds(rule, 'ResponseCode 00: the code is still payable', state, deed, [seen])
}

/** A paid code is not offered, and whoever asks under the very reference of the payment leaves it as it is. */
function ofPaid(state: State, deed: Deed): Step<State> {
  if (state.disturbed) return anything(state)
  const step = refuses('inquiry.paid', 'a refusal: the code is paid', state, deed)
  if (deed.reference !== state.paidBy || deed.said !== 'refusal') return step
  return { ...step, next: step.next.map((next) => ({ ...next, ...asked })) }
}

const asked = { disturbed: 'inquiry.read-only', cause: 'inquiry.read-only' }

function firstInquiry(profile: Profile, state: State, deed: Deed, seen: State): Step<State> {
  const rule = 'inquiry.payable'
  const step = succeeds(rule, 'ResponseCode 00: the code is payable', state, deed, [seen])
  const wrong = deed.said === 'success' && !deed.odd ? misquoted(profile, state, deed) : undefined
  if (!wrong) return step
  return wrong.grave
    ? { rule, expected: wrong.expected, next: [] }
    : { ...step, notes: [{ rule, expected: wrong.expected }] }
}

/** What an offer says otherwise than whoever made the bill. Whether the fee is in the amount is left open. */
function misquoted(
  { billKind }: Profile,
  { due }: State,
  { quoted: { amount, minimum, fee } = {} }: Deed,
): { expected: string; grave: boolean } | undefined {
  if (!due || amount === undefined || (minimum !== undefined && minimum > amount)) return undefined
  if (amount !== due.amount && amount !== due.amount + (due.fee ?? 0))
    return { expected: `Amount ${due.amount}, as the code was handed over`, grave: true }
  const isOff = (told: number | undefined, said: number | undefined) =>
    told !== undefined && said !== undefined && told !== said
  if (isOff(fee, due.fee)) return { expected: `Fee ${due.fee}, as the code was handed over`, grave: false }
  const isRange = billKind === 'minimum' && due.minimum !== undefined && due.minimum < due.amount
  return isRange && isOff(minimum, due.minimum)
    ? { expected: `MinAmount ${due.minimum}, as the code was handed over`, grave: false }
    : undefined
}

function inquiryAfterReversal(state: State, deed: Deed, seen: State): Step<State> {
  const expected = 'ResponseCode 00: after its reversal the code is payable again'
  const isUndone = Object.values(state.transactions).some((one) => one.state === 'reversed')
  if (isUndone && deed.said === 'success' && changed(state, deed))
    return { rule: 'reversal.undo', expected: `the same amounts as before (${quote(state)})`, next: [] }
  const step = succeeds(
    'inquiry.reversed',
    expected,
    state,
    deed,
    [seen],
    [{ rule: 'inquiry.reversed', expected }],
  )
  return deed.said === 'refusal' ? { ...step, next: [{ ...state, refusedAgain: true }] } : step
}

function learnt(state: State, { said, quoted, quotedExpiry, reference, at }: Deed): State {
  if (said !== 'success') return state
  const trusted =
    state.trustedUntil === undefined
      ? {}
      : { trustedUntil: Math.min(at + 10 * minute, (quotedExpiry ?? Infinity) - minute) }
  return {
    ...state,
    exists: true,
    ...quoted,
    ...(quotedExpiry === undefined ? {} : { quotedExpiry }),
    ...trusted,
    inquired: [...new Set([...state.inquired, reference])].sort(),
  }
}

function changed(state: State, { quoted }: Deed): boolean {
  return (['amount', 'minimum', 'fee'] as const).some(
    (part) => quoted?.[part] !== undefined && state[part] !== undefined && quoted[part] !== state[part],
  )
}

const quote = ({ amount, minimum, fee }: State) =>
  `Amount ${amount ?? '?'}, MinAmount ${minimum ?? '?'}, Fee ${fee ?? '?'}`
