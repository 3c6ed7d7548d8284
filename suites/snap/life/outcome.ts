/** The forms that a promise takes, and what every step of the model needs of a payment. */
import type { Note, Step } from '../../../src/judge/linear.ts'
import { amountOf, sum } from '../money.ts'
import type { Deed, Entry, Refund, State, Status } from '../deed.ts'

/** No promise is at stake. */
export const anything = (state: State, ...others: State[]): Step<State> => ({
  rule: '',
  expected: 'anything',
  next: [state, ...others],
})

/** The answer breaks this promise, and the story stops here. */
export const breaks = (rule: string, expected: string, more: Partial<Step<State>> = {}): Step<State> => ({
  rule,
  expected,
  next: [],
  ...more,
})

/** The answer is allowed, and these promises were at stake in it. */
export function keeps(rules: string[], expected: string, next: State[], notes: Note[] = []): Step<State> {
  const [rule = '', ...also] = [...new Set(rules)]
  return { rule, also, expected, next, ...(notes.length > 0 ? { notes } : {}) }
}

export const lost = (state: State): State => ({ ...state, lost: true })

export const withEntry = (state: State, entry: Entry): State => ({ ...state, entry })

/** Both are known, and they differ. */
export const differ = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b

/** Refunds that count against the payment. */
export const counted = ({ refunds }: Entry): Refund[] => refunds.filter(({ state }) => state !== '06')

/** What can still be paid back; undefined where the amount of the payment is not known. */
export const restOf = (entry: Entry): bigint | undefined =>
  entry.amount === undefined ? undefined : entry.amount - sum(counted(entry).map(({ amount }) => amount))

export const isOpen = (status: Status | '?'): boolean => ['?', '01', '02', '03'].includes(status)

/** Nobody pays unless somebody acts. */
export const isIdle = ({ data }: Entry): boolean => data === 'idle'

/** Paid, as far as it is known. */
export const isPaid = ({ status, data, answered }: Entry): boolean =>
  status === '00' || (status === '?' && data === 'card' && answered === 'success')

/** Another amount than that of the payment is named. */
export const isOtherAmount = (entry: Entry, { amount, currency }: Deed): boolean =>
  (amount !== undefined && entry.amount !== undefined && amount !== entry.amount) ||
  (amount !== undefined && differ(currency, entry.currency))

/** A payment in a few words. */
export function told({ status, transaction, amount }: Entry): string {
  const state =
    status === '?' ? 'a payment whose state nobody told yet' : `the payment in the state ${status}`
  const money = amount === undefined ? '' : ` of ${amountOf(amount)}`
  return `${state}${money}${transaction && `, ${transaction}`}`
}

/** The promise of whoever was answered that the outcome is open. */
export function waiting({ answered }: Entry): string | undefined {
  if (answered === 'pending') return 'states.pending'
  return answered === 'open' ? 'states.timeout' : undefined
}
