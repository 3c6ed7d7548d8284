/** The way of one request through the steps, from bytes to bytes. */
import { messageOf } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import type { Raw } from '../../../dialects/dialect.ts'
import type { Read, Reading } from '../../../wire/reading.ts'
import { complain } from '../../complain.ts'
import type { Line, Reply } from '../../reply.ts'
import type { Call, Operation, Outcome, Steps, Till } from './steps.ts'

/** Serves one request; gives what was sent, undefined when no whole answer was. */
export async function serve(steps: Steps, raw: Raw, line: Line, till: Till): Promise<Reply | undefined> {
  const { reply, call } = await replyTo(steps, raw, till).catch((error: unknown) =>
    failure(error, steps, till),
  )
  await steps.send(reply, line, call)
  return line.response.writableFinished ? reply : undefined
}

async function replyTo(steps: Steps, raw: Raw, till: Till): Promise<{ reply: Reply; call?: Call }> {
  const reading = await steps.receive(raw, till)
  const operation = await steps.recognise(reading, raw, till)
  if (typeof operation !== 'string') return { reply: await steps.fault(operation, reading, till) }
  const call = callOf(operation, reading as Read, till, steps)
  const outcome = await outcomeOf(call)
  const fields = await steps.answer(call, outcome)
  return { reply: await steps.write(call, fields, outcome), call }
}

/** An error of our own is told as a Fault, without saying where in the code it was. */
async function failure(error: unknown, steps: Steps, till: Till): Promise<{ reply: Reply; call?: Call }> {
  complain(error)
  return { reply: await steps.fault({ code: 'Server', says: 'The partner has failed.' }, undefined, till) }
}

async function outcomeOf(call: Call): Promise<Outcome> {
  const { steps } = call
  const refusal = (await steps.authenticate(call)) ?? (await steps.check(call))
  return refusal ?? steps.serialise(call, () => decided(call))
}

/** Recall, decide and settle: what happens while the payment code is held. */
async function decided(call: Call): Promise<Outcome> {
  const { steps, operation } = call
  const known = operation === 'inquiry' ? undefined : await steps.find(call)
  const recalled = await steps.recall(call, known)
  if (recalled) return steps.settle(call, recalled)
  if (operation === 'inquiry') return steps.settle(call, await steps.inquire(call))
  return steps.settle(call, await (operation === 'payment' ? steps.pay(call) : steps.reverse(call, known)))
}

function callOf(operation: Operation, reading: Read, till: Till, steps: Steps): Call {
  const texts = textsOf(reading)
  const shape = shapeOf(till.contract, messageOf(till.contract, operation, 'request'), till.profile)
  const complaints = shape.check(spoken(reading, texts)).filter(({ level }) => level === 'must')
  return { operation, reading, texts, complaints, at: till.clock.now(), till, steps }
}

/** Values with their padding, which the field table judges; the signature without the white space of its layout. */
const spoken = ({ fields }: Read, { Signature }: Call['texts']) =>
  Signature === undefined ? fields : { ...fields, Signature: Signature.replace(/\s+/g, '') }

function textsOf({ fields }: Extract<Reading, { ok: true }>): Call['texts'] {
  const texts: Call['texts'] = {}
  for (const name in fields) {
    const value = fields[name]
    if (typeof value === 'string' && value.trim() !== '') texts[name] = value.trim()
  }
  return texts
}
