/** Recognises transcripts: those that certify writes, its events.ndjson, and plain entries of a trace, one a line. */
import type { Contract } from '../contract/contract.ts'
import type { Trace } from '../judge/trace.ts'
import { readTranscript, TranscriptError, type TranscriptReader } from '../judge/transcript.ts'
import { UsageError } from './failure.ts'

type Line = { [key: string]: unknown } | undefined

/** True when the first line is a JSON object that a transcript may begin with. */
export function isTranscript(bytes: Buffer): boolean {
  const first = parsed(bytes.toString('utf8').split('\n', 1)[0]!)
  return (
    first !== undefined &&
    (first['event'] === 'started' ||
      ('kind' in first && ('format' in first || 'tick' in first || 'began' in first)))
  )
}

/** The trace of a transcript; one without a head tells no role and no profile. Throws UsageError, with the line. */
export function transcriptIn(
  bytes: Buffer,
  file: string,
  reader: TranscriptReader & { contract: Contract },
): Partial<Trace> & Pick<Trace, 'entries'> {
  const lines = bytes.toString('utf8').split('\n')
  const first = parsed(lines[0]!)
  const has = (key: string): boolean => first !== undefined && key in first
  const text = has('event') ? ofEvents(lines) : has('format') ? lines : [headOf({}), ...lines]
  try {
    const trace = readTranscript(text.join('\n'), reader)
    demandProtocol(trace, reader.contract, file)
    return trace
  } catch (error) {
    if (error instanceof TranscriptError)
      throw new UsageError(`${file}: ${error.message} Give an unedited transcript.`)
    throw error
  }
}

/** What a run recorded, on the lines on which it stood. */
function ofEvents(lines: string[]): string[] {
  return lines.map((line) => {
    const event = parsed(line)
    if (event?.['event'] === 'recorded') return JSON.stringify(event['entry'])
    if (event?.['event'] !== 'started') return event || line.trim() === '' ? '' : line
    const { contract, role } = event as { contract?: { id?: string }; role?: string }
    return headOf({ protocol: contract?.id, role })
  })
}

const headOf = (about: object): string => JSON.stringify({ kind: 'transcript', format: 1, ...about })

function parsed(line: string): Line {
  try {
    const value = JSON.parse(line) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : undefined
  } catch {
    return undefined
  }
}

function demandProtocol({ protocol }: { protocol?: string }, contract: Contract, file: string): void {
  if (protocol === undefined || protocol === contract.id) return
  throw new UsageError(
    `${file} is a transcript of ${protocol}, not of ${contract.id}. Judge it with batu-uji judge ${protocol} ${file}.`,
  )
}
