/** Premises that rules share, each recomputed from the exchange and computed once for each evidence. */
import { isWithheld } from '../../src/judge/withheld.ts'
import { writerOf, type Contract, type MessageSpec, type Profile } from '../../src/contract/contract.ts'
import { isPseudoHeader } from '../../src/contract/tree.ts'
import { complaintsOf, shapeOf, type Complaint } from '../../src/contract/shape.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import { exchangesOf, type ClockMoved } from '../../src/judge/trace.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { faultOf, text, type Read, type Reading } from '../../src/wire/reading.ts'

/** A message of an exchange that could be read and that the contract knows. */
export interface Message {
  exchange: Exchange
  read: Read
  spec: MessageSpec
  /** Every breach of its field spec. */
  complaints: Complaint[]
}

/** Side of an exchange that the party on trial wrote, if any: answers of a server and its callbacks, requests of a client. */
export function sideOnTrial({ trace }: Evidence, { from }: Exchange): 'request' | 'response' | undefined {
  return (['request', 'response'] as const).find((side) => writerOf(from, side) === trace.role)
}

/** The messages that the party on trial wrote. */
export const written = premise((evidence: Evidence): Message[] =>
  evidence.exchanges.flatMap((exchange) => {
    const side = sideOnTrial(evidence, exchange)
    return side ? messageOf(evidence, exchange, side) : []
  }),
)

/** What the party on trial wrote, by its exchange. */
export const writtenIn = premise(
  (evidence: Evidence) => new Map(written(evidence).map((message) => [message.exchange, message])),
)

/** A field that the party on trial wrote in another type or another form: rules about fields speak of that. */
export function isMisshapen(evidence: Evidence, exchange: Exchange, field: string): boolean {
  const message = writtenIn(evidence).get(exchange)
  return message?.complaints.some((one) => one.field.name === field) ?? false
}

/** The requests of the trace that could be read. */
export const requests = premise((evidence: Evidence): Map<Exchange, Message> => {
  const found = evidence.exchanges.flatMap((exchange) => messageOf(evidence, exchange, 'request'))
  return new Map(found.map((message) => [message.exchange, message]))
})

function messageOf(evidence: Evidence, exchange: Exchange, side: 'request' | 'response'): Message[] {
  const read = side === 'request' ? exchange.request.read : exchange.response?.read
  const spec = specOf(evidence, exchange, read, side)
  if (!read?.ok || !spec || !isMessage(evidence, exchange, read)) return []
  const complaints = complaintsOf(shapeOf(evidence.contract, spec, evidence.profile), read).filter(
    ({ received }) => typeof received !== 'string' || !isWithheld(received),
  )
  return [{ exchange, read, spec, complaints }]
}

/**
 * Computes what a message alone tells, under a profile, once: it is judged with its case, with callbacks that came too late
 * for that, and with the whole run.
 */
export function ofMessage<T>(
  compute: (evidence: Evidence, message: Message) => T,
): (evidence: Evidence, message: Message) => T {
  const memo = new WeakMap<Read, { spec: MessageSpec; profile: Profile; found: T }>()
  return (evidence, message) => {
    const { read, spec } = message
    const { profile } = evidence
    const known = memo.get(read)
    if (known?.spec === spec && known.profile === profile) return known.found
    const found = compute(evidence, message)
    memo.set(read, { spec, profile, found })
    return found
  }
}

/** Of nested contracts: an object, and what goes with a request by the method of the contract. */
function isMessage({ contract }: Evidence, { operation, request }: Exchange, { json }: Read): boolean {
  if (json === undefined) return true
  const { method = 'POST' } = contract.operations[operation ?? ''] ?? {}
  return request.method === method && (json.root === 'object' || json.root === 'none')
}

/** The spec that a message is held against: by its own name or, for an answer, by what was asked. */
function specOf(
  { contract }: Evidence,
  exchange: Exchange,
  read: Reading | undefined,
  side: 'request' | 'response',
): MessageSpec | undefined {
  const operation = contract.operations[exchange.operation ?? '']
  if (operation) return read?.ok && isBusiness(read) ? contract.messages[operation[side] ?? ''] : undefined
  return read?.ok
    ? Object.values(contract.messages).find((spec) => spec.message === read.name && spec.side === side)
    : undefined
}

/** An answer of the business, not a fault of the envelope. */
export function isBusiness(read: Read): boolean {
  return faultOf(read) === undefined && !(read.soap?.encoded && read.soap.wrapper !== undefined)
}

/** What an answer says: success, refusal, that it is still open, or nothing that can be told. */
export type Saying = 'success' | 'refusal' | 'pending' | 'unclear'

const codePattern = premise(
  ({ contract }: Evidence) => new RegExp(contract.formats[contract.outcome.format]!.pattern, 'u'),
)

/** The message of an exchange that tells an outcome: the answer, or the callback itself where answers say nothing. */
export function outcomeIn(
  { operations }: Contract,
  { from, operation, request, response }: Exchange,
): Reading | undefined {
  const isTold = operations[operation ?? '']?.response !== undefined
  return from === 'gateway' && !isTold ? request.read : response?.read
}

/** The party on trial had too much to do: nothing was done, and nothing about the request was said. */
export const isThrottled = ({ from, response }: Exchange): boolean =>
  from === 'client' && response?.status === 429

/** Reads the outcome of an exchange; a fault of the envelope refuses, a malformed code says nothing. */
export function sayingOf(evidence: Evidence, exchange: Exchange): Saying {
  const { outcome } = evidence.contract
  if (isThrottled(exchange)) return 'unclear'
  if (isPseudoHeader(outcome.at) && exchange.from === 'client') return saidByStatus(evidence, exchange)
  const read = outcomeIn(evidence.contract, exchange)
  if (!read?.ok) return 'unclear'
  if (faultOf(read)) return 'refusal'
  const code = text(read, outcome.at)
  if (code === undefined || !codePattern(evidence).test(code)) return 'unclear'
  if (outcome.pending?.includes(code)) return 'pending'
  return outcome.success.includes(code) ? 'success' : 'refusal'
}

/** Where the HTTP status tells the outcome, it does so whether the body can be read or not. */
function saidByStatus({ contract: { outcome } }: Evidence, { response }: Exchange): Saying {
  if (!response) return 'unclear'
  return outcome.success.includes(String(response.status)) ? 'success' : 'refusal'
}

/** Fields of an answer as text, '' for none: for comparing and for stories. */
export function answered(exchange: Exchange, field: string): string {
  return text(exchange.response?.read, field) ?? ''
}

export function asked(exchange: Exchange, field: string): string {
  return text(exchange.request.read, field) ?? ''
}

/** True when a request keeps its side of the contract: readable, without flaw, no must broken, not badly signed. */
export const isOrderly = (evidence: Evidence, exchange: Exchange): boolean =>
  isOrderlyBut(evidence, exchange) && exchange.signature !== 'bad' && exchange.signature !== 'none'

/** A request is in order, as far as its fields tell, but for what is wrong at one place. */
export function isOrderlyBut(evidence: Evidence, exchange: Exchange, place?: string): boolean {
  const message = requests(evidence).get(exchange)
  return (
    message !== undefined &&
    message.read.flaws.every(({ kind }) => kind === 'padding') &&
    message.complaints.every(({ level, field }) => level !== 'must' || field.name === place)
  )
}

/** The exchanges of one sender that were in flight together, of whatever case: a callback is nobody's request. */
export const overlapping = premise(({ exchanges, around }: Evidence): Map<Exchange, Exchange[]> => {
  const found = new Map<Exchange, Exchange[]>()
  const inFlight: Exchange[] = []
  for (const exchange of [...exchanges, ...around].sort((a, b) => a.began - b.began)) {
    for (let i = inFlight.length - 1; i >= 0; i--)
      if ((inFlight[i]!.ended ?? Infinity) < exchange.began) inFlight.splice(i, 1)
    for (const other of inFlight) {
      if (other.from !== exchange.from) continue
      befriend(found, exchange, other)
      befriend(found, other, exchange)
    }
    inFlight.push(exchange)
  }
  return found
})

function befriend(found: Map<Exchange, Exchange[]>, exchange: Exchange, other: Exchange): void {
  const known = found.get(exchange)
  if (known) known.push(other)
  else found.set(exchange, [other])
}

/** The exchange in flight whose own value of a field this answer carries instead of the right one, if any. */
export function mixedUpWith(evidence: Evidence, exchange: Exchange, field: string): Exchange | undefined {
  const said = answered(exchange, field)
  if (said === '' || said === asked(exchange, field)) return undefined
  return overlapping(evidence)
    .get(exchange)
    ?.find((other) => asked(other, field) === said)
}

export const clockMoves = premise(({ trace }: Evidence) =>
  trace.entries.filter((entry) => entry.kind === 'clock'),
)

/** The last move of the target's clock up to a tick; without one, the last of all. */
export const lastMove = (evidence: Evidence, tick = Infinity): ClockMoved | undefined =>
  clockMoves(evidence).findLast((move) => move.tick <= tick)

/** Milliseconds by which the target's clock was ahead of the suite's at a tick. */
export const offsetAt = (evidence: Evidence, tick: number): number => lastMove(evidence, tick)?.offsetMs ?? 0

/** Milliseconds within which whoever works in the background finds that a clock was moved. */
const respite = 3_000

/**
 * The target's clock had certainly stood still for a while when a request was sent, but for its own pace, or nobody moved
 * it: what works beside the requests needs that to find that its time has come.
 */
export function hasRested(evidence: Evidence, exchange: Exchange): boolean {
  const move = lastMove(evidence, exchange.began)
  return move === undefined || Date.parse(exchange.sentAt) - overAt(evidence).get(move)! >= respite
}

/** When the first request was sent after each move of the clock: by then it was over. */
const overAt = premise((evidence: Evidence): Map<ClockMoved, number> => {
  const sent = exchangesOf(evidence.trace).toSorted((one, other) => one.began - other.began)
  return new Map(
    clockMoves(evidence).map((move) => {
      const first = sent.find(({ began }) => began > move.tick)
      return [move, first ? Date.parse(first.sentAt) : Infinity]
    }),
  )
})

/** The target's time when a request was sent. */
export function targetTime(evidence: Evidence, exchange: Exchange): number {
  return Date.parse(exchange.sentAt) + offsetAt(evidence, exchange.began)
}

/** What was supplied about a code, if anything. */
export const provided = premise(({ trace }: Evidence) => {
  const byCode = new Map<string, Extract<(typeof trace.entries)[number], { kind: 'provided' }>>()
  for (const entry of trace.entries) if (entry.kind === 'provided') byCode.set(entry.item.code, entry)
  return byCode
})
