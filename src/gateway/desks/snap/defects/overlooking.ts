/** Passing over what the field tables say against a request. */
import type { Complaint } from '../../../../contract/shape.ts'
import { blindTo } from '../../../bend.ts'
import type { Bend } from '../bend.ts'
import type { Call, Outcome, Steps } from '../steps.ts'

/** Does not see some complaints. */
export const overlooking = blindTo<Call, Outcome>

/** Reads one place otherwise. */
export const reading =
  (place: string, change: (value: string | undefined, call: Call) => string | undefined): Bend =>
  (honest) => ({
    valueAt(call, at) {
      const value = honest.valueAt(call, at)
      return at === place ? change(value, call) : value
    },
  })

/** Refuses more than the tables do. */
export const refusingMore =
  (refuse: (call: Call) => ReturnType<Steps['checkFields']>): Bend =>
  (honest) => ({ checkFields: (call) => honest.checkFields(call) ?? refuse(call) })

/** The place of a complaint in its message. */
export const placeOf = ({ place }: Complaint): string => place.slice(place.indexOf('/') + 1)
