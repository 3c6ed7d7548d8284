/** Makes a trace of what a file holds: a transcript, HTTP messages, or a single message of the protocol. */
import type { Contract, MessageSpec, Operation, Profile, Role } from '../contract/contract.ts'
import { instantOf } from '../contract/datetime.ts'
import type { Dialect, Keys, Side } from '../dialects/dialect.ts'
import { answerSignatureOf, isSigning, signatureOf, type Heard } from '../dialects/signed.ts'
import type { Entry, Trace } from '../judge/trace.ts'
import { bodyOf, type Exchange, type Headers } from '../wire/exchange.ts'
import { faultOf, text, type Reading } from '../wire/reading.ts'
import { UsageError } from './failure.ts'
import { httpMessages, looksLikeHttp, type HttpMessage } from './judge-http.ts'
import { isTranscript, transcriptIn } from './judge-transcript.ts'

export interface Recording {
  what: string
  /** Role and profile of a transcript; a message alone tells neither. */
  role?: Role
  profile?: Profile
  declared?: Trace['declared']
  entries: Entry[]
  /** Why a lone message cannot be read as one of this protocol. */
  unreadable?: string
  /** Sides that the file really holds: nobody is judged by what was left out. */
  sides: Set<Side>
}

export interface Reader {
  contract: Contract
  dialect: Dialect
  keys: Keys
  /** Side of a message that does not tell it itself. */
  side?: Side
  /** IANA zone of the times in messages. */
  zone: string
}

/** What a file holds. Throws UsageError, in a sentence, for what cannot be read. */
export function recordingOf(bytes: Buffer, file: string, reader: Reader): Recording {
  if (isTranscript(bytes))
    return {
      ...transcriptIn(bytes, file, reader),
      what: 'transcript',
      sides: new Set(['request', 'response']),
    }
  if (looksLikeHttp(bytes)) return ofHttp(bytes, file, reader)
  const message = lone(bytes, reader)
  const recording = ofMessages([message], 'message', reader)
  return { ...recording, ...unreadable(message, reader) }
}

function unreadable(
  { request, ...message }: HttpMessage,
  { contract, dialect }: Reader,
): Pick<Recording, 'unreadable'> {
  const read = dialect.open(message, request ? 'request' : 'response')
  if (!read.ok) return { unreadable: read.fault.says }
  if (faultOf(read) || specOf(contract, read)) return {}
  return {
    unreadable: `«${read.name}» is no message of ${contract.id}, which has ${Object.keys(contract.messages).join(', ')}.`,
  }
}

const signed = (heard: Heard, { dialect, keys }: Reader): Pick<Exchange, 'signature' | 'signatureFault'> =>
  isSigning(keys) ? signatureOf(dialect, keys, heard) : { signature: 'unchecked' }

function ofHttp(bytes: Buffer, file: string, reader: Reader): Recording {
  try {
    return ofMessages(httpMessages(bytes), 'HTTP messages', reader)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}, ${error.message}. Correct it there.`)
    throw error
  }
}

/** A message without HTTP around it, given the headers that its codec has. */
function lone(body: Buffer, { contract, dialect, side }: Reader): HttpMessage {
  const headers: Headers = [['Content-Type', contentTypes[contract.codec]]]
  const read = dialect.open({ headers, body }, side ?? 'request')
  const found = side ?? specOf(contract, read)?.side ?? (read.ok ? 'response' : 'request')
  return found === 'request'
    ? { request: { method: 'POST', target: '/' }, headers, body }
    : { status: 200, headers, body }
}

const contentTypes = {
  soap: 'text/xml; charset=utf-8',
  xmlrpc: 'text/xml; charset=utf-8',
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
} as const satisfies { [codec in Contract['codec']]: string }

function specOf({ messages, operations }: Contract, read: Reading): MessageSpec | undefined {
  if (!read.ok) return undefined
  const named =
    messages[read.name] ?? Object.values(messages).find(({ roots = [] }) => roots.includes(read.name))
  return named ?? messages[callNamed(operations, read.name)?.request ?? '']
}

/** The operation whose requests call themselves so, whatever the case of the letters. */
function callNamed(operations: Contract['operations'], name: string): Operation | undefined {
  return Object.values(operations).find(({ names = [] }) =>
    names.some((one) => one.toLowerCase() === name.toLowerCase()),
  )
}

/** Requests with the answers that follow them; an answer alone gets a request that says nothing. */
function ofMessages(messages: HttpMessage[], what: string, reader: Reader): Recording {
  const entries: Exchange[] = []
  const sides = new Set<Side>()
  for (const message of messages) {
    const waiting = entries.at(-1)
    sides.add(message.request ? 'request' : 'response')
    if (message.request) entries.push(asked(message, entries.length, reader))
    else if (waiting && !waiting.response) answer(waiting, message, reader)
    else entries.push(answer(silent(message, entries.length, reader), message, reader))
  }
  return { what, entries, sides }
}

function asked({ request, headers, body }: HttpMessage, index: number, reader: Reader): Exchange {
  const { method, target } = request!
  const raw = { method, url: urlOf(target, headers), headers, body }
  const read = reader.dialect.open(raw, 'request')
  const operation = reader.dialect.operationOf(read)
  return {
    ...bare(index, read, reader),
    from: reader.contract.operations[operation ?? '']?.from ?? 'client',
    operation,
    ...signed({ read, operation, raw }, reader),
    request: {
      method,
      url: raw.url,
      headers,
      body: bodyOf(body),
      read,
    },
  }
}

/** When a message was sent is not recorded: what it says itself is taken for it, and nothing is stale by that. */
function bare(index: number, read: Reading, { contract, zone }: Reader) {
  const said = text(read, contract.places['time'] ?? '') ?? ''
  const sentAt = new Date(instantOf(said, zone) ?? Date.now()).toISOString()
  const times = { began: index * 2 + 1, sentAt, elapsedMs: 0 }
  return { kind: 'exchange', id: `x${index + 1}`, from: 'client', ...times, signature: 'unchecked' } as const
}

function urlOf(target: string, headers: Headers): string {
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? 'localhost'
  return URL.canParse(target) ? target : `http://${host}${target.startsWith('/') ? target : '/'}`
}

function answer(
  exchange: Exchange,
  { status = 200, headers, body }: HttpMessage,
  { dialect, keys }: Reader,
): Exchange {
  const { operation, request } = exchange
  const raw = { status, headers, body }
  const read = dialect.open(raw, 'response', operation)
  const heard = { read, operation, raw }
  const signed = isSigning(keys) ? answerSignatureOf(dialect, keys, heard, request) : {}
  exchange.response = { status, headers, body: bodyOf(body), read, ...signed }
  exchange.ended = exchange.began + 1
  return exchange
}

/** The request that an answer alone must have had: of its operation, and without fields to compare with. */
function silent({ status = 200, headers, body }: HttpMessage, index: number, reader: Reader): Exchange {
  const { contract, dialect } = reader
  const answered = dialect.open({ status, headers, body }, 'response')
  const operation = specOf(contract, answered)?.operation ?? Object.keys(contract.operations)[0]!
  const name = contract.operations[operation]!.request
  const read: Reading = { ok: true, name, fields: {}, order: [], flaws: [] }
  const request = { method: 'POST', url: 'http://localhost/', headers: [], body: { utf8: '' }, read }
  return { ...bare(index, answered, reader), operation, request }
}
