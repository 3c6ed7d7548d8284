/** What the books said after something. */
import type { Evidence } from '../../src/judge/rule.ts'
import type { LedgerRead } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'

/** The last reading of the books about a code that was asked for after an exchange began. */
export const lastBooksAfter = (
  { trace }: Evidence,
  code: string | undefined,
  { began }: Exchange,
): LedgerRead | undefined =>
  trace.entries.findLast(
    (entry): entry is LedgerRead => entry.kind === 'ledger' && entry.code === code && entry.began > began,
  )
