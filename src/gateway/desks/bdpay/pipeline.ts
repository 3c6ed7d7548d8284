/** The way of one request through the steps, from bytes to bytes. */
import { messageOf } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import type { Raw } from '../../../dialects/dialect.ts'
import { complain } from '../../complain.ts'
import { isReply, type Line, type Reply } from '../../reply.ts'
import type { Call, Operation, Decision, Steps, Till } from './steps.ts'

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
  if (!operation) return { reply: steps.lost() }
  const raw = steps.unpack(packed)
  if (isReply(raw)) return { reply: raw }
  const call = callOf(operation, raw, till, steps)
  call.steps = stepsFor(call)
  const outcome = await outcomeOf(call).catch(failed)
  return { reply: call.steps.write(call, call.steps.answer(call, outcome), outcome), call }
}

/** An error of our own leaves it open what was done. */
function failed(error: unknown): Decision {
  complain(error)
  return { code: 'UNKNOWN', message: 'Something has failed' }
}

async function outcomeOf(call: Call): Promise<Decision> {
  const { steps, operation } = call
  const refusal =
    steps.checkMethod(call) ??
    steps.checkBody(call) ??
    (await steps.authenticate(call)) ??
    steps.checkFields(call)
  return refusal ?? steps[operation](call)
}

function callOf(operation: Operation, raw: Raw, till: Till, steps: Steps): Call {
  const { contract, profile, clock } = till
  const reading = steps.receive(raw, till)
  const fields = reading.ok ? reading.fields : {}
  const numbers = reading.ok ? (reading.json?.numbers ?? {}) : {}
  const complaints = shapeOf(contract, messageOf(contract, operation, 'request'), profile)
    .check(fields, numbers)
    // A field that every sample has is missed, though the mark that makes it mandatory was lost.
    .filter(({ level, constraint }) => level === 'must' || constraint === 'required')
  return { operation, raw, reading, fields, complaints, at: clock.now(), till, steps }
}
