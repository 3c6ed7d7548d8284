/** What is known about a payment beside its own messages: what inquiries tell at all, and what the books show. */
import type { Evidence } from '../../src/judge/rule.ts'
import type { LedgerRead } from '../../src/judge/trace.ts'
import { provided } from '../common/premises.ts'
import { calls, historyIn, stateIn, type Heard } from './heard.ts'
import type { World } from './model.ts'

/** The world that a payment is held against. */
export function worldOf(evidence: Evidence, own: Heard[]): World {
  const merchant = own.find(({ operation }) => operation === 'payment')?.ask('merchantId') ?? ''
  const supplied = provided(evidence).get(merchant)?.data
  return {
    profile: evidence.profile,
    offered: calls(evidence).some((one) => isOffered(historyIn(one))),
    ...doubling(evidence, own),
    foundBy: foundBy(own),
    poor: merchant !== '' && supplied !== 'merchant',
  }
}

const isOffered = (history: ReturnType<typeof historyIn>): boolean =>
  history !== undefined && history !== 'garbled' && history.length > 0

function doubling({ trace }: Evidence, own: Heard[]): Pick<World, 'doubled' | 'made'> {
  const told = (operation: string, place: string) =>
    own.flatMap((one) => (one.operation === operation && one.said !== 'refusal' ? [one.tell(place)] : []))
  const made = [...new Set(told('payment', 'referenceNo'))].filter(Boolean)
  const found = told('status', 'originalReferenceNo')
  const reference = own.find((one) => one.reference !== '')?.reference
  const last = Math.max(
    ...own.map(({ operation, exchange }) => (operation === 'payment' ? exchange.began : 0)),
  )
  const read = trace.entries.filter(
    (entry): entry is LedgerRead => entry.kind === 'ledger' && entry.code === reference,
  )
  const debits = read.filter(({ began }) => began > last).map(takenIn)
  if (debits.some((count) => count > 1) || made.filter((one) => found.includes(one)).length > 1)
    return { made, doubled: true }
  return { made, ...(debits.includes(1) ? { doubled: false } : {}) }
}

function foundBy(own: Heard[]): World['foundBy'] {
  const found = own.filter((one) => one.operation === 'status' && stateIn(one) !== undefined)
  const names = found.map(namesIn)
  if (names.length === 0) return 'none'
  const one = names.every((name) => name === 'transaction') ? 'transaction' : 'all'
  return names.every((name) => name === 'reference') ? 'reference' : one
}

/** The names by which an inquiry asks. */
export const namesIn = ({ ask }: Heard): 'reference' | 'transaction' | 'both' => {
  if (ask('originalReferenceNo') === '') return 'reference'
  return ask('originalPartnerReferenceNo') === '' ? 'transaction' : 'both'
}

/** Debits that stand. */
export const standingIn = ({ payments }: LedgerRead): number =>
  payments.filter(({ state }) => state === 'paid').length

/** Debits that stand, or are under way. */
export const takenIn = ({ payments }: LedgerRead): number =>
  payments.filter(({ state }) => state === 'paid' || state === 'pending').length
