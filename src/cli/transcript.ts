/** A run's exchanges as a transcript, which `batu-uji judge` reads back. */
import { isSigning } from '../dialects/signed.ts'
import type { Entry } from '../judge/trace.ts'
import { writeTranscript } from '../judge/transcript.ts'
import { createMask } from '../report/mask.ts'
import type { Target } from '../stimulate/target.ts'

/** The text of a transcript. */
export function transcriptOf(target: Target, entries: Entry[]): string {
  const { protocol, role, keys, hooks, wsdlSupplied = false, secrets } = target
  const profile = createMask(secrets)(target.profile)
  const declared = {
    signature: isSigning(keys),
    ledger: hooks.ledger !== undefined,
    wsdl: wsdlSupplied,
  }
  return writeTranscript({ protocol, role, profile, declared, entries })
}
