/** Reads transcripts: those that certify writes, its events.ndjson, and plain entries of a trace, one a line. */
import type { Contract } from '../contract/contract.ts'
import type { Started } from '../report/events.ts'
import type { Entry } from '../judge/trace.ts'
import type { TranscriptHead } from './transcript.ts'
import { UsageError } from './failure.ts'

const kinds = ['exchange', 'provided', 'clock', 'ledger', 'race']

/** True when the first line is a JSON object that a transcript may begin with. */
export function isTranscript(bytes: Buffer): boolean {
  const first = parsed(bytes.toString('utf8', 0, bytes.indexOf(10) < 0 ? bytes.length : bytes.indexOf(10)))
  return (
    first !== undefined &&
    (first['kind'] === 'transcript' || first['event'] === 'started' || kinds.includes(String(first['kind'])))
  )
}

/** Head and entries. Throws UsageError, with the line, for what is neither. */
export function transcriptIn(
  bytes: Buffer,
  file: string,
): { head: Partial<TranscriptHead>; entries: Entry[] } {
  let head: Partial<TranscriptHead> = {}
  const entries: Entry[] = []
  for (const [index, line] of bytes.toString('utf8').split('\n').entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    if (!value)
      throw new UsageError(`${file}, line ${index + 1}, is no JSON object. Give an unedited transcript.`)
    const { kind, event } = value
    if (kind === 'transcript') head = value as Partial<TranscriptHead>
    else if (event === 'started') head = headOf(value as unknown as Started)
    else if (event === 'recorded') entries.push(value['entry'] as Entry)
    else if (kinds.includes(String(kind))) entries.push(value as unknown as Entry)
  }
  return { head, entries }
}

function headOf({ contract, role }: Started): Partial<TranscriptHead> {
  return { protocol: contract.id, role }
}

function parsed(line: string): { [key: string]: unknown } | undefined {
  try {
    const value = JSON.parse(line) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { [key: string]: unknown })
      : undefined
  } catch {
    return undefined
  }
}

/** Throws UsageError for a transcript of another protocol. */
export function demandProtocol({ protocol }: { protocol?: string }, contract: Contract, file: string): void {
  if (protocol === undefined || protocol === contract.id) return
  throw new UsageError(
    `${file} is a transcript of ${protocol}, not of ${contract.id}. Judge it with batu-uji judge ${protocol} ${file}.`,
  )
}
