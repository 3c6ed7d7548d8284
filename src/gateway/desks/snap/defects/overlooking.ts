/** Passing over what the field tables say against a request. */
import type { Complaint } from '../../../../contract/shape.ts'
import type { Bend } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'

/** Does not see some complaints. */
export const overlooking =
  (isMinor: (complaint: Complaint, call: Call) => boolean): Bend =>
  (honest) => {
    const eased = (call: Call): Call => ({
      ...call,
      complaints: call.complaints.filter((one) => !isMinor(one, call)),
    })
    return {
      checkHeaders: (call) => honest.checkHeaders(eased(call)),
      checkFields: (call) => honest.checkFields(eased(call)),
    }
  }

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
