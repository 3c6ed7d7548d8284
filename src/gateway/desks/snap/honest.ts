/** The honest steps, whole. */
import { answers } from './answers.ts'
import { asking } from './asking.ts'
import { cancelling } from './cancelling.ts'
import { intake } from './intake.ts'
import { notifying } from './notifying.ts'
import { paying } from './paying.ts'
import { refunding } from './refunding.ts'
import { settling } from './settling.ts'
import type { Steps } from './steps.ts'
import { tokening } from './tokening.ts'

/** What every defect and freedom starts from. */
export const honest: Steps = {
  ...intake,
  ...tokening,
  ...paying,
  ...settling,
  ...asking,
  ...cancelling,
  ...refunding,
  ...notifying,
  ...answers,
}
