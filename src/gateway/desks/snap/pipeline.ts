/** The way of a request to SNAP's desk between its reading and its answer. */
import { pipelineOf } from '../../pipeline.ts'
import type { Call, Operation, Outcome } from './steps.ts'

/** Serves one request; gives what was sent, undefined when no whole answer was. */
export const serve = pipelineOf<Call, Outcome>({
  outcomeOf,
  failed: { form: '500##00' },
  minds: ({ level }) => level === 'must',
})

async function outcomeOf(call: Call): Promise<Outcome> {
  const { steps, operation } = call
  const refusal = steps.checkMethod(call) ?? steps.checkHeaders(call) ?? (await steps.authenticate(call))
  if (refusal) return refusal
  if (!steps.isTimely(call)) return { form: '401##00', about: 'X-TIMESTAMP' }
  return isToken(operation) ? carriedOut(call) : steps.once(call, () => carriedOut(call))
}

const isToken = (operation: Operation): boolean => operation === 'token' || operation === 'customerToken'

async function carriedOut(call: Call): Promise<Outcome> {
  const { steps, operation } = call
  const refusal = steps.checkBody(call) ?? steps.checkFields(call) ?? (await steps.checkMerchant(call))
  return refusal ?? steps[operation](call)
}
