/** Passing over what the field tables say against a request. */
import type { Complaint } from '../../../../contract/shape.ts'
import { blindTo } from '../../../bend.ts'
import type { Call, Outcome } from '../steps.ts'

/** Does not see some complaints. */
export const overlooking = blindTo<Call, Outcome>

/** What is said against a place, whatever it is or of one kind. */
export const at =
  (name: string, constraint?: Complaint['constraint']) =>
  (one: Complaint): boolean =>
    one.field.name === name && (constraint === undefined || one.constraint === constraint)
