/** A run's exchanges as NDJSON: a first line about the trace, then an entry a line. `batu-uji judge` reads it back. */
import type { Entry, Trace } from '../judge/trace.ts'
import { createMask } from '../report/mask.ts'
import type { Target } from '../stimulate/target.ts'

/** First line of a transcript. */
export interface TranscriptHead extends Omit<Trace, 'entries'> {
  kind: 'transcript'
  format: 1
}

/** The text of a transcript. */
export function transcriptOf(target: Target, entries: Entry[]): string {
  const { protocol, role, profile, keys, hooks, wsdlSupplied = false, secrets } = target
  const declared = {
    signature: keys.sign !== undefined,
    ledger: hooks.ledger !== undefined,
    wsdl: wsdlSupplied,
  }
  const head: TranscriptHead = {
    kind: 'transcript',
    format: 1,
    protocol,
    role,
    profile: createMask(secrets)(profile),
    declared,
  }
  return [head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('')
}
