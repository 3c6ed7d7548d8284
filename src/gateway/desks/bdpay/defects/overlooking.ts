/** Passing over what the field tables say against a request. */
import type { Complaint } from '../../../../contract/shape.ts'
import type { Bend, When } from '../bend.ts'
import { fail } from '../intake.ts'
import type { Call } from '../steps.ts'

/** Does not see some complaints. */
export const overlooking =
  (isMinor: (complaint: Complaint, call: Call) => boolean): Bend =>
  (honest) => ({
    checkFields: (call) =>
      honest.checkFields({ ...call, complaints: call.complaints.filter((one) => !isMinor(one, call)) }),
  })

/** Does not see what is wrong with a field of some operation. */
export const passing = (
  operation: Call['operation'],
  name: string,
  constraint?: Complaint['constraint'],
): Bend =>
  overlooking(
    (complaint, call) =>
      call.operation === operation &&
      complaint.field.name === name &&
      (constraint === undefined || complaint.constraint === constraint),
  )

/** Reads one member otherwise. */
export const reading =
  (name: string, change: (value: string | undefined, call: Call) => string | undefined): Bend =>
  (honest) => ({
    valueAt(call, at) {
      const value = honest.valueAt(call, at)
      return at === name ? change(value, call) : value
    },
  })

/** Refuses more than the tables do. */
export const refusingMore =
  (why: string, when: When): Bend =>
  (honest) => ({ checkFields: (call) => honest.checkFields(call) ?? (when(call) ? fail(why) : undefined) })

/** A member as it came, in text. */
export const sent = ({ fields }: Call, name: string): string => String(fields[name] ?? '')
