/** The way of a request to BDPay's desk between its reading and its answer. */
import { pipelineOf } from '../../pipeline.ts'
import type { Call, Decision } from './steps.ts'

/** Serves one request; gives what was sent, undefined when no whole answer was. */
export const serve = pipelineOf<Call, Decision>({
  outcomeOf,
  // An error of our own leaves it open what was done.
  failed: { code: 'UNKNOWN', message: 'Something has failed' },
  // A field that every sample has is missed, though the mark that makes it mandatory was lost.
  minds: ({ level, constraint }) => level === 'must' || constraint === 'required',
})

async function outcomeOf(call: Call): Promise<Decision> {
  const { steps, operation } = call
  const refusal =
    steps.checkMethod(call) ??
    steps.checkBody(call) ??
    (await steps.authenticate(call)) ??
    steps.checkFields(call)
  return refusal ?? steps[operation](call)
}
