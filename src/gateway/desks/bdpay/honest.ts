/** The honest steps, whole. */
import { answers } from './answers.ts'
import { asking } from './asking.ts'
import { intake } from './intake.ts'
import { ordering } from './ordering.ts'
import { payingOut } from './paying-out.ts'
import { settling } from './settling.ts'
import type { Steps } from './steps.ts'
import { telling } from './telling.ts'

/** What every defect and freedom starts from. */
export const honest: Steps = {
  ...intake,
  ...ordering,
  ...settling,
  ...asking,
  ...payingOut,
  ...telling,
  ...answers,
}
