/** Which order or payout of a client a request belongs to. */
import type { NewcomerOf } from '../../casting.ts'
import type { Call } from './steps.ts'

/** That of its order number. */
export const newcomerOf: NewcomerOf<Call> = (call) => {
  const value = (name: string) => call.steps.valueAt(call, name)
  const thread = value('orderNum')
  if (thread === undefined) return undefined
  return { operation: call.operation, thread, code: value('phone') ?? value('number') ?? '' }
}
