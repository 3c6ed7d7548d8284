/** The way of a request to DOKU's desk between its reading and its answer. */
import { pipelineOf } from '../../pipeline.ts'
import { refused } from './intake.ts'
import type { Call, Outcome } from './steps.ts'

/** Serves one request; gives what was sent, undefined when no whole answer was. */
export const serve = pipelineOf<Call, Outcome>({
  outcomeOf,
  failed: refused(500, 'internal_error', 'Something has failed'),
  // A mail address that is none is refused, unless that is left free.
  minds: ({ level, field }, profile) =>
    level === 'must' || (field.name === 'customer.email' && profile['emailRefused'] !== 'free'),
})

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
