/** Every legal but unusual variant of the desk. */
import type { Freedom } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { callbacks } from './callbacks.ts'
import { contents } from './contents.ts'
import { decisions } from './decisions.ts'
import { profiles } from './profiles.ts'
import { style } from './style.ts'

/** The catalogue, family by family. */
export const freedoms: readonly Freedom<Steps>[] = [
  ...style,
  ...contents,
  ...decisions,
  ...callbacks,
  ...profiles,
]
