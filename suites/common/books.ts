/** What the books said after something. */
import type { Evidence } from '../../src/judge/rule.ts'
import type { LedgerRead } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'

/** The last reading of the books about a code, between two ticks. */
export const lastBooks = (
  { trace }: Evidence,
  code: string | undefined,
  { after = -Infinity, before = Infinity } = {},
): LedgerRead | undefined =>
  trace.entries.findLast(
    (entry): entry is LedgerRead =>
      entry.kind === 'ledger' && entry.code === code && entry.began > after && entry.began < before,
  )

/** The last reading of the books about a code that was asked for after an exchange began. */
export const lastBooksAfter = (evidence: Evidence, code: string | undefined, { began }: Exchange) =>
  lastBooks(evidence, code, { after: began })
