/** What a declaration may give a run beside an address, and what is said where it does not. */
import type { Rule } from '../judge/rule.ts'
import type { Reason } from '../judge/verdict.ts'
import type { Scope } from './scenario.ts'

export type Means = keyof Scope['can']

/** Why something was left out for want of a means. */
export const wanting: { readonly [name in Means]: readonly [reason: Reason, says: string] } = {
  clock: ['needs-clock', 'The target declares no clock hook.'],
  callbacks: ['needs-callbacks', 'Nobody listens for callbacks: the target declares no `listen`.'],
  ledger: ['needs-ledger', 'The target declares no ledger hook.'],
  balance: ['needs-balance', 'The target declares no balance hook.'],
  stranger: ['needs-address', 'The target declares no stranger, an address that it does not know.'],
}

/** Those of these rules that are left out for this reason: whoever judges by other books lacks nothing. */
export function leftOut(rules: Rule[], ids: string[], reason: Reason): string[] {
  const books = (['ledger', 'balance'] as const).find((name) => wanting[name][0] === reason)
  if (!books) return ids
  const others = rules.filter(({ reads }) => reads && !reads.includes(books))
  return ids.filter((id) => others.every((rule) => rule.id !== id))
}
