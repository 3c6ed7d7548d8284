/** Traces as NDJSON: a first line about the trace, then an entry a line. */
import type { Dialect, Keys, Raw, Side } from '../dialects/dialect.ts'
import { answerSignatureOf, isSigning, signatureOf } from '../dialects/signed.ts'
import { bytesOf, type Exchange, type Request, type Response } from '../wire/exchange.ts'
import type { Entry, Trace } from './trace.ts'

/** First line of a transcript. */
export interface TranscriptHead extends Omit<Trace, 'entries'> {
  kind: 'transcript'
  format: 1
}

/** Text that is no transcript, told with the line where it stops being one. */
export class TranscriptError extends Error {
  override name = 'TranscriptError'
}

/** How a reader decodes the bytes of a transcript. */
export interface TranscriptReader {
  dialect: Dialect
  /** Gives the dialect under the transcript's own profile, where that is to count. */
  speaker?: (profile: Trace['profile']) => Dialect
  /** With a signer, signatures are verified anew; without one, the recorder's verdict stands, for it had the key. */
  keys?: Keys
}

/** The text of a trace. */
export function writeTranscript({ entries, ...about }: Trace): string {
  const head: TranscriptHead = { kind: 'transcript', format: 1, ...about }
  return [head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('')
}

/**
 * The trace of a text. Requests and answers are decoded from their bytes; what the text says that they decode to is
 * for other readers and is never believed.
 */
export function readTranscript(text: string, reader: TranscriptReader): Trace {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), at: index + 1 }))
  const [first, ...rest] = lines.filter(({ line }) => line !== '')
  if (!first) throw new TranscriptError('The transcript is empty.')
  const { kind, format, ...about } = parsed(first) as unknown as TranscriptHead
  if (kind !== 'transcript' || format !== 1)
    throw new TranscriptError(
      `Line ${first.at} is no head of a transcript: it begins {"kind":"transcript","format":1.`,
    )
  const own = about.profile && reader.speaker
  const fit = own ? { ...reader, dialect: own(about.profile) } : reader
  return { ...about, entries: rest.map((each) => entryOf(each, fit)) }
}

interface Line {
  line: string
  at: number
}

function parsed({ line, at }: Line): { [key: string]: unknown } {
  try {
    const value = JSON.parse(line) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as { [key: string]: unknown }
  } catch {
    // Told below, as all other lines that are no object.
  }
  throw new TranscriptError(`Line ${at} is no JSON object.`)
}

const kinds = [
  'exchange',
  'provided',
  'clock',
  'ledger',
  'balance',
  'listened',
  'race',
  'situation',
] satisfies Entry['kind'][]

function entryOf(line: Line, reader: TranscriptReader): Entry {
  const entry = parsed(line) as unknown as Entry
  if (!kinds.includes(entry.kind))
    throw new TranscriptError(
      `Line ${line.at} is no entry of a trace: its kind is one of ${kinds.join(', ')}.`,
    )
  if (entry.kind !== 'exchange') return entry
  if (!entry.request?.body) throw new TranscriptError(`Line ${line.at} is an exchange without a request.`)
  return decoded(entry, reader)
}

/** An exchange with everything that its bytes say, said anew. */
function decoded({ operation: _told, ...exchange }: Exchange, { dialect, keys }: TranscriptReader): Exchange {
  const raw = requestOf(exchange.request)
  const read = dialect.open(raw, 'request' satisfies Side)
  const operation = dialect.operationOf(read)
  const { response } = exchange
  return {
    ...exchange,
    ...(operation === undefined ? {} : { operation }),
    request: { ...exchange.request, read },
    ...(response ? { response: answered(response, exchange.request, operation, { dialect, keys }) } : {}),
    ...(operation !== undefined && keys && isSigning(keys)
      ? signatureOf(dialect, keys, { read, operation, raw })
      : {}),
  }
}

function answered(
  response: Response,
  request: Request,
  operation: string | undefined,
  { dialect, keys }: TranscriptReader,
): Response {
  const raw = answerOf(response)
  const read = dialect.open(raw, 'response', operation)
  const isChecked = keys && isSigning(keys)
  return {
    ...response,
    read,
    ...(isChecked ? answerSignatureOf(dialect, keys, { read, operation, raw }, request) : {}),
  }
}

const rawOf = ({ headers, body }: Request | Response): Raw => ({ headers, body: bytesOf(body) })

const answerOf = (response: Response): Raw => ({ ...rawOf(response), status: response.status })

const requestOf = (request: Request): Raw => ({
  ...rawOf(request),
  method: request.method,
  url: request.url,
})
