/** The honest steps, whole. */
import { answers } from './answers.ts'
import { booking } from './booking.ts'
import { intake } from './intake.ts'
import { judgement } from './judgement.ts'
import { recall } from './recall.ts'
import { serials } from './serials.ts'
import type { Steps } from './steps.ts'
import { writing } from './writing.ts'

/** What every defect and freedom starts from. */
export const honest: Steps = {
  ...intake,
  ...recall,
  ...judgement,
  ...booking,
  ...serials,
  ...answers,
  ...writing,
}
