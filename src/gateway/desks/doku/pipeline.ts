/** The way of one request through the steps, from bytes to bytes. */
import { messageOf } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import { isHeader } from '../../../contract/tree.ts'
import type { Raw } from '../../../dialects/dialect.ts'
import { headerFields } from '../../../wire/header-fields.ts'
import { headerIn } from '../../../wire/json-place.ts'
import { complain } from '../../complain.ts'
import { isReply, type Line, type Reply } from '../../reply.ts'
import { refused } from './intake.ts'
import type { Call, Operation, Outcome, Steps, Till } from './steps.ts'

/** The steps for a request that was read: those in force, or those of the situation that it is in. */
export type StepsFor = (call: Call) => Steps

/** Serves one request; gives what was sent, undefined when no whole answer was. */
export async function serve(
  steps: Steps,
  stepsFor: StepsFor,
  raw: Raw,
  line: Line,
  till: Till,
): Promise<Reply | undefined> {
  const { reply, call } = await replyTo(steps, stepsFor, raw, till)
  await (call?.steps ?? steps).send(reply, line, call)
  return line.response.writableFinished ? reply : undefined
}

async function replyTo(
  steps: Steps,
  stepsFor: StepsFor,
  packed: Raw,
  till: Till,
): Promise<{ reply: Reply; call?: Call }> {
  const operation = steps.locate(packed, till)
  if (!operation) return { reply: steps.lost(packed) }
  const raw = steps.unpack(packed)
  if (isReply(raw)) return { reply: raw }
  const call = callOf(operation, raw, till, steps)
  call.steps = stepsFor(call)
  const outcome = await outcomeOf(call).catch(failed)
  return { reply: call.steps.write(call, call.steps.answer(call, outcome), outcome), call }
}

/** An error of our own is answered without saying where in the code it was. */
function failed(error: unknown): Outcome {
  complain(error)
  return refused(500, 'internal_error', 'Something has failed')
}

async function outcomeOf(call: Call): Promise<Outcome> {
  const { steps, operation } = call
  const refusal = steps.checkMethod(call) ?? steps.checkHeaders(call) ?? (await steps.authenticate(call))
  if (refusal) return refusal
  if (!steps.isTimely(call)) return refused(400, 'invalid_parameter', 'Request-Timestamp is too far away')
  return operation === 'status' ? steps.status(call) : steps.once(call, () => carriedOut(call))
}

async function carriedOut(call: Call): Promise<Outcome> {
  const { steps, operation } = call
  return steps.checkBody(call) ?? steps.checkFields(call) ?? steps[operation](call)
}

/** A mail address that is none is refused, unless that is left free. */
const minds = (profile: Till['profile']): boolean => profile['emailRefused'] !== 'free'

function callOf(operation: Operation, raw: Raw, till: Till, steps: Steps): Call {
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
    .filter(({ level, field }) => level === 'must' || (field.name === 'customer.email' && minds(profile)))
  return { operation, raw, reading, fields, complaints, at: clock.now(), till, steps }
}
