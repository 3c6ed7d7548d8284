/** The honest steps, whole. */
import { answers } from './answers.ts'
import { intake } from './intake.ts'
import { judgement } from './judgement.ts'
import type { Steps } from './steps.ts'
import { writing } from './writing.ts'

/** What every defect and freedom starts from. */
export const honest: Steps = { ...intake, ...judgement, ...answers, ...writing }
