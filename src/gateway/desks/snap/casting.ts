/** Which payment of a client a request belongs to. */
import type { NewcomerOf } from '../../casting.ts'
import type { Call } from './steps.ts'

/** Partner and reference: its own, or that of the payment that a request is about. */
export const newcomerOf: NewcomerOf<Call> = (call) => {
  const value = (place: string) => call.steps.valueAt(call, place)
  const own = value('partnerReferenceNo') ?? value('originalPartnerReferenceNo')
  if (own === undefined) return undefined
  const thread = `${value('header:X-PARTNER-ID') ?? ''} ${own}`
  return { operation: call.operation, thread, code: value(call.till.contract.places['code'] ?? '') ?? '' }
}
