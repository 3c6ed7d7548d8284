/** The way of one request through the steps of a desk, from bytes to bytes. */
import { type Contract, messageOf, type Profile } from '../contract/contract.ts'
import { type Complaint, shapeOf } from '../contract/shape.ts'
import { isHeader } from '../contract/tree.ts'
import type { Raw } from '../dialects/dialect.ts'
import { headerFields } from '../wire/header-fields.ts'
import { headerIn } from '../wire/json-place.ts'
import type { Fields, Reading } from '../wire/reading.ts'
import type { Clock } from './clock.ts'
import { complain } from './complain.ts'
import { isReply, type Line, type Reply } from './reply.ts'

/** One request on its way through the steps; a desk may note more on the way. */
export interface CommonCall<Operation, Till, Steps> {
  operation: Operation
  raw: Raw
  reading: Reading
  /** Headers that are fields, and the body's members by place where it could be read. */
  fields: Fields
  /** What the field tables say against the request. */
  complaints: Complaint[]
  /** Instant of arrival by the gateway's clock. */
  at: number
  till: Till
  /** The steps in force, for a step that needs another one. */
  steps: Steps
}

/** The steps that every desk has which answers one operation a path. */
export interface CommonSteps<Call extends Pick<AnyCall, 'operation' | 'till'>, Outcome> {
  /** Says which operation is called; undefined when there is none at that path. */
  locate(raw: Raw, till: Call['till']): Call['operation'] | undefined
  /** Answers where there is no operation. */
  lost(raw: Raw): Reply
  /** Undoes the coding of the body, or says why it cannot. */
  unpack(raw: Raw): Raw | Reply
  /** Reads the bytes. */
  receive(raw: Raw, till: Call['till']): Reading
  /** Text at a place, of a number its digits; undefined where it is absent or blank. */
  valueAt(call: Call, place: string): string | undefined
  /** Refuses other methods than the contract names. */
  checkMethod(call: Call): Outcome | undefined
  /** Refuses whoever is not who he says. */
  authenticate(call: Call): Promise<Outcome | undefined>
  /** Refuses what is no JSON object. */
  checkBody(call: Call): Outcome | undefined
  /** Refuses fields that are missing or break their row. */
  checkFields(call: Call): Outcome | undefined
  /** Headers and members of an answer. */
  answer(call: Call, outcome: Outcome): Fields
  /** The bytes of the answer. */
  write(call: Call, fields: Fields, outcome: Outcome): Reply
  /** Puts the answer on the wire. */
  send(reply: Reply, line: Line, call?: Call): Promise<void>
}

interface AnyTill {
  contract: Contract
  profile: Profile
  clock: Clock
}
interface AnySteps extends CommonSteps<AnyCall, unknown> {}
interface AnyCall extends CommonCall<string, AnyTill, AnySteps> {}

/** What a desk decides between reading a request and writing its answer. */
export interface Way<Call extends AnyCall, Outcome> {
  outcomeOf(call: Call): Promise<Outcome>
  /** What an error of our own is answered with: nothing about where in the code it was. */
  failed: Outcome
  /** Says which complaints of the field tables count. */
  minds(complaint: Complaint, profile: Profile): boolean
}

/** Serves one request, with the steps in force or those of its situation; gives what was sent, undefined if not whole. */
export type Serve<Call extends AnyCall> = (
  steps: Call['steps'],
  stepsFor: (call: Call) => Call['steps'],
  raw: Raw,
  line: Line,
  till: Call['till'],
) => Promise<Reply | undefined>

/** The way of a desk's requests. */
export function pipelineOf<Call extends AnyCall, Outcome>(way: Way<Call, Outcome>): Serve<Call> {
  return async (steps, stepsFor, packed, line, till) => {
    const { reply, call } = await replyTo(way, packed, { steps, stepsFor, till })
    await (call?.steps ?? steps).send(reply, line, call)
    return line.response.writableFinished ? reply : undefined
  }
}

interface Force<Call extends AnyCall> extends Pick<Call, 'steps' | 'till'> {
  stepsFor: (call: Call) => Call['steps']
}

async function replyTo<Call extends AnyCall, Outcome>(
  way: Way<Call, Outcome>,
  packed: Raw,
  { steps, stepsFor, till }: Force<Call>,
): Promise<{ reply: Reply; call?: Call }> {
  const operation = steps.locate(packed, till)
  if (!operation) return { reply: steps.lost(packed) }
  const raw = steps.unpack(packed)
  if (isReply(raw)) return { reply: raw }
  const call = { ...read(operation, raw, { steps, till }, way.minds), steps, till } as Call
  call.steps = stepsFor(call)
  const outcome = await way.outcomeOf(call).catch((error: unknown) => {
    complain(error)
    return way.failed
  })
  return { reply: call.steps.write(call, call.steps.answer(call, outcome), outcome), call }
}

function read(
  operation: string,
  raw: Raw,
  { steps, till }: Pick<AnyCall, 'steps' | 'till'>,
  minds: Way<AnyCall, unknown>['minds'],
): Omit<AnyCall, 'steps' | 'till'> {
  const { contract, profile, clock } = till
  const reading = steps.receive(raw, till)
  const spec = messageOf(contract, operation, 'request')
  const names = spec.fields.map(({ name }) => name).filter(isHeader)
  const headers = headerFields(
    raw.headers,
    names.map((name) => headerIn(name)!),
  ).fields
  const fields = reading.ok ? { ...reading.fields, ...headers } : headers
  const numbers = reading.ok ? (reading.json?.numbers ?? {}) : {}
  const complaints = shapeOf(contract, spec, profile)
    .check(fields, numbers)
    .filter((complaint) => minds(complaint, profile))
  return { operation, raw, reading, fields, complaints, at: clock.now() }
}
