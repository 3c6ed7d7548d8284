/** Passing over what the field tables say against a request. */
import type { Complaint } from '../../../../contract/shape.ts'
import type { Defect } from '../../../defect.ts'
import type { Call, Steps } from '../steps.ts'

/** Does not see some complaints. */
export const overlooking =
  (isMinor: (complaint: Complaint, call: Call) => boolean): Defect<Steps>['steps'] =>
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

/** What is said against a place, whatever it is or of one kind. */
export const at =
  (name: string, constraint?: Complaint['constraint']) =>
  (one: Complaint): boolean =>
    one.field.name === name && (constraint === undefined || one.constraint === constraint)
