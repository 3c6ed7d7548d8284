/** The honest steps, whole. */
import { answers } from './answers.ts'
import { asking } from './asking.ts'
import { intake } from './intake.ts'
import { making } from './making.ts'
import { notifying } from './notifying.ts'
import { paying } from './paying.ts'
import type { Steps } from './steps.ts'

/** What every defect and freedom starts from. */
export const honest: Steps = { ...intake, ...making, ...asking, ...paying, ...notifying, ...answers }
